"""Letters as files, where no mail server is set: one for each letter, whole or not there."""

import contextlib
import os
from email.message import EmailMessage
from pathlib import Path

from flask import current_app

from webapp.mail.models import Letter


def keep(letter: Letter, message: EmailMessage) -> Path:
    """Write the letter into ``DATA/letters``.

    The name is the letter's own, so that a second worker, or the same after a power cut, writes
    the same file and never another. Raises OSError.
    """
    folder: Path = current_app.config["VIZITE"].data / "letters"
    folder.mkdir(exist_ok=True)
    path = folder / name_of(letter)
    draft = folder / f".{path.name}.{os.getpid()}"
    with draft.open("wb") as file:
        file.write(bytes(message))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(folder)
    return path


def name_of(letter: Letter) -> str:
    """``20270428T073000Z-<message id>.eml``: sorted by time in any listing."""
    moment = f"{letter.due_at:%Y%m%dT%H%M%SZ}"
    return f"{moment}-{letter.message_id.strip('<>').split('@')[0]}.eml"


def _sync(folder: Path) -> None:
    """Have the new name on the disk, not only the content. Some file systems refuse; the letter is
    there all the same, and must not be written a second time under a later name."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
