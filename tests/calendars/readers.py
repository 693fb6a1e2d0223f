"""What independent programs read in a calendar: of every entry the same five facts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream

from webapp.core import ics

_vobject_zones: dict[str, Any] = getattr(vobject.icalendar, "__tzidMap")
#: An instant in UTC, or a day.
Moment = datetime | date


class Said(NamedTuple):
    """An entry as a program has it; the end of days is the day after the last."""

    starts: Moment
    ends: Moment
    title: str
    status: str
    sequence: int


Reader = Callable[[bytes], dict[str, Said]]


def by_icalendar(body: bytes) -> dict[str, Said]:
    """The library of most Python programs."""
    found = {}
    for event in icalendar.Calendar.from_ical(body).walk("VEVENT"):
        ends = event["DTEND"].dt if "DTEND" in event else event["DTSTART"].dt
        facts = str(event["SUMMARY"]), str(event["STATUS"]), int(event["SEQUENCE"])
        found[str(event["UID"])] = _said(event["DTSTART"].dt, ends, *facts)
    return found


def by_vobject(body: bytes) -> dict[str, Said]:
    """The library of Radicale and others; it believes our VTIMEZONE."""
    # It keeps the first of a zone for ever; one made for other years would be read by that.
    _vobject_zones.clear()
    vobject.icalendar.registerTzid("UTC", vobject.icalendar.utc)
    found = {}
    for event in vobject.readOne(body.decode()).contents.get("vevent", ()):
        starts = event.dtstart.value
        ends = event.dtend.value if "dtend" in event.contents else starts
        facts = event.summary.value, event.status.value, int(event.sequence.value)
        found[event.uid.value] = _said(starts, ends, *facts)
    return found


def by_ical(body: bytes) -> dict[str, Said]:
    """The library of Home Assistant."""
    found = {}
    for event in IcsCalendarStream.calendar_from_ics(body.decode()).events:
        ends = event.dtend if event.dtend is not None else event.dtstart
        assert event.status is not None
        facts = event.summary or "", str(event.status.value), event.sequence or 0
        found[event.uid] = _said(event.dtstart, ends, *facts)
    return found


READERS: tuple[Reader, ...] = (by_icalendar, by_vobject, by_ical)


def _said(starts: Any, ends: Any, title: str, status: str, sequence: int) -> Said:
    return Said(_moment(starts), _moment(ends), title, status, sequence)


def _moment(value: Any) -> Moment:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def meant(entry: ics.Entry, sequence: int) -> Said:
    """What an entry means, whatever is written of it."""
    period = entry.period
    assert period.first_on is not None
    assert period.last_on is not None
    status = ics.status_of(period, entry.status).value
    title = " ".join(entry.title.split())
    if period.starts_at is None or period.ends_at is None or period.is_multi_day:
        after = date.fromordinal(period.last_on.toordinal() + 1)
        return Said(period.first_on, after, title, status, sequence)
    return Said(period.starts_at, period.ends_at, title, status, sequence)
