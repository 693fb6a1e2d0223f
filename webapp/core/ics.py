"""Calendar output (RFC 5545, RFC 7986): what stands in a calendar and the calendar around it.

Equal content gives equal bytes: times of change come from the caller, nothing is stamped "now".
Written without the icalendar library, which takes five times as long and turns a typed "\\N" into
a line end; the tests read everything back with it and with other readers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from webapp.core.ics_lines import clean, joined, list_line, one_line, text_line, uri_line
from webapp.core.periods import Period, Precision
from webapp.core.times import to_utc_leniently
from webapp.core.vtimezone import vtimezone

__all__ = [
    "CalendarHead",
    "Entry",
    "Status",
    "calendar",
    "has_hours",
    "render",
    "status_of",
    "years_by_zone",
    "zones_used",
]

PRODID = "-//Vizite//Calendars//EN"
METHODS = frozenset({"PUBLISH", "REQUEST", "CANCEL"})
_UTC_NAMES = frozenset({"UTC", "Etc/UTC"})
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class Status(StrEnum):
    """How certain an entry is (RFC 5545, section 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar describes itself with this; texts are in one language.

    `join_url` is for calendars of participants only. `related_to` is the UID of what it is a
    part of. `geo` is latitude and longitude in degrees.
    """

    uid: str
    period: Period
    title: str
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    url: str = ""
    status: Status = Status.CONFIRMED
    categories: tuple[str, ...] = ()
    language: str = ""
    transparent: bool = False
    class_: str = "PUBLIC"
    join_url: str = ""
    color: str = ""
    created_at: datetime | None = None
    related_to: str = ""


@dataclass(frozen=True)
class CalendarHead:
    """What a calendar says about itself. `url` is its page, `source` its own address, `color` a
    CSS name, `changed_at` when anything in it changed last, `refresh` how often to look again."""

    name: str
    description: str = ""
    url: str = ""
    source: str = ""
    color: str = ""
    language: str = ""
    changed_at: datetime | None = None
    refresh: timedelta = timedelta(hours=1)


def render(entry: Entry, *, sequence: int, changed_at: datetime) -> str | None:
    """The VEVENT of an entry; None when it has no dates a calendar could show."""
    when = _when(entry.period)
    if when is None:
        return None
    changed, tag = _utc(changed_at), _language(entry.language)
    lines = [
        "BEGIN:VEVENT",
        text_line("UID", one_line(entry.uid)),
        f"DTSTAMP:{changed}",
        f"SEQUENCE:{sequence}",
        f"CREATED:{_utc(entry.created_at)}" if entry.created_at else "",
        f"LAST-MODIFIED:{changed}",
        *when,
        text_line(f"SUMMARY{tag}", one_line(entry.title)),
        text_line(f"DESCRIPTION{tag}", clean(entry.description)),
        text_line(f"LOCATION{tag}", one_line(entry.location)),
        f"GEO:{entry.geo[0]:.6f};{entry.geo[1]:.6f}" if entry.geo else "",
        uri_line("URL", entry.url),
        list_line("CATEGORIES", entry.categories),
        f"STATUS:{status_of(entry.period, entry.status)}",
        f"TRANSP:{'TRANSPARENT' if _is_free(entry) else 'OPAQUE'}",
        f"CLASS:{one_line(entry.class_)}",
        text_line("COLOR", one_line(entry.color)),
        uri_line("CONFERENCE;VALUE=URI;FEATURE=VIDEO", entry.join_url),
        text_line("RELATED-TO", one_line(entry.related_to)),
        "END:VEVENT",
    ]
    return joined(lines)


def zones_used(entry: Entry) -> set[tuple[str, int]]:
    """The zones, each with a year, that the calendar around this entry has to describe."""
    period = entry.period
    if not has_hours(period) or not _tells_wall_time(period):
        return set()
    ends = ((period.starts_zone, period.starts_local), (period.ends_zone, period.ends_local))
    return {(name, wall.year) for name, wall in ends if name and wall and name not in _UTC_NAMES}


def years_by_zone(used: Iterable[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    """What `zones_used` gave for many entries, gathered for `calendar`."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for name, year in used:
        years[name].add(year)
    return [(name, sorted(years[name])) for name in sorted(years)]


def calendar(
    head: CalendarHead,
    zones: Iterable[tuple[str, Iterable[int]]],
    events: Iterable[str],
    *,
    method: str | None = None,
) -> bytes:
    """The whole calendar: head, the time zones with the years they must be right for, and the
    texts of `render` in the order given. `method` only for letters (RFC 5546)."""
    if method is not None and method not in METHODS:
        raise ValueError(f"unknown method: {method!r}")
    used = years_by_zone((name, year) for name, years in zones for year in years)
    parts = [_head(head, method)]
    # Before the events: some programs resolve a TZID only to what they have read already.
    parts += [vtimezone(name, years) for name, years in used]
    parts += events
    parts.append("END:VCALENDAR\r\n")
    return "".join(parts).encode("utf-8")


def _head(head: CalendarHead, method: str | None) -> str:
    # No UID here: vdirsyncer then keeps a single event.
    tag, name, text = _language(head.language), one_line(head.name), clean(head.description)
    refresh = _duration(head.refresh)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}" if method else "",
        text_line(f"NAME{tag}", name),
        text_line("X-WR-CALNAME", name),
        text_line(f"DESCRIPTION{tag}", text),
        text_line("X-WR-CALDESC", text),
        uri_line("URL", head.url),
        uri_line("SOURCE;VALUE=URI", head.source),
        text_line("COLOR", one_line(head.color)),
        f"LAST-MODIFIED:{_utc(head.changed_at)}" if head.changed_at else "",
        "" if method else f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}",
        "" if method else f"X-PUBLISHED-TTL:{refresh}",
    ]
    return joined(lines)


