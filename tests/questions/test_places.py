"""Places of a limited choice: never sold twice, given back when somebody goes."""

import multiprocessing
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import make_event
from tests.questions.asking import ask, edit, form_of, name_of
from tests.questions.chooser import answers_of, choose
from tests.questions.test_registering import register, told
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.questions.asking import Answers, Kind
from webapp.questions.errors import OptionFull, TooFewPlaces
from webapp.questions.models import Answer, Question
from webapp.questions.queries import asked_of, places_of
from webapp.questions.rules import Draft, OptionDraft
from webapp.registrations import retention, rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration, State
from webapp.seats.counting import miscounts

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.registrations.contender", "tests.questions.chooser"])


def trip(capacity: int | None = None, **values: Any) -> tuple[Event, Question, list[str]]:
    """An event with a boat trip: one place in the morning, two in the evening."""
    event = make_event(capacity=capacity, **values)
    question = ask(event, Kind.PLACES, "Boat trip", ("morning", 1), ("evening", 2))
    return event, question, [option.key for option in asked_of(event.id)[0].options]


def sign_up(event: Event, name: str, key: str) -> int:
    """Somebody registers and chooses; the id."""
    [asked] = asked_of(event.id)
    with write():
        event = db.session.get_one(Event, event.id)
        applicant = Applicant(name=name, email=f"{name.lower()}@example.org")
        return rules.register(event, applicant, answers=answers_of(asked, key)).id


def choose_again(registration_id: int, answers: Answers) -> None:
    """Somebody changes what they chose."""
    with write():
        registration = db.session.get_one(Registration, registration_id)
        rules.change(registration, answers=answers)


def taken(event: Event) -> list[int]:
    """How many places of each option are held, as the pools and as the answers have it."""
    asked = asked_of(event.id)
    assert list(miscounts()) == []
    places = places_of(asked)
    return [places[option.key].taken for option in asked[0].options]


@pytest.mark.usefixtures("any_context")
class TestRules:
    def test_a_full_option_is_refused_and_nothing_is_taken(self) -> None:
        event, _question, (morning, _evening) = trip(capacity=5)
        sign_up(event, "Anna", morning)

        with pytest.raises(OptionFull) as refused:
            sign_up(event, "Bruno", morning)

        assert str(refused.value) == "“morning” is full. Choose something else."
        assert taken(event) == [1, 0]
        assert db.session.get_one(Event, event.id).pool.taken == 1

    @pytest.mark.parametrize("how", ["cancel", "expire", "erase"])
    def test_a_place_is_given_back_when_somebody_goes(self, how: str) -> None:
        event, _question, (morning, _evening) = trip()
        anna = sign_up(event, "Anna", morning)

        with write():
            registration = db.session.get_one(Registration, anna)
            if how == "cancel":
                rules.cancel(registration)
            elif how == "expire":
                registration.state, registration.held_until = State.OFFERED.value, now()
                db.session.flush()
                rules.expire_overdue(registration.event)
            else:
                query = retention.due(event.organiser_id, -1200, now())
                retention.erase(db.session.execute(query).all())

        assert taken(event) == [0, 0]
        sign_up(event, "Bruno", morning)
        assert taken(event) == [1, 0]

    def test_who_waits_holds_the_place_they_chose(self) -> None:
        event, _question, (morning, evening) = trip(capacity=1)
        sign_up(event, "Anna", evening)
        sign_up(event, "Bruno", morning)

        with pytest.raises(OptionFull):
            sign_up(event, "Carla", morning)

        assert taken(event) == [1, 1]

    def test_choosing_again_moves_the_place(self) -> None:
        event, _question, (morning, evening) = trip()
        anna = sign_up(event, "Anna", morning)
        [asked] = asked_of(event.id)

        choose_again(anna, answers_of(asked, evening))

        assert taken(event) == [0, 1]

    def test_choosing_what_is_full_keeps_what_one_has(self) -> None:
        event, _question, (morning, evening) = trip()
        sign_up(event, "Anna", morning)
        bruno = sign_up(event, "Bruno", evening)
        [asked] = asked_of(event.id)

        with pytest.raises(OptionFull):
            choose_again(bruno, answers_of(asked, morning))

        assert taken(event) == [1, 1]
        assert db.session.get_one(Registration, bruno).revision == 1

    @pytest.mark.parametrize("is_full_by_now", [True, False])
    def test_who_verifies_too_late_gets_their_place_if_it_is_still_free(
        self, is_full_by_now: bool
    ) -> None:
        event, _question, (morning, _evening) = trip(verifies_addresses=True)
        anna = sign_up(event, "Anna", morning)
        with write():
            registration = db.session.get_one(Registration, anna)
            registration.held_until = now()
            db.session.flush()
            rules.expire_overdue(registration.event)
        if is_full_by_now:
            sign_up(event, "Bruno", morning)

        with write():
            rules.verify(db.session.get_one(Registration, anna))

        answered = db.session.scalars(select(Answer.registration_id)).all()
        assert (anna in answered) is not is_full_by_now
        assert db.session.get_one(Registration, anna).state == State.CONFIRMED
        assert taken(event) == [1, 0]

    def test_fewer_places_than_are_held_are_refused(self) -> None:
        event, question, (morning, evening) = trip()
        sign_up(event, "Anna", evening)
        sign_up(event, "Bruno", evening)
        options = (
            OptionDraft(LocalText({"en": "morning"}), morning, 1),
            OptionDraft(LocalText({"en": "evening"}), evening, 1),
        )

        with pytest.raises(TooFewPlaces) as refused:
            edit(event, question, Draft(LocalText({"en": "Boat trip"}), options=options))

        assert "“evening” has been chosen by 2 people" in str(refused.value)

    def test_the_same_form_again_takes_no_second_place(self) -> None:
        event, _question, (_morning, evening) = trip()
        [asked] = asked_of(event.id)

        for _ in range(2):
            with write():
                stored = db.session.get_one(Event, event.id)
                applicant = Applicant(name="Anna", email="anna@example.org")
                answers = answers_of(asked, evening)
                rules.register(stored, applicant, answers=answers, form_key="one")

        assert taken(event) == [0, 1]


