"""One goes out, another comes in; a reserve steps in; somebody is taken off. Until the event is
over: things happen to people on the day, too.

A seat that is passed on is never free in between, so the quota holds and no waiting list gets it.
All of it runs inside ``with write():`` and raises one of `errors.REFUSALS` to refuse.
"""

from typing import Any

from webapp.core.changes import record
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.errors import NotAsItWas
from webapp.delegations.finding import check_new
from webapp.delegations.holding import hold_delegate, note
from webapp.delegations.models import Delegate, Standing
from webapp.delegations.naming import IN_IT, Named, add, no_seat
from webapp.registrations import naming
from webapp.registrations.errors import NoSeatFree
from webapp.registrations.line import end_of_line, promote
from webapp.registrations.models import Registration
from webapp.registrations.signals import seat_lost
from webapp.seats import rules as seats


def substitute(delegate: Delegate, by: Named | Delegate) -> Delegate:
    """Somebody else comes in the place of a member: a new person, or a reserve; gives who.

    Raises `NotAsItWas` when the one is no member (any more) or the other no reserve.
    """
    delegate = hold_delegate(delegate, Standing.MEMBER)
    if isinstance(by, Delegate):
        follower = _by_reserve(delegate, by)
    else:
        follower = _by_somebody_new(delegate, by)
    _tell(delegate, "substituted", by=follower.registration.public_id)
    letters.tell_delegate(delegate, "taken-off")
    letters.tell_delegate(follower, "stepped-in")
    return follower


def step_in(delegate: Delegate) -> Delegate:
    """A reserve takes a free place of the delegation. Raises `QuotaFull`, `EventFull`."""
    delegate = hold_delegate(delegate, Standing.RESERVE)
    try:
        naming.seat(delegate.registration)
    except NoSeatFree as error:
        raise no_seat(delegate.delegation) from error
    _tell(delegate, "stepped-in")
    letters.tell_delegate(delegate, "stepped-in")
    return delegate


def keep_in_reserve(delegate: Delegate) -> Delegate:
    """A member gives their place back, or a wish is set aside, and would step in for another."""
    delegate = hold_delegate(delegate, Standing.MEMBER, Standing.WISH)
    registration = delegate.registration
    held_seat = registration.holds_seat
    registration.wait(end_of_line(registration.event))
    registration.held_back_at = now()
    _tell(delegate, "kept-in-reserve")
    if held_seat:
        seats.release([registration.pool_id])
        seat_lost.send(registration)
        promote(registration.event)
    letters.tell_delegate(delegate, "kept-in-reserve")
    return delegate


def remove(delegate: Delegate) -> None:
    """Somebody does not come (any more), whatever they were in it; a place is the delegation's
    again, or the event's where its places are not kept."""
    delegate = hold_delegate(delegate, *IN_IT)
    naming.take_off(delegate.registration)
    _tell(delegate, "taken-off")
    letters.tell_delegate(delegate, "taken-off")


def _by_reserve(delegate: Delegate, reserve: Delegate) -> Delegate:
    registration = reserve.registration
    is_of_it = reserve.delegation_id == delegate.delegation_id
    if not is_of_it or reserve.standing != Standing.RESERVE or not registration.is_live:
        raise NotAsItWas(registration.name)
    naming.seat_in_place_of(delegate.registration, registration)
    reserve.stands_in_for_id, reserve.position = delegate.id, delegate.position
    return reserve


def _by_somebody_new(delegate: Delegate, named: Named) -> Delegate:
    delegation = delegate.delegation
    check_new(delegation, named.name, named.email)
    applicant = named.applicant(delegation)
    registration = naming.name_in_place_of(delegate.registration, applicant)
    place: dict[str, Any] = {"position": delegate.position, "stands_in_for_id": delegate.id}
    return add(delegation, registration, named, Standing.MEMBER, **place)


def _tell(delegate: Delegate, verb: str, **what: str) -> None:
    registration: Registration = delegate.registration
    note(delegate.delegation)
    after = {"registration": registration.public_id, **what}
    record(delegate.delegation.key, verb, after=after)
