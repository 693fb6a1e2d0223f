"""How items stand on a page: days, in each day rows, in a row what runs beside each other.

On plain values: takes `AgendaItem` or `snapshots.ItemThen`, in any order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Column:
    """Items one after the other: those of a track, or of nobody's where *track* is None."""

    track: Any
    items: tuple[Any, ...]


@dataclass(frozen=True)
class Row:
    """What runs at the same time, a column each; most rows have one column with one item."""

    columns: tuple[Column, ...]

    @property
    def is_parallel(self) -> bool:
        """Whether things run beside each other here."""
        return len(self.columns) > 1

    @property
    def items(self) -> list[Any]:
        """All of them."""
        return [item for column in self.columns for item in column.items]


@dataclass(frozen=True)
class Day:
    """One day."""

    on: date
    rows: tuple[Row, ...]

    @property
    def items(self) -> list[Any]:
        """All of them, in order."""
        return sorted((item for row in self.rows for item in row.items), key=order)


def days_of(items: Iterable[Any]) -> list[Day]:
    """The items by days."""
    by_day = groupby(sorted(items, key=order), key=lambda item: item.day_on)
    return [Day(on, tuple(_rows(list(of_day)))) for on, of_day in by_day]


def order(item: Any) -> tuple[Any, ...]:
    """How items follow each other: by when they begin, tracks in theirs, the shorter first;
    without hours at the end."""
    position = -1 if item.track is None else item.track.position
    hours = item.starts_at or _LAST, position, item.ends_at or _LAST
    return item.day_on, *hours, item.public_id


def _rows(items: Sequence[Any]) -> Iterator[Row]:
    band: list[Any] = []
    aside: list[Any] = []
    for item in items:
        if band and _stands_aside(item) and _overlaps(band, item):
            aside.append(item)
        elif band and _joins(band, item):
            band.append(item)
        else:
            yield from _finished(band, aside)
            band, aside = [item], []
    yield from _finished(band, aside)


def _finished(band: list[Any], aside: list[Any]) -> Iterator[Row]:
    yield from (Row((Column(None, (item,)),)) for item in aside)
    if band:
        yield Row(tuple(_columns(band)))


def _stands_aside(item: Any) -> bool:
    """What was called off takes no room beside what came in its place."""
    return item.is_cancelled and item.track is None


def _joins(band: list[Any], item: Any) -> bool:
    if _stands_aside(item) or any(_stands_aside(each) for each in band):
        return False
    follows_in_tracks = item.track is not None and all(each.track is not None for each in band)
    return follows_in_tracks or _overlaps(band, item)


def _overlaps(band: list[Any], item: Any) -> bool:
    ends = [each.ends_at for each in band if each.ends_at is not None]
    return item.starts_at is not None and bool(ends) and item.starts_at < max(ends)


def _columns(band: list[Any]) -> Iterator[Column]:
    """A column for each track, in their order; what has none goes where there is room."""
    tracked = [item for item in band if item.track is not None]
    tracks = {item.track.public_id: item.track for item in tracked}
    for public_id, track in sorted(tracks.items(), key=lambda found: found[1].position):
        of_track = tuple(item for item in tracked if item.track.public_id == public_id)
        yield Column(track, of_track)
    lanes: list[list[Any]] = []
    for item in (item for item in band if item.track is None):
        free = next((lane for lane in lanes if not _overlaps(lane, item)), None)
        if free is None:
            lanes.append([item])
        else:
            free.append(item)
    yield from (Column(None, tuple(lane)) for lane in lanes)
