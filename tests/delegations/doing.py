"""Short hands for tests of the rules of delegations: each act in its own transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tests.factories import make_event, make_organisation
from webapp.core.database import db, write
from webapp.delegations import rules
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.naming import Named
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.seats.counting import miscounts

PARTNERS = ("Nevers", "Razlog", "Ånge")


def visit(capacity: int | None = 10, **values: Any) -> int:
    """The id of a meeting to which delegations come."""
    return make_event(
        "Partner meeting", kind="partner-meeting", capacity=capacity, code="visit22", **values
    ).id


def add(event_id: int, partner: str = "Nevers", **values: Any) -> int:
    """The id of a new delegation, made as the coordinator makes it."""
    organisation = make_organisation(partner)
    values = {"leader_name": "Claire Moulin", "leader_email": "claire@example.org", **values}
    with write():
        event = db.session.get_one(Event, event_id)
        return rules.add_delegation(event, db.session.merge(organisation), **values).id


def named(name: str = "Jean Martin", **values: Any) -> Named:
    """Somebody whose address is their first name's."""
    values.setdefault("email", f"{name.split()[0].casefold()}@example.org")
    return Named(name, **values)


def name(delegation_id: int, *people: str | Named) -> list[int]:
    """Name members; the ids of the delegates."""
    return [do(rules.name_member, delegation_id, as_named(each)) for each in people]


def as_named(who: str | Named) -> Named:
    return named(who) if isinstance(who, str) else who


def do(verb: Any, delegation_id: int, *args: Any, **values: Any) -> Any:
    """Do something to a delegation; the id of the delegate that came of it, if one did."""
    with write():
        done = verb(db.session.get_one(Delegation, delegation_id), *args, **values)
        return done.id if isinstance(done, Delegate) else done


def to(verb: Any, delegate_id: int, *args: Any, **values: Any) -> Any:
    """Do something to a delegate; the id of the delegate that came of it, if one did."""
    with write():
        done = verb(db.session.get_one(Delegate, delegate_id), *args, **values)
        return done.id if isinstance(done, Delegate) else done


def fresh(delegation_id: int) -> Delegation:
    """Read anew."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Delegation, delegation_id)


def fresh_delegate(delegate_id: int) -> Delegate:
    """Read anew."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Delegate, delegate_id)


def event_of(delegation_id: int) -> Event:
    """Read anew."""
    return fresh(delegation_id).event


def people(delegation_id: int) -> list[tuple[str, str, str]]:
    """(name, standing, state of the registration) of everybody ever in it, in order."""
    query = select(Delegate).where(Delegate.delegation_id == delegation_id)
    db.session.rollback()
    db.session.expire_all()
    found = db.session.scalars(query.order_by(Delegate.position, Delegate.id))
    return [(each.registration.name, each.standing, each.registration.state) for each in found]


def pool(delegation_id: int) -> tuple[int | None, int, int]:
    """(capacity, reserved, taken) of its seats."""
    found = fresh(delegation_id).pool
    return found.capacity, found.reserved, found.taken


def taken(delegation_id: int) -> int:
    """Seats of the event that are held or kept; counted anew, none is counted wrong."""
    assert list(miscounts()) == []
    return event_of(delegation_id).pool.taken


def letters_to(email: str) -> list[str]:
    """The kinds of letters stored for one address, in order."""
    query = select(Letter.kind).where(Letter.recipient == email).order_by(Letter.id)
    return [kind.rpartition("/")[2] for kind in db.session.scalars(query)]


def all_named(names: Sequence[str]) -> list[Named]:
    return [named(each) for each in names]
