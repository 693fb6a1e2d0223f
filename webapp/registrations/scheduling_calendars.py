"""The calendars of invitations (RFC 5546): the event with who invites, without who is invited.

The one ATTENDEE is put in when the message is made (``mail/invitations.py``). The event is what
participants have in their feed, under the same UID and SEQUENCE (a higher one where the words of
another language have changed since: see `Stands`). DTSTAMP is when the letter was written
(RFC 5545, section 3.8.7.2): of two letters with one SEQUENCE, as after registering again, programs
follow the later one.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from webapp.core import ics
from webapp.core.ics_people import organizer
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.entries.standing import Stands
from webapp.mail.addresses import site_address
from webapp.mail.invitations import CANCEL, REQUEST, answers_to
from webapp.registrations.letter_facts import Told

_STAMP = re.compile(r"^DTSTAMP:.*\r\n", re.MULTILINE)
_SEQUENCE = re.compile(r"^SEQUENCE:.*\r\n", re.MULTILINE)
_END = "END:VEVENT\r\n"
#: The head of an invitation has no name: it is no calendar of its own.
_HEAD = ics.CalendarHead("")


@dataclass(frozen=True)
class Enclosed:
    """What a letter brings for the calendar, and how it stands in the thread of the first one."""

    calendar: str | None = None
    #: REQUEST or CANCEL; None where the calendar only tells of the event (PUBLISH).
    method: str | None = None
    message_id: str | None = None
    in_reply_to: str | None = None


NOTHING = Enclosed()


def request(stands: Stands, told: Told) -> str | None:
    """The event, to be accepted or declined; None while it has no date, or nobody can be asked."""
    organiser = answers_to(told.reply_to)
    if stands.text is None or organiser is None:
        return None
    stamped = _STAMP.sub(f"DTSTAMP:{_utc(now())}\r\n", stands.text, count=1)
    text = _SEQUENCE.sub(f"SEQUENCE:{stands.sequence}\r\n", stamped, count=1)
    return _calendar(text, ics.years_by_zone(stands.zones), told, organiser, REQUEST)


def cancellation(
    uid: str, sequence: int, told: Told, before: dict[str, Any] | None = None
) -> str | None:
    """That it is off, for one person or for all; *before* is the period (`Period.as_json`) where
    the event has none any more. What the recipient may no longer know does not stand in it."""
    period = Period.from_json(told.facts["period"])
    if period.is_undated and before is not None:
        period = Period.from_json(before)
    entry = ics.Entry(
        uid=uid,
        period=period,
        title=told.facts["title"],
        location=told.facts["place"],
        url=told.facts["url"],
        status=ics.Status.CANCELLED,
    )
    text = ics.render(entry, sequence=sequence, changed_at=now())
    if text is None:
        return None
    # Who invited is named even if the organiser has taken the address away since.
    organiser = answers_to(told.reply_to) or site_address()
    return _calendar(text, ics.years_by_zone(ics.zones_used(entry)), told, organiser, CANCEL)


def _calendar(text: str, zones: Any, told: Told, organiser: str, method: str) -> str:
    line = organizer(told.sender_name, organiser)
    whole = text.removesuffix(_END) + line + _END
    return ics.calendar(_HEAD, zones, [whole], method=method).decode()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
