"""Whose answer a reply is, and whether that is certain.

Certain is who names a letter of ours, whose Message-ID only its reader knows, and who our own mail
server vouches for; either way only from the address that answers. All inside ``with write():``.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select

from webapp.core.database import db
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations.models import LIVE, Registration, State
from webapp.registrations.persons import email_key
from webapp.registrations.replies_errors import NobodyInvited, NotOurs, NotTheirs
from webapp.registrations.replies_reading import Reply

_EVENT = "event:"
#: Who is out again and may want to come after all.
OVER = frozenset({State.CANCELLED, State.EXPIRED})


@dataclass(frozen=True)
class Whose:
    """The registration an answer belongs to; *is_proven*: it may be counted."""

    registration: Registration
    is_proven: bool


def event_of(uid: str) -> tuple[Event, Entry]:
    """The event with this UID and its entry. Raises `NotOurs`."""
    entry = db.session.scalar(select(Entry).where(Entry.uid == uid))
    if entry is None or not entry.owner.startswith(_EVENT):
        raise NotOurs
    event = db.session.get(Event, int(entry.owner.removeprefix(_EVENT)))
    if event is None:
        raise NotOurs
    return event, entry


def whose(event: Event, reply: Reply, is_vouched_for: bool) -> Whose:
    """The live registration that *reply* speaks for. Raises `NobodyInvited` or `NotTheirs`."""
    named, address = _named(event, reply, LIVE), _own_address(reply)
    if named is not None:
        # A reader who answers from another address may be a friend it was passed on to.
        return Whose(named, address is not None and named.email_key == address)
    if address is None:
        raise NotTheirs
    found = list(db.session.scalars(_of_address(event, address, LIVE)))
    if len(found) != 1:
        raise NobodyInvited
    return Whose(found[0], is_vouched_for)


def ended(event: Event, reply: Reply, is_vouched_for: bool) -> Registration | None:
    """The registration that is over and that *reply* certainly speaks for, where none is live."""
    address = _own_address(reply)
    if address is None or db.session.scalar(_of_address(event, address, LIVE)) is not None:
        return None
    if is_vouched_for:
        return db.session.scalars(_of_address(event, address, OVER)).first()
    named = _named(event, reply, OVER)
    return named if named is not None and named.email_key == address else None


def _own_address(reply: Reply) -> str | None:
    """The address that answers, if it is the one the reply comes from."""
    address = email_key(reply.attendee)
    return address if address is not None and address == email_key(reply.sender) else None


def _named(event: Event, reply: Reply, states: Collection[State]) -> Registration | None:
    """The registration whose letter the reply names."""
    if not reply.refers_to:
        return None
    owners = select(Letter.owner).where(
        Letter.message_id.in_(reply.refers_to), Letter.owner.like("registration:%")
    )
    keys = {owner.partition(":")[2] for owner in db.session.scalars(owners)}
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.public_id.in_(keys),
        Registration.state.in_(states),
    )
    found = list(db.session.scalars(query)) if keys else []
    return found[0] if len(found) == 1 else None


def _of_address(event: Event, address: str, states: Collection[State]) -> Select[Registration]:
    """The newest two of an address."""
    return (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.email_key == address)
        .where(Registration.state.in_(states))
        .order_by(Registration.id.desc())
        .limit(2)
    )
