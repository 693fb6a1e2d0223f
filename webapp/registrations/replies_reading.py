"""What an answer to an invitation says (RFC 5546, sections 3.2.3 and 3.2.7; RFC 6047).

From a message to plain values: nothing is looked up and nothing believed yet. Programs differ:
Exchange leaves ORGANIZER out and sends nothing but the calendar, Apple writes e-mail addresses
beside URNs, others attach the answer as a file, with or without METHOD in the header.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage, Message
from email.utils import getaddresses
from typing import Any
from urllib.parse import unquote

from webapp.core import ics_reading as ics
from webapp.core.ics_lines import clean, one_line
from webapp.registrations.replies_proof import raw_headers, refers_to

REPLY, COUNTER = "REPLY", "COUNTER"
METHODS = frozenset({REPLY, COUNTER})
#: The answers that count; a delegate's and none at all do not.
ANSWERS = frozenset({"ACCEPTED", "TENTATIVE", "DECLINED"})
#: So much of a comment is kept, and so long an address or UID can be.
LONGEST_COMMENT = 1_000
LONGEST_ADDRESS = 254
LONGEST_UID = 80
_MOST_PARTS = 200
_MOST_CALENDARS = 5
_MOST_ATTENDEES = 20
_LONGEST_FROM = 1_000
#: Octets of a calendar before its charset is known.
_LARGEST = 400_000
_KINDS = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_FILES = frozenset({"application/octet-stream", "text/plain"})
_CHARSETS = re.compile(r"utf-(8|16|32)(-[lb]e)?|iso8859-\d+|cp125\d|koi8-[ru]|ascii|cp775|cp437")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")


class BadReply(ics.BadCalendar):
    """It has a calendar that answers something, but not so that it could be counted."""


@dataclass(frozen=True)
class Reply:
    """One answer, or one proposal of another time, as it was sent.

    Addresses are case-folded. `sender` is the only From, "" where that cannot be told.
    """

    method: str
    uid: str
    attendee: str
    sender: str
    partstat: str
    sequence: int
    stamped_at: datetime | None
    comment: str
    refers_to: tuple[str, ...]
    starts: ics.Moment | None = None
    ends: ics.Moment | None = None


def reply_in(message: EmailMessage) -> Reply | None:
    """The answer in *message*; None where there is none.

    Raises `webapp.core.ics_reading.BadCalendar` where there is one that cannot be read.
    """
    failed: ics.BadCalendar | None = None
    for part in _calendar_parts(message):
        try:
            calendar = _calendar_in(part)
            if calendar is not None:
                _refuse_automatic(message)
                return _reply(calendar, message)
        except ics.BadCalendar as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return None


def address_key(written: str) -> str:
    """An address as it is compared; "" where it is none."""
    found = clean(written).strip().casefold()
    return found if len(found) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(found) else ""


def _calendar_parts(message: EmailMessage) -> Iterator[Message]:
    """What looks like a calendar, in its order; not what lies in messages that are passed on."""
    waiting: list[Any] = [message]
    looked_at = given = 0
    while waiting and looked_at < _MOST_PARTS and given < _MOST_CALENDARS:
        part = waiting.pop(0)
        looked_at += 1
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting[:0] = payload[:_MOST_PARTS]
        elif _is_calendar(part):
            given += 1
            yield part


def _is_calendar(part: Message) -> bool:
    kind = part.get_content_type()
    return kind in _KINDS or (
        kind in _FILES and (part.get_filename() or "").lower().endswith((".ics", ".ical"))
    )


def _calendar_in(part: Message) -> ics.Component | None:
    """The calendar of a part, if its method is one of an answer."""
    told = one_line(str(part.get_param("method") or "")).strip("'\"").upper()
    if told and told not in METHODS:
        return None
    calendar = ics.read(_text(part))
    line = calendar.one("METHOD")
    method = line.value.strip().upper() if line else ""
    if told and method and told != method:
        raise BadReply("two methods at once")  # RFC 6047, section 2.4
    method = method or told
    if method not in METHODS:
        return None
    if line is None:
        calendar.lines.append(ics.Line("METHOD", {}, method))
    return calendar


def _text(part: Message) -> str:
    """The characters of a part, whatever it says of its charset: UTF-8 wherever it can be."""
    try:
        raw: Any = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadReply("its encoding is torn") from error
    if not isinstance(raw, bytes) or len(raw) > _LARGEST:
        raise BadReply("no text, or too much of it")
    for charset in _charsets(part, raw):
        try:
            return raw.decode(charset)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def _charsets(part: Message, raw: bytes) -> list[str]:
    """The charsets to try. Only plain ones: some codecs take minutes."""
    try:
        declared = codecs.lookup(str(part.get_param("charset") or "utf-8")).name
    except (LookupError, ValueError):
        declared = "utf-8"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if not _CHARSETS.fullmatch(declared):
        return ["utf-8"]
    # Letters of UTF-16 are valid UTF-8 with a NUL between each two.
    return [declared, "utf-8"] if declared.startswith("utf-") else ["utf-8", declared]


def _refuse_automatic(message: EmailMessage) -> None:
    """A note that somebody is away may quote anything (RFC 3834). Programs that answer for people
    say *auto-generated*, and that is fine."""
    said = next(raw_headers(message, "auto-submitted"), "").lower()
    if said.startswith("auto-replied") or message.get_content_type() == "multipart/report":
        raise BadReply("an automatic answer")


def _reply(calendar: ics.Component, message: EmailMessage) -> Reply:
    method = calendar.all("METHOD")[0].value.strip().upper()
    events = calendar.inside("VEVENT")
    if len(events) != 1:
        raise BadReply(f"{len(events)} events at once")
    event, sender = events[0], _sender(message)
    attendee = _attendee(event, sender)
    partstat = attendee.parameters.get("PARTSTAT", "NEEDS-ACTION").upper()
    if method == REPLY and partstat not in ANSWERS:
        raise BadReply("neither yes nor no")
    starts = ends = None
    if method == COUNTER:
        starts, ends = ics.moment_of(event.one("DTSTART")), ics.moment_of(event.one("DTEND"))
        if starts is None:
            raise BadReply("a proposal without a time")
    return Reply(
        method=method,
        uid=_uid(event),
        attendee=_mailed(attendee),
        sender=sender,
        partstat=partstat if partstat in ANSWERS else "TENTATIVE",
        sequence=ics.number_of(event.one("SEQUENCE")),
        stamped_at=ics.instant_of(event.one("DTSTAMP")),
        comment=_comment(event, attendee),
        refers_to=refers_to(message),
        starts=starts,
        ends=ends,
    )


def _comment(event: ics.Component, attendee: ics.Line) -> str:
    """What somebody wrote beside the answer; Google has a parameter of its own for it."""
    written = [line.text for line in event.all("COMMENT")]
    written = written or [clean(attendee.parameters.get("X-RESPONSE-COMMENT", ""))]
    return "\n".join(filter(None, written))[:LONGEST_COMMENT].strip()


def _uid(event: ics.Component) -> str:
    line = event.one("UID")
    uid = one_line(line.text) if line else ""
    if not uid or len(uid) > LONGEST_UID:
        raise BadReply("no UID of ours")
    return uid


def _attendee(event: ics.Component, sender: str) -> ics.Line:
    """Who answers: the one that is named, of several the one who sent it."""
    found = event.all("ATTENDEE")
    if not 1 <= len(found) <= _MOST_ATTENDEES:
        raise BadReply(f"{len(found)} people at once")
    if len(found) > 1:
        found = [line for line in found if sender and _mailed(line) == sender]
    if len(found) != 1 or not _mailed(found[0]):
        raise BadReply("nobody can tell who answers")
    return found[0]


def _mailed(line: ics.Line) -> str:
    """The address of an ATTENDEE: its value, or EMAIL where that is a URN."""
    scheme, _colon, rest = line.value.strip().partition(":")
    if scheme.lower() == "mailto":
        return address_key(unquote(rest.partition("?")[0]))
    return address_key(line.parameters.get("EMAIL", "")) or address_key(line.value)


def _sender(message: EmailMessage) -> str:
    """The one address in the one From header; "" where there are none or more."""
    written = list(raw_headers(message, "from"))
    if len(written) != 1 or len(written[0]) > _LONGEST_FROM:
        return ""
    found = [address for _name, address in getaddresses(written) if address]
    return address_key(found[0]) if len(found) == 1 else ""
