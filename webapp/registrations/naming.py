"""People whom somebody else names, to seats that are theirs to give: a delegation's leader.

Who names others answers for them: no form, no consent, no date of registration and no invitation is
asked for, and an address may be left out. Nothing of it is a proof, so an address stays unverified
and joins no person. The caller holds the event's line still (`seats.lock`), takes care of letters,
and lets the line move where a seat was given back.
"""

from typing import Any

from webapp.core.permissions import current_viewer
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations import admission
from webapp.registrations.applicant import Applicant
from webapp.registrations.errors import (
    AlreadyRegistered,
    Closed,
    NoSeatFree,
    NotInTheRunning,
    RegistrationClosed,
)
from webapp.registrations.finding import live_duplicate
from webapp.registrations.line import end_of_line, leave, promote, take_fairly
from webapp.registrations.models import Registration, State
from webapp.registrations.storing import store

#: How a registration says that it was ended by whoever named the person.
LEADER = "leader"


def check(event: Event) -> None:
    """Whether anybody can be named still: until the event is over. Raises `RegistrationClosed`."""
    admission.check_ahead(event)
    if event.is_over:
        raise RegistrationClosed(Closed.OVER)


def name_with_seat(event: Event, applicant: Applicant, pool_id: int) -> Registration:
    """Give somebody new a seat of this pool. Raises `NoSeatFree`, `AlreadyRegistered`."""
    if not take_fairly(event, pool_id):
        raise NoSeatFree
    return _put_in(event, applicant, pool_id, state=State.CONFIRMED.value, confirmed_at=now())


def name_held_back(event: Event, applicant: Applicant, pool_id: int) -> Registration:
    """Let somebody new wait whom the line passes by. Raises `AlreadyRegistered`."""
    how = {"waiting_since": end_of_line(event), "held_back_at": now()}
    return _put_in(event, applicant, pool_id, state=State.WAITING.value, **how)


def name_for_approval(event: Event, applicant: Applicant, pool_id: int) -> Registration:
    """Note somebody for whom staff have yet to make room. Raises `AlreadyRegistered`."""
    return _put_in(event, applicant, pool_id, state=State.AWAITING_APPROVAL.value)


def name_in_place_of(registration: Registration, applicant: Applicant) -> Registration:
    """Give the seat of one to somebody new: it is never free in between, so nobody else gets it.

    Raises `NotInTheRunning` when there is no seat to pass on, `AlreadyRegistered`.
    """
    event, pool_id = registration.event, registration.pool_id
    _pass_on(registration)
    return _put_in(event, applicant, pool_id, state=State.CONFIRMED.value, confirmed_at=now())


def seat_in_place_of(registration: Registration, follower: Registration) -> None:
    """The same for somebody who waits for a seat of the same pool."""
    if follower.state != State.WAITING or follower.pool_id != registration.pool_id:
        raise NotInTheRunning
    _pass_on(registration)
    follower.confirm()


def seat(registration: Registration) -> None:
    """Give a free seat of its pool to who waits or awaits approval. Raises `NoSeatFree`."""
    if registration.state not in (State.WAITING, State.AWAITING_APPROVAL):
        raise NotInTheRunning
    if not take_fairly(registration.event, registration.pool_id):
        raise NoSeatFree
    registration.confirm()


def take_off(registration: Registration, state: State = State.CANCELLED) -> None:
    """End it without a letter; its seat goes where it belongs. Raises `NotInTheRunning`."""
    if not registration.is_live:
        raise NotInTheRunning
    leave(registration, state, _by())
    promote(registration.event)


def _pass_on(registration: Registration) -> None:
    if not registration.is_live or not registration.holds_seat:
        raise NotInTheRunning
    leave(registration, State.CANCELLED, _by(), passes_seat=True)


def _by() -> str:
    """Who ended it: staff by their account, else the leader, who has none."""
    viewer = current_viewer()
    return viewer.actor if viewer.is_staff else LEADER


def _put_in(event: Event, applicant: Applicant, pool_id: int, **values: Any) -> Registration:
    """The row; who is there already under the same name and address is told by the error."""
    columns = applicant.columns() | values
    registration = store(event, **columns, seat_pool_id=pool_id)
    if registration is None:
        twin = live_duplicate(event, applicant.email_key, applicant.name_key)
        assert twin is not None  # the one other unique index is of forms, and there was none
        raise AlreadyRegistered(twin)
    return registration
