"""Erasing one person's data before their time, because they ask for it (GDPR article 17).

What must stay is what names nobody: that there was a registration, its state and its dates. Money
from programmes is accounted for with attendance lists, which are papers of their own; a list of
registrations is no evidence and may go.
"""

from collections.abc import Callable

from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.events.models import Event, Status
from webapp.mail import erasing
from webapp.registrations import retention
from webapp.registrations.line import alone_with, expire_overdue
from webapp.registrations.models import Person, Registration
from webapp.registrations.retention_invitees import forget_invitees, invitees_of
from webapp.registrations.rules import cancel

#: How somebody asked: by their own link, or staff were told so.
BY_LINK = "link"
ASKED = (BY_LINK, "letter", "mail", "in-person")
#: Letters that tell of several registrations, whichever they belong to.
_OF_SEVERAL = ("registrations/letters/links-again", "calendars/letters/mine")


#: Forgets what else is known of who is behind a registration, while it can still be read.
Forget = Callable[[Registration], None]
_also: list[Forget] = []


def forgets_too(forget: Forget) -> Forget:
    """Announce what else somebody's wish to be forgotten concerns, known by a capability above."""
    _also.append(forget)
    return forget


def erase(registration: Registration, asked: str = BY_LINK) -> Registration:
    """Forget who it was; a second time changes nothing. *asked* is one of `ASKED`.

    A place at an event to come is given back first. No letter tells of it: there is nobody left to
    write to, and the page that answers says what was done.
    """
    event = alone_with(registration)
    if registration.erased_at is not None:
        return registration
    if registration.is_overdue:
        expire_overdue(event)
    if ends_first(registration):
        cancel(registration, quietly=True)
    _forget(registration, asked)
    return registration


def ends_first(registration: Registration) -> bool:
    """Whether erasing takes a place, or a place in line, at an event that is still to come."""
    return registration.is_live and not _is_behind(registration.event)


def _is_behind(event: Event) -> bool:
    return event.is_over or event.status in (Status.HELD, Status.CANCELLED)


def _forget(registration: Registration, asked: str) -> None:
    db.session.flush()
    for forget in _also:
        forget(registration)
    email, person_id = registration.email, registration.person_id
    query = select(Registration.id, Registration.public_id, Registration.event_id)
    rows = db.session.execute(query.where(Registration.id == registration.id)).all()
    invited = forget_invitees(invitees_of(registration))
    for change in retention.erase(rows):
        also = {"invitees": invited} if invited else {}
        change.after = {**(change.after or {}), **also, "asked": asked}
    if email:
        erasing.forget_to(email, _OF_SEVERAL)
    if person_id is not None:
        retention.forget_persons(Person.id == person_id)
    record(registration.key, "erased", after={"asked": asked})
    db.session.refresh(registration)
