"""The delegation beside a person, on the list of staff and in the files made of it."""

import csv
import io

import pytest
from flask import Flask

from tests.browsing import look
from tests.counting import count_statements
from tests.factories import make_event, make_registration
from tests.people import People, cast
from tests.registrations.desk import list_of, set_event
from tests.visit_factories import make_delegate, make_delegation
from webapp.core.database import db, write
from webapp.delegations.models import Standing
from webapp.events.models import Event
from webapp.registrations.people_lists import PeopleFilters, how_many, page_of, places_in_line


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


def test_the_list_its_file_and_its_print_are_narrowed_to_a_delegation(
    app: Flask, people: People
) -> None:
    delegation(app, people)
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        make_delegate(make_delegation(event, "Razlog", quota=2), "Ivan Petrov")
    client = people.partner_coordinator.client(app)

    page = look(client, list_of(people))
    offered = {each.text: each["value"] for each in page.soup.select("#filter-pool option")}
    assert list(offered) == ["all", "Nevers", "Razlog", "in no delegation"]

    def names(side: str, choice: str) -> list[str]:
        found = look(client, f"{list_of(people)}{side}?pool={offered[choice]}").soup
        rows = found.select("tbody th")
        return sorted(str((row.a or row).get_text(strip=True)) for row in rows)

    assert names("", "Nevers") == names("print", "Nevers") == ["Jean Martin", "Rose Reserve"]
    assert names("", "Razlog") == names("print", "Razlog") == ["Ivan Petrov"]
    assert names("", "in no delegation") == ["Pauls Participant"]
    query = f"export.csv?columns=name&columns=delegation&pool={offered['Razlog']}"
    file = client.get(list_of(people) + query).get_data(as_text=True)
    assert list(csv.reader(io.StringIO(file.lstrip("\ufeff"))))[1:] == [["Ivan Petrov", "Razlog"]]


def test_on_paper_stands_whose_delegation_somebody_is_in(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)
    before = look(client, f"{list_of(people)}print")
    delegation(app, people)

    page = look(client, f"{list_of(people)}print")

    assert "Delegation" not in before.words
    rows = page.soup.select("tbody tr")
    assert [row.select("td")[2].text for row in rows if "Rose" in row.text] == ["Nevers"]
    without = look(client, f"{list_of(people)}print?chosen=1&columns=state")
    assert "Nevers" not in without.words


@pytest.mark.usefixtures("any_context")
def test_a_page_of_a_delegation_follows_another() -> None:
    with write():
        event = make_event(capacity=40)
        mine = make_delegation(event, "Nevers", quota=9)
        for number in range(5):
            make_delegate(mine, f"Jean{number} Martin")
        make_delegate(make_delegation(event, "Razlog"), "Ivan Petrov")
    filters = PeopleFilters.read({"pool": str(mine.pool_id), "sort": "name"})

    first = page_of(event, filters, size=3)
    second = page_of(event, filters, after=first.after or "", size=3)

    names = [each.name for page in (first, second) for each in page.registrations]
    assert names == [f"Jean{number} Martin" for number in range(5)]
    assert second.after is None
    assert how_many(event, filters) == 5