@pytest.mark.usefixtures("context")
def test_a_full_option_says_so_and_cannot_be_chosen(client: FlaskClient) -> None:
    event, question, (morning, _evening) = trip()
    sign_up(event, "Anna", morning)

    page = client.get(f"/events/{event.code}/register").text
    answer = register(client, event, "Bruno", **{name_of(question): morning})

    assert "full" in page
    assert "2 places left" in page
    assert f'value="{morning}" disabled' in " ".join(page.split())
    assert form_of(client, f"/events/{event.code}/register")[name_of(question)] == [""]
    assert (answer.status_code, told(answer)) == (
        422,
        ["“morning” is full. Choose something else."],
    )


@pytest.mark.usefixtures("context")
def test_a_place_lost_in_the_last_moment_is_told_beside_the_question(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Free when the form was checked, gone when it was stored."""
    event, question, (morning, _evening) = trip()
    monkeypatch.setattr("webapp.registrations.asking.places_of", lambda questions: {})
    sign_up(event, "Anna", morning)

    answer = register(client, event, "Bruno", **{name_of(question): morning})

    assert (answer.status_code, told(answer)) == (
        422,
        ["“morning” is full. Choose something else."],
    )
    assert db.session.scalar(select(func.count(Registration.id))) == 1


def test_processes_that_choose_at_once_never_sell_a_place_twice(any_app: Flask) -> None:
    with any_app.app_context():
        event = make_event(capacity=20)
        ask(event, Kind.PLACES, "Boat trip", ("morning", 3), ("noon", 4), ("evening", 5))
        event_id = event.id
        db.session.rollback()
    known = any_app.config["VIZITE"]
    settings = {"VIZITE_DATA": str(known.data), "VIZITE_DATABASE_URL": known.database_url}
    started = []
    for seed in range(3):
        ours, theirs = _processes.Pipe()
        process = _processes.Process(
            target=choose, args=(theirs, settings, event_id, seed), daemon=True
        )
        process.start()
        theirs.close()
        started.append((process, ours))
    said: Counter[str] = Counter()

    for _process, pipe in started:
        assert pipe.recv() == "ready"
    for _process, pipe in started:
        pipe.send("go")
    for process, pipe in started:
        said.update(pipe.recv() for _ in range(25))
        process.join(30)

    assert said.total() == 75
    assert said["full"] > 0
    with any_app.app_context():
        assert list(miscounts()) == []
        places = places_of(asked_of(event_id))
        assert all(
            each.capacity is not None and each.taken <= each.capacity for each in places.values()
        )
        held = select(func.count()).where(Answer.pool_id.is_not(None))
        assert sum(each.taken for each in places.values()) == db.session.scalar(held)
