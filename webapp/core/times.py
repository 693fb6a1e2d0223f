"""The clock and the time zones: the only place that asks what time it is.

People agree on a wall clock in a zone; queries compare instants. `to_utc` and `to_wall` are the
two directions. Zone rules come from the `tzdata` package, so that every machine of an
installation agrees whatever its operating system brings (``PYTHONTZPATH`` still overrides).
"""

import os
import re
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from webapp.core.seasons import Season

__all__ = [
    "DoubledTime",
    "Precision",
    "Season",
    "SkippedTime",
    "UnknownZone",
    "is_european",
    "now",
    "to_utc",
    "to_utc_leniently",
    "to_wall",
    "zone",
    "zone_names",
]

if "PYTHONTZPATH" not in os.environ:
    # The system's rules are often a year older than the package's, and differ between machines.
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()

_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})
# European places whose zone is not called Europe/…
_ALSO_EUROPEAN = frozenset(
    {
        "Asia/Famagusta",
        "Asia/Nicosia",
        "Atlantic/Azores",
        "Atlantic/Canary",
        "Atlantic/Faroe",
        "Atlantic/Madeira",
        "Atlantic/Reykjavik",
    }
)


class Precision(StrEnum):
    """How exactly a period is known, from the hour to not at all."""

    TIME = "time"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    PHASE = "phase"
    UNDATED = "undated"


class UnknownZone(ValueError):
    """No IANA time zone has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unknown time zone: {name!r}")
        self.name = name


class SkippedTime(ValueError):
    """A wall time that never comes because the clocks are put forward over it.

    `before` and `after` are the nearest wall times that exist: the minute before the gap and the
    first one after it.
    """

    def __init__(self, wall: datetime, zone_name: str, before: datetime, after: datetime) -> None:
        super().__init__(f"{wall} does not exist in {zone_name}")
        self.wall, self.zone, self.before, self.after = wall, zone_name, before, after


class DoubledTime(ValueError):
    """A wall time that comes twice because the clocks are put back; `first` and `second` are
    the two instants in UTC."""

    def __init__(self, wall: datetime, zone_name: str, first: datetime, second: datetime) -> None:
        super().__init__(f"{wall} comes twice in {zone_name}")
        self.wall, self.zone, self.first, self.second = wall, zone_name, first, second


def now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of this name, aliases included; `UnknownZone` if there is none."""
    if not _ZONE_NAME.fullmatch(str(name)):
        raise UnknownZone(name)
    return _zone(name)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    # Asking the list first: some file systems would also find "europe/riga".
    if name in _NOT_PLACES or name not in _all_names():
        raise UnknownZone(name)
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _all_names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The zones to offer in forms, European ones first, each part in alphabetical order.

    One for every place of the tz database's table of countries: no aliases, no Etc/….
    """
    names = {name for name in _names_by_country() if name in _all_names()}
    return tuple(sorted(names, key=_offer_order))


def _offer_order(name: str) -> tuple[bool, bool, str]:
    return (not is_european(name), not name.startswith("Europe/"), name)


def is_european(zone_name: str) -> bool:
    """Whether the zone stands in the first group of `zone_names`."""
    return zone_name.startswith("Europe/") or zone_name in _ALSO_EUROPEAN


def _names_by_country() -> Iterator[str]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            yield line.split("\t")[2].strip()


def to_utc(wall: datetime, zone_name: str, fold: int | None = None) -> datetime:
    """The instant at which clocks in the zone show `wall` (naive).

    Raises `SkippedTime` when they never do, `DoubledTime` when they do twice and `fold` does not
    choose between the first (0) and the second time (1); otherwise `fold` has no effect.
    """
    if wall.tzinfo is not None:
        raise ValueError("a wall clock time has no zone of its own")
    place = zone(zone_name)
    first, second = _instant(wall, place, 0), _instant(wall, place, 1)
    if first > second:
        raise _skipped(wall, zone_name, second, first)
    if first < second and fold is None:
        raise DoubledTime(wall, zone_name, first, second)
    return second if fold else first


def to_utc_leniently(wall: datetime, zone_name: str, fold: int = 0) -> datetime:
    """Like `to_utc`, but a skipped time counts as the moment as long after the gap's beginning.

    For what is stored already: a government that moves a clock change must not break a page.
    """
    return _instant(wall, zone(zone_name), fold)


def to_wall(instant: datetime, zone_name: str) -> datetime:
    """What clocks in the zone show at `instant` (aware): naive, with `fold` set where the
    time comes twice and this is the second."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(zone(zone_name)).replace(tzinfo=None)


def _instant(wall: datetime, place: tzinfo, fold: int) -> datetime:
    try:
        return wall.replace(tzinfo=place, fold=fold).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{wall} lies outside the years a computer can count") from None


def _skipped(wall: datetime, zone_name: str, low: datetime, high: datetime) -> SkippedTime:
    """`low` lies before the change of the clocks and `high` after it (PEP 495 reads a skipped
    time with the offset of the other side)."""
    place = zone(zone_name)
    offset_before = low.astimezone(place).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(place).utcoffset() == offset_before:
            low = middle
        else:
            high = middle
    after = to_wall(high, zone_name)
    before = to_wall(high - timedelta(minutes=1), zone_name)
    return SkippedTime(wall, zone_name, before.replace(fold=0), after.replace(fold=0))
