"""The boards of the staff: what stands on them, on screen, on paper and in files."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_organisation
from tests.logistics.making import (
    make_delegation,
    make_group,
    make_guest,
    make_item,
    make_journey,
    make_need,
    make_room,
    make_stay,
    make_visit,
)
from tests.people import People, cast
from webapp.choices.models import Choice
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.logistics.models import ItemAbsence
from webapp.projects.organisations import Organisation

SIDES = ("arrivals", "rooms", "meals", "buses", "access", "travel")
WITHOUT_NEEDS = tuple(name for name in SIDES if name != "access")


@pytest.fixture(autouse=True)
def spring(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


def visit_at(people: People, **values: Any) -> Event:
    """A visit organised by Brasla."""
    organiser = db.session.get_one(Organisation, people.organisation_ids["brasla"])
    return make_visit(organiser=organiser, **values)


def filled(people: People) -> str:
    """A visit with Anna and Bruno of Otava and Clara alone; the address of its logistics."""
    with write():
        event = visit_at(people)
        otava = make_delegation(event)
        anna = make_guest(event, "Anna Auziņa", otava)
        bruno = make_guest(event, "Bruno Bērziņš", otava)
        clara = make_guest(event, "Clara Celmiņa", organisation_text="Harbour press")
        make_guest(event, "Waiting Wanda", otava, state="waiting")
        group = make_group(event, vehicle="white minibus")
        make_journey(anna, group_id=group.id, number="BT 729", distance_km=1000)
        make_journey(anna, "departure", mode="train", distance_km=1000, needs_pickup=False)
        make_journey(clara, mode="car", wall=datetime(2027, 4, 27, 8), distance_km=100)
        room = make_room(event, "204", beds=2, step_free=False)
        make_stay(anna, "shared", room_id=room.id)
        make_stay(bruno, "single", shares_with="nobody")
        make_stay(clara, "none")
        lunch = make_item(event, "Lunch at the mill")
        ride = make_item(event, "To the works", "transfer", hours=(9, 10), capacity=2, day=1)
        make_item(event, "Walk in the old town", "walk", hours=(15, 17), day=1, step_free=False)
        db.session.add(ItemAbsence(item_id=lunch.id, registration_id=bruno.id))
        db.session.add(ItemAbsence(item_id=ride.id, registration_id=clara.id))
        make_need(anna, "diet", "vegan", said="no onions")
        make_need(bruno, "diet", "vegan")
        make_need(bruno, "access", "step-free", said="crutches")
        make_need(anna, "access", "step-free")
        return f"/manage/events/{event.code}/logistics/"


def rows(page: Sheet, table: str) -> list[list[str]]:
    """The cells of a table, spaces folded; a box says nothing."""
    found = page.soup.select(f"table#{table} tbody tr")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td:not(.people__box)")]
        for row in found
    ]


@pytest.fixture
def address(app: Flask, people: People) -> str:
    with app.app_context():
        return filled(people)


@pytest.fixture
def coordinator(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def test_the_overview_says_how_it_stands(coordinator: FlaskClient, address: str) -> None:
    page = look(coordinator, address)

    facts = {
        line.select("dt")[0].get_text(strip=True): " ".join(
            line.select("dd")[0].get_text(" ").split()
        )
        for line in page.soup.select("main dl.facts > div")
    }
    assert facts == {
        "Arrivals known": "2 of 3 · 1 person has not said",
        "Departures known": "1 of 3 · 2 people have not said",
        "To be met or taken": "1 of 2 in a group · 1 without a group",
        "Rooms": "1 of 2 have one · 1 without a room",
        "Meals": "1 on the agenda",
        "Rides": "1 on the agenda",
        "CO₂ of all journeys": "207 kg · 3 journeys are not counted: nobody has told by what,"
        " or how far.",
    }
    assert rows(page, "silent") == [
        ["Bruno Bērziņš", "Otava Town", "arrival, departure"],
        ["Clara Celmiņa", "Harbour press", "departure"],
    ]
    warnings = [each.get_text(strip=True) for each in page.soup.select(".notice li")]
    assert warnings == [
        "2 people need a way without steps; “Wed 28 Apr, 15:00–17:00, Walk in the old town”"
        " has steps.",
        "1 person who needs a way without steps has a room with steps.",
    ]


def test_arrivals_stand_by_time_and_who_told_nothing_last(
    coordinator: FlaskClient, address: str
) -> None:
    page = look(coordinator, f"{address}arrivals/")

    group = "Mon 26 Apr, 19:00, Sofia airport, white minibus"
    assert [line[:4] + line[6:] for line in rows(page, "arrival")] == [
        ["Mon 26 Apr, 18:30", "Anna Auziņa", "Otava Town", "plane BT 729", group],
        ["Tue 27 Apr, 08:00", "Clara Celmiņa", "Harbour press", "car", "nobody yet"],
        ["not known yet", "Bruno Bērziņš", "Otava Town", "", ""],
    ]
    assert rows(page, "groups") == [
        ["Mon 26 Apr, 19:00", "arrival", "Sofia airport", "white minibus", "1", "8", "Anna Auziņa"]
    ]


def test_rooms_stand_night_by_night(coordinator: FlaskClient, address: str) -> None:
    page = look(coordinator, f"{address}rooms/")

    assert rows(page, "rooms") == [
        ["Hotel Pirin, 204", "2", "Anna Auziņa", "Anna Auziņa", "Anna Auziņa"],
        ["Together", "2", "1", "1", "1"],
    ]
    assert rows(page, "without") == [
        ["Bruno Bērziņš", "Otava Town", "a single room", "26–29 April 2027", "3", "nobody"]
    ]
    assert rows(page, "silent") == [["Clara Celmiņa", "Harbour press", "no room"]]


def test_meals_count_diets_of_those_who_eat_and_no_words(
    coordinator: FlaskClient, address: str
) -> None:
    page = look(coordinator, f"{address}meals/")

    heads = [each.get_text(strip=True) for each in page.soup.select("table#meals thead th")]
    assert heads[2:] == ["People", "vegan", "further wishes: ask the host", "Place"]
    assert rows(page, "meals") == [
        ["Tue 27 Apr, 13:00–14:00", "Lunch at the mill", "2", "1", "1", ""]
    ]
    assert "onions" not in page.words


def test_a_bus_has_its_list_by_delegation(coordinator: FlaskClient, address: str) -> None:
    page = look(coordinator, f"{address}buses/")

    (table,) = page.soup.select("main table")
    assert rows(page, str(table["id"])) == [
        ["1", "Anna Auziņa", "Otava Town"],
        ["2", "Bruno Bērziņš", "Otava Town"],
    ]
    assert "2 people, 2 seats · Otava Town 2" in page.words


def test_of_what_is_chosen_only_those_who_chose_it_eat(
    app: Flask, people: People, coordinator: FlaskClient
) -> None:
    with app.app_context(), write():
        event = visit_at(people)
        anna = make_guest(event, "Anna")
        make_guest(event, "Bruno")
        dinner = make_item(event, "Dinner", needs_choice=True, capacity=9)
        db.session.add(Choice(item_id=dinner.id, registration_id=anna.id, state="taken"))
        code = event.code

    page = look(coordinator, f"/manage/events/{code}/logistics/meals/")

    assert [line[2] for line in rows(page, "meals")] == ["1"]


def test_access_needs_stand_beside_names_for_who_may_see_them(
    coordinator: FlaskClient, address: str
) -> None:
    page = look(coordinator, f"{address}access/")

    no_steps = "a way without steps (wheelchair, pram, walking aid)"
    assert rows(page, "access") == [
        ["Anna Auziņa", "Otava Town", no_steps, "Hotel Pirin, 204"],
        ["Bruno Bērziņš", "Otava Town", f"{no_steps}: crutches", ""],
    ]


def test_travel_sums_up_by_delegation(coordinator: FlaskClient, address: str) -> None:
    page = look(coordinator, f"{address}travel/")

    assert rows(page, "people")[0] == [
        "Anna Auziņa", "Otava Town", "plane", "1,000", "train", "1,000", "193",
    ]  # fmt: skip
    assert rows(page, "delegations") == [
        ["Otava Town", "2", "2,000", "193", "2"],
        ["without a delegation", "1", "100", "14.3", "1"],
        ["Together", "3", "2,100", "207.3", "3"],
    ]
    assert "European Environment Agency" in rows(page, "factors")[0][2]


@pytest.mark.parametrize("name", SIDES)
def test_screen_paper_and_file_have_the_same_columns(
    coordinator: FlaskClient, address: str, name: str
) -> None:
    screen, paper = (look(coordinator, f"{address}{name}/{end}") for end in ("", "print"))
    file = coordinator.get(f"{address}{name}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.data))

    def heads(page: Sheet) -> list[list[str]]:
        found = page.soup.select("main table.data")
        return [
            [
                words
                for th in table.select("thead th")
                if (words := th.get_text(strip=True)) != "Choose"
            ]
            for table in found
        ]

    written = [[cell.value for cell in sheet[1]] for sheet in book if sheet.max_row > 1]
    assert heads(screen) == heads(paper) == written
    # On a phone, where the heads are out of sight, each cell brings its own along.
    assert all(
        cell.get("data-label") in heads(paper)[place]
        for place, table in enumerate(paper.soup.select("main table.data"))
        for cell in table.select("tbody td")
    )
    assert file.headers["Content-Disposition"].endswith('.xlsx"')


def test_what_people_typed_is_no_formula(
    app: Flask, people: People, coordinator: FlaskClient
) -> None:
    with app.app_context(), write():
        event = visit_at(people)
        make_journey(
            make_guest(event, "Anna"), mode=None, number="=1+1", station="https://x.example"
        )
        code = event.code

    file = coordinator.get(f"/manage/events/{code}/logistics/arrivals.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).worksheets[0]
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    assert sheet["E2"].hyperlink is None
    assert sheet["A2"].value == datetime(2027, 4, 26, 18, 30)


def test_a_board_takes_the_same_statements_however_many_come(
    app: Flask, people: People, coordinator: FlaskClient
) -> None:
    with app.app_context():
        small = filled(people)
        with write():
            large = crowd(people)
    addresses = ["", *(f"{name}/" for name in SIDES), *(f"{name}/print" for name in SIDES)]
    addresses += [f"{name}.xlsx" for name in SIDES]
    for each in addresses:
        coordinator.get(small + each)

    for each in addresses:
        with count_statements() as few:
            assert coordinator.get(small + each).status_code == 200
        with count_statements() as many:
            assert coordinator.get(large + each).status_code == 200
        assert len(many) == len(few), f"{each}\n{many}"
        assert len(many) <= 22, f"{each}\n{many}"


def crowd(people: People) -> str:
    """Sixty delegates of eight partners, forty items; the address of their logistics."""
    event = visit_at(people)
    items = [
        make_item(
            event,
            f"Item {number}",
            kind,
            day=number % 3,
            hours=(8 + number % 12, 21),
            step_free=False,
        )
        for number, kind in enumerate(("meal", "transfer", "walk", "plenary") * 10)
    ]
    rooms = [make_room(event, str(number), beds=2) for number in range(30)]
    groups = [make_group(event) for _ in range(8)]
    for partner in range(8):
        delegation = make_delegation(event, make_organisation(f"Partner {partner}"))
        for number in range(8 if partner < 4 else 7):
            person = make_guest(event, f"Person {partner} {number}", delegation)
            make_journey(person, group_id=groups[partner].id, distance_km=500)
            make_journey(person, "departure", distance_km=500)
            make_stay(person, "shared", room_id=rooms[(partner * 8 + number) // 2 % 30].id)
            make_need(person, "diet", "vegan")
            make_need(person, "access", "step-free")
            db.session.add(ItemAbsence(item_id=items[number].id, registration_id=person.id))
    return f"/manage/events/{event.code}/logistics/"


def test_what_does_not_fit_is_said(app: Flask, people: People, coordinator: FlaskClient) -> None:
    with app.app_context(), write():
        event = visit_at(people)
        anna, bruno = make_guest(event, "Anna"), make_guest(event, "Bruno")
        group = make_group(event, seats=1, wall=datetime(2027, 4, 26, 18))
        make_journey(anna, group_id=group.id)
        make_journey(bruno, group_id=group.id, wall=datetime(2027, 4, 26, 17))
        room = make_room(event, beds=1)
        make_stay(anna, "single", room_id=room.id)
        make_stay(bruno, "shared", room_id=room.id, last_on=date(2027, 4, 26))
        make_item(event, "Ride", "transfer", capacity=1)
        code = event.code

    page = look(coordinator, f"/manage/events/{code}/logistics/")

    warnings = [each.get_text(strip=True) for each in page.soup.select(".notice li")]
    assert warnings == [
        "Mon 26 Apr, 18:00, Sofia airport: 1 person more than there are seats.",
        "Anna cannot be on time for the group: Mon 26 Apr, 18:00, Sofia airport.",
        "Hotel Pirin, 204 has too few beds on Mon 26 Apr.",
        "Hotel Pirin, 204: Anna, Bruno stay different nights.",
        "Hotel Pirin, 204: Anna wants a single room.",
        "Tue 27 Apr, 13:00–14:00, Ride: 2 people and 1 seat.",
    ]


def test_nights_beyond_a_month_do_not_burst_the_page(
    app: Flask, people: People, coordinator: FlaskClient
) -> None:
    with app.app_context(), write():
        event = visit_at(people)
        make_room(event)
        make_stay(make_guest(event, "Anna"), last_on=date(2027, 4, 26) + timedelta(days=400))
        code = event.code

    page = look(coordinator, f"/manage/events/{code}/logistics/rooms/")

    assert len(page.soup.select("table#rooms thead th")) == 2 + 31


def test_an_empty_event_says_so_on_every_board(
    app: Flask, people: People, coordinator: FlaskClient
) -> None:
    with app.app_context(), write():
        code = visit_at(people).code

    for name in ("", *(f"{name}/" for name in SIDES), *(f"{name}/print" for name in SIDES)):
        assert look(coordinator, f"/manage/events/{code}/logistics/{name}").status == 200
    for name in SIDES:
        file = coordinator.get(f"/manage/events/{code}/logistics/{name}.xlsx")
        assert openpyxl.load_workbook(io.BytesIO(file.data)).worksheets


def test_a_board_that_does_not_exist_is_not_found(coordinator: FlaskClient, address: str) -> None:
    for end in ("pets/", "pets/print", "pets.xlsx"):
        assert coordinator.get(address + end).status_code == 404
