"""The calendar of a delegation: what its people go to, its deadlines, nobody's name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.browsing import look, values
from tests.calendars.readers import READERS
from tests.calendars.reading import fetch
from tests.calendars.test_links import set_on
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_registration
from tests.visit_factories import (
    make_agenda_version,
    make_choice,
    make_delegate,
    make_delegation,
    make_item,
)
from webapp.agenda import rules
from webapp.agenda.models import AgendaItem
from webapp.calendars.link_models import DelegationCalendar
from webapp.choices import rules as choices
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.events.models import Event
from webapp.registrations.models import Registration


@dataclass(frozen=True)
class Visit:
    """A delegation of three to a meeting with a dinner for all and two visits to choose from."""

    delegation: int
    token: str
    people: tuple[int, ...]
    works: int
    farm: int


@pytest.fixture(autouse=True)
def march(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def visit(app: Flask) -> Visit:
    with app.app_context(), write():
        event = make_event("Meeting", visibility="partners")
        make_agenda_version(event)
        make_item(event, "Dinner", hour=19, visibility="partners")
        works, farm = (
            make_item(event, title, capacity=9, needs_choice=True) for title in ("Works", "Farm")
        )
        delegation = make_delegation(event, make_organisation("Halden"))
        people = [
            make_registration(event, name, f"{name.lower()}@example.org")
            for name in ("Kari", "Ola", "Siri")
        ]
        for each in people:
            make_delegate(delegation, each)
        ids = tuple(each.id for each in people)
        return Visit(delegation.id, delegation.token(), ids, works.id, farm.id)


def choose(app: Flask, item: int, registration: int, state: str = "taken") -> None:
    with app.app_context(), write():
        make_choice(
            db.session.get_one(AgendaItem, item),
            db.session.get_one(Registration, registration),
            state,
        )


def press(client: FlaskClient, path: str) -> TestResponse:
    """A button of the leader's page."""
    token = values(look(client, "/calendars/mine").form())["csrf_token"]
    return client.post(path, data={"csrf_token": token})


def made(app: Flask, client: FlaskClient, visit: Visit) -> str:
    """The path of its calendar, made by the button."""
    answer = press(client, f"/delegations/{visit.token}/calendar")
    assert (answer.status_code, answer.location) == (303, f"/delegations/{visit.token}/#calendar")
    with app.app_context():
        return f"/calendars/{db.session.scalars(db.select(DelegationCalendar)).one().token()}.ics"


def shown(client: FlaskClient, path: str) -> dict[str, str]:
    """Titles with the first line of what is said."""
    return {
        str(each["SUMMARY"]): str(each["DESCRIPTION"]).split("\n")[0]
        for each in fetch(client, path).walk("VEVENT")
    }


