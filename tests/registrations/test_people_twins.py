"""Duplicates: found, taken as one person, undone, or said to be two."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.people import People, cast
from tests.registrations.desk import list_of, store
from webapp.core.database import db
from webapp.registrations import people_twins as twins
from webapp.registrations.models import Person, Registration

ANNA = {"name": "Anna Bērziņa", "email": "anna@example.org"}


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def pairs(app: Flask, people: People) -> list[tuple[str | None, str | None]]:
    with app.app_context():
        from webapp.events.models import Event

        event = db.session.get_one(Event, people.event_ids["public"])
        return [(pair.one.email, pair.other.email) for pair in twins.pairs_of(event)]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Bērziņa Anna", "email": "a.b@firma.lv"},
        {"name": "ANNA BERZINA", "email": None},
        {"name": "Anna Bērziņa-Ozola", "email": "anna1@example.com"},
        {"name": "Anna", "email": "anna+list@example.org"},
    ],
)
def test_the_same_name_or_nearly_the_same_address_is_found(
    app: Flask, people: People, other: dict[str, str]
) -> None:
    store(app, people, ANNA, other)

    assert pairs(app, people) == [(ANNA["email"], other["email"])]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Juris Bērziņš", "email": "anna@example.org"},  # a couple with one address
        {"name": "Anna Kalniņa", "email": "kalnina@example.org"},
    ],
)
def test_others_are_left_alone(app: Flask, people: People, other: dict[str, str]) -> None:
    store(app, people, ANNA, other)

    assert pairs(app, people) == []


def test_two_registrations_become_one_person_and_two_again(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(app, people, ANNA, {**ANNA, "email": "ab@firma.lv"})

    page = send(desk, look(desk, f"{list_of(people)}duplicates"), they="one")
    assert "Taken as one person: Anna Bērziņa." in page.words
    assert "Nobody seems to be here twice" in page.words
    with app.app_context():
        merged = [each for each in db.session.query(Person) if each.merged_into_id]
        assert len(merged) == 1
        assert {each.state for each in db.session.query(Registration)} == {"confirmed"}

    page = send(desk, page, they="undo")
    assert "Undone: they are two people again." in page.words
    assert pairs(app, people) == [("anna@example.org", "ab@firma.lv")]


def test_two_people_of_one_name_are_not_asked_about_again(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(app, people, ANNA, {**ANNA, "email": "ab@firma.lv"})

    page = send(desk, look(desk, f"{list_of(people)}duplicates"), they="two")

    assert "They are two people; you are not asked again." in page.words
    assert pairs(app, people) == []


def test_people_of_another_organiser_cannot_be_named(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    one, _other = store(app, people, ANNA, {**ANNA, "email": "ab@firma.lv"})
    page = look(desk, f"{list_of(people)}duplicates")

    assert send(desk, page, one=one, other="23456789", they="one").status == 404


def test_only_who_may_change_people_decides(app: Flask, people: People) -> None:
    for who in (people.helper, people.reader, people.project_coordinator):
        assert who.client(app).get(f"{list_of(people)}duplicates").status_code == 403
