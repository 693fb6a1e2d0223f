"""The stored text of an event, as it stands in the calendar of one who has no seat, or none yet.

Made from the text of participants, so that the entry is the same one before and after: what says
how to join is taken out, and the title says in words why it is not certain.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

from flask_babel import gettext

from webapp.core.ics import Status
from webapp.core.ics_lines import joined, text_line
from webapp.registrations.models import State

_: Callable[..., str] = gettext

#: Stands where the title goes: typed text never has it.
_TITLE = "\x00"
_STAMP = re.compile(r"^(DTSTAMP|LAST-MODIFIED):(\d{8}T\d{6}Z)\r$", re.MULTILINE)
_FOLD = "\r\n "


def not_before(text: str, moment: datetime) -> str:
    """The text with stamps that are at least *moment*: since then it stands like this."""
    stamp = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return _STAMP.sub(lambda found: f"{found[1]}:{max(found[2], stamp)}\r", text)


def marked(text: str, state: State, until: str = "", words: str = "") -> str:
    """The VEVENT for somebody whose registration is in *state*, which is any but confirmed; in the
    language that is current. *until* says by when an offer must be answered; *words* are said
    instead of what the state means to one person."""
    lines = text.replace(_FOLD, "").removesuffix("\r\n").split("\r\n")
    is_off = "STATUS:CANCELLED" in lines
    ways_in = _ways_in(lines)
    said = "" if is_off else words or words_of(state, until)
    kept = (line for line in lines if not line.startswith("CONFERENCE"))
    return joined(_line(line, state, said, ways_in, is_off=is_off) for line in kept)


def told(text: str, words: str) -> str:
    """The VEVENT with *words* before its description."""
    lines = text.replace(_FOLD, "").removesuffix("\r\n").split("\r\n")
    said = text_line("", words).removeprefix(":")
    return joined(_described(line, said) for line in lines)


def _described(line: str, said: str) -> str:
    head, _colon, value = line.partition(":")
    if head.partition(";")[0] != "DESCRIPTION":
        return line
    return f"{head}:{said}\\n{value}"


def _ways_in(lines: list[str]) -> set[str]:
    """The addresses by which one joins online, as they may be written elsewhere in the text."""
    found = {line.partition(":")[2] for line in lines if line.startswith("CONFERENCE")}
    return found | {unquote(each) for each in found}


def _line(line: str, state: State, words: str, ways_in: set[str], *, is_off: bool) -> str:
    """One line as it is to be, with *words* in its description; "" where it says nothing but how
    to join."""
    head, _colon, value = line.partition(":")
    name = head.partition(";")[0]
    if name == "SUMMARY" and not is_off:
        return text_line(head, title_of(state, _TITLE)).replace(_TITLE, value)
    if name == "DESCRIPTION":
        paragraphs = [each for each in value.split("\\n") if not _tells(each, ways_in)]
        said = text_line("", words).removeprefix(":")
        return f"{head}:" + "\\n".join([*filter(None, [said]), *paragraphs])
    if name == "STATUS" and not is_off:
        return f"STATUS:{_status(state)}"
    if name == "TRANSP":
        return "TRANSP:TRANSPARENT"
    return "" if _tells(line, ways_in) else line


def _tells(text: str, ways_in: set[str]) -> bool:
    return any(each and each in text for each in ways_in)


def _status(state: State) -> Status:
    return Status.TENTATIVE if state in _OPEN else Status.CANCELLED


_OPEN = frozenset({State.AWAITING_APPROVAL, State.WAITING, State.OFFERED})


def title_of(state: State, title: str) -> str:
    """The title of an event for somebody in this state."""
    words = {
        State.AWAITING_APPROVAL: _("Awaiting approval: %(title)s", title=title),
        State.WAITING: _("Waiting list: %(title)s", title=title),
        State.OFFERED: _("A place is offered to you: %(title)s", title=title),
        State.DECLINED: _("Registration declined: %(title)s", title=title),
        State.EXPIRED: _("Registration expired: %(title)s", title=title),
        State.CANCELLED: _("Registration cancelled: %(title)s", title=title),
    }
    return words[state]


def words_of(state: State, until: str = "") -> str:
    """What the state means, in a sentence."""
    words = {
        State.AWAITING_APPROVAL: _("The organiser has yet to decide about your registration."),
        State.WAITING: _("You are on the waiting list."),
        State.OFFERED: _("A place is kept for you until %(time)s.", time=until),
        State.DECLINED: _("Your registration was declined: you have no place."),
        State.EXPIRED: _("Your registration has expired: you have no place."),
        State.CANCELLED: _("Your registration was cancelled: you have no place."),
    }
    return words[state]
