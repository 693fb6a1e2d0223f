"""What staff decide about registrations; each act and its reason go to the change log."""

from datetime import timedelta

from sqlalchemy import func, select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.permissions import current_viewer
from webapp.registrations import admission
from webapp.registrations.errors import NoSeatFree, NotInTheRunning
from webapp.registrations.line import alone_with, end_of_line, leave, take_fairly, tell
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


def _note(registration: Registration, verb: str, before: State, reason: str | None = None) -> None:
    record(registration.key, verb, {"state": before}, {"state": registration.state}, reason)
