"""Wishes beyond the quota: the coordinator grants them or not, and the leader is told.

All of it runs inside ``with write():`` and raises one of `errors.REFUSALS` to refuse.
"""

from webapp.core.changes import record
from webapp.core.permissions import current_viewer
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.errors import NoRoomForWish
from webapp.delegations.holding import hold_delegate
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.delegations.naming import wish as wish
from webapp.registrations import naming
from webapp.registrations.errors import NoSeatFree
from webapp.registrations.models import State
from webapp.seats import rules as seats
from webapp.seats.errors import ReserveTooLarge


def grant(delegate: Delegate, reason: str = "") -> Delegate:
    """One place more for the delegation, and this person has it; *reason* is told to the leader.

    Where a place of the quota has become free meanwhile they get that one, and the quota stays.
    Raises `NoRoomForWish` when the event has no seat left, `NotAsItWas`.
    """
    delegate = hold_delegate(delegate, Standing.WISH)
    delegation = delegate.delegation
    try:
        if delegation.pool.is_full:
            _raise_quota(delegation)
        naming.seat(delegate.registration)
    except (NoSeatFree, ReserveTooLarge) as error:
        raise NoRoomForWish from error
    _answered(delegate, "wish-granted")
    letters.tell_wish(delegate, True, reason)
    letters.tell_delegate(delegate, "stepped-in")
    return delegate


def refuse(delegate: Delegate, reason: str = "") -> Delegate:
    """They do not come; *reason* is told to the leader. Raises `NotAsItWas`."""
    delegate = hold_delegate(delegate, Standing.WISH)
    naming.take_off(delegate.registration, State.DECLINED)
    _answered(delegate, "wish-refused")
    letters.tell_wish(delegate, False, reason)
    letters.tell_delegate(delegate, "taken-off")
    return delegate


def _raise_quota(delegation: Delegation) -> None:
    """One more than there are; a seat for it is kept where all others are."""
    pool = delegation.pool
    quota = (pool.capacity or 0) + 1
    keeps_all = 0 < pool.reserved == pool.capacity
    delegation.own_quota = quota
    seats.set_capacity(pool, quota)
    if keeps_all:
        seats.set_reserved(pool, quota)


def _answered(delegate: Delegate, verb: str) -> None:
    delegate.wish_answered_at = now()
    delegate.wish_answered_by_id = current_viewer().account_id
    delegation = delegate.delegation
    delegation.touch()
    after = {"registration": delegate.registration.public_id, "quota": delegation.pool.capacity}
    record(delegation.key, verb, after=after)
