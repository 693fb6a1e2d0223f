"""Whom an event asks about travel and rooms, and who has not answered yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.core.database import db
from webapp.delegations.lacks import asks_for_travel, knows_travel
from webapp.delegations.models import DelegationPlan
from webapp.events.models import Event
from webapp.logistics.models import Direction, Journey, LogisticsPlan, Stay
from webapp.registrations.models import Registration

#: Both ways.
_BOTH = len(Direction)


@dataclass(frozen=True)
class Asks:
    """What people of an event are asked, and until when."""

    travel: bool
    rooms: bool
    due_at: datetime | None = None

    def __bool__(self) -> bool:
        return self.travel or self.rooms


def asks_of(event_id: int) -> Asks:
    """What this event asks; one statement.

    Unless its staff said otherwise, an event with delegations asks for all of it, another for
    nothing: a workshop of two hours has no rooms.
    """
    query = (
        select(
            DelegationPlan.event_id.label("delegations"),
            DelegationPlan.travel_due_at,
            LogisticsPlan.event_id.label("said"),
            LogisticsPlan.asks_travel,
            LogisticsPlan.asks_rooms,
        )
        .select_from(Event)
        .outerjoin(DelegationPlan, DelegationPlan.event_id == Event.id)
        .outerjoin(LogisticsPlan, LogisticsPlan.event_id == Event.id)
        .where(Event.id == event_id)
    )
    row = db.session.execute(query).one()
    if row.said is not None:
        return Asks(row.asks_travel, row.asks_rooms, row.travel_due_at)
    is_usual = row.delegations is not None
    return Asks(is_usual, is_usual, row.travel_due_at)


@asks_for_travel
def has_travel_page(event_id: int) -> bool:
    """Whether people have something to say of their way or their room."""
    return bool(asks_of(event_id))


def save_asks(event: Event, travel: bool, rooms: bool) -> None:
    """Say what people are asked. Inside ``with write():``."""
    plan = db.session.get(LogisticsPlan, event.id)
    if plan is None:
        plan = LogisticsPlan(event_id=event.id)
        db.session.add(plan)
    plan.asks_travel, plan.asks_rooms = travel, rooms


@knows_travel
def travel_known(registration_ids: Iterable[int]) -> set[int]:
    """Those of whom both ways are known, by what they travel or when; and those whose event does
    not ask for it. One statement."""
    wanted = list(registration_ids)
    if not wanted:
        return set()
    is_known = Journey.mode.is_not(None) | Journey.wall.is_not(None)
    told = (
        select(Journey.registration_id)
        .where(Journey.registration_id.in_(wanted), is_known)
        .group_by(Journey.registration_id)
        .having(func.count() >= _BOTH)
    )
    unasked = (
        select(Registration.id)
        .join(LogisticsPlan, LogisticsPlan.event_id == Registration.event_id)
        .where(Registration.id.in_(wanted), LogisticsPlan.asks_travel.is_(False))
    )
    return set(db.session.scalars(told.union(unasked)))


def travel_missing(registration_ids: Iterable[int]) -> set[int]:
    """Those whose travel is not known yet (a template global, for boards of other capabilities)."""
    wanted = set(registration_ids)
    return wanted - travel_known(wanted)


def answered(registration_id: int) -> tuple[int, bool]:
    """How many of the two ways somebody told of, and whether they said what room they want."""
    ways = select(func.count()).where(Journey.registration_id == registration_id)
    stay = select(func.count()).where(Stay.registration_id == registration_id)
    row = db.session.execute(select(ways.scalar_subquery(), stay.scalar_subquery())).one()
    return row[0], bool(row[1])