def test_it_holds_what_all_go_to_and_what_any_of_them_has_chosen(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    path = made(app, client, visit)
    assert set(shown(client, path)) == {"Meeting", "Dinner (Meeting)"}

    choose(app, visit.works, visit.people[0])
    choose(app, visit.works, visit.people[1])
    choose(app, visit.farm, visit.people[2], "waiting")

    found = shown(client, path)
    assert set(found) == {
        "Meeting",
        "Dinner (Meeting)",
        "Works (Meeting)",
        "Waiting list: Farm (Meeting)",
    }
    assert found["Works (Meeting)"] == "2 of your delegation go there."
    assert found["Waiting list: Farm (Meeting)"] == "1 of your delegation waits for a place."


def test_it_names_nobody(app: Flask, client: FlaskClient, visit: Visit) -> None:
    choose(app, visit.works, visit.people[0])
    path = made(app, client, visit)

    body = client.get(path).text.replace("\r\n ", "")

    assert not [
        name for name in ("Kari", "Ola", "Siri", "@example.org", visit.token) if name in body
    ]
    assert "Halden" in body


def test_what_others_chose_and_who_is_out_does_not_count(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    with app.app_context(), write():
        event = db.session.get_one(Delegation, visit.delegation).event
        other = make_registration(event, "Anna").id
    choose(app, visit.works, other)
    choose(app, visit.farm, visit.people[0])
    set_on(app, Registration, visit.people[0], state="cancelled")

    assert set(shown(client, made(app, client, visit))) == {"Meeting", "Dinner (Meeting)"}


def test_a_choice_changes_the_answer_and_nothing_else_does(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    path = made(app, client, visit)
    tag = client.get(path).headers["ETag"]
    with count_statements() as sent:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert len(sent) == 2  # its link, and what its contents follow from

    choose(app, visit.works, visit.people[0])

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_place_at_last_is_a_later_text_than_the_line(
    app: Flask, client: FlaskClient, visit: Visit, clock: Clock
) -> None:
    with app.app_context(), write():
        works = db.session.get_one(AgendaItem, visit.works)
        rules.set_capacity(works, 0)
        choices.choose(db.session.get_one(Registration, visit.people[0]), works)
    path = made(app, client, visit)
    assert "Waiting list: Works (Meeting)" in shown(client, path)

    clock.set("2027-03-02T12:00+00:00")
    with app.app_context(), write():
        rules.set_capacity(db.session.get_one(AgendaItem, visit.works), 1)

    (works,) = [each for each in fetch(client, path).walk("VEVENT") if "Works" in each["SUMMARY"]]
    assert works["SUMMARY"] == "Works (Meeting)"
    assert works["DTSTAMP"].dt == datetime(2027, 3, 2, 12, tzinfo=UTC)


def test_deadlines_are_days_of_their_own(app: Flask, client: FlaskClient, visit: Visit) -> None:
    with app.app_context(), write():
        event = db.session.get_one(Delegation, visit.delegation).event
        due = {"names_due_at": datetime(2027, 3, 9, 22, tzinfo=UTC)}
        db.session.add(DelegationPlan(event_id=event.id, default_quota=4, **due))
        number = event.id
    path = made(app, client, visit)

    for reader in READERS:
        (said,) = [
            each for each in reader(client.get(path).data).values() if each.title.startswith("Name")
        ]
        assert (said.starts, said.ends) == (date(2027, 3, 10), date(2027, 3, 11))
        assert said.title == "Name your delegation (Meeting)"
    assert "By Wednesday, 10 March 2027, 00:00 (Riga time)." in shown(client, path).values()

    set_on(app, Event, number, cancelled_at=now(), status="cancelled")
    assert not [each for each in shown(client, path) if each.startswith("Name")]


def test_it_ends_when_the_delegation_declines_or_its_link_is_withdrawn(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    path = made(app, client, visit)
    assert client.get(path).status_code == 200

    set_on(app, Delegation, visit.delegation, declined_at=now())
    assert client.get(path).status_code == 410

    set_on(app, Delegation, visit.delegation, declined_at=None, link_revoked_at=now())
    assert client.get(path).status_code == 410


def test_another_address_and_none(app: Flask, client: FlaskClient, visit: Visit) -> None:
    first = made(app, client, visit)

    press(client, f"/delegations/{visit.token}/calendar/renewal")
    second = made(app, client, visit)
    assert first != second
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)

    press(client, f"/delegations/{visit.token}/calendar/withdrawal")
    assert client.get(second).status_code == 410
    third = made(app, client, visit)
    assert client.get(second).status_code == 410
    assert client.get(third).status_code == 200


def test_neither_key_opens_what_the_other_does(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    path = made(app, client, visit)
    token = path.removeprefix("/calendars/").removesuffix(".ics")

    assert client.get(f"/calendars/{visit.token}.ics").status_code == 404
    assert press(client, f"/delegations/{token}/calendar").status_code == 404


def test_it_is_in_the_leaders_language(app: Flask, client: FlaskClient, visit: Visit) -> None:
    set_on(app, Delegation, visit.delegation, leader_language="lv")
    path = made(app, client, visit)

    with app.app_context():
        assert db.session.scalars(db.select(DelegationCalendar)).one().language == "lv"
    assert client.get(path).status_code == 200


def test_a_fetch_takes_as_many_statements_with_sixty_delegates_and_forty_items(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    path = made(app, client, visit)

    def statements(metres: int) -> int:
        set_on(app, AgendaItem, visit.works, walking_m=metres)
        with count_statements() as sent:
            client.get(path)
        return len(sent)

    choose(app, visit.works, visit.people[0])
    client.get(path)
    few = statements(100)
    with app.app_context(), write():
        delegation = db.session.get_one(Delegation, visit.delegation)
        delegation.pool.capacity = delegation.pool.reserved = 99
        items = [make_item(delegation.event, f"Item {n}", needs_choice=True) for n in range(38)]
        for number in range(57):
            one = make_registration(delegation.event, f"P {number}", f"p{number}@example.org")
            make_delegate(delegation, one)
            make_choice(items[number % 38], one)

    assert statements(200) == few
