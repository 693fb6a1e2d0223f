"""Inviting leaders by letter: each gets the link of their delegation and the deadlines."""

from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.board import is_to_invite
from webapp.delegations.models import Delegation
from webapp.delegations.plans import plan_of
from webapp.events.models import Event


def invite_all(event: Event) -> int:
    """Write to every leader who has had no letter yet; how many."""
    query = select(Delegation).where(Delegation.event_id == event.id).order_by(Delegation.id)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    waiting = [each for each in db.session.scalars(fresh) if is_to_invite(each)]
    return sum(invite_one(event, each) for each in waiting)


def invite_one(event: Event, delegation: Delegation) -> bool:
    """Write to one leader, again if they had a letter before; False where there is no address, or
    the link is withdrawn."""
    if delegation.link_revoked_at is not None or delegation.declined_at is not None:
        return False
    if not letters.invite(delegation, plan_of(event.id)):
        return False
    record(delegation.key, "invited" if delegation.invited_at is None else "invited-again")
    delegation.invited_at = now()
    return True
