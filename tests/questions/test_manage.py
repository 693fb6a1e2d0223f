"""The desk where questions are written: add, change, move, remove, look, count."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh

from tests.counting import count_statements
from tests.people import People, cast
from tests.questions.asking import ask, draft, edit, form_of, if_answered
from tests.questions.test_registering import told
from tests.questions.test_versions import answer
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.needs.options import Needed
from webapp.questions.asking import Kind, several
from webapp.questions.models import Question
from webapp.questions.queries import asked_of, book_of, places_of
from webapp.registrations import rules
from webapp.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def event(people: People) -> Event:
    return db.session.get_one(Event, people.event_ids["public"])


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator."""
    return people.partner_coordinator.client(app)


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.code}/questions/{rest}"


def labels(event: Event) -> list[str]:
    db.session.rollback()
    return [str(each.label) for each in asked_of(event.id)]


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def typed(client: FlaskClient, where: str, **values: Any) -> dict[str, Any]:
    return form_of(client, where) | values


def test_a_question_of_each_kind_is_added(desk: FlaskClient, event: Event) -> None:
    for kind in Kind:
        where = address(event, f"new?kind={kind.value}")
        values: dict[str, Any] = {"label-en": f"A {kind.value}?"}
        if kind in (Kind.ONE, Kind.SEVERAL, Kind.PLACES):
            values |= {"options-0-label-en": "one", "options-1-label-en": "two"}
        if kind is Kind.PLACES:
            values |= {"options-0-places": "3"}
        answered = desk.post(where, data=typed(desk, where, **values))
        assert answered.status_code == 303, (kind, told(answered))

    db.session.rollback()
    asked = asked_of(event.id)
    assert [each.kind for each in asked] == list(Kind)
    [places] = [each for each in asked if each.kind is Kind.PLACES]
    assert [places_of([places])[option.key].capacity for option in places.options] == [3, None]
    assert desk.get(address(event)).status_code == 200


def test_a_question_is_written_in_two_languages(
    desk: FlaskClient, event: Event, client: FlaskClient
) -> None:
    where = address(event, "new?kind=one-of")
    values = {
        "label-en": "How do you come?",
        "label-lv": "Kā ieradīsieties?",
        "hint-en": "So that we know.",
        "options-0-label-en": "by bus",
        "options-0-label-lv": "ar autobusu",
        "options-1-label-en": "by car",
    }
    desk.post(where, data=typed(desk, where, **values))

    refresh()  # the language of the request before stays in the context of this test
    page = soup(client.get(f"/events/{event.code}/register?lang=lv"))

    row = page.select_one(".question-row")
    assert row is not None
    assert row.select_one("legend").get_text(" ", strip=True).startswith("Kā ieradīsieties?")  # type: ignore[union-attr]
    assert [each.get_text(strip=True) for each in row.select("[lang=en]")] == [
        "So that we know.",
        "by car",
    ]


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("short-text", {}, "Write it in this language at least: English."),
        (
            "number",
            {"label-en": "Boats", "least": "5", "most": "2"},
            "The largest number cannot be smaller than the smallest.",
        ),
        (
            "one-of",
            {"label-en": "Bus", "options-0-label-en": "only one"},
            "Write at least 2 options.",
        ),
        (
            "one-of",
            {"label-en": "Bus", "options-0-label-en": "Rīga", "options-1-label-en": "riga"},
            "Two options have the same words.",
        ),
        (
            "places",
            {"label-en": "Trip", "options-0-label-en": "a", "options-0-places": "-1"},
            "Write a number from 0 to 100000.",
        ),
        (
            "yes-no",
            {"label-en": "Trip", "condition": "nothing=yes"},
            "Choose one of the options listed.",
        ),
        (
            "short-text",
            {"label-en": "x" * 1001},
            "Shorten this by 1 character: there is room for 1000.",
        ),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    desk: FlaskClient, event: Event, kind: str, values: dict[str, str], said: str
) -> None:
    where = address(event, f"new?kind={kind}")

    answered = desk.post(where, data=typed(desk, where, **values))

    assert (answered.status_code, told(answered)) == (422, [said])
    for name, text in values.items():
        field = soup(answered).select_one(f"[name='{name}']")
        assert field is not None
        assert field.name == "select" or field["value"] == text
    assert labels(event) == []


