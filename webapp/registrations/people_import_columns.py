"""What stands in which column of a file of people: told by its headings, else by its cells."""

import re
from collections.abc import Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from webapp.core.text import search_key


class Target(StrEnum):
    """What a column can hold."""

    NAME = "name"
    FIRST_NAME = "first-name"
    SURNAME = "surname"
    EMAIL = "email"
    ORGANISATION = "organisation"
    PARTNER = "partner"
    GROUP = "group"
    LANGUAGE = "language"
    NOTE = "note"


WORDS = {
    Target.NAME: _l("First name and surname"),
    Target.FIRST_NAME: _l("First name"),
    Target.SURNAME: _l("Surname"),
    Target.EMAIL: _l("E-mail address"),
    Target.ORGANISATION: _l("Organisation"),
    Target.PARTNER: _l("Partner organisation (one known here)"),
    Target.GROUP: _l("Group"),
    Target.LANGUAGE: _l("Language of letters"),
    Target.NOTE: _l("Note for staff"),
}
#: Headings as people and programs write them, without capitals and marks, in English and Latvian.
_HEADINGS = {
    Target.NAME: "name|full name|names|name and surname|name surname|first name and surname"
    "|participant|participant name|person|vards uzvards|vards un uzvards|pilns vards|dalibnieks"
    "|dalibnieka vards uzvards|dalibnieka vards|uzvards vards|persona",
    Target.FIRST_NAME: "first name|given name|given names|firstname|forename|vards",
    Target.SURNAME: "surname|last name|family name|lastname|uzvards",
    Target.EMAIL: "e mail|email|mail|e mail address|email address|your e mail|e pasts|epasts"
    "|e pasta adrese|epasta adrese|e pasts adrese|elektroniskais pasts",
    Target.ORGANISATION: "organisation|organization|institution|company|employer|affiliation"
    "|workplace|school|organizacija|iestade|institucija|uznemums|darbavieta|darba vieta"
    "|parstaveta organizacija|parstaveta iestade|skola|biedriba",
    Target.PARTNER: "partner|partner organisation|partner organization|project partner|partneris"
    "|partnerorganizacija|partneru organizacija|projekta partneris"
    "|organisation known here",
    Target.GROUP: "group|target group|groups|grupa|merkgrupa|merka grupa",
    Target.LANGUAGE: "language|lang|language of letters|preferred language|valoda"
    "|vestulu valoda|sazinas valoda",
    Target.NOTE: "note|notes|comment|comments|remark|remarks|piezime|piezimes|komentars"
    "|komentari|piebilde",
}
_TARGETS = {word: target for target, words in _HEADINGS.items() for word in words.split("|")}
_NOT_LETTERS = re.compile(r"[^\w]+")
_ASIDES = re.compile(r"\(.*?\)")


def recognise(heading: str) -> Target | None:
    """What a heading says stands below it."""
    words = _NOT_LETTERS.sub(" ", _ASIDES.sub(" ", search_key(heading))).strip()
    return _TARGETS.get(words)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row is headings: it names something, and holds no address."""
    return any(map(recognise, cells)) and not any("@" in cell for cell in cells)


def propose(rows: Sequence[Sequence[str]], has_header: bool) -> list[str]:
    """What each column probably holds ("": not taken), each thing once.

    *rows* are the first of the file, headings included.
    """
    width = max(map(len, rows), default=0)
    head = rows[0] if has_header and rows else []
    found = [recognise(head[at]) if at < len(head) else None for at in range(width)]
    once = [target if target not in found[:at] else None for at, target in enumerate(found)]
    below = rows[1:] if has_header else rows
    return [str(target or "") for target in _by_cells(once, below)]


def missing(columns: Sequence[str]) -> bool:
    """Whether nothing says what people are called."""
    return Target.NAME not in columns and Target.SURNAME not in columns


def twice(columns: Sequence[str]) -> list[str]:
    """What was chosen for more than one column."""
    return sorted({each for each in columns if each and list(columns).count(each) > 1})


def _by_cells(found: list[Target | None], rows: Sequence[Sequence[str]]) -> list[Target | None]:
    """Addresses show what they are; the first other column is most often the name."""
    if Target.EMAIL not in found:
        for at in range(len(found)):
            cells = [row[at] for row in rows if at < len(row) and row[at]]
            if found[at] is None and cells and all("@" in cell for cell in cells):
                found[at] = Target.EMAIL
                break
    if not any(each in found for each in (Target.NAME, Target.FIRST_NAME, Target.SURNAME)):
        for at, target in enumerate(found):
            cells = [row[at] for row in rows if at < len(row)]
            if target is None and any(any(map(str.isalpha, cell)) for cell in cells):
                found[at] = Target.NAME
                break
    return found
