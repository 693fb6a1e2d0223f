"""Whom letters of invitation went to, erased with the data of the event's participants.

They hang on the event and not on a registration: most of those invited never registered.
"""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    func,
    or_,
    select,
    update,
)

from webapp.core.database import db
from webapp.events.models import Event
from webapp.mail import erasing
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Invitation, Registration
from webapp.registrations.retention_kinds import blanks

#: (id, public id of the invitation, event id) of those invited.
DueInvitee = Row[int, str, int]
_KNOWN = or_(Invitee.name != "", Invitee.email.is_not(None))


def due_invitees(organiser_id: int, ended: ColumnElement[bool]) -> Select[int, str, int]:
    """Those invited to the organiser's events that have *ended* so long ago."""
    return (
        select(Invitee.id, Invitation.public_id, Invitee.event_id)
        .join(Invitee.invitation)
        .join(Event, Event.id == Invitee.event_id)
        .where(Event.organiser_id == organiser_id, ended, _KNOWN)
        .order_by(Invitee.event_id, Invitee.id)
    )


def invitees_of(registration: Registration) -> list[DueInvitee]:
    """The rows by which one person was invited to the event they registered for."""
    theirs = Invitee.invitation_id == registration.invitation_id
    if registration.email_key is not None:
        theirs = or_(theirs, Invitee.email_key == registration.email_key)
    query = select(Invitee.id, Invitation.public_id, Invitee.event_id).join(Invitee.invitation)
    query = query.where(Invitee.event_id == registration.event_id, theirs, _KNOWN)
    return list(db.session.execute(query))


def numbers(due: Subquery) -> Select[int, int]:
    """(event id, how many)."""
    return select(due.c.event_id, func.count()).select_from(due).group_by(due.c.event_id)


def forget_invitees(due: Sequence[DueInvitee]) -> int:
    """Forget who they were, and empty the letters to them; that somebody was invited, and whether
    they came, stays."""
    if not due:
        return 0
    erasing.forget([f"invitation:{row.public_id}" for row in due])
    ids = [row.id for row in due]
    statement = update(Invitee).where(Invitee.id.in_(ids)).values(**blanks(Invitee))
    db.session.execute(statement, execution_options={"synchronize_session": False})
    return len(ids)