def test_the_button_adds_a_row_and_stores_nothing(desk: FlaskClient, event: Event) -> None:
    where = address(event, "new?kind=one-of")
    values = {"label-en": "Bus", "options-0-label-en": "Riga", "options-add": "1"}

    page = soup(desk.post(where, data=typed(desk, where, **values)))

    assert page.select_one("[name='options-0-label-en']")["value"] == "Riga"  # type: ignore[index]
    assert page.select_one("[name='options-1-label-en']") is not None
    assert labels(event) == []


def test_an_emptied_row_takes_the_option_off(desk: FlaskClient, event: Event) -> None:
    question = ask(event, Kind.ONE, "Bus", "Riga", "Liepāja", "Ventspils")
    where = address(event, f"{question.public_id}/edit")

    desk.post(where, data=typed(desk, where, **{"options-1-label-en": ""}))

    db.session.rollback()
    assert [str(option.label) for option in asked_of(event.id)[0].options] == ["Riga", "Ventspils"]


def test_two_coordinators_see_both_versions_and_overwrite_nothing(
    desk: FlaskClient, event: Event
) -> None:
    question = ask(event, Kind.SHORT_TEXT, "Village?")
    where = address(event, f"{question.public_id}/edit")
    mine = typed(desk, where, **{"label-en": "Which village?"})
    edit(event, question, draft("Town?"))

    answered = desk.post(where, data=mine)

    assert answered.status_code == 409
    row = soup(answered).select_one("table.versions tbody tr")
    assert row is not None
    assert [each.get_text(strip=True) for each in row.select("th, td")] == [
        "Question",
        "Which village?",
        "Town?",
    ]
    assert labels(event) == ["Town?"]
    again = mine | {"posted_revision": soup(answered).select_one("[name=posted_revision]")["value"]}  # type: ignore[index]
    assert desk.post(where, data=again).status_code == 303
    assert labels(event) == ["Which village?"]


def test_a_change_after_the_first_answer_is_announced_and_counted(
    desk: FlaskClient, event: Event
) -> None:
    question = ask(event, Kind.SHORT_TEXT, "Village?")
    anna = answer(event, "Anna", {question.id: "Engure"})
    where = address(event, f"{question.public_id}/edit")

    assert "This question has been answered" in desk.get(where).text
    desk.post(where, data=typed(desk, where, **{"label-en": "Town?"}))

    page = desk.get(address(event)).text
    assert "version 2" in page
    assert "1 answer" in page
    person = db.session.get_one(Registration, anna)
    shown = desk.get(f"/manage/events/{event.code}/people/{person.public_id}/").text
    assert "Village?" in shown
    assert "asked in version 1; the question is different now" in shown


def test_the_moved_row_keeps_the_focus(desk: FlaskClient, event: Event) -> None:
    one, _two, three = (ask(event, Kind.NUMBER, words) for words in ("One", "Two", "Three"))
    token = form_of_token(desk, event)

    up = desk.post(
        address(event, f"{three.public_id}/position"),
        data={"way": "up", "csrf_token": token},
        follow_redirects=True,
    )
    top = desk.post(
        address(event, f"{three.public_id}/position"),
        data={"way": "up", "csrf_token": token},
        follow_redirects=True,
    )

    assert soup(up).select_one("[autofocus]")["id"] == f"up-{three.public_id}"  # type: ignore[index]
    assert soup(top).select_one("[autofocus]")["id"] == f"down-{three.public_id}"  # type: ignore[index]
    assert labels(event) == ["Three", "One", "Two"]
    assert one.public_id in up.text