def _when(period: Period) -> list[str] | None:
    """DTSTART and DTEND. Several days and vague dates are whole days; their end is the day after
    the last one."""
    if period.first_on is None or period.last_on is None:
        return None
    if not has_hours(period):
        after = period.last_on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{_day(period.first_on)}", f"DTEND;VALUE=DATE:{_day(after)}"]
    starts_at, ends_at = period.starts_at, period.ends_at
    assert starts_at is not None
    assert ends_at is not None
    if _tells_wall_time(period):
        lines = [
            _local("DTSTART", period.starts_local, period.starts_zone),
            _local("DTEND", period.ends_local, period.ends_zone),
        ]
    else:
        lines = [f"DTSTART:{_utc(starts_at)}", f"DTEND:{_utc(ends_at)}"]
    # An end must lie after the start (section 3.8.2.2); without one the event takes no time.
    return lines if ends_at > starts_at else lines[:1]


def has_hours(period: Period) -> bool:
    """Whether it stands in calendars with its hours; what is longer is whole days there."""
    return period.precision is Precision.TIME and not period.is_multi_day


def _tells_wall_time(period: Period) -> bool:
    """Whether both wall times mean one instant only; programs disagree about an hour that the
    clocks show twice or not at all, and none can write the second of the two."""
    return _is_plain(period.starts_local, period.starts_zone) and _is_plain(
        period.ends_local, period.ends_zone
    )


def _is_plain(wall: datetime | None, zone_name: str | None) -> bool:
    assert wall is not None
    assert zone_name is not None
    return to_utc_leniently(wall, zone_name, 0) == to_utc_leniently(wall, zone_name, 1)


def _local(name: str, wall: datetime | None, zone_name: str | None) -> str:
    assert wall is not None
    assert zone_name is not None
    if zone_name in _UTC_NAMES:
        return f"{name}:{_stamp(wall)}Z"
    return f"{name};TZID={zone_name}:{_stamp(wall)}"


def status_of(period: Period, status: Status) -> Status:
    """What the STATUS line says: a vague date is never certain."""
    if period.is_vague and status is Status.CONFIRMED:
        return Status.TENTATIVE
    return status


def _is_free(entry: Entry) -> bool:
    """Whether the reader's time stays free: nobody blocks a whole summer."""
    return entry.transparent or entry.period.is_vague or entry.status is Status.CANCELLED


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S")


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _utc(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return f"{_stamp(instant.astimezone(UTC))}Z"


def _duration(span: timedelta) -> str:
    """DURATION (section 3.3.6) in whole hours where it is, else in minutes; at least one."""
    minutes = max(1, int(span.total_seconds()) // 60)
    return f"PT{minutes // 60}H" if minutes % 60 == 0 else f"PT{minutes}M"


def _language(tag: str) -> str:
    return f";LANGUAGE={tag}" if _LANGUAGE.fullmatch(tag) else ""
