"""What registrations hear from the layers below: the line moves when something makes room.

Imported by ``wiring``, which connects it.
"""

from typing import Any

from sqlalchemy import Select, func, select

from webapp.core.database import db
from webapp.events import signals as events
from webapp.events.models import Event
from webapp.questions import signals as questions
from webapp.registrations import line
from webapp.registrations.models import LIVE, SEATED, Registration, State
from webapp.registrations.people_lists import shown_state
from webapp.seats import signals as seats


@events.event_published.connect
@events.event_moved.connect
@events.capacity_raised.connect
def _on_going_on(event: Event, **_: Any) -> None:
    """While it was not published or had no date nobody moved up."""
    line.promote(event)


@seats.seats_freed.connect
def _on_seats_freed(pool_id: int) -> None:
    for event in _events_of(pool_id):
        line.promote(event)


@seats.seats_short.connect
def _on_seats_short(pool_id: int) -> None:
    for event in _events_of(pool_id):
        line.expire_overdue(event)


@seats.waiting_asked.connect
def _waiting_for(pool_id: int) -> int:
    """Who waits for seats of an event's pool, or of one below it by name."""
    query = (
        select(func.count())
        .select_from(Registration)
        .join(Registration.event)
        .where(Registration.state == State.WAITING)
        .where(func.coalesce(Registration.seat_pool_id, Event.pool_id) == pool_id)
    )
    return db.session.scalar(query) or 0


@seats.held_asked.connect
def _held(_: None) -> dict[int, int]:
    pool_id = func.coalesce(Registration.seat_pool_id, Event.pool_id)
    query = (
        select(pool_id, func.count())
        .select_from(Registration)
        .join(Registration.event)
        .where(Registration.state.in_(SEATED))
        .group_by(pool_id)
    )
    return dict(db.session.execute(query).all())


@questions.live_asked.connect
def _live_of(event_id: int) -> Select[int]:
    return select(Registration.id).where(Registration.event_id == event_id, shown_state().in_(LIVE))


def _events_of(pool_id: int) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.pool_id == pool_id)))
