"""What a leader says of the delegation as a whole: these are all, we cannot come; and who leads it.

All of it runs inside ``with write():`` and raises one of `errors.REFUSALS` to refuse.
"""

from typing import Any

from webapp.core.changes import record
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.errors import HasDeclined, NobodyNamed
from webapp.delegations.holding import check_going, hold, hold_all, note, of_standing
from webapp.delegations.inviting import invite_one
from webapp.delegations.leading import follow_address
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.delegations.naming import IN_IT
from webapp.delegations.quotas import fit
from webapp.registrations import naming
from webapp.seats import rules as seats

LEADER = frozenset({"leader_name", "leader_email", "leader_language"})


def complete(delegation: Delegation, revision: int | None = None) -> Delegation:
    """These are all. Raises `NobodyNamed`, and `Stale` when the list is not the one that was seen
    (*revision*): another leader may just be naming somebody."""
    delegation = hold(delegation, revision)
    check_going(delegation)
    if not of_standing(delegation, Standing.MEMBER):
        raise NobodyNamed
    if delegation.completed_at is None:
        _note(delegation, "completed")
        delegation.completed_at = now()
    return delegation


def reopen(delegation: Delegation) -> Delegation:
    """More people may be named after all."""
    delegation = hold(delegation)
    check_going(delegation)
    if delegation.completed_at is not None:
        _note(delegation, "reopened")
        delegation.completed_at = None
    return delegation


def decline(delegation: Delegation, reason: str = "", revision: int | None = None) -> Delegation:
    """Nobody comes: all who were named are told, and the seats that were kept are free. Raises
    `Stale`."""
    delegation = hold(delegation, revision)
    naming.check(delegation.event)
    if delegation.declined_at is not None:
        return delegation
    out = of_standing(delegation, *IN_IT)
    delegation.declined_at, delegation.completed_at = now(), None
    delegation.declined_reason = reason.strip()
    _note(delegation, "declined")
    # The reserve first: what the people hold goes to the line with it, and not into the reserve.
    seats.release_reserve(delegation.pool)
    for each in out:
        _dismiss(each)
    return delegation


def reinvite(delegation: Delegation) -> Delegation:
    """The coordinator asks once more: the seats are kept again. Raises `NoRoomToKeep`."""
    plan, delegations = hold_all(delegation.event)
    held = next(each for each in delegations if each.id == delegation.id)
    if held.declined_at is None:
        return held
    held.declined_at = held.invited_at = held.opened_at = held.released_at = None
    held.declined_reason = ""
    held.touch()
    fit(held, plan)
    record(held.key, "reinvited")
    return held


def change_leader(delegation: Delegation, revision: int, **values: Any) -> bool:
    """The leader says how to reach them, or who leads from now on; whether anything was different.

    Another address gets the letter with the new link; the one sent to the earlier address is gone.
    The history tells the staff which fields, never what they hold. Raises `Stale`, `HasDeclined`.
    """
    unknown = values.keys() - LEADER
    if unknown:
        raise TypeError(f"not of the leader: {', '.join(sorted(unknown))}")
    delegation = hold(delegation, revision)
    if delegation.declined_at is not None:
        raise HasDeclined
    changed = sorted(key for key, value in values.items() if getattr(delegation, key) != value)
    before = delegation.leader_email
    for key in changed:
        setattr(delegation, key, values[key])
    if changed:
        _note(delegation, "leader-changed", fields=changed)
    if follow_address(delegation, before):
        invite_one(delegation.event, delegation)
    return bool(changed)


def _dismiss(delegate: Delegate) -> None:
    naming.take_off(delegate.registration)
    letters.tell_delegate(delegate, "taken-off")


def _note(delegation: Delegation, verb: str, **after: Any) -> None:
    note(delegation)
    record(delegation.key, verb, after=after or None)
