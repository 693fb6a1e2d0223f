"""Short hands for tests of the rules: each act in its own transaction, as a view would do it."""

from typing import Any

from sqlalchemy import select

from tests.factories import make_event
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations import rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration


def event_with(**values: Any) -> int:
    """The id of a new event."""
    return make_event(**values).id


def get_event(event_id: int) -> Event:
    return db.session.get_one(Event, event_id)


def applicant(name: str = "Anna Bērziņa", **values: Any) -> Applicant:
    """Somebody whose address is their first name's."""
    values.setdefault("email", f"{name.split()[0].casefold()}@example.org")
    return Applicant(name=name, **values)


def register(event_id: int, name: str = "Anna Bērziņa", **how: Any) -> int:
    """Sign somebody up; the id of the registration."""
    who = how.pop("who", None) or applicant(name)
    with write():
        return rules.register(get_event(event_id), who, **how).id


def get(registration_id: int) -> Registration:
    return db.session.get_one(Registration, registration_id)


def act(verb: Any, registration_id: int, *args: Any, **values: Any) -> None:
    """Do one thing to a registration."""
    with write():
        verb(get(registration_id), *args, **values)


def state(registration_id: int) -> str:
    db.session.rollback()
    db.session.expire_all()
    return get(registration_id).state


def states(*registration_ids: int) -> list[str]:
    return [state(each) for each in registration_ids]


def taken(event_id: int) -> int:
    db.session.rollback()
    db.session.expire_all()
    return get_event(event_id).pool.taken


def letters_to(email: str) -> list[str]:
    """The kinds of letters stored for one address, in order."""
    query = select(Letter.kind).where(Letter.recipient == email).order_by(Letter.id)
    return [kind.rpartition("/")[2] for kind in db.session.scalars(query)]
