"""What staff decide about registrations; each act and its reason go to the change log."""

from datetime import timedelta

from sqlalchemy import and_, func, or_, select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.permissions import current_viewer
from webapp.core.times import now
from webapp.registrations import admission
from webapp.registrations.errors import NoSeatFree, NotInTheRunning
from webapp.registrations.line import alone_with, end_of_line, leave, promote, take_fairly, tell
from webapp.registrations.models import Registration, State
from webapp.seats import rules as seats


def approve(registration: Registration, *, quietly: bool = False) -> Registration:
    """Let somebody in: a seat where there is one, else the end of the line.

    The line is ordered by approval, so that nobody who was told their place in it is overtaken.
    """
    event = alone_with(registration)
    if registration.state != State.AWAITING_APPROVAL:
        raise NotInTheRunning
    admission.check_ahead(event)
    if take_fairly(event, registration.pool_id):
        registration.confirm()
    else:
        registration.wait(end_of_line(event))
    _note(registration, "approved", State.AWAITING_APPROVAL)
    if not quietly:
        tell(registration, registration.state)
    return registration


def decline(
    registration: Registration, reason: str | None = None, *, quietly: bool = False
) -> Registration:
    """Turn down somebody who awaits approval or waits; they are told the reason."""
    alone_with(registration)
    before = State(registration.state)
    if before not in (State.AWAITING_APPROVAL, State.WAITING):
        raise NotInTheRunning
    leave(registration, State.DECLINED, current_viewer().actor, reason)
    _note(registration, "declined", before)
    if not quietly:
        tell(registration, "declined")
    return registration


def promote_now(registration: Registration, reason: str) -> Registration:
    """Seat somebody who waits before those in front of them. Raises `NoSeatFree`.

    Seats go to the line as soon as they are free, so there is one only where those in front do not
    fit or the line stands still; else `to_front` and then cancel, or raise the number of places.
    """
    event = alone_with(registration)
    if registration.state != State.WAITING:
        raise NotInTheRunning
    admission.check_going(event)
    if not seats.take([registration.pool_id]):
        raise NoSeatFree
    registration.confirm()
    _note(registration, "promoted", State.WAITING, reason)
    tell(registration, "confirmed")
    return registration


def to_front(registration: Registration, reason: str) -> Registration:
    """Make somebody who waits the next to get a seat."""
    event = alone_with(registration)
    if registration.state != State.WAITING:
        raise NotInTheRunning
    query = select(func.min(Registration.waiting_since)).where(
        Registration.event_id == event.id, Registration.state == State.WAITING
    )
    first = db.session.scalar(query)
    assert first is not None
    registration.waiting_since = first - timedelta(microseconds=1)
    record(registration.key, "moved-to-front", reason=reason)
    return registration


def pass_over(registration: Registration, reason: str) -> Registration:
    """Let the next in line who could have the same seat go first, once: the two change places.

    So nobody is skipped for ever by something done once, and the line looks as it will be served.
    Raises `NotInTheRunning` where nobody stands behind.
    """
    alone_with(registration)
    following = _behind(registration)
    if following is None:
        raise NotInTheRunning
    mine, theirs = registration.waiting_since, following.waiting_since
    assert mine is not None
    assert theirs is not None
    if mine == theirs:  # rows of another program
        theirs += timedelta(microseconds=1)
    registration.waiting_since, following.waiting_since = theirs, mine
    record(registration.key, "passed-over", reason=reason)
    return registration


def somebody_behind(registration: Registration) -> bool:
    """Whether it waits and somebody could go before it."""
    return _behind(registration) is not None


def hold_back(registration: Registration, reason: str) -> Registration:
    """Give no seat to somebody who waits until :func:`take_back`; their number stays."""
    alone_with(registration)
    if registration.state != State.WAITING or registration.held_back_at is not None:
        raise NotInTheRunning
    registration.held_back_at = now()
    record(registration.key, "held-back", reason=reason)
    return registration


def take_back(registration: Registration) -> Registration:
    """Let the line serve them again, at once where a seat is free."""
    event = alone_with(registration)
    if registration.state != State.WAITING or registration.held_back_at is None:
        raise NotInTheRunning
    registration.held_back_at = None
    record(registration.key, "taken-back")
    db.session.flush()
    promote(event)
    return registration


def _behind(registration: Registration) -> Registration | None:
    """The next in line for the same pool who is not held back."""
    if registration.state != State.WAITING:
        return None
    since, pool = registration.waiting_since, registration.seat_pool_id
    later = or_(
        Registration.waiting_since > since,
        and_(Registration.waiting_since == since, Registration.id > registration.id),
    )
    query = (
        select(Registration)
        .where(Registration.event_id == registration.event_id)
        .where(Registration.state == State.WAITING, Registration.held_back_at.is_(None), later)
        .where(Registration.seat_pool_id.is_not_distinct_from(pool))
        .order_by(Registration.waiting_since, Registration.id)
        .limit(1)
    )
    return db.session.scalar(query)


def _note(registration: Registration, verb: str, before: State, reason: str | None = None) -> None:
    record(registration.key, verb, {"state": before}, {"state": registration.state}, reason)
