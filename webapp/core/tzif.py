"""What a time zone's file says: its changes so far and the rule from then on (RFC 9636).

`zoneinfo` reads the same files but keeps this to itself; calendars have to write it down.
"""

import re
import struct
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

from webapp.core.times import zone

_HEADER = struct.Struct(">4sc15x6L")
_NAME = r"(?:<[A-Za-z0-9+-]+>|[A-Za-z]+)"
_HOURS = r"[+-]?\d+(?::\d+){0,2}"
_DAY = rf"(?:M\d+\.\d\.\d|J?\d+)(?:/{_HOURS})?"
_FOOTER = re.compile(rf"({_NAME})({_HOURS})(?:({_NAME})({_HOURS})?,({_DAY}),({_DAY}))?")


@dataclass(frozen=True)
class Clock:
    """One way a zone sets its clocks: seconds ahead of UTC, abbreviation, summer time or not."""

    offset: int
    name: str
    is_dst: bool


@dataclass(frozen=True)
class Change:
    """The clocks are reset at `at` (seconds since 1970, UTC)."""

    at: int
    before: Clock
    after: Clock

    @property
    def wall(self) -> datetime:
        """What the clocks show at that moment, not yet reset."""
        return datetime.fromtimestamp(self.at + self.before.offset, UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class YearlyDay:
    """A day of each year in POSIX notation (M3.5.0, J79, 78) and seconds after its midnight,
    which may be negative or more than a day."""

    notation: str
    seconds: int

    @property
    def weekday_rule(self) -> tuple[int, int, int] | None:
        """(month, week 1–5 with 5 the last, weekday with Sunday 0) where the rule is one of
        these."""
        if not self.notation.startswith("M"):
            return None
        month, week, weekday = (int(part) for part in self.notation[1:].split("."))
        return month, week, weekday

    def in_year(self, year: int) -> datetime:
        """The wall clock time of the change in this year."""
        return datetime.combine(self._day(year), datetime.min.time()) + timedelta(
            seconds=self.seconds
        )

    def _day(self, year: int) -> date:
        if (rule := self.weekday_rule) is not None:
            return _nth_weekday(year, *rule)
        if self.notation.startswith("J"):  # 1 to 365, never counting 29 February
            return date(year, *_month_and_day(int(self.notation[1:])))
        return date(year, 1, 1) + timedelta(days=int(self.notation))


@dataclass(frozen=True)
class Rule:
    """Two changes every year, for ever."""

    standard: Clock
    summer: Clock
    to_summer: YearlyDay
    to_standard: YearlyDay

    def changes(self, first_year: int, last_year: int) -> Iterator[Change]:
        """Both changes of each of these years, in order."""
        for year in range(first_year, last_year + 1):
            up = _change(self.to_summer, year, self.standard, self.summer)
            down = _change(self.to_standard, year, self.summer, self.standard)
            yield from sorted((up, down), key=lambda change: change.at)


@dataclass(frozen=True)
class History:
    """A zone: the clock of the beginning, the changes one by one, and from the instant `rule_from`
    (seconds since 1970) the rule that all later changes follow (None: there are none)."""

    first: Clock
    changes: tuple[Change, ...]
    rule: Rule | None = None
    rule_from: int = 0

    def by_rule(self, last_year: int) -> list[Change]:
        """The changes that follow the rule, from the first one to the end of a year."""
        if self.rule is None:
            return []
        changes = self.rule.changes(_year(self.rule_from) - 1, last_year)
        return [change for change in changes if change.at >= self.rule_from]


@lru_cache(maxsize=256)
def history(zone_name: str) -> History:
    """The history of a zone as `zoneinfo` also knows it; `UnknownZone` if there is none."""
    zone(zone_name)
    first, changes, footer = _parse(_read(zone_name))
    rule = _parse_footer(footer)
    if rule is None or not changes:
        return History(first, _resets(changes), rule)
    ruled = _already_by_rule(changes, rule)
    # The file's last line holds from its last change on, be that one of the name only.
    rule_from = changes[-ruled].at if ruled else changes[-1].at + 1
    return History(first, _resets(changes[: len(changes) - ruled]), rule, rule_from)


def _resets(changes: list[Change]) -> tuple[Change, ...]:
    """Without those where a clock merely changes its name."""
    return tuple(change for change in changes if change.before.offset != change.after.offset)


def _read(zone_name: str) -> bytes:
    for folder in zoneinfo.TZPATH:
        path = Path(folder, zone_name)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *zone_name.split("/")).read_bytes()


