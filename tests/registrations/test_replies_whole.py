"""The whole way: the letter that goes out, its answer, and workers killed while they read."""

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import make_event, make_organisation
from tests.mail.mailbox import MailboxServer, mailbox_server
from tests.outbox import letter, letters
from tests.registrations.replied import Anna, invite, look, stamp
from tests.registrations.reply_reader import read_on
from tests.registrations.replying import filled
from webapp.core import ics_reading
from webapp.core.database import db, write
from webapp.core.links import short_code
from webapp.events.models import Event
from webapp.mail.messages import message_of
from webapp.mail.sending import send_due
from webapp.registrations import rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration
from webapp.seats.counting import miscounts

PEOPLE = 12
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.registrations.reply_reader"])


@pytest.fixture(scope="module")
def running() -> Iterator[MailboxServer]:
    with mailbox_server() as started:
        yield started


@pytest.fixture
def server(running: MailboxServer) -> MailboxServer:
    return running.with_folder(short_code(8))


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, server: MailboxServer) -> Flask:
    name = "make_pg_app" if request.param == "postgresql" else "make_app"
    made: Flask = request.getfixturevalue(name)(VIZITE_IMAP_URL=server.url)
    return made


def request_in(message: EmailMessage) -> ics_reading.Component:
    """The invitation in a letter, as a program reads it."""
    (part,) = [
        each
        for each in message.walk()
        if each.get_content_type() == "text/calendar" and not each.is_attachment()
    ]
    return ics_reading.read(part.get_content()).inside("VEVENT")[0]


def value(event: ics_reading.Component, name: str) -> str:
    line = event.one(name)
    assert line is not None
    return line.value


def test_the_letter_that_goes_out_is_answered_and_gives_the_place_back(
    app: Flask, server: MailboxServer
) -> None:
    with app.app_context(), write():
        brasla = make_organisation("Brasla Municipality", contact_email="events@example.org")
        number = make_event(capacity=1, organiser=brasla, verifies_addresses=False).id
    with app.app_context(), write():
        event = db.session.get_one(Event, number)
        rules.register(event, Applicant(name="Anna", email="anna@example.org"))
    with app.app_context():
        send_due()
    sent = letter(app, to="anna@example.org")
    with app.app_context():
        message = message_of(sent)
    asked = request_in(message)
    assert value(asked, "ATTENDEE").lower() == "mailto:anna@example.org"

    named = {"uid": value(asked, "UID"), "sequence": value(asked, "SEQUENCE")}
    named |= {"message_id": str(message["Message-ID"]), "stamp": stamp()}
    server.put(filled("outlook", partstat="DECLINED", **named))
    assert look(app) == 1

    with app.app_context():
        found = db.session.scalars(select(Registration)).one()
        assert (found.state, found.event_id, found.event.pool.taken) == ("cancelled", number, 0)


def test_workers_that_are_killed_count_each_answer_once(app: Flask, server: MailboxServer) -> None:
    chance = random.Random()
    with app.app_context(), write():
        event = make_event(capacity=PEOPLE, verifies_addresses=False)
        people = [
            invite(app, server, event, f"P {n}", email="anna@example.org") for n in range(PEOPLE)
        ]
    server.put(*[each.mail("outlook", partstat="DECLINED") for each in people])

    for _ in range(3):
        killed_amid_reading(app, chance)
    look(app)

    assert {each.standing()[0] for each in people} == {"cancelled"}
    told = letters(app, kind="registrations/letters/cancelled")
    assert Counter(each.owner for each in told) == Counter(owners(app, people))
    with app.app_context():
        assert list(miscounts()) == []


def killed_amid_reading(app: Flask, chance: random.Random) -> None:
    """Start a worker that reads the mailbox, and kill it at any moment (SIGKILL)."""
    known = app.config["VIZITE"]
    settings = {"VIZITE_DATA": str(known.data), "VIZITE_DATABASE_URL": known.database_url}
    settings["VIZITE_IMAP_URL"] = known.imap_url
    ours, theirs = _processes.Pipe()
    process = _processes.Process(target=read_on, args=(theirs, settings), daemon=True)
    process.start()
    assert ours.recv() == "ready"
    time.sleep(chance.uniform(0.0, 0.3))
    process.kill()
    process.join()


def owners(app: Flask, people: list[Anna]) -> list[str]:
    with app.app_context():
        return [db.session.get_one(Registration, each.number).key for each in people]
