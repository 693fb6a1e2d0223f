"""Putting people into cars and rooms, never more than there are seats and beds.

Whoever wants the last seat waits for the row of its group or room (PostgreSQL; SQLite writes one
after the other anyway). All of it runs inside ``with write():``.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import func, select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.logistics.errors import (
    LogisticsError,
    NobodyChosen,
    NoRoomWanted,
    NotMet,
    TooFewBeds,
    TooFewSeats,
)
from webapp.logistics.models import Journey, PickupGroup, Room, Stay, Wish
from webapp.registrations.models import Registration, State

_Row = TypeVar("_Row", Journey, Stay)
_COMES = (Registration.state == State.CONFIRMED, Registration.erased_at.is_(None))


def put_into_group(
    event: Event, direction: str, people: Collection[str], group_id: int | None
) -> int:
    """Let these people (public ids) go together; None takes them out of their groups. How many."""
    group = None
    if group_id is not None:
        group = db.session.get_one(PickupGroup, group_id, with_for_update=True)
    query = (
        select(Journey)
        .join(Journey.registration)
        .where(Journey.event_id == event.id, Journey.direction == direction, Journey.needs_pickup)
        .where(Registration.public_id.in_(people), *_COMES)
    )
    found = _all_of(people, db.session.scalars(query).all(), NotMet)
    if group is not None and group.seats is not None:
        _check_seats(group, group.seats, found)
    for journey in found:
        journey.group_id = group_id
    return len(found)


def _check_seats(group: PickupGroup, seats: int, newcomers: Sequence[Journey]) -> None:
    here = (
        select(func.count())
        .select_from(Journey)
        .join(Journey.registration)
        .where(Journey.group_id == group.id, *_COMES)
        .where(Journey.id.not_in([each.id for each in newcomers]))
    )
    left = seats - (db.session.scalar(here) or 0)
    if len(newcomers) > left:
        raise TooFewSeats(left)


def put_into_room(event: Event, people: Collection[str], room_id: int | None) -> int:
    """Give these people (public ids) the room; None takes theirs away. How many."""
    room = None
    if room_id is not None:
        room = db.session.get_one(Room, room_id, with_for_update=True)
    query = (
        select(Stay)
        .join(Stay.registration)
        .where(Stay.event_id == event.id, Stay.wish != Wish.NONE)
        .where(Registration.public_id.in_(people), *_COMES)
    )
    found = _all_of(people, db.session.scalars(query).all(), NoRoomWanted)
    if room is not None:
        _check_beds(room, found)
    for stay in found:
        stay.room_id = room_id
    return len(found)


def _check_beds(room: Room, newcomers: Sequence[Stay]) -> None:
    query = (
        select(Stay)
        .join(Stay.registration)
        .where(Stay.room_id == room.id, *_COMES)
        .where(Stay.id.not_in([each.id for each in newcomers]))
    )
    sleepers = [*db.session.scalars(query), *newcomers]
    for stay in newcomers:
        if stay.first_on is None or stay.last_on is None:
            continue
        for number in range((stay.last_on - stay.first_on).days + 1):
            night = stay.first_on + timedelta(days=number)
            if sum(each.sleeps(night) for each in sleepers) > room.beds:
                raise TooFewBeds(room.words, night, room.beds)


def _all_of(
    people: Collection[str], found: Sequence[_Row], missing: type[LogisticsError]
) -> Sequence[_Row]:
    if not people:
        raise NobodyChosen
    if len(found) != len(set(people)):
        raise missing
    return found
