"""Work of registrations that waits for its time.

Every sweep is idempotent, may run in any number of workers at once, and writes in short
transactions of its own.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select, func, or_, select

from webapp.core.database import db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.events.models import Event, Status
from webapp.registrations import asking_again, line, reconfirmations, retention
from webapp.registrations.models import Registration, State
from webapp.seats.models import SeatPool

#: Events looked up at once.
_AT_ONCE = 100


@sweep("holds", every=60)
def expire_holds() -> int:
    """End seats held past their time and let those lines move; how many holds ended."""
    overdue = select(Registration.event_id).distinct().where(Registration.held_until <= now())
    return _in_each(overdue, Registration.event_id, lambda event: len(line.expire_overdue(event)))


@sweep("lines", every=600)
def move_lines() -> int:
    """Give out free seats beside which somebody waits; how many.

    None is left by the rules. This heals what a restored backup or a hand in the database leaves.
    """
    going = (
        select(Registration.event_id)
        .distinct()
        .join(Registration.event)
        .where(
            Registration.state == State.WAITING,
            Registration.held_back_at.is_(None),
            Event.status.in_([Status.TENTATIVE, Status.CONFIRMED]),
            Event.withdrawn_at.is_(None),
            or_(Event.over_at.is_(None), Event.over_at > now()),
        )
    )
    pool_id = func.coalesce(Registration.seat_pool_id, Event.pool_id)
    free = going.join(SeatPool, SeatPool.id == pool_id).where(
        or_(SeatPool.capacity.is_(None), SeatPool.taken < SeatPool.capacity)
    )
    return _in_each(free, Registration.event_id, lambda event: len(line.promote(event)))


@sweep("unanswered", every=600)
def release_unanswered() -> int:
    """End registrations of those who were asked again and have not answered in time; how many."""
    late = reconfirmations.late_events()
    return _in_each(late, Registration.event_id, lambda event: len(asking_again.release(event)))


@sweep("retention", every=3600)
def erase_due() -> int:
    """Erase the contact data whose time is over; of how many registrations."""
    return sum(1 for _ in retention.erase_due(stopping.is_set))


def _in_each(query: Select[Any], event_id: Any, work: Callable[[Event], int]) -> int:
    """Do *work* for each event the query names, each in its own transaction."""
    done = 0
    for number in _numbers(query, event_id):
        with write():
            done += work(db.session.get_one(Event, number))
    return done


def _numbers(query: Select[Any], event_id: Any) -> Iterator[int]:
    """The event ids of a query in ascending order, some at a time; ends early with the worker."""
    last = 0
    while not stopping.is_set():
        db.session.rollback()
        found = list(
            db.session.scalars(query.where(event_id > last).order_by(event_id).limit(_AT_ONCE))
        )
        if not found:
            return
        yield from found
        last = found[-1]