def _parse(data: bytes) -> tuple[Clock, list[Change], str]:
    # The first block is for readers with 32 bits: skip it.
    block = _HEADER.size + _block_size(_HEADER.unpack_from(data, 0), 4)
    header = _HEADER.unpack_from(data, block)
    if header[1] < b"2":
        raise ValueError("a time zone file without 64-bit times")
    times, clocks, chosen, names = header[5], header[6], block + _HEADER.size, header[7]
    at = struct.unpack_from(f">{times}q", data, chosen)
    types = struct.unpack_from(f">{times}B", data, chosen + 8 * times)
    start = chosen + 9 * times
    texts = data[start + 6 * clocks : start + 6 * clocks + names]
    known = [_clock(struct.unpack_from(">lBB", data, start + 6 * i), texts) for i in range(clocks)]
    footer = data[block + _HEADER.size + _block_size(header, 8) :].strip(b"\n").decode("ascii")
    in_turn = [known[0], *(known[index] for index in types)]
    changes = [
        Change(when, before, after)
        for when, (before, after) in zip(at, pairwise(in_turn), strict=True)
    ]
    return known[0], changes, footer


def _block_size(header: tuple[int, ...], width: int) -> int:
    _, _, utc_marks, wall_marks, leaps, times, clocks, names = header
    return times * (width + 1) + clocks * 6 + names + leaps * (width + 4) + wall_marks + utc_marks


def _clock(record: tuple[int, int, int], texts: bytes) -> Clock:
    offset, is_dst, start = record
    return Clock(offset, texts[start : texts.index(b"\0", start)].decode("ascii"), bool(is_dst))


def _parse_footer(text: str) -> Rule | None:
    found = _FOOTER.fullmatch(text)
    if found is None or found[3] is None:
        return None
    # POSIX counts west of Greenwich as positive.
    standard = Clock(-_seconds(found[2]), found[1].strip("<>"), False)
    ahead = -_seconds(found[4]) if found[4] else standard.offset + 3600
    summer = Clock(ahead, found[3].strip("<>"), True)
    return Rule(standard, summer, _yearly_day(found[5]), _yearly_day(found[6]))


def _yearly_day(text: str) -> YearlyDay:
    notation, _, hours = text.partition("/")
    return YearlyDay(notation, _seconds(hours or "2"))


def _seconds(text: str) -> int:
    hours, minutes, seconds = (*(abs(int(part)) for part in text.split(":")), 0, 0)[:3]
    total = hours * 3600 + minutes * 60 + seconds
    return -total if text.startswith("-") else total


def _change(day: YearlyDay, year: int, before: Clock, after: Clock) -> Change:
    wall = day.in_year(year).replace(tzinfo=UTC)
    return Change(int(wall.timestamp()) - before.offset, before, after)


def _already_by_rule(changes: list[Change], rule: Rule) -> int:
    """How many of the changes at the end are those the rule gives as well (files may list them
    up to 2037)."""
    ruled = rule.changes(_year(changes[0].at) - 1, _year(changes[-1].at))
    by_rule = [change for change in ruled if change.at <= changes[-1].at]
    same = 0
    for listed, expected in zip(reversed(changes), reversed(by_rule), strict=False):
        if listed != expected:
            break
        same += 1
    return same


def _year(at: int) -> int:
    return datetime.fromtimestamp(at, UTC).year


def _nth_weekday(year: int, month: int, week: int, weekday: int) -> date:
    first = date(year, month, 1)
    # date.isoweekday() % 7 counts from Sunday as POSIX does.
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (week - 1))
    return day if day.month == month else day - timedelta(days=7)


def _month_and_day(number: int) -> tuple[int, int]:
    day = date(2001, 1, 1) + timedelta(days=number - 1)
    return day.month, day.day
