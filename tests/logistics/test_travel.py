"""What a delegate says about their way, their room and what they stay away from."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import Sheet, look, send, values
from tests.conftest import Clock
from tests.factories import make_event, make_registration
from tests.logistics.making import (
    ZONE,
    make_group,
    make_guest,
    make_item,
    make_journey,
    make_room,
    make_stay,
    make_visit,
)
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.logistics.asking import save_asks, travel_known, travel_missing
from webapp.logistics.models import ItemAbsence, Journey, Stay
from webapp.registrations.models import Registration
from webapp.registrations.rights import known
from webapp.registrations.rights_erasure import erase

WAY = {
    "arrival-mode": "plane",
    "arrival-date": "26.04.2027",
    "arrival-time": "18:30",
    "arrival-number": "BT 729",
    "arrival-station": "Sofia airport",
    "arrival-town": "Jelgava",
    "arrival-distance_km": "1 500",
    "arrival-needs_pickup": "y",
}
BACK = {"departure-mode": "train", "departure-date": "2027-04-29", "departure-time": "18:00"}
NIGHTS = {"stay-wish": "shared", "stay-first_on": "2027-04-26", "stay-last_on": "2027-04-28"}


@pytest.fixture(autouse=True)
def spring(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def anna(app: Flask) -> str:
    """The address of Anna's page."""
    with app.app_context(), write():
        person = make_guest(make_visit(), "Anna Bērziņa", zone="Europe/Riga")
        return f"/registrations/{person.token()}/travel"


def fill(client: FlaskClient, address: str, **given: Any) -> Sheet:
    """Open the page, fill in, save."""
    return send(client, look(client, address), button="Save", **given)


def test_what_was_said_is_kept_and_shown(app: Flask, anna: str) -> None:
    client = app.test_client()

    page = fill(client, anna, **WAY, **BACK, **NIGHTS, **{"stay-shares_with": "Bruno"})

    assert page.status == 200
    assert values(page.form("Save"))["arrival-time"] == "18:30"
    assert "two clocks" not in page.words
    assert "plane: 1,500 km × 160 g = 240 kg" in page.words
    assert "European Environment Agency" in page.words
    with app.app_context():
        (arrival, departure) = db.session.scalars(select(Journey).order_by(Journey.direction))
        assert (arrival.mode, arrival.number, arrival.distance_km) == ("plane", "BT 729", 1500)
        assert str(arrival.at) == "2027-04-26 15:30:00+00:00"
        assert departure.town == ""
        (stay,) = db.session.scalars(select(Stay))
        assert (stay.wish, str(stay.first_on), stay.shares_with) == (
            "shared",
            "2027-04-26",
            "Bruno",
        )


def test_home_time_is_told_where_clocks_differ(app: Flask, anna: str) -> None:
    client = app.test_client()
    client.set_cookie("zone", "Europe/Prague")

    page = fill(client, anna, **WAY)

    assert "Monday, 26 April 2027, 18:30 (Sofia time)" in page.words
    assert "Monday, 26 April 2027, 17:30 (Prague time)" in page.words


