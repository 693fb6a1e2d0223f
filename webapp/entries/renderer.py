"""What the stored texts are made by: code, translations, time zones, settings, as one number."""

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from flask import current_app

from webapp.core import ics, ics_lines, tzif, vtimezone
from webapp.entries import registry

#: Raise it to have everything rendered again for a reason that :func:`fingerprint` cannot see.
RENDERER = 1


def fingerprint() -> int:
    """The number of this program with these settings. It changes when an upgrade or another
    setting would change a text, so nobody has to remember to raise it."""
    known = current_app.extensions
    if "entries_renderer" not in known:
        known["entries_renderer"] = _fingerprint()
    number: int = known["entries_renderer"]
    return number


def _fingerprint() -> int:
    settings = current_app.config["VIZITE"]
    zones = metadata.version("tzdata")
    said = [RENDERER, zones, settings.base_url, settings.site_name, settings.languages]
    digest = hashlib.sha256(repr(said).encode())
    for path in _sources(Path(current_app.root_path)):
        digest.update(_content(path))
    return int.from_bytes(digest.digest()[:3], "big")


def _sources(root: Path) -> list[Path]:
    own = [Path(str(module.__file__)) for module in (ics, ics_lines, tzif, vtimezone)]
    return [*own, *registry.sources(), *sorted(root.glob("translations/*/LC_MESSAGES/*.mo"))]


@lru_cache(maxsize=64)
def _content(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
