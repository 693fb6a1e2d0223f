"""Items of an agenda in the calendar of one registration: those for all, and those chosen."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.reading import fetch
from tests.calendars.test_links import address, address_of, set_on
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_registration
from tests.visit_factories import make_agenda_version, make_choice, make_item
from webapp.agenda import rules
from webapp.agenda.models import AgendaItem
from webapp.choices import rules as choices
from webapp.choices.models import Choice
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.registrations.models import Registration


@dataclass(frozen=True)
class Meeting:
    """An event with a dinner for all, a meeting of staff, and two visits to choose from."""

    registration: int
    works: int
    farm: int
    dinner: int


@pytest.fixture(autouse=True)
def march(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    with app.app_context(), write():
        event = make_event("Meeting")
        make_agenda_version(event)
        dinner = make_item(event, "Dinner", hour=19, visibility="partners")
        make_item(event, "Staff", hour=8, visibility="internal")
        works, farm = (
            make_item(event, title, capacity=2, needs_choice=True) for title in ("Works", "Farm")
        )
        anna = make_registration(event)
        return Meeting(anna.id, works.id, farm.id, dinner.id)


def choose(app: Flask, item: int, registration: int, state: str = "taken") -> None:
    with app.app_context(), write():
        make_choice(
            db.session.get_one(AgendaItem, item),
            db.session.get_one(Registration, registration),
            state,
        )


def shown(client: FlaskClient, path: str) -> dict[str, str]:
    """Titles with their STATUS."""
    return {
        str(each["SUMMARY"]): str(each["STATUS"]) for each in fetch(client, path).walk("VEVENT")
    }


def test_it_holds_items_for_all_and_of_the_others_those_chosen(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    path = address(app, meeting.registration)
    assert shown(client, path) == {"Meeting": "CONFIRMED", "Dinner (Meeting)": "CONFIRMED"}

    choose(app, meeting.works, meeting.registration)

    assert shown(client, path) == {
        "Meeting": "CONFIRMED",
        "Dinner (Meeting)": "CONFIRMED",
        "Works (Meeting)": "CONFIRMED",
    }


def test_in_line_for_an_item_it_is_marked(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    path = address(app, meeting.registration)
    choose(app, meeting.works, meeting.registration, "waiting")

    assert shown(client, path)["Waiting list: Works (Meeting)"] == "TENTATIVE"
    assert "Works (Meeting)" not in shown(client, path)

    with app.app_context(), write():
        choice = db.session.scalars(db.select(Choice)).one()
        choice.state, choice.waiting_since = "taken", None

    assert shown(client, path)["Works (Meeting)"] == "CONFIRMED"
    assert "Waiting list: Works (Meeting)" not in shown(client, path)


def test_each_change_of_the_choice_changes_the_answer(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    path = address(app, meeting.registration)
    seen = [client.get(path).headers["ETag"]]

    def differs() -> bool:
        answer = client.get(path, headers={"If-None-Match": seen[-1]})
        seen.append(answer.headers["ETag"])
        again = client.get(path, headers={"If-None-Match": seen[-1]})
        return (answer.status_code, again.status_code) == (200, 304)

    choose(app, meeting.works, meeting.registration, "waiting")
    assert differs()
    with app.app_context(), write():
        choice = db.session.scalars(db.select(Choice)).one()
        choice.state, choice.waiting_since = "taken", None
    assert differs()
    set_on(app, AgendaItem, meeting.works, walking_m=300)
    assert differs()
    with app.app_context(), write():
        db.session.delete(db.session.scalars(db.select(Choice)).one())
    assert differs()


def test_a_place_at_last_is_a_later_change(
    app: Flask, client: FlaskClient, meeting: Meeting, clock: Clock
) -> None:
    """Programs keep the text with the later DTSTAMP; SEQUENCE is that of the item."""
    with app.app_context(), write():
        item = db.session.get_one(AgendaItem, meeting.works)
        rules.set_capacity(item, 0)
        choices.choose(db.session.get_one(Registration, meeting.registration), item)
    path = address(app, meeting.registration)
    (before,) = [each for each in fetch(client, path).walk("VEVENT") if "Works" in each["SUMMARY"]]
    assert before["STATUS"] == "TENTATIVE"

    clock.set("2027-03-02T12:00+00:00")
    with app.app_context(), write():
        rules.set_capacity(db.session.get_one(AgendaItem, meeting.works), 1)

    (after,) = [each for each in fetch(client, path).walk("VEVENT") if "Works" in each["SUMMARY"]]
    assert after["STATUS"] == "CONFIRMED"
    assert after["DTSTAMP"].dt == datetime.fromisoformat("2027-03-02T12:00+00:00")


def test_what_others_chose_stands_in_theirs_alone(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    with app.app_context(), write():
        event = db.session.get_one(Registration, meeting.registration).event
        other = make_registration(event, "Juris", "juris@example.org").id
    choose(app, meeting.farm, other)

    assert "Farm (Meeting)" not in shown(client, address(app, meeting.registration))
    assert "Farm (Meeting)" in shown(client, address(app, other))


@pytest.mark.parametrize("state", ["waiting", "awaiting-approval", "cancelled", "declined"])
def test_who_has_no_seat_has_no_items(
    app: Flask, client: FlaskClient, meeting: Meeting, state: str
) -> None:
    choose(app, meeting.works, meeting.registration)
    since = {"waiting_since": now()} if state == "waiting" else {}
    set_on(app, Registration, meeting.registration, state=state, **since)

    (title,) = shown(client, address(app, meeting.registration))
    assert title.endswith(": Meeting")


def test_a_cancelled_item_stays_marked_for_who_had_chosen_it(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    choose(app, meeting.works, meeting.registration, "waiting")
    set_on(app, AgendaItem, meeting.works, cancelled_at=now())

    found = shown(client, address(app, meeting.registration))

    assert found["Cancelled: Works (Meeting)"] == "CANCELLED"


def test_made_internal_nobodys_calendar_has_it(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    path = address(app, meeting.registration)
    set_on(app, AgendaItem, meeting.dinner, visibility="internal")

    assert shown(client, path) == {"Meeting": "CONFIRMED"}


def test_all_of_an_address_hold_them_once(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    with app.app_context(), write():
        event = db.session.get_one(Registration, meeting.registration).event
        child = make_registration(event, "Līga").id
    choose(app, meeting.works, child)
    choose(app, meeting.works, meeting.registration, "waiting")

    titles = [str(each["SUMMARY"]) for each in fetch(client, address_of(app)).walk("VEVENT")]

    assert sorted(titles) == ["Dinner (Meeting)", "Meeting", "Works (Meeting)"]


def test_a_fetch_takes_as_many_statements_with_forty_items(
    app: Flask, client: FlaskClient, meeting: Meeting
) -> None:
    path = address(app, meeting.registration)

    def statements(metres: int) -> tuple[int, int]:
        client.get(path)
        set_on(app, AgendaItem, meeting.dinner, walking_m=metres)
        with count_statements() as whole:
            tag = client.get(path).headers["ETag"]
        with count_statements() as same:
            assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        return len(whole), len(same)

    few = statements(100)
    with app.app_context(), write():
        event = db.session.get_one(Registration, meeting.registration).event
        for number in range(36):
            make_item(event, f"Item {number}", needs_choice=number % 2 == 0)

    assert statements(200) == few
    assert few[1] == 2
