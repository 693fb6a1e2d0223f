"""What is kept ready for those who come: what they are asked, groups, rooms, travel factors."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.logistics.models import LogisticsPlan, OnTheClock, PickupGroup, Room, TravelFactor
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names


def logistics_of(ids: Sequence[int]) -> dict[int, Record]:
    """Of each event that has some."""
    plans = _by_event(LogisticsPlan, ids, LogisticsPlan.event_id)
    groups = _by_event(PickupGroup, ids, PickupGroup.id)
    rooms = _by_event(Room, ids, Room.id)
    factors = _by_event(TravelFactor, ids, TravelFactor.mode)
    found: dict[int, Record] = {}
    for event_id in ids:
        whole: Record = {
            **{key: each for plan in plans[event_id] for key, each in _plan(plan).items()},
            "groups": [_group(each) for each in groups[event_id]] or None,
            "rooms": [_room(each) for each in rooms[event_id]] or None,
            "factors": [_factor(each) for each in factors[event_id]] or None,
        }
        if any(each is not None for each in whole.values()):
            found[event_id] = whole
    return found


def travel_factors(choice: Choice, names: Names) -> Iterator[Record]:
    """The factors of the whole installation; only with everything else."""
    if choice.is_whole:
        query = select(TravelFactor).where(TravelFactor.event_id.is_(None))
        rows = db.session.scalars(query)
        yield from map(_factor, sorted(rows, key=lambda row: row.mode))


def clock(row: OnTheClock) -> Record:
    """When it is, on the clocks of its zone."""
    if row.wall is None:
        return {}
    return {
        "day": values.bare(row.wall.date()),
        "at": f"{row.wall:%H:%M}",
        "fold": "second" if row.fold else None,
        "zone": values.bare(row.zone),
    }


def _by_event(model: Any, ids: Sequence[int], order: Any) -> dict[int, list[Any]]:
    query = select(model).where(model.event_id.in_(ids)).order_by(order)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.event_id].append(row)
    return found


def _plan(row: LogisticsPlan) -> Record:
    return {
        "asks_travel": row.asks_travel,
        "asks_rooms": row.asks_rooms,
        "revision": row.revision,
    }


def _group(row: PickupGroup) -> Record:
    return {
        "id": values.bare(row.public_id),
        "direction": values.bare(row.direction),
        "meeting_point": row.meeting_point,
        "vehicle": row.vehicle or None,
        "seats": row.seats,
        **clock(row),
        "code": values.bare(row.public_id),
        "revision": row.revision,
    }


def _room(row: Room) -> Record:
    return {
        "id": values.bare(row.public_id),
        "hotel": row.hotel,
        "label": row.label,
        "beds": row.beds,
        "step_free": row.step_free,
        "code": values.bare(row.public_id),
        "revision": row.revision,
    }


def _factor(row: TravelFactor) -> Record:
    return {"mode": values.bare(row.mode), "grams": row.grams, "reference": row.source}
