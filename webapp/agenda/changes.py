"""What has changed about an agenda since a version of it; on plain values, without a database."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.agenda.levels import Level
from webapp.agenda.snapshots import ItemThen

#: What can be said of an item, the weightiest first.
WHAT = ("cancelled", "new", "resumed", "moved", "place", "title", "details")
_MOVED = ("day_on", "starts_local", "ends_local", "starts_zone", "ends_zone", "starts_fold")
_PLACE = ("place_note",)
_DETAILS = (
    "kind",
    "description",
    "travel_minutes",
    "host_person",
    "contributors",
    "languages",
    "interpretation",
    "interpreted_into",
    "walking_m",
    "is_step_free",
    "clothing",
    "photo_rule",
    "plan_b",
    "needs_choice",
)


@dataclass(frozen=True)
class ItemChange:
    """What has changed about one item: *what* of `WHAT`; *before* is None where it is new."""

    item: ItemThen
    what: tuple[str, ...]
    before: ItemThen | None


#: By the public id of the item.
Changes = Mapping[str, ItemChange]


def changes_between(
    before: Iterable[ItemThen], now: Iterable[ItemThen], level: Level
) -> dict[str, ItemChange]:
    """What a reader of *level* sees changed. What they no longer see counts as cancelled."""
    old = {each.public_id: each for each in before if level.sees(each.visibility)}
    new = {each.public_id: each for each in now if level.sees(each.visibility)}
    found = {
        public_id: change
        for public_id, item in new.items()
        if (change := _change(old.get(public_id), item)) is not None
    }
    for public_id, item in old.items():
        if public_id not in new and not item.is_cancelled:
            found[public_id] = ItemChange(item.cancelled(), ("cancelled",), item)
    return found


def in_order(changes: Changes) -> list[ItemChange]:
    """Changes as they stand on the agenda; what has no hours at the end of its day."""
    return sorted(changes.values(), key=_order)


def _order(change: ItemChange) -> tuple[Any, ...]:
    starts = change.item.starts_local
    hours = "~" if starts is None else starts.isoformat()
    return change.item.day_on, hours, change.item.public_id


def _change(before: ItemThen | None, item: ItemThen) -> ItemChange | None:
    if before is None:
        # Added and called off between two versions: nobody has been told that it was there.
        return None if item.is_cancelled else ItemChange(item, ("new",), None)
    if item.is_cancelled:
        return None if before.is_cancelled else ItemChange(item, ("cancelled",), before)
    what = tuple(_what(before, item))
    return ItemChange(item, what, before) if what else None


def _what(before: ItemThen, item: ItemThen) -> Iterator[str]:
    if before.is_cancelled:
        yield "resumed"
    if _differ(before, item, _MOVED):
        yield "moved"
    if (
        _slug(before.place) != _slug(item.place)
        or _slug(before.to_place) != _slug(item.to_place)
        or _differ(before, item, _PLACE)
    ):
        yield "place"
    if before.name != item.name:
        yield "title"
    if _slug(before.host) != _slug(item.host) or _differ(before, item, _DETAILS):
        yield "details"


def _differ(before: ItemThen, item: ItemThen, names: Iterable[str]) -> bool:
    return any(getattr(before, name) != getattr(item, name) for name in names)


def _slug(row: Any) -> str | None:
    return None if row is None else row.slug
