"""The waiting list: a freed seat goes to the first in line whom it fits, in the same transaction.

All that changes who holds a seat of an event happens one after the other: on SQLite because there
is one writer, on PostgreSQL because it locks the event's pool first (``alone_with``) or takes from
it. So the line never looks at a seat that somebody else is just giving back or taking.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.sql import Select

from webapp.core.database import db, is_sqlite
from webapp.core.permissions import SYSTEM
from webapp.core.times import now
from webapp.entries.hook import settle
from webapp.events.models import Event
from webapp.questions import answering
from webapp.registrations import admission, notifications
from webapp.registrations.invitations import give_place_back
from webapp.registrations.models import HELD_UNTIL, Registration, State, is_in_line
from webapp.registrations.signals import seat_lost
from webapp.seats import rules as seats

#: How many in line are read at once after the first.
_AT_ONCE = 100


def alone_with(registration: Registration) -> Event:
    """Keep the line of its event still and read the registration as it is now; gives the event."""
    event = registration.event
    if not is_sqlite():
        seats.lock([event.pool_id])
        db.session.refresh(registration)
    return event


def take_fairly(event: Event, pool_id: int) -> bool:
    """Take a seat for somebody new. What is held past its time counts as free, but the line is
    served first."""
    if seats.take([pool_id]):
        return True
    return bool(_end_overdue(event)) and seats.take([pool_id])


def expire_overdue(event: Event) -> list[Registration]:
    """End what is held past its time and let the line move; gives what ended."""
    if not is_sqlite():
        seats.lock([event.pool_id])
    return _end_overdue(event)


def _end_overdue(event: Event) -> list[Registration]:
    overdue = list(db.session.scalars(_overdue(event)))
    for registration in overdue:
        was_offered, deadline = registration.state == State.OFFERED, registration.held_until
        leave(registration, State.EXPIRED, SYSTEM.actor)
        if was_offered:
            tell(registration, "offer-expired", deadline=deadline)
    if overdue:
        promote(event)
    return overdue


def promote(event: Event) -> list[Registration]:
    """Give free seats to those in line whom they fit, first come first served; gives whom.

    A seat is offered for a while, or confirmed at once shortly before the event.
    """
    if not admission.moves(event):
        return []
    if not is_sqlite():
        seats.lock([event.pool_id])
    served: list[Registration] = []
    full: set[int] = set()
    size = 1
    while line := list(db.session.scalars(_line(event, full).limit(size))):
        for registration in line:
            pool_id = registration.seat_pool_id or event.pool_id
            if pool_id not in full and seats.take([pool_id]):
                if not served:
                    settle()  # the invitation tells of the event as this transaction leaves it
                _give_seat(event, registration)
                served.append(registration)
            else:
                full.add(pool_id)
        size = _AT_ONCE
    return served


def leave(
    registration: Registration,
    state: State,
    by: str,
    reason: str | None = None,
    *,
    passes_seat: bool = False,
) -> None:
    """End a registration and give back what it held. The caller lets the line move.

    *passes_seat*: its seat stays taken, for somebody who gets it in the same transaction.
    """
    held_seat = registration.holds_seat
    registration.end(state, by, reason)
    if held_seat and not passes_seat:
        seats.release([registration.pool_id])
    if held_seat:  # whoever gets it chooses anew: what hung on it goes with the person
        seat_lost.send(registration)
    if registration.event.has_questions:
        answering.release([registration.id])
    if registration.invitation_id is not None:
        give_place_back(registration.invitation_id)


def end_of_line(event: Event) -> datetime:
    """Since when somebody waits who gets in line now: later than all who stand there.

    The clocks of several web machines differ; nobody who was told their place may be overtaken.
    """
    query = select(func.max(Registration.waiting_since)).where(
        Registration.event_id == event.id, Registration.state == State.WAITING
    )
    last = db.session.scalar(query)
    return now() if last is None else max(now(), last + timedelta(microseconds=1))


def place_in_line(registration: Registration) -> int | None:
    """How many stand in line up to and with this one; None when it does not wait."""
    if registration.state != State.WAITING:
        return None
    waiting_since = registration.waiting_since
    before = or_(
        Registration.waiting_since < waiting_since,
        (Registration.waiting_since == waiting_since) & (Registration.id <= registration.id),
    )
    query = (
        select(func.count())
        .where(Registration.event_id == registration.event_id)
        .where(Registration.state == State.WAITING, before, is_in_line())
    )
    return db.session.scalar(query)


def tell(registration: Registration, what: str, **facts: Any) -> None:
    """Write to the person, if there is an address to write to."""
    if registration.email:
        notifications.tell(registration, what, **facts)


def _give_seat(event: Event, registration: Registration) -> None:
    """The seat is taken; now it is theirs, or theirs to accept.

    An address that must be verified and is not yet is asked even shortly before the event, as the
    answer verifies it.
    """
    moment = now()
    until = admission.held_until(event, moment)
    if until is None and event.verifies_addresses and registration.verified_at is None:
        until = moment + admission.VERIFYING_LASTS
    if until is None:
        registration.confirm()
        tell(registration, "confirmed")
    else:
        registration.offer(until)
        tell(registration, "offered")


def _overdue(event: Event) -> Select[Registration]:
    return (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state.in_(HELD_UNTIL))
        .where(Registration.held_until <= now())
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    )


def _line(event: Event, full: set[int]) -> Select[Registration]:
    """Who waits and is not held back, in order, without those for whose pools it is known that
    they are full."""
    query = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state == State.WAITING)
        .where(Registration.held_back_at.is_(None))
        .order_by(Registration.waiting_since, Registration.id)
        .execution_options(populate_existing=True)
    )
    if full:
        pool_id = func.coalesce(Registration.seat_pool_id, event.pool_id)
        query = query.where(pool_id.not_in(full))
    return query
