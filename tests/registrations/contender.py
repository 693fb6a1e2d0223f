"""One of several processes that register at the same time, each with an app of its own."""

import random
from collections.abc import Iterator
from itertools import count
from multiprocessing.connection import Connection

from sqlalchemy import select

from tests.databases import SETTINGS, close
from webapp import create_app
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.registrations import rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.errors import AlreadyRegistered, NotInTheRunning
from webapp.registrations.models import Registration

#: So few that the same person is often tried by several at once.
PEOPLE = 600


def contend(
    pipe: Connection, settings: dict[str, str], event_id: int, seed: int, tries: int
) -> None:
    """Say ``ready``, wait for a word, and tell what became of each try after its commit.

    Without *tries* it goes on, cancelling now and then, until it is killed.
    """
    app = create_app(SETTINGS | settings)
    with app.app_context():
        db.session.get_one(Event, event_id)
        pipe.send("ready")
        pipe.recv()
        chance = random.Random(seed)
        if tries:
            for _ in range(tries):
                pipe.send(compete(event_id, chance))
        else:
            for said in come_and_go(event_id, seed, chance):
                pipe.send(said)
    close(app)


def compete(event_id: int, chance: random.Random) -> str:
    """Register one of few people; the state they got."""
    number = chance.randrange(PEOPLE)
    try:
        return _register(event_id, f"Person {number}", f"p{number}@example.org")[1]
    except AlreadyRegistered:
        return "already"


def come_and_go(event_id: int, seed: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Register somebody new each time; every third time somebody of ours cancels."""
    ours: list[str] = []
    for number in count():
        public_id, state = _register(event_id, f"P {seed} {number}", f"p{number}@example.org")
        ours.append(public_id)
        yield public_id, state
        if chance.random() < 0.3:
            gone = ours.pop(chance.randrange(len(ours)))
            _cancel(gone)
            yield gone, "cancelled"


def _register(event_id: int, name: str, email: str) -> tuple[str, str]:
    with write():
        event = db.session.get_one(Event, event_id)
        registration = rules.register(event, Applicant(name=name, email=email))
        return registration.public_id, registration.state


def _cancel(public_id: str) -> None:
    query = select(Registration).where(Registration.public_id == public_id)
    try:
        with write():
            rules.cancel(db.session.scalars(query).one())
    except NotInTheRunning:
        return
