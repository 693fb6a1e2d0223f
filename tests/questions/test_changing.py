"""What people answered, corrected by themselves and by staff, and taken away in files."""

import csv
import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tests.people import People, cast
from tests.questions.asking import ask, draft, edit, form_of, name_of
from tests.questions.test_registering import told
from tests.questions.test_versions import answer, words_of
from tests.registrations.desk import log, set_event
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.needs import rules as needs
from webapp.needs.options import Needed
from webapp.questions.answering import erase_answers
from webapp.questions.asking import Kind
from webapp.questions.filters import NONE, answer_condition, filterable
from webapp.questions.models import Question
from webapp.questions.queries import asked_of
from webapp.questions.rules import OptionDraft
from webapp.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def people(app: Flask) -> People:
    people = cast(app)
    set_event(app, people, capacity=None)
    return people


@pytest.fixture
def event(people: People) -> Event:
    return db.session.get_one(Event, people.event_ids["public"])


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator."""
    return people.partner_coordinator.client(app)


def stored(registration_id: int) -> Registration:
    db.session.rollback()
    return db.session.get_one(Registration, registration_id)


def change_page(registration_id: int) -> str:
    return f"/registrations/{stored(registration_id).token()}/change"


def staff_page(event: Event, registration_id: int, rest: str = "") -> str:
    return f"/manage/events/{event.code}/people/{stored(registration_id).public_id}/{rest}"


def send(client: FlaskClient, where: str, **typed: Any) -> Any:
    return client.post(where, data=form_of(client, where) | typed)


# By themselves


def test_people_change_their_answers(client: FlaskClient, event: Event) -> None:
    village, diet = ask(event, Kind.SHORT_TEXT, "Village?"), ask(event, Kind.DIET, "Diet")
    anna = answer(event, "Anna", {village.id: "Engure"}, {diet.id: Needed(("vegan",), "No celery")})

    page = form_of(client, change_page(anna))
    answered = send(client, change_page(anna), **{name_of(village): "Ragaciems"})

    assert page[name_of(diet)] == ["vegan"]
    assert page[f"{name_of(diet)}-words"] == "No celery"
    assert answered.status_code == 303
    assert words_of(anna) == [("Village?", "Ragaciems")]
    assert needs.of_one(anna) == {"diet": Needed(("vegan",), "No celery")}
    assert stored(anna).revision == 2


def test_saving_without_a_change_changes_nothing(client: FlaskClient, event: Event) -> None:
    village = ask(event, Kind.SHORT_TEXT, "Village?")
    anna = answer(event, "Anna", {village.id: "Engure"})
    edit(event, village, draft("Town?"))

    send(client, change_page(anna))

    assert words_of(anna) == [("Village?", "Engure")]
    assert stored(anna).revision == 1


def test_a_form_that_shows_no_questions_empties_none(client: FlaskClient, event: Event) -> None:
    village = ask(event, Kind.SHORT_TEXT, "Village?")
    anna = answer(event, "Anna", {village.id: "Engure"})
    where = change_page(anna)
    form = {k: v for k, v in form_of(client, where).items() if not k.startswith("questions")}

    client.post(where, data=form | {"name": "Anna Other"})

    assert words_of(anna) == [("Village?", "Engure")]
    assert stored(anna).name == "Anna Other"


def test_a_consent_to_other_words_is_asked_again(client: FlaskClient, event: Event) -> None:
    photos = ask(event, Kind.CONSENT, "Photos?", is_required=True)
    anna = answer(event, "Anna", {photos.id: "yes"})
    edit(event, photos, draft("Photos and films?", is_required=True))

    where = change_page(anna)
    refused = send(client, where)
    given = send(client, where, **{name_of(photos): "y"})

    assert told(refused) == ["Tick this box to go on: “Photos and films?”"]
    assert given.status_code == 303
    assert words_of(anna) == [("Photos and films?", "agreed")]


def test_an_option_taken_off_since_can_be_kept(client: FlaskClient, event: Event) -> None:
    bus = ask(event, Kind.ONE, "Bus", "Riga", "Liepāja", "Ventspils", is_required=True)
    options = asked_of(event.id)[0].options
    anna = answer(event, "Anna", {bus.id: options[0].key})
    left = tuple(OptionDraft(each.label, each.key) for each in options[1:])
    edit(event, bus, draft("Bus", options=left, is_required=True))

    answered = send(client, change_page(anna), name="Anna Other")

    assert answered.status_code == 303
    assert words_of(anna) == [("Bus", "Riga")]


def test_the_page_asks_for_what_became_needed_since(client: FlaskClient, event: Event) -> None:
    anna = answer(event, "Anna", {})
    ask(event, Kind.SHORT_TEXT, "Village?", is_required=True)

    page = client.get(f"/registrations/{stored(anna).token()}/").text

    assert "The organiser still needs an answer from you" in page
    assert "Village?" in page


def test_ones_own_page_shows_answers_and_needs(client: FlaskClient, event: Event) -> None:
    village, diet = ask(event, Kind.SHORT_TEXT, "Village?"), ask(event, Kind.DIET, "Diet")
    anna = answer(event, "Anna", {village.id: "Engure"}, {diet.id: Needed(("vegan",), "No celery")})

    page = client.get(f"/registrations/{stored(anna).token()}/").text

    assert "Engure" in page
    assert "vegan: No celery" in page


# By staff


def test_staff_may_leave_out_what_people_must_answer(desk: FlaskClient, event: Event) -> None:
    village = ask(event, Kind.SHORT_TEXT, "Village?", is_required=True)
    ask(event, Kind.CONSENT, "Photos?", is_required=True)
    where = f"/manage/events/{event.code}/people/new"

    answered = send(desk, where, name="Anna Ozola", **{name_of(village): "Engure"})

    assert answered.status_code == 303
    who = db.session.scalars(select(Registration).where(Registration.name == "Anna Ozola")).one()
    assert words_of(who.id) == [("Village?", "Engure")]


def test_staff_correct_an_answer_and_the_log_says_no_word_of_it(
    app: Flask, desk: FlaskClient, event: Event
) -> None:
    village, diet = ask(event, Kind.SHORT_TEXT, "Village?"), ask(event, Kind.DIET, "Diet")
    anna = answer(event, "Anna", {village.id: "Engure"}, {diet.id: Needed(("vegan",))})
    where = staff_page(event, anna, "edit")

    answered = send(
        desk, where, **{name_of(village): "Tukums", f"{name_of(diet)}-words": "No celery"}
    )

    assert answered.status_code == 303
    assert words_of(anna) == [("Village?", "Tukums")]
    assert needs.of_one(anna)["diet"].words == "No celery"
    [change] = log(app, "changed")
    assert change.after == {"fields": ["answers"]}


def test_two_members_of_staff_see_both_answers(desk: FlaskClient, event: Event) -> None:
    village = ask(event, Kind.SHORT_TEXT, "Village?")
    anna = answer(event, "Anna", {village.id: "Engure"})
    where = staff_page(event, anna, "edit")
    mine = form_of(desk, where) | {name_of(village): "Tukums"}
    send(desk, where, **{name_of(village): "Ragaciems"})

    answered = desk.post(where, data=mine)

    assert answered.status_code == 409
    row = BeautifulSoup(answered.text, "html.parser").select_one("table.versions tbody tr")
    assert row is not None
    cells = [each.get_text(strip=True) for each in row.select("th, td")]
    assert cells == ["Village?", "Tukums", "Ragaciems"]
    assert words_of(anna) == [("Village?", "Ragaciems")]


# Files and filters


def rows_of(desk: FlaskClient, event: Event, names: list[str]) -> list[list[str]]:
    """The CSV file with these columns, read back; the second time from the workbook."""
    query = {"chosen": "1", "columns": names, "sort": "name"}
    where = f"/manage/events/{event.code}/people/export"
    text = desk.get(f"{where}.csv", query_string=query).get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    book = load_workbook(io.BytesIO(desk.get(f"{where}.xlsx", query_string=query).get_data()))
    sheet = [["" if cell is None else str(cell) for cell in row] for row in book.active.values]  # type: ignore[union-attr]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == sheet
    return rows


def test_each_question_is_a_column_with_answers_as_they_were_asked(
    desk: FlaskClient, event: Event
) -> None:
    bus, boats = ask(event, Kind.ONE, "Bus", "Riga", "Liepāja"), ask(event, Kind.NUMBER, "Boats")
    options = asked_of(event.id)[0].options
    answer(event, "Anna", {bus.id: options[0].key, boats.id: "3"})
    renamed = tuple(
        OptionDraft(type(each.label)({"en": f"{each.label} station"}), each.key) for each in options
    )
    edit(event, bus, draft("Which bus?", options=renamed))
    answer(event, "Bruno", {bus.id: options[0].key})

    names = ["name", f"answer-{bus.public_id}", f"answer-{boats.public_id}"]

    assert rows_of(desk, event, names) == [
        ["Name", "Which bus?", "Boats"],
        ["Anna", "Riga", "3"],
        ["Bruno", "Riga station", ""],
        ["Pauls Participant", "", ""],
    ]


def test_an_answer_is_never_run_as_a_formula(desk: FlaskClient, event: Event) -> None:
    village = ask(event, Kind.SHORT_TEXT, "=1+1")
    answer(event, "Anna", {village.id: "=cmd|'/c calc'!A1"})

    rows = rows_of(desk, event, ["name", f"answer-{village.public_id}"])

    assert rows[:2] == [["Name", "'=1+1"], ["Anna", "'=cmd|'/c calc'!A1"]]


def test_needs_stand_in_columns_of_their_own(desk: FlaskClient, event: Event) -> None:
    diet = ask(event, Kind.DIET, "Diet")
    answer(event, "Anna", {}, {diet.id: Needed(("vegan",), "No celery")})

    rows = rows_of(desk, event, ["name", f"need-{diet.public_id}"])
    usual = desk.get(f"/manage/events/{event.code}/people/export.csv").text

    assert rows[:2] == [["Name", "Needs: Diet"], ["Anna", "vegan: No celery"]]
    assert "celery" not in usual


def test_lists_are_narrowed_by_answers(event: Event) -> None:
    bus = ask(event, Kind.ONE, "Bus", "Riga", "Liepāja")
    days = ask(event, Kind.SEVERAL, "Days", "Monday", "Friday")
    ask(event, Kind.DIET, "Diet")
    ask(event, Kind.SHORT_TEXT, "Village?")
    riga, liepaja = (option.key for option in asked_of(event.id)[0].options)
    monday, friday = (option.key for option in asked_of(event.id)[1].options)
    answer(event, "Anna", {bus.id: riga, days.id: f" {monday} {friday} "})
    answer(event, "Bruno", {bus.id: liepaja, days.id: f" {friday} "})

    def found(question: Question, value: str) -> list[str]:
        query = select(Registration.name).where(
            Registration.event_id == event.id,
            answer_condition(Registration.id, question.public_id, value),
        )
        return sorted(db.session.scalars(query))

    assert [
        (each.label, [words for _value, words in each.values]) for each in filterable(event.id)
    ] == [
        ("Bus", ["Riga", "Liepāja", "no answer"]),
        ("Days", ["Monday", "Friday", "no answer"]),
    ]
    assert found(bus, riga) == ["Anna"]
    assert found(days, friday) == ["Anna", "Bruno"]
    assert found(days, monday) == ["Anna"]
    assert found(bus, NONE) == ["Pauls Participant"]
    assert found(bus, "%") == []


def test_erasing_one_registration_takes_its_answers(event: Event) -> None:
    village, diet = ask(event, Kind.SHORT_TEXT, "Village?"), ask(event, Kind.DIET, "Diet")
    anna = answer(event, "Anna", {village.id: "Engure"}, {diet.id: Needed(("vegan",))})
    bruno = answer(event, "Bruno", {village.id: "Tukums"}, {diet.id: Needed(("vegan",))})

    with write():
        erase_answers([anna])
        needs.erase([anna])

    assert words_of(anna) == []
    assert needs.of_many([anna, bruno]) == {bruno: {"diet": Needed(("vegan",))}}
    assert words_of(bruno) == [("Village?", "Tukums")]
