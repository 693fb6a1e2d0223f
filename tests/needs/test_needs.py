"""Needs are seen by those who see to them and by nobody else, and are forgotten soon."""

import logging

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Clock
from tests.factories import make_event
from tests.questions.asking import ask, form_of, name_of
from tests.questions.test_versions import answer
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.needs import rules, sweeps
from webapp.needs.models import Need
from webapp.needs.options import Needed
from webapp.questions.asking import Answers, Kind
from webapp.questions.queries import asked_of
from webapp.registrations import need_sweeps
from webapp.registrations import rules as registrations
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration

#: Nobody writes this by chance.
WORDS = "Xylophagous celery intolerance"
pytestmark = pytest.mark.usefixtures("context")


def test_no_letter_log_or_change_says_a_word_of_them(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    event = make_event()
    diet = ask(event, Kind.DIET, "Diet")
    client = app.test_client()
    where = f"/events/{event.code}/register"
    typed = {"name": "Anna", "email": "anna@example.org", f"{name_of(diet)}-words": WORDS}
    client.post(where, data=form_of(client, where) | typed)
    who = db.session.scalars(select(Registration).where(Registration.name == "Anna")).one()
    change = f"/registrations/{who.token()}/change"
    client.post(change, data=form_of(client, change) | {f"{name_of(diet)}-words": f"{WORDS}!"})

    facts = db.session.scalars(select(Letter.facts)).all()
    changes = db.session.execute(select(Change.before, Change.after, Change.reason)).all()

    assert db.session.scalars(select(Need.words)).all() == [f"{WORDS}!"]
    assert WORDS not in str(facts)
    assert WORDS not in str(changes)
    assert WORDS not in caplog.text


def test_they_are_erased_two_weeks_after_the_event(clock: Clock) -> None:
    event, later = make_event(), make_event("Later")
    diet = ask(event, Kind.DIET, "Diet")
    other = ask(later, Kind.DIET, "Diet")
    answer(event, "Anna", {}, {diet.id: Needed(("vegan",))})
    answer(later, "Bruno", {}, {other.id: Needed(("vegan",))})
    with write():
        over_at = db.session.get_one(Event, event.id).over_at
        stored = db.session.get_one(Event, later.id)
        stored.over_at = None
    assert over_at is not None

    clock.set((over_at + sweeps.KEPT_FOR).isoformat())
    clock.forward(seconds=-1)
    assert sweeps.erase_due() == 0
    clock.forward(seconds=1)

    assert sweeps.due_numbers() == {event.id: 1}
    assert sweeps.erase_due() == 1
    assert [each.event_id for each in db.session.scalars(select(Need))] == [later.id]
    entry = db.session.scalars(select(Change).where(Change.verb == "needs-erased")).one()
    assert (entry.entity, entry.after) == (f"event:{event.id}", {"registrations": 1})


def test_a_cancelled_event_forgets_them_too(clock: Clock) -> None:
    event = make_event()
    diet = ask(event, Kind.DIET, "Diet")
    answer(event, "Anna", {}, {diet.id: Needed(("vegan",))})
    with write():
        stored = db.session.get_one(Event, event.id)
        stored.status, stored.cancelled_at = "cancelled", stored.created_at

    clock.forward(days=15)

    assert sweeps.erase_due() == 1


def test_who_no_longer_comes_is_forgotten_sooner(clock: Clock) -> None:
    event = make_event()
    diet = ask(event, Kind.DIET, "Diet")
    anna = answer(event, "Anna", {}, {diet.id: Needed(("vegan",))})
    bruno = answer(event, "Bruno", {}, {diet.id: Needed(("vegan",))})
    with write():
        registrations.cancel(db.session.get_one(Registration, anna))

    clock.forward(days=13)
    assert need_sweeps.erase_needs_of_ended() == 0
    clock.forward(days=1, seconds=1)

    assert need_sweeps.erase_needs_of_ended() == 1
    assert list(rules.of_many([anna, bruno])) == [bruno]


def test_a_question_about_needs_keeps_nothing_where_nothing_is_needed() -> None:
    event = make_event()
    diet = ask(event, Kind.DIET, "Diet")

    with write():
        stored = db.session.get_one(Event, event.id)
        answers = Answers(asked_of(event.id), {}, {diet.id: Needed()})
        registrations.register(stored, Applicant(name="Anna", email="a@e.org"), answers=answers)

    assert db.session.scalar(select(func.count(Need.id))) == 0
