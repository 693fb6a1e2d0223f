"""Short hands for tests of the staff pages about people."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from tests.factories import make_registration
from tests.people import People
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations.models import Registration


def list_of(people: People, name: str = "public") -> str:
    """The address of the list of one event of the cast."""
    return f"/manage/events/{getattr(people, name)}/people/"


def store(app: Flask, people: People, *rows: dict[str, Any], event: str = "public") -> list[str]:
    """Registrations of one event without a limit of seats; gives their public ids.

    Each row is what differs from the usual.
    """
    with app.app_context(), write():
        stored = db.session.get_one(Event, people.event_ids[event])
        stored.pool.capacity = None
        made = []
        for number, row in enumerate(rows):
            values = {"name": f"Person {number:03}", "email": f"person{number}@example.org"} | row
            made.append(make_registration(stored, **values).public_id)
        return made


def set_event(app: Flask, people: People, *, event: str = "public", **values: Any) -> None:
    """Change columns of an event; *capacity* is its pool's."""
    with app.app_context(), write():
        stored = db.session.get_one(Event, people.event_ids[event])
        if "capacity" in values:
            stored.pool.capacity = values.pop("capacity")
        for name, value in values.items():
            setattr(stored, name, value)


def states(app: Flask, *public_ids: str) -> list[str]:
    """Where these registrations stand."""
    with app.app_context():
        query = select(Registration.public_id, Registration.state)
        found = dict(db.session.execute(query).all())
        return [found[each] for each in public_ids]


def stored(app: Flask, public_id: str) -> Registration:
    """A registration as it stands in the database, without a session."""
    with app.app_context():
        query = select(Registration).where(Registration.public_id == public_id)
        found = db.session.scalars(query).one()
        db.session.expunge(found)
        return found


def letters(app: Flask) -> list[tuple[str, str]]:
    """(kind, recipient) of the letters in the outbox, in order."""
    with app.app_context():
        query = select(Letter.kind, Letter.recipient).order_by(Letter.id)
        return [(kind.rpartition("/")[2], to) for kind, to in db.session.execute(query)]


def log(app: Flask, verb: str) -> list[Change]:
    """The entries of the change log with this verb."""
    with app.app_context():
        found = list(db.session.scalars(select(Change).where(Change.verb == verb)))
        db.session.expunge_all()
        return found