def test_every_part_may_be_left_empty_and_emptied_again(app: Flask, anna: str) -> None:
    client = app.test_client()
    assert fill(client, anna).status == 200

    fill(client, anna, **WAY, **NIGHTS)
    emptied = {**dict.fromkeys([*WAY, *NIGHTS], ""), "arrival-needs_pickup": None}
    page = fill(client, anna, **emptied)

    assert page.status == 200
    with app.app_context():
        assert db.session.scalars(select(Journey)).all() == []
        assert db.session.scalars(select(Stay)).all() == []


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        (
            {**WAY, **BACK, "arrival-date": "29.04.2027", "arrival-time": "19:00"},
            "departure-date",
            "The departure lies before the arrival.",
        ),
        ({"arrival-time": "18:00"}, "arrival-date", "Add the day."),
        ({"arrival-date": "26.04.2027"}, "arrival-time", "Add the time."),
        ({"arrival-date": "2027-02-30"}, "arrival-date", "Write the date as day.month.year"),
        ({**WAY, "arrival-date": "2026-04-26"}, "arrival-date", "Check the day: the event begins"),
        ({**BACK, "departure-date": "2027-04-20"}, "departure-date", "Check the day: the event"),
        ({"arrival-distance_km": "near"}, "arrival-distance_km", "Write a whole number"),
        ({"arrival-distance_km": "40000"}, "arrival-distance_km", "Write a number from 0 to"),
        ({"arrival-mode": "broom"}, "arrival-mode", "Choose one of the options listed."),
        ({"stay-wish": "single"}, "stay-first_on", "Say from which night"),
        ({**NIGHTS, "stay-last_on": ""}, "stay-last_on", "Say until which night"),
        ({**NIGHTS, "stay-last_on": "2027-04-25"}, "stay-last_on", "lies before the first one"),
        ({**NIGHTS, "stay-wish": "none"}, "stay-wish", "leave the nights empty"),
        ({**NIGHTS, "stay-wish": ""}, "stay-wish", "leave the nights empty"),
        ({**NIGHTS, "stay-last_on": "2027-06-01"}, "stay-last_on", "The last night can be"),
        ({**NIGHTS, **WAY, "stay-first_on": "2027-04-25"}, "stay-first_on", "The first night can"),
        ({**NIGHTS, **BACK, "stay-last_on": "2027-04-29"}, "stay-last_on", "The last night can"),
        ({"arrival-town": "x" * 201}, "arrival-town", "Shorten this by 1 character"),
    ],
)
def test_what_cannot_be_is_answered_beside_its_input(
    app: Flask, anna: str, given: dict[str, str], field: str, message: str
) -> None:
    page = fill(app.test_client(), anna, **given)

    assert page.status == 422
    assert message in page.errors()[field]
    assert page.soup.select_one(f"#{field}") is not None
    with app.app_context():
        assert db.session.scalars(select(Journey)).all() == []


def test_who_lands_after_midnight_has_the_room_of_the_evening_before(app: Flask, anna: str) -> None:
    way = {**WAY, "arrival-date": "27.04.2027", "arrival-time": "01:30"}

    assert fill(app.test_client(), anna, **way, **NIGHTS).status == 200


def test_a_time_that_comes_twice_is_asked_about(app: Flask) -> None:
    with app.app_context(), write():
        event = make_visit()
        event.period = Period.at(datetime(2027, 10, 31, 10), datetime(2027, 11, 1, 16), ZONE)
        address = f"/registrations/{make_guest(event, 'Anna').token()}/travel"
    client = app.test_client()

    asked = fill(client, address, **{"arrival-date": "31.10.2027", "arrival-time": "03:30"})
    assert asked.status == 422
    assert "This time comes twice" in asked.words
    done = send(client, asked, button="Save", **dict[str, Any]({"arrival-fold": "1"}))

    assert done.status == 200
    with app.app_context():
        (arrival,) = db.session.scalars(select(Journey))
        assert str(arrival.at) == "2027-10-31 01:30:00+00:00"


def test_two_at_one_form_overwrite_nothing(app: Flask, anna: str) -> None:
    client = app.test_client()
    mine = look(client, anna)
    fill(client, anna, **WAY)

    page = send(client, mine, button="Save", **dict[str, Any]({"arrival-mode": "car"}))

    assert page.status == 409
    assert "Someone else has changed this meanwhile." in page.words
    assert "BT 729" in page.words
    again = send(client, page, button="Save")
    assert again.status == 200
    with app.app_context():
        (arrival,) = db.session.scalars(select(Journey))
        assert (arrival.mode, arrival.number) == ("car", "")


def test_meals_and_rides_are_offered_once_the_agenda_is_published(app: Flask, anna: str) -> None:
    client = app.test_client()
    with app.app_context(), write():
        event = db.session.scalars(select(Registration)).one().event
        lunch = make_item(event, "Lunch at the mill").id
        make_item(event, "Staff supper", visibility="internal")
        make_item(event, "Dinner to choose", needs_choice=True, capacity=4)
        event.has_agenda = False

    assert "Lunch" not in look(client, anna).words

    with app.app_context(), write():
        db.session.scalars(select(Registration)).one().event.has_agenda = True
    page = look(client, anna)
    assert [each["value"] for each in page.soup.select("[name=away]")] == [str(lunch)]
    send(client, page, button="Save", away=str(lunch))

    with app.app_context():
        assert db.session.scalars(select(ItemAbsence.item_id)).all() == [lunch]
    assert "Lunch at the mill" in look(client, anna).words
    send(client, look(client, anna), button="Save", away=None)
    with app.app_context():
        assert db.session.scalars(select(ItemAbsence.item_id)).all() == []


