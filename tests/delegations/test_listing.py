"""The delegation beside a person, on the list of staff and in the files made of it."""

import csv
import io

import pytest
from flask import Flask

from tests.browsing import look
from tests.counting import count_statements
from tests.delegations.scenes import make_delegate, make_delegation
from tests.factories import make_registration
from tests.people import People, cast
from tests.registrations.desk import list_of, set_event
from webapp.core.database import db, write
from webapp.delegations.models import Standing
from webapp.events.models import Event
from webapp.registrations.people_lists import places_in_line


@pytest.fixture
def people(app: Flask) -> People:
    found = cast(app)
    set_event(app, found, capacity=40)
    return found


def delegation(app: Flask, people: People, *extra: str) -> None:
    with app.app_context(), write():
        made = make_delegation(db.session.get_one(Event, people.event_ids["public"]), quota=20)
        make_delegate(made, "Jean Martin", payer="host")
        make_delegate(made, "Rose Reserve", Standing.RESERVE)
        for name in extra:
            make_delegate(made, name)


def test_the_list_says_whose_delegation_somebody_is_in(app: Flask, people: People) -> None:
    delegation(app, people)

    page = look(people.partner_coordinator.client(app), list_of(people))

    assert "delegation of Nevers" in page.words
    assert "delegation of Nevers: reserve" in page.words


def test_the_list_costs_the_same_for_many(app: Flask, people: People) -> None:
    delegation(app, people)
    client = people.partner_coordinator.client(app)
    client.get(list_of(people))
    with count_statements() as few:
        client.get(list_of(people))
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        made = make_delegation(event, "Razlog", quota=9)
        for number in range(9):
            make_delegate(made, f"More{number} Person")

    with count_statements() as many:
        client.get(list_of(people))

    assert len(many) == len(few)


def test_reserves_stand_in_nobodys_way(app: Flask, people: People) -> None:
    delegation(app, people)
    set_event(app, people, capacity=21)
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        token = make_registration(event, "Wanda", "wanda@example.org", "waiting").token()

    own = look(app.test_client(), f"/registrations/{token}/")
    public = look(app.test_client(), f"/events/{people.public}/")
    with app.app_context():
        event = db.session.get_one(Event, people.event_ids["public"])
        places = list(places_in_line(event).values())

    assert "You are number 1 on the waiting list." in own.words
    assert "1 waiting" in public.words
    assert places == [1]


def test_a_file_has_delegation_role_and_payer(app: Flask, people: People) -> None:
    delegation(app, people)
    query = "?columns=name&columns=delegation&columns=standing&columns=role&columns=payer"

    answer = people.partner_coordinator.client(app).get(f"{list_of(people)}export.csv{query}")

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert rows[0] == ["Name", "Delegation", "In the delegation", "Role", "Travel paid by"]
    assert sorted(rows[1:]) == [
        ["Jean Martin", "Nevers", "member", "elected representative", "the host"],
        ["Pauls Participant", "", "", "", ""],
        ["Rose Reserve", "Nevers", "reserve", "elected representative", "the project"],
    ]


def test_an_event_without_delegations_offers_no_such_columns(app: Flask, people: People) -> None:
    page = look(people.partner_coordinator.client(app), f"{list_of(people)}export")

    assert "In the delegation" not in page.words
