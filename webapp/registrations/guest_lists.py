"""Names and addresses as people paste them: one a line, as a mail program or a table has them."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

#: So many are invited with one press of the button.
MOST = 2000
_BRACKETED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>[\s,;]*$")
_BETWEEN = re.compile(r"[,;\t]")


@dataclass(frozen=True)
class Entry:
    """One line that could be read."""

    name: str
    email: str


@dataclass(frozen=True)
class Problem:
    """One line that could not, by its number, with what to do."""

    line: int
    words: str


def read_guests(text: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of *text* and the lines that could not be read.

    A line is ``Anna Kalna <anna@example.org>``, ``Anna Kalna, anna@example.org`` (or with a
    semicolon or a tab between, in any order) or an address alone. Empty lines count for nothing.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if len(entries) == MOST:
            words = _("At most %(number)d can be invited at once.", number=MOST)
            return entries, [*problems, Problem(number, words)]
        try:
            entries.append(_read(line))
        except ValueError as error:
            problems.append(Problem(number, str(error)))
    return entries, problems


def _read(line: str) -> Entry:
    found = _BRACKETED.match(line.strip())
    if found:
        return Entry(_name(found["name"]), _email(found["email"]))
    parts = [part.strip() for part in _BETWEEN.split(line) if part.strip()]
    addresses = [part for part in parts if "@" in part]
    names = [part for part in parts if "@" not in part]
    if not addresses:
        raise ValueError(_("There is no e-mail address in it: “%(line)s”.", line=line.strip()[:60]))
    if len(addresses) > 1:
        raise ValueError(_("There are several e-mail addresses in it: write one a line."))
    return Entry(_name(names[0] if names else ""), _email(addresses[0]))


def _name(text: str) -> str:
    return " ".join(text.strip(" \t\"'").split())[:200]


def _email(text: str) -> str:
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        shown = text.strip()[:60]
        raise ValueError(_("“%(address)s” is no e-mail address.", address=shown)) from None
