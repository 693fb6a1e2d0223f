"""More places, fewer places, registration closed and opened again."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.people import People, cast
from tests.registrations.desk import letters, list_of, set_event, states, store
from webapp.core.times import now
from webapp.registrations.models import State


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def waiting(app: Flask, people: People, number: int) -> list[str]:
    since = now() - timedelta(hours=1)
    rows = [
        {"state": State.WAITING, "waiting_since": since + timedelta(minutes=n)}
        for n in range(number)
    ]
    found = store(app, people, *rows)
    set_event(app, people, capacity=1)
    return found


def places(desk: FlaskClient, people: People) -> Sheet:
    return look(desk, f"{list_of(people)}places")


def test_more_places_are_shown_in_numbers_and_then_given(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    ids = waiting(app, people, 6)

    page = send(desk, places(desk, people), button="See what this does", capacity="5")
    assert "4 people will be offered a place. 4 letters are written." in page.words
    assert states(app, *ids) == ["waiting"] * 6
    assert letters(app) == []

    button = "Change the number of places"
    page = send(desk, page, button=button, step="done")
    assert "The number of places is changed." in page.words
    assert states(app, *ids) == ["offered"] * 4 + ["waiting"] * 2
    assert len(letters(app)) == 4


def test_fewer_places_than_are_taken_are_refused(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(app, people, {}, {})
    set_event(app, people, capacity=5)

    page = send(desk, places(desk, people), button="See what this does", capacity="2")

    assert page.status == 422
    assert "3 seats are taken, so there cannot be fewer." in page.errors()["capacity"]


def test_a_stale_form_changes_nothing(app: Flask, people: People, desk: FlaskClient) -> None:
    page = send(desk, places(desk, people), button="See what this does", capacity="9")
    send(desk, page, button="Change the number of places", step="done")

    late = send(desk, page, button="Change the number of places", step="done")

    assert late.status == 422


def test_registration_is_closed_and_opened_again(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = send(desk, places(desk, people), button="Close registration now")
    assert "Registration is closed." in page.words
    form = f"/events/{people.public}/register"
    assert "Registration for this event has closed." in look(app.test_client(), form).words

    page = send(desk, page, button="Open it again")
    assert "Registration is open again." in page.words
    assert "People can register now." in page.words


def test_only_who_plans_the_event_and_sees_its_people_may(app: Flask, people: People) -> None:
    for who in (people.helper, people.reader, people.project_coordinator):
        assert who.client(app).get(f"{list_of(people)}places").status_code == 403
