"""What does not fit on an agenda yet: overlaps, people in two places, rides that are too short …

On plain values, without a database. A warning holds nobody up; it says what to do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from webapp.agenda.distances import minutes_between
from webapp.agenda.models import ItemKind, ItemVisibility

_HOSTED = frozenset({ItemKind.SITE_VISIT, ItemKind.COMPANY})
_WAYS = frozenset({ItemKind.TRANSFER, ItemKind.WALK})
#: What a warning can be about, the weightiest first.
CODES = (
    "person",
    "overlap",
    "ride",
    "way",
    "outside",
    "hours",
    "gate-list",
    "capacity",
    "host",
    "place",
    "way-ends",
)


@dataclass(frozen=True)
class Spot:
    """A place: its key, and where it is if that is known (degrees)."""

    key: str
    at: tuple[float, float] | None = None


@dataclass(frozen=True)
class Planned:
    """What must be known of an item. *people* is whoever has a part: search key → name."""

    key: str
    title: str
    kind: str
    day_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    visibility: str = ItemVisibility.PUBLIC.value
    track: str | None = None
    place: Spot | None = None
    has_place_note: bool = False
    to_place: Spot | None = None
    travel_minutes: int | None = None
    has_host: bool = False
    people: Mapping[str, str] = field(default_factory=dict)
    needs_choice: bool = False
    capacity: int | None = None
    gate_list_due_at: datetime | None = None

    def meets(self, other: "Planned") -> bool:
        """Whether both are going on at some moment."""
        if self.starts_at is None or self.ends_at is None:
            return False
        if other.starts_at is None or other.ends_at is None:
            return False
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def leaves_from(self) -> Spot | None:
        """Where people are when it is over; a ride or walk leads away from its place."""
        return self.to_place if self.kind in _WAYS else self.place


@dataclass(frozen=True)
class Frame:
    """The event around the agenda: its days, its hours if it has some, whether one goes there."""

    first_on: date | None = None
    last_on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    has_places: bool = True


@dataclass(frozen=True)
class Warned:
    """One thing that does not fit: a code of `CODES`, the item it stands at, maybe another one,
    and what its sentence needs (`warning_words`)."""

    code: str
    item: Planned
    other: Planned | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def warnings_of(items: Iterable[Planned], frame: Frame) -> list[Warned]:
    """Everything that does not fit, in the order of the items, the weightiest first."""
    ordered = sorted(items, key=_order)
    found = [*_of_pairs(ordered), *_of_ways(ordered)]
    for item in ordered:
        for question in _QUESTIONS:
            found += question(item, frame)
    places = {item.key: number for number, item in enumerate(ordered)}
    return sorted(found, key=lambda each: (places[each.item.key], CODES.index(each.code)))


def _order(item: Planned) -> tuple[Any, ...]:
    is_open = item.starts_at is None
    return item.day_on, is_open, item.starts_at if not is_open else item.key, item.key


def _of_pairs(items: Sequence[Planned]) -> Iterator[Warned]:
    for one, other in combinations(items, 2):
        if not one.meets(other):
            continue
        for person in sorted(one.people.keys() & other.people.keys()):
            yield Warned("person", other, one, {"person": other.people[person]})
        if _are_for_the_same(one, other):
            yield Warned("overlap", other, one)


def _are_for_the_same(one: Planned, other: Planned) -> bool:
    """Whether the same people are expected at both; who chooses between two does not clash."""
    if one.needs_choice and other.needs_choice:
        return False
    if ItemKind.FREE in (one.kind, other.kind):
        return False
    internal = ItemVisibility.INTERNAL
    if (one.visibility == internal) != (other.visibility == internal):
        return False
    return None in (one.track, other.track) or one.track == other.track


def _of_ways(items: Sequence[Planned]) -> Iterator[Warned]:
    """From one place to the next with no ride between, in each line of items."""
    tracks: set[str | None] = {item.track for item in items}
    told: set[tuple[str, str]] = set()
    for track in sorted(tracks, key=str):
        line = [each for each in items if each.track in (None, track) and _is_attended(each)]
        for one, other in pairwise(line):
            warned = _way(one, other)
            if warned is not None and (one.key, other.key) not in told:
                told.add((one.key, other.key))
                yield warned


def _is_attended(item: Planned) -> bool:
    is_internal = item.visibility == ItemVisibility.INTERNAL
    return item.starts_at is not None and not is_internal and item.kind != ItemKind.FREE


def _way(one: Planned, other: Planned) -> Warned | None:
    here, there = one.leaves_from, other.place
    if here is None or there is None or here.key == there.key or one.day_on != other.day_on:
        return None
    if one.ends_at is None or other.starts_at is None or one.ends_at > other.starts_at:
        return None
    if {one.kind, other.kind} & _WAYS and one.kind not in _WAYS:
        return None  # a ride may leave from around the corner
    gap = _minutes(other.starts_at - one.ends_at)
    needed = minutes_between(here.at, there.at)
    if gap >= needed:
        return None
    return Warned("way", other, one, {"gap": gap, "needed": needed})


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _ride(item: Planned, frame: Frame) -> Iterator[Warned]:
    if item.starts_at is None or item.ends_at is None or item.travel_minutes is None:
        return
    planned = _minutes(item.ends_at - item.starts_at)
    if item.kind == ItemKind.TRANSFER and planned < item.travel_minutes:
        yield Warned("ride", item, None, {"planned": planned, "needed": item.travel_minutes})


def _outside(item: Planned, frame: Frame) -> Iterator[Warned]:
    if frame.first_on is None or frame.last_on is None:
        return
    if not frame.first_on <= item.day_on <= frame.last_on:
        yield Warned("outside", item)
    elif item.starts_at is not None and item.ends_at is not None:
        is_early = frame.starts_at is not None and item.starts_at < frame.starts_at
        is_late = frame.ends_at is not None and item.ends_at > frame.ends_at
        if is_early or is_late:
            yield Warned("hours", item)


def _gate_list(item: Planned, frame: Frame) -> Iterator[Warned]:
    due_at, starts_at = item.gate_list_due_at, item.starts_at
    if due_at is not None and starts_at is not None and due_at >= starts_at:
        yield Warned("gate-list", item)


def _capacity(item: Planned, frame: Frame) -> Iterator[Warned]:
    if item.needs_choice and item.capacity is None:
        yield Warned("capacity", item)


def _host(item: Planned, frame: Frame) -> Iterator[Warned]:
    if item.kind in _HOSTED and not item.has_host:
        yield Warned("host", item)


def _place(item: Planned, frame: Frame) -> Iterator[Warned]:
    if not frame.has_places or item.kind == ItemKind.FREE:
        return
    is_somewhere = item.place is not None or item.has_place_note
    if item.kind == ItemKind.TRANSFER:
        if not is_somewhere or item.to_place is None:
            yield Warned("way-ends", item)
    elif not is_somewhere:
        yield Warned("place", item)


_QUESTIONS: tuple[Callable[[Planned, Frame], Iterator[Warned]], ...] = (
    _ride,
    _outside,
    _gate_list,
    _capacity,
    _host,
    _place,
)
