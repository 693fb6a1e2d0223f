"""Letters as people get them, one file for each language and kind, for people to read.

Compared with :func:`same_as_kept`. After a change that is meant, write them anew with
``WRITE_LETTERS=1 .venv/bin/python -m pytest tests/registrations/test_notifications.py`` (and the
other tests that compare) and read what ``git diff`` shows.
"""

import os
from pathlib import Path

from webapp.mail.words import Words

FOLDER = Path(__file__).parent


def same_as_kept(name: str, words: Words) -> bool:
    """Whether the letter is the one kept as ``<name>.txt`` and ``<name>.html``."""
    found = {
        FOLDER / f"{name}.txt": f"Subject: {words.subject}\n\n{words.text}",
        FOLDER / f"{name}.html": words.html,
    }
    if os.environ.get("WRITE_LETTERS"):
        for path, text in found.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path, text in found.items():
        assert text == path.read_text(encoding="utf-8")
    return True
