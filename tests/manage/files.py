"""Import files for tests, as short as they can be."""

from pathlib import Path
from textwrap import dedent

from webapp.manage.importing import ImportRefused, Report, import_file

HEAD = "format: vizite 1\n"
#: A project of two partners; what a test adds comes behind it.
SMALL = """\
format: vizite 1
organisations:
  - {id: brasla, name: {en: Brasla Municipality, lv: Braslas novada pašvaldība}, country: LV}
  - {id: otava, name: Otava Municipality, country: FI, zone: Europe/Helsinki}
places:
  - {id: otava-hall, name: Otava Hall, country: FI, zone: Europe/Helsinki}
projects:
  - id: harbours
    title: Living Harbours
    phases:
      - {number: 1, starts: 2026-01, ends: 2027-12, lead: otava, partners: [brasla]}
"""


def put(folder: Path, text: str, name: str = "file.yaml") -> Path:
    """A file with this text (indented as in the test)."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def bring(folder: Path, text: str) -> Report:
    """Import a text behind the first line that every file has."""
    return import_file(put(folder, HEAD + dedent(text)))


def bring_small(folder: Path, text: str = "") -> Report:
    """Import the project of two partners, with more sections behind it."""
    return import_file(put(folder, SMALL + dedent(text)))


def refusal(folder: Path, text: str) -> list[str]:
    """What is wrong with a text: "line: words", without the closing line."""
    path = put(folder, text)
    try:
        import_file(path)
    except ImportRefused as refused:
        return [f"{each.line}: {each.text}" for each in refused.problems]
    raise AssertionError("the file was imported")
