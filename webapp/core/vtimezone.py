"""VTIMEZONE components (RFC 5545, section 3.6.5) that are right at every hour.

Calendar programs believe these and not the zone's name. Where the zone's present rule is a plain
one ("last Sunday of March at 03:00") it is written as one RRULE for winter and one for summer;
changes that follow no rule, and rules such as "the Saturday before the last Sunday, 23:00" that
some programs misread as an RRULE, are written one by one for the years that are used.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from webapp.core.tzif import Change, Rule, YearlyDay, history

_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
# A year of wall clock times reaches at most this far into its neighbours in UTC.
_MARGIN = timedelta(days=2)


def vtimezone(zone_name: str, years: Iterable[int]) -> str:
    """The VTIMEZONE of a zone, right for all times within `years` (at least one) and between
    them; CRLF line ends. `UnknownZone` if there is no such zone."""
    used = sorted(years)
    return _component(zone_name, used[0], used[-1])


@lru_cache(maxsize=512)
def _component(zone_name: str, first_year: int, last_year: int) -> str:
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone_name}"]
    for observance in _observances(zone_name, first_year, last_year):
        lines += observance
    lines += ["END:VTIMEZONE", ""]
    return "\r\n".join(lines)


def _observances(zone_name: str, first_year: int, last_year: int) -> Iterator[list[str]]:
    past = history(zone_name)
    start = (datetime(first_year, 1, 1, tzinfo=UTC) - _MARGIN).timestamp()
    end = (datetime(last_year + 1, 1, 1, tzinfo=UTC) + _MARGIN).timestamp()
    by_rule = past.by_rule(last_year + 2)
    if past.rule is None or not _is_plain(past.rule):
        singly, yearly = [*past.changes, *by_rule], []
    else:
        singly, yearly = list(past.changes), by_rule[:2]
    singly = [change for change in singly if change.at < end]
    yearly = [change for change in yearly if yearly[0].at < end]
    in_force = [change for change in (*singly, *yearly[:1]) if change.at <= start]
    if in_force:
        singly = [change for change in singly if change.at >= in_force[-1].at]
    elif not singly or singly[0].at > start:
        since = min(int(start), 0)
        yield _lines(Change(since, past.first, past.first))
    for change in singly:
        yield _lines(change)
    for change in yearly:
        yield _lines(change, past.rule)


def _lines(change: Change, rule: Rule | None = None) -> list[str]:
    kind = "DAYLIGHT" if _is_summer(change) else "STANDARD"
    repeat = []
    if rule is not None:
        repeat = [_rrule(rule.to_summer if change.after == rule.summer else rule.to_standard)]
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{change.wall:%Y%m%dT%H%M%S}",
        *repeat,
        f"TZOFFSETFROM:{_offset(change.before.offset)}",
        f"TZOFFSETTO:{_offset(change.after.offset)}",
        f"TZNAME:{change.after.name}",
        f"END:{kind}",
    ]


def _is_summer(change: Change) -> bool:
    """Whether to call it DAYLIGHT. Programs expect clocks to be ahead then, while Ireland and
    Morocco call their winter and Ramadan time the exception."""
    if change.before.is_dst == change.after.is_dst:
        return change.after.is_dst
    return change.after.offset > change.before.offset


def _is_plain(rule: Rule) -> bool:
    """Whether both changes come at an hour of the very weekday the rule names."""
    days = (rule.to_summer, rule.to_standard)
    return all(day.weekday_rule and 0 <= day.seconds < 86400 for day in days)


def _rrule(day: YearlyDay) -> str:
    rule = day.weekday_rule
    assert rule is not None
    month, week, weekday = rule
    nth = -1 if week == 5 else week
    return f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{_WEEKDAYS[weekday]}"


def _offset(seconds: int) -> str:
    """UTC-OFFSET of RFC 5545, section 3.3.14: seconds only where there are some."""
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{sign}{hours:02}{minutes:02}" + (f"{rest:02}" if rest else "")
