"""People entered by hand: at the door, by telephone, without an e-mail address."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.browsing import Sheet, look, send
from tests.factories import make_target_group
from tests.people import People, cast
from tests.registrations.desk import letters, list_of, log, set_event, store
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations.models import Registration


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def door(app: Flask, people: People) -> FlaskClient:
    """The browser of the helper at the door."""
    return people.helper.client(app)


def enter(browser: FlaskClient, people: People, button: str = "Enter", **fields: Any) -> Sheet:
    page = look(browser, f"{list_of(people)}new")
    return send(browser, page, button=button, **({"name": "Zane Zariņa"} | fields))


def number(app: Flask) -> int:
    """How many are registered for the event people are entered for."""
    with app.app_context():
        query = select(func.count(Registration.id)).join(Registration.event)
        return db.session.scalar(query.where(Event.search_key.like("open harbour day%"))) or 0


def test_a_person_without_an_address_gets_a_place(
    app: Flask, people: People, door: FlaskClient
) -> None:
    page = enter(door, people)

    assert page.state == "confirmed"
    assert "Entered: Zane Zariņa has a place." in page.words
    assert "entered by hand Helper" in page.words
    assert letters(app) == []
    assert len(log(app, "entered")) == 1


def test_what_was_written_down_is_stored(app: Flask, people: People, door: FlaskClient) -> None:
    with app.app_context(), write():
        group = make_target_group("Sailors")
        db.session.get_one(Event, people.event_ids["public"]).target_groups = [group]
        group_id = group.id

    enter(
        door,
        people,
        email="Zane@Example.org",
        organisation=str(people.organisation_ids["otava"]),
        target_group=str(group_id),
        language="lv",
    )

    with app.app_context():
        zane = db.session.scalars(select(Registration).filter_by(name="Zane Zariņa")).one()
        assert (zane.email, zane.organisation_text, zane.language) == (
            "Zane@example.org",
            "Otava Town",
            "lv",
        )
        assert zane.organisation_id == people.organisation_ids["otava"]
        assert zane.target_group_id == group_id
        assert zane.entered_by_id == people.helper.account_id
    assert letters(app) == [("confirmed", "Zane@example.org")]


def test_the_letter_is_left_out_on_demand(app: Flask, people: People, door: FlaskClient) -> None:
    enter(door, people, email="zane@example.org", writes=None)

    assert letters(app) == []


def test_a_full_event_says_so_and_gives_a_place_in_line(
    app: Flask, people: People, door: FlaskClient
) -> None:
    set_event(app, people, capacity=1)

    form = look(door, f"{list_of(people)}new")
    page = enter(door, people)

    assert "Whoever you enter now is number 1 on the waiting list" in form.words
    assert page.state == "waiting"
    assert "Entered: Zane Zariņa is number 1 on the waiting list." in page.words


def test_somebody_registered_already_is_one_click_away(
    app: Flask, people: People, door: FlaskClient
) -> None:
    [zane] = store(app, people, {"name": "Zane Zariņa", "email": "zane@example.org"})

    page = enter(door, people, name="ZANE ZARINA", email="Zane@example.org")

    assert page.status == 422
    assert "registered already" in page.errors()["email"]
    assert page.soup.select(f'a[href$="/people/{zane}/"]')
    assert number(app) == 2


def test_a_namesake_without_an_address_is_asked_about(
    app: Flask, people: People, door: FlaskClient
) -> None:
    """They may be one person entered twice, or two."""
    set_event(app, people, capacity=None)
    enter(door, people)

    asked = enter(door, people)
    entered = send(door, asked, button="Enter", is_another="y")

    assert asked.status == 422
    assert "Is it this person?" in asked.words
    assert entered.state == "confirmed"
    assert number(app) == 3


def test_a_form_sent_twice_enters_one_person(app: Flask, people: People, door: FlaskClient) -> None:
    page = look(door, f"{list_of(people)}new")

    first = send(door, page, button="Enter", name="Zane", email="zane@example.org")
    again = send(door, page, button="Enter", name="Zane", email="zane@example.org")

    assert first.response.request.path == again.response.request.path
    assert number(app) == 2


def test_one_after_the_other(people: People, door: FlaskClient) -> None:
    page = enter(door, people, next="another")

    assert "Entered: Zane Zariņa has a place." in page.words
    assert page.response.request.path.endswith("/people/new")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"email": "zane at example"}, "email"),
        ({"organisation_text": "x" * 301}, "organisation_text"),
        ({"organisation": "99999"}, "organisation"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_stored_is_said_beside_it(
    app: Flask, people: People, door: FlaskClient, fields: dict[str, Any], where: str
) -> None:
    page = enter(door, people, **fields)

    assert page.status == 422
    assert list(page.errors()) == [where]
    assert number(app) == 1


def test_a_cancelled_event_takes_nobody(app: Flask, people: People, door: FlaskClient) -> None:
    page = look(door, f"{list_of(people)}new")
    set_event(app, people, status="cancelled", cancelled_at=now())

    late = send(door, page, button="Enter", name="Zane")

    assert late.status == 422
    assert late.summary() == ["This event has been cancelled."]
    assert "This event has been cancelled." in look(door, f"{list_of(people)}new").words


# Who may not


def test_who_may_not_see_people_enters_none(app: Flask, people: People) -> None:
    for who in (people.reader, people.project_coordinator, people.stranger):
        browser = who.client(app)
        assert browser.get(f"{list_of(people)}new").status_code == 403
        page = look(browser, "/registrations/links")
        token = page.soup.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
        data = {"csrf_token": token, "name": "Zane", "language": "en"}
        assert browser.post(f"{list_of(people)}new", data=data).status_code == 403
    assert number(app) == 1


def test_staff_may_correct_somebody_without_writing_to_them(app: Flask, people: People) -> None:
    desk = people.partner_coordinator.client(app)
    (zane,) = store(app, people, {"name": "Zane", "email": "zane@example.org"})
    page = look(desk, f"{list_of(people)}{zane}/edit")
    assert page.soup.select_one("input[name=writes][checked]") is not None

    page = send(desk, page, button="Save", name="Zane Zariņa", writes=None)
    assert "Saved: the details of Zane Zariņa." in page.words
    assert letters(app) == []

    page = send(desk, look(desk, f"{list_of(people)}{zane}/edit"), button="Save", name="Zane Z.")
    assert "A letter goes to zane@example.org." in page.words
    assert letters(app) == [("changed", "zane@example.org")]


def test_a_new_address_is_asked_to_be_confirmed_in_any_case(app: Flask, people: People) -> None:
    set_event(app, people, verifies_addresses=True)
    desk = people.partner_coordinator.client(app)
    (zane,) = store(app, people, {"name": "Zane", "email": "zane@example.org"})

    page = look(desk, f"{list_of(people)}{zane}/edit")
    send(desk, page, button="Save", email="new@example.org", writes=None)

    assert letters(app) == [("verify", "new@example.org")]


def test_columns_of_the_printed_list_are_chosen(app: Flask, people: People) -> None:
    desk = people.partner_coordinator.client(app)
    store(app, people, {"name": "Zane", "email": "zane@example.org"})

    usual = look(desk, f"{list_of(people)}print")
    signed = look(desk, f"{list_of(people)}print?chosen=1&columns=signature&columns=email")

    def headings(page: Sheet) -> list[str]:
        return [each.get_text(strip=True) for each in page.soup.select("#sheet thead th")]

    assert headings(usual) == ["Number", "Name", "Organisation", "State", "Group", "Here"]
    assert headings(signed) == ["Number", "Name", "E-mail address", "Signature"]
