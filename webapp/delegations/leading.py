"""Somebody else leads a delegation: what follows from that, whoever said so.

Who led before has a link that names people. So when staff write down another address the link given
out so far is gone, and the new leader counts as not written to.
"""

from webapp.core.changes import record
from webapp.delegations.models import Delegate, Delegation
from webapp.registrations.models import Registration
from webapp.registrations.persons import email_key


def leads(delegation: Delegation, registration: Registration) -> bool:
    """Whether it is the leader who comes: their own address says so."""
    leader = email_key(delegation.leader_email)
    return leader is not None and registration.email_key == leader


def mark_leader(delegation: Delegation) -> None:
    """Say of everybody in it whether they lead it now."""
    for each in delegation.delegates:
        mark(each)


def mark(delegate: Delegate) -> None:
    """Say of somebody whether they lead their delegation now."""
    delegate.is_leader = leads(delegate.delegation, delegate.registration)


def follow_address(delegation: Delegation, before: str | None) -> bool:
    """The address of its leader was *before*; whether the link given out so far is gone with that.

    Then the leader counts as not written to, until somebody does.
    """
    mark_leader(delegation)
    if before is None or email_key(before) == email_key(delegation.leader_email):
        return False
    delegation.renew_link()
    delegation.invited_at = delegation.reminded_at = None
    record(delegation.key, "link-renewed")
    return True