def test_an_item_of_another_event_is_not_offered(app: Flask, anna: str) -> None:
    with app.app_context(), write():
        event = db.session.scalars(select(Registration)).one().event
        make_item(event, "Lunch")
        other = make_item(make_visit("Another"), "Lunch elsewhere").id

    page = fill(app.test_client(), anna, away=str(other))

    assert page.status == 422


def test_changing_ones_mind_gives_back_the_seat_in_the_car_and_the_bed(
    app: Flask, anna: str
) -> None:
    with app.app_context(), write():
        person = db.session.scalars(select(Registration)).one()
        make_journey(person, group_id=make_group(person.event).id)
        make_stay(person, room_id=make_room(person.event).id)
    client = app.test_client()
    assert "Hotel Pirin, 204" in look(client, anna).words

    nights = {"stay-wish": "none", "stay-first_on": "", "stay-last_on": ""}
    page = fill(client, anna, **{"arrival-needs_pickup": None, **nights})

    assert page.status == 200
    with app.app_context():
        assert db.session.scalars(select(Journey.group_id)).all() == [None]
        assert db.session.scalars(select(Stay.room_id)).all() == [None]


def test_the_registration_links_to_it_and_says_what_is_missing(app: Flask, anna: str) -> None:
    client, home = app.test_client(), anna.removesuffix("travel")

    assert "Travel, room and meals 3 answers are missing" in look(client, home).words

    fill(client, anna, **WAY, **BACK, **NIGHTS)
    assert "Travel, room and meals all answered" in look(client, home).words


def test_an_event_without_delegations_asks_nothing_until_its_staff_say_so(app: Flask) -> None:
    with app.app_context(), write():
        event = make_event("Workshop")
        token = make_registration(event).token()
        event_id = event.id
    client = app.test_client()

    assert "Travel" not in look(client, f"/registrations/{token}/").words
    assert client.get(f"/registrations/{token}/travel").status_code == 404

    with app.app_context(), write():
        event = db.session.get_one(type(event), event_id)
        save_asks(event, travel=True, rooms=False)
    page = look(client, f"/registrations/{token}/travel")
    assert page.status == 200
    assert "Which" not in page.words
    assert page.soup.select_one("[name=stay-wish]") is None


@pytest.mark.parametrize("state", ["waiting", "cancelled", "awaiting-approval"])
def test_who_has_no_seat_is_not_asked(app: Flask, state: str) -> None:
    with app.app_context(), write():
        token = make_guest(make_visit(), "Anna", state=state).token()

    answer = app.test_client().get(f"/registrations/{token}/travel")

    assert (answer.status_code, answer.location) == (303, f"/registrations/{token}/")


def test_after_the_event_nothing_is_asked(app: Flask, anna: str, clock: Clock) -> None:
    client = app.test_client()
    clock.set("2027-04-29T12:50+00:00")
    opened = look(client, anna)
    clock.set("2027-04-29T13:10+00:00")

    sent = send(client, opened, button="Save", follow=False, **NIGHTS)

    home = anna.removesuffix("travel")
    assert (sent.status, sent.response.location) == (303, home)
    assert client.get(anna).location == home
    with app.app_context():
        assert db.session.scalars(select(Stay)).all() == []


def test_what_is_known_is_told_and_erased(app: Flask, anna: str) -> None:
    client = app.test_client()
    fill(client, anna, **WAY, **NIGHTS)

    with app.app_context():
        person = db.session.scalars(select(Registration)).one()
        told = {fact.name: fact.value for fact in known(person).facts}
        assert "BT 729" in told["arrival"]
        assert "a shared room" in told["room"]

        with write():
            erase(person)
        assert db.session.scalars(select(Journey)).all() == []
        assert db.session.scalars(select(Stay)).all() == []


def test_whose_travel_is_known_is_told_to_other_boards(any_app: Flask) -> None:
    with any_app.app_context(), write():
        event = make_visit()
        anna, bruno, clara = (make_guest(event, name) for name in ("Anna", "Bruno", "Clara"))
        make_journey(anna)
        make_journey(anna, "departure")
        make_journey(bruno)
        make_journey(clara, mode=None, wall=None)
        make_journey(clara, "departure")
        ids = [anna.id, bruno.id, clara.id]

        assert travel_known(ids) == {anna.id}
        assert travel_missing(ids) == {bruno.id, clara.id}
        assert travel_known([]) == set()
