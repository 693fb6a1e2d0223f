"""Pages that are kept are never old, and never somebody else's."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_place, make_registration
from tests.people import cast
from webapp.core.content import VERSION
from webapp.core.database import db, write
from webapp.core.pages import Pages
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.seats.models import SeatPool


@pytest.fixture
def code(app: Flask) -> str:
    with app.app_context():
        return make_event("Harbour Walk", places=[make_place("Pier Hall")], capacity=5).code


def page(client: FlaskClient, code: str) -> str:
    answer = client.get(f"/events/{code}/")
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def version(app: Flask) -> int | None:
    with app.app_context():
        return db.session.scalar(select(VERSION))


def test_a_page_asked_for_again_is_the_same_and_takes_two_statements(
    client: FlaskClient, code: str
) -> None:
    first = client.get(f"/events/{code}/")

    with count_statements() as sent:
        again = client.get(f"/events/{code}/")

    assert len(sent) == 2, sent
    assert again.data == first.data
    assert dict(again.headers) == dict(first.headers)


def test_another_name_of_its_place_stands_there_at_once(app: Flask, code: str) -> None:
    client = app.test_client()
    assert "Pier Hall" in page(client, code)

    with app.app_context(), write():
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        event.place_links[0].place.name = LocalText({"en": "Lighthouse"})

    assert "Lighthouse" in page(client, code)
    assert "Pier Hall" not in page(client, code)


def test_what_a_bulk_statement_changes_stands_there_at_once(app: Flask, code: str) -> None:
    client = app.test_client()
    assert "Brasla Municipality" in page(client, code)

    with app.app_context(), write():
        db.session.execute(update(Organisation).values(name=LocalText({"en": "Ventava"})))

    assert "Ventava" in page(client, code)


def test_seats_and_the_line_are_those_of_this_moment(app: Flask, code: str) -> None:
    client = app.test_client()
    before = page(client, code)

    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        make_registration(event, name="Anna")
        with write():
            db.session.execute(update(SeatPool).values(taken=SeatPool.capacity))
    full = page(client, code)
    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        make_registration(event, name="Berta", state="waiting")

    assert before != full
    assert full != page(client, code)


def test_a_withdrawn_event_is_gone_at_once(app: Flask, code: str) -> None:
    client = app.test_client()
    page(client, code)

    with app.app_context(), write():
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        event.withdrawn_at = event.created_at

    assert client.get(f"/events/{code}/").status_code == 410


def test_the_passing_of_time_shows(app: Flask, code: str, clock: object) -> None:
    with app.app_context():
        over_at = db.session.scalars(select(Event.over_at)).one()
    client = app.test_client()
    clock.set(over_at.isoformat())  # type: ignore[attr-defined]
    clock.forward(seconds=-1)  # type: ignore[attr-defined]
    before = page(client, code)

    clock.forward(seconds=1)  # type: ignore[attr-defined]

    assert page(client, code) != before


@pytest.mark.parametrize("cookie", [("lang", "lv"), ("theme", "dark"), ("zone", "Europe/Lisbon")])
def test_readers_with_other_wishes_get_other_pages(
    app: Flask, code: str, cookie: tuple[str, str]
) -> None:
    plain = app.test_client().get(f"/events/{code}/").text
    other = app.test_client()
    other.set_cookie(*cookie)

    assert other.get(f"/events/{code}/").text != plain
    assert app.test_client().get(f"/events/{code}/").text == plain


def test_what_staff_see_is_never_kept(app: Flask) -> None:
    people = cast(app)
    staff = people.project_coordinator.client(app).get(f"/events/{people.public}/").text

    stranger = people.visitor.client(app).get(f"/events/{people.public}/").text

    assert staff != stranger
    assert people.project_coordinator.client(app).get(f"/events/{people.public}/").text == staff


def test_a_page_with_a_question_in_its_address_is_not_kept(client: FlaskClient, code: str) -> None:
    client.get(f"/events/{code}/?from=letter")

    with count_statements() as sent:
        client.get(f"/events/{code}/?from=letter")

    assert len(sent) > 2


def _begin_and_fail() -> None:
    with write():
        make_organisation("Three")
        db.session.flush()
        raise ZeroDivisionError


def test_a_change_raises_the_number_and_one_taken_back_does_not(any_app: Flask) -> None:
    with any_app.app_context():
        make_organisation("One")
    first = version(any_app)
    with any_app.app_context():
        make_organisation("Two")
    second = version(any_app)

    with any_app.app_context(), pytest.raises(ZeroDivisionError):
        _begin_and_fail()
    with any_app.app_context(), write():
        db.session.execute(update(SeatPool).values(purpose="event"))

    assert first is not None
    assert second == first + 1
    assert version(any_app) == second


def test_pages_asked_for_longest_ago_make_room() -> None:
    pages = Pages(most_bytes=25)
    pages.put("a", b"x" * 10)
    pages.put("b", b"x" * 10)
    pages.get("a")

    pages.put("c", b"x" * 10)

    assert [name for name in "abc" if pages.get(name)] == ["a", "c"]


def test_somebody_who_has_opened_a_form_gets_the_kept_page(app: Flask, code: str) -> None:
    app.test_client().get(f"/events/{code}/")
    client = app.test_client()
    client.get(f"/events/{code}/register")
    assert client.get_cookie("vizite") is not None

    with count_statements() as sent:
        client.get(f"/events/{code}/")

    assert len(sent) == 2, sent
