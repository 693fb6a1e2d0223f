"""The waiting list in the hands of staff: passing over, holding back, and notes about people."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.people import People, cast
from tests.registrations.desk import list_of, log, set_event, states, store, stored
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations import line
from webapp.registrations.models import State


@pytest.fixture
def people(any_app: Flask) -> People:
    return cast(any_app)


@pytest.fixture
def desk(any_app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(any_app)


@pytest.fixture
def waiting(any_app: Flask, people: People) -> list[str]:
    """Three people in line for an event that is full."""
    since = now() - timedelta(hours=3)
    ids = store(
        any_app,
        people,
        *(
            {
                "name": name,
                "email": f"{name.lower()}@example.org",
                "state": State.WAITING,
                "waiting_since": since + timedelta(minutes=number),
            }
            for number, name in enumerate(("Anna", "Berta", "Cilda"))
        ),
    )
    set_event(any_app, people, capacity=1)
    return ids


def free_seat(app: Flask, people: People) -> None:
    """One more place than before, and the line moves."""
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.pool.capacity = (event.pool.capacity or 0) + 1
        db.session.flush()
        line.promote(event)


def open_page(desk: FlaskClient, people: People, public_id: str):  # type: ignore[no-untyped-def]
    return look(desk, f"{list_of(people)}{public_id}/")


def test_passing_over_lets_the_next_go_first_once(
    any_app: Flask, people: People, desk: FlaskClient, waiting: list[str]
) -> None:
    page = send(
        desk, open_page(desk, people, waiting[0]), button="Pass over once", reason="No visa yet"
    )
    assert "Passed over once: Anna is number 2 now" in page.words
    assert "passed over once" in page.words

    free_seat(any_app, people)
    assert states(any_app, *waiting) == ["waiting", "offered", "waiting"]
    free_seat(any_app, people)
    assert states(any_app, *waiting) == ["offered", "offered", "waiting"]
    assert [change.reason for change in log(any_app, "passed-over")] == ["No visa yet"]


def test_nobody_is_passed_over_where_nobody_stands_behind(
    any_app: Flask, people: People, desk: FlaskClient, waiting: list[str]
) -> None:
    page = open_page(desk, people, waiting[2])

    assert "Pass over once" not in page.words
    response = desk.post(f"{list_of(people)}{waiting[2]}/passing", data={"reason": "why"})
    assert response.status_code in (400, 422)


def test_who_is_held_back_is_passed_by_until_taken_back(
    any_app: Flask, people: People, desk: FlaskClient, waiting: list[str]
) -> None:
    page = send(desk, open_page(desk, people, waiting[0]), button="Hold back", reason="Is asked")
    assert "Held back: Anna gets no place until you take this back." in page.words
    assert "held back" in look(desk, list_of(people)).words

    free_seat(any_app, people)
    free_seat(any_app, people)
    free_seat(any_app, people)
    assert states(any_app, *waiting) == ["waiting", "offered", "offered"]

    send(desk, open_page(desk, people, waiting[0]), button="Take back into the line")
    assert states(any_app, *waiting) == ["offered", "offered", "offered"]
    assert stored(any_app, waiting[0]).held_back_at is None


def test_a_reason_is_needed_to_pass_somebody_over(
    any_app: Flask, people: People, desk: FlaskClient, waiting: list[str]
) -> None:
    page = send(desk, open_page(desk, people, waiting[0]), button="Pass over once")

    assert page.status == 422
    assert page.summary() == ["Give a reason: it is kept in the history."]


def test_staff_keep_notes_about_people(
    any_app: Flask, people: People, desk: FlaskClient, waiting: list[str]
) -> None:
    page = open_page(desk, people, waiting[0])

    page = send(desk, page, button="Keep the note", **{"note-text": "Rang: comes by bus"})
    assert "Rang: comes by bus" in page.words
    assert log(any_app, "note-added")[0].after is None

    page = send(desk, page, button="Remove")
    assert "Rang: comes by bus" not in page.words


def test_an_empty_note_is_refused_and_a_participant_sees_none(
    any_app: Flask, people: People, desk: FlaskClient, waiting: list[str]
) -> None:
    page = open_page(desk, people, waiting[0])
    refused = send(desk, page, button="Keep the note")
    assert refused.status == 422
    assert refused.summary() == ["Write the note first."]

    send(desk, page, button="Keep the note", **{"note-text": "Secret of the staff"})
    with any_app.app_context():
        token = stored(any_app, waiting[0]).token()
    mine = look(any_app.test_client(), f"/registrations/{token}/")
    assert "Secret of the staff" not in mine.soup.get_text()


def test_a_note_of_somebody_else_is_not_found(
    any_app: Flask, people: People, desk: FlaskClient, waiting: list[str]
) -> None:
    page = open_page(desk, people, waiting[0])
    page = send(desk, page, button="Keep the note", **{"note-text": "x"})
    form = page.form("Remove")
    foreign = str(form["action"]).replace(waiting[0], waiting[1])

    token = page.soup.select_one("input[name=csrf_token]")
    assert token is not None
    assert desk.post(foreign, data={"csrf_token": token["value"]}).status_code == 404
