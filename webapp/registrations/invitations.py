"""Invitations: a link for a number of people and until a day; each place is counted once."""

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, or_, select, update

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations.errors import InvitationUsedUp
from webapp.registrations.models import Invitation

#: Where a browser remembers the invitations it has opened: event id → public id.
OPENED = "invitations"
#: A browser remembers so many; the oldest is forgotten (a cookie has 4 kB).
REMEMBERED = 20


def invite(
    event: Event,
    label: str,
    *,
    places: int | None = None,
    ends_at: datetime | None = None,
    organisation_id: int | None = None,
) -> Invitation:
    """Make a link that lets its holders know of the event and register, *places* of them."""
    invitation = make(event, label, places, ends_at, organisation_id)
    db.session.flush()
    record(event.key, "invited", after={"invitation": invitation.public_id, "places": places})
    return invitation


def make(
    event: Event,
    label: str,
    places: int | None,
    ends_at: datetime | None,
    organisation_id: int | None,
) -> Invitation:
    """The same, without a word in the change log (many at once are told there together)."""
    invitation = Invitation(
        event_id=event.id,
        label=label,
        places=places,
        ends_at=ends_at,
        organisation_id=organisation_id,
    )
    db.session.add(invitation)
    return invitation


def withdraw(invitation: Invitation, reason: str | None = None) -> None:
    """The link answers *gone* from now on; who has registered with it stays."""
    invitation.link_revoked_at = now()
    after = {"invitation": invitation.public_id}
    record(invitation.event.key, "invitation-withdrawn", after=after, reason=reason)


def use_place(invitation: Invitation) -> None:
    """Count one more. Raises `InvitationUsedUp` when none is left, however many try at once."""
    free = or_(Invitation.places.is_(None), Invitation.used < Invitation.places)
    if not _count(invitation.id, free, 1):
        raise InvitationUsedUp


def give_place_back(invitation_id: int) -> None:
    """Somebody who came by this invitation is out; another may use it."""
    _count(invitation_id, Invitation.used > 0, -1)


def _count(invitation_id: int, condition: Any, more: int) -> bool:
    statement = (
        update(Invitation)
        .where(Invitation.id == invitation_id, condition)
        .values(used=Invitation.used + more)
        .execution_options(synchronize_session=False)
    )
    result = db.session.execute(statement)
    loaded = db.session.get(Invitation, invitation_id)
    if loaded is not None:
        db.session.expire(loaded, ["used"])
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def remember(invitation: Invitation, session: MutableMapping[str, Any]) -> None:
    """Keep in this browser that the link was opened."""
    opened = dict(session.get(OPENED, {}))
    opened.pop(str(invitation.event_id), None)
    opened[str(invitation.event_id)] = invitation.public_id
    session[OPENED] = dict(list(opened.items())[-REMEMBERED:])


def opened_events(session: MutableMapping[str, Any]) -> frozenset[int]:
    """The events whose invitation this browser has opened and that is still valid."""
    opened = session.get(OPENED, {})
    if not opened:
        return frozenset()
    query = select(Invitation.event_id).where(
        Invitation.public_id.in_(opened.values()), Invitation.link_revoked_at.is_(None)
    )
    return frozenset(db.session.scalars(query))


def open_invitation_for(event: Event, session: MutableMapping[str, Any]) -> Invitation | None:
    """The invitation to this event that this browser has opened, None where it has not."""
    public_id = session.get(OPENED, {}).get(str(event.id))
    if public_id is None:
        return None
    query = select(Invitation).where(
        Invitation.public_id == public_id, Invitation.event_id == event.id
    )
    return db.session.scalar(query)