def form_of_token(client: FlaskClient, event: Event) -> str:
    field = soup(client.get(address(event))).select_one("[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_a_question_others_hang_on_is_not_removed(desk: FlaskClient, event: Event) -> None:
    first = ask(event, Kind.YES_NO, "Overnight?")
    ask(event, Kind.SHORT_TEXT, "Hotel?", condition=if_answered(first, "yes"))
    where = address(event, f"{first.public_id}/removal")

    answered = desk.post(where, data=form_of(desk, where))

    assert (answered.status_code, told(answered)) == (
        422,
        ["“Hotel?” is asked depending on this. Change that question first."],
    )
    assert labels(event) == ["Overnight?", "Hotel?"]


def test_removing_asks_once_more(desk: FlaskClient, event: Event) -> None:
    question = ask(event, Kind.YES_NO, "Overnight?")
    where = address(event, f"{question.public_id}/removal")

    page = desk.get(where).text
    answered = desk.post(where, data=form_of(desk, where))

    assert "Nobody has answered it. It is gone for good." in page
    assert answered.status_code == 303
    assert labels(event) == []


def test_results_count_people_in_the_running(desk: FlaskClient, event: Event) -> None:
    with write():
        db.session.get_one(Event, event.id).pool.capacity = None
    boats = ask(event, Kind.NUMBER, "Boats")
    days = ask(event, Kind.SEVERAL, "Days", "Monday", "Friday")
    keys = [option.key for option in asked_of(event.id)[1].options]
    for name, number, chosen in (("Anna", 1, keys), ("Bruno", 4, keys[:1]), ("Carla", 9, keys)):
        who = answer(event, name, {boats.id: str(number), days.id: several(chosen)})
    with write():
        rules.cancel(db.session.get_one(Registration, who))

    page = soup(desk.get(address(event, "results")))

    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")][:2]
        for row in page.select("tbody tr")
    ]
    facts = [each.get_text(strip=True) for each in page.select("dl.facts dd")]
    assert rows == [["Monday", "2"], ["Friday", "1"]]
    assert facts == ["5", "2.5", "1–4"]


def test_the_pages_take_a_fixed_number_of_statements(desk: FlaskClient, event: Event) -> None:
    def statements() -> list[int]:
        found = []
        desk.get(address(event))  # the session of this test has read everything once
        for rest in ("", "preview", "results"):
            with count_statements() as sent:
                assert desk.get(address(event, rest)).status_code == 200
            found.append(len(sent))
        return found

    for number in range(2):
        ask(event, Kind.ONE, f"Question {number}", "a", "b")
    ask(event, Kind.PLACES, "Trip", ("a", 2))
    few = statements()
    for number in range(6):
        ask(event, Kind.PLACES, f"Trip {number}", ("a", 2), ("b", 3))
        asked = asked_of(event.id)[0]
        answer(event, f"Person{number}", {asked.question_id: asked.options[0].key})

    assert statements() == few


def test_who_plans_without_seeing_people_sees_numbers_and_no_texts(
    app: Flask, people: People, event: Event
) -> None:
    words = ask(event, Kind.SHORT_TEXT, "Village?")
    diet = ask(event, Kind.DIET, "Diet")
    needs = {diet.id: Needed(("vegan",), "nothing with celery")}
    answer(event, "Anna", {words.id: "Engure"}, needs)

    page = people.project_coordinator.client(app).get(address(event, "results")).text

    assert "1 answer" in page
    assert "Engure" not in page
    assert "celery" not in page
    assert "vegan" not in page


def test_a_stranger_finds_nothing(app: Flask, people: People, event: Event) -> None:
    question = ask(event, Kind.SHORT_TEXT, "Village?")
    client = people.stranger.client(app)

    for rest in ("", "new", "preview", "results", f"{question.public_id}/edit"):
        assert client.get(address(event, rest)).status_code == 403


@pytest.mark.parametrize("bad", ["nothing", "O0", "x" * 40, "%00", "é"])
def test_addresses_that_are_none(desk: FlaskClient, event: Event, bad: str) -> None:
    ask(event, Kind.SHORT_TEXT, "Village?")

    assert desk.get(address(event, f"{bad}/edit")).status_code in (400, 404)
    assert desk.get(address(event, "new?kind=nothing")).status_code == 200


def test_a_retired_question_is_listed_with_its_answers(desk: FlaskClient, event: Event) -> None:
    question = ask(event, Kind.SHORT_TEXT, "Village?")
    answer(event, "Anna", {question.id: "Engure"})
    where = address(event, f"{question.public_id}/removal")
    desk.post(where, data=form_of(desk, where))

    page = soup(desk.get(address(event)))

    assert "Village? 1 answer" in page.get_text(" ", strip=True)
    assert desk.get(where).status_code == 404
    db.session.rollback()
    assert book_of(event.id).current == ()
    assert db.session.get_one(Question, question.id).retired_at is not None
