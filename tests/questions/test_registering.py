"""Questions in the registration form: asked, checked, kept and shown."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_statements
from tests.factories import make_event
from tests.questions.asking import ask, form_of, if_answered, name_of
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.needs.models import Need
from webapp.questions import rules
from webapp.questions.asking import Kind
from webapp.questions.models import Answer, Question
from webapp.questions.queries import answers_of, asked_of
from webapp.questions.showing import answer_words
from webapp.registrations.models import Registration

pytestmark = pytest.mark.usefixtures("context")


def register(client: FlaskClient, event: Event, name: Any = "Anna Ozola", **typed: Any) -> Any:
    """Send the form of *event* with what is typed."""
    address = f"/events/{event.code}/register"
    email = f"{name.split()[0].lower()}@example.org"
    return client.post(
        address, data=form_of(client, address) | {"name": name, "email": email} | typed
    )


def told(response: Any) -> list[str]:
    """The errors at the top of a page."""
    page = BeautifulSoup(response.text, "html.parser")
    return [" ".join(each.get_text().split()) for each in page.select(".error-summary li")]


def words_of_answers() -> dict[str, str]:
    """Question → answer of the only registration, in the words of the version it was given to."""
    registration = db.session.scalars(select(Registration)).one()
    return {
        str(each.asked.label): answer_words(each.asked, each.value)
        for each in answers_of(registration.id).values()
    }


def test_every_kind_of_question_is_answered_and_read_back(client: FlaskClient) -> None:
    event = make_event()
    made = {
        Kind.SHORT_TEXT: ask(event, Kind.SHORT_TEXT, "Village"),
        Kind.LONG_TEXT: ask(event, Kind.LONG_TEXT, "Your idea"),
        Kind.NUMBER: ask(event, Kind.NUMBER, "Boats", least=0, most=9),
        Kind.DATE: ask(event, Kind.DATE, "Arrival"),
        Kind.ONE: ask(event, Kind.ONE, "Bus", "from Riga", "from Liepāja"),
        Kind.SEVERAL: ask(event, Kind.SEVERAL, "Days", "Monday", "Tuesday", "Friday", most=2),
        Kind.YES_NO: ask(event, Kind.YES_NO, "Overnight"),
        Kind.CONSENT: ask(event, Kind.CONSENT, "My name may be published"),
        Kind.PLACES: ask(event, Kind.PLACES, "Boat trip", ("morning", 2), ("evening", 2)),
    }
    names = {kind: name_of(question) for kind, question in made.items()}
    keys = {each.kind: [option.key for option in each.options] for each in asked_of(event.id)}

    answer = register(
        client,
        event,
        **{
            names[Kind.SHORT_TEXT]: "Engure",
            names[Kind.LONG_TEXT]: "Two lines\r\nof text",
            names[Kind.NUMBER]: "3",
            names[Kind.DATE]: "27.04.2027",
            names[Kind.ONE]: keys[Kind.ONE][1],
            names[Kind.SEVERAL]: [keys[Kind.SEVERAL][0], keys[Kind.SEVERAL][2]],
            names[Kind.YES_NO]: "no",
            names[Kind.CONSENT]: "y",
            names[Kind.PLACES]: keys[Kind.PLACES][0],
        },
    )

    assert answer.status_code == 303
    assert words_of_answers() == {
        "Village": "Engure",
        "Your idea": "Two lines\nof text",
        "Boats": "3",
        "Arrival": "27 April 2027",
        "Bus": "from Liepāja",
        "Days": "Monday, Friday",
        "Overnight": "no",
        "My name may be published": "agreed",
        "Boat trip": "morning",
    }


@pytest.mark.parametrize(
    ("kind", "options", "more", "typed", "said"),
    [
        (Kind.SHORT_TEXT, (), {}, "", "Fill in “What?”."),
        (Kind.SHORT_TEXT, (), {}, "x" * 301, "Shorten this by 1 character: there is room for 300."),
        (Kind.NUMBER, (), {"least": 1, "most": 5}, "6", "Write a number from 1 to 5."),
        (Kind.NUMBER, (), {}, "many", "Write a whole number, for example 20."),
        (
            Kind.DATE,
            (),
            {},
            "30.02.2027",
            "Write the date as day.month.year, for example 27.04.2027.",
        ),
        (Kind.ONE, ("a", "b"), {}, "c", "Choose one of the options listed."),
        (Kind.ONE, ("a", "b"), {}, "", "Choose an answer: “What?”"),
        (Kind.SEVERAL, ("a", "b"), {}, "c", "Choose only from the options listed."),
        (Kind.YES_NO, (), {}, "maybe", "Choose one of the options listed."),
        (Kind.CONSENT, (), {}, "", "Tick this box to go on: “What?”"),
        (Kind.PLACES, ("a", "b"), {}, "c", "Choose one of the options listed."),
    ],
)
def test_bad_answers_are_told_beside_the_question(
    client: FlaskClient, kind: Kind, options: Any, more: Any, typed: str, said: str
) -> None:
    event = make_event()
    question = ask(event, kind, "What?", *options, is_required=True, **more)

    answer = register(client, event, **({name_of(question): typed} if typed else {}))

    assert (answer.status_code, told(answer)) == (422, [said])
    page = BeautifulSoup(answer.text, "html.parser")
    assert len(page.select(".question-row .field__error")) == 1
    assert page.select_one("#name")["value"] == "Anna Ozola"  # type: ignore[index]
    assert db.session.scalar(select(Registration.id)) is None


def test_no_more_answers_than_allowed(client: FlaskClient) -> None:
    event = make_event()
    question = ask(event, Kind.SEVERAL, "Days", "Monday", "Tuesday", most=1)
    keys = [option.key for option in asked_of(event.id)[0].options]

    answer = register(client, event, **{name_of(question): keys})

    assert told(answer) == ["Choose at most 1 answer."]


def test_a_question_whose_condition_does_not_hold_is_neither_required_nor_kept(
    client: FlaskClient,
) -> None:
    event = make_event()
    decides = ask(event, Kind.YES_NO, "Overnight")
    hanging = ask(
        event, Kind.SHORT_TEXT, "Hotel", is_required=True, condition=if_answered(decides, "yes")
    )

    asked = register(client, event, "Anna Ozola", **{name_of(decides): "yes"})
    free = register(client, event, "Bruno Ozols", **{name_of(decides): "no", name_of(hanging): "?"})

    assert told(asked) == ["Fill in “Hotel”."]
    assert free.status_code == 303
    assert words_of_answers() == {"Overnight": "no"}


def test_the_page_says_without_a_script_when_a_question_is_asked(client: FlaskClient) -> None:
    event = make_event()
    decides = ask(event, Kind.YES_NO, "Do you stay?")
    ask(event, Kind.SHORT_TEXT, "Hotel", condition=if_answered(decides, "yes"))

    page = BeautifulSoup(client.get(f"/events/{event.code}/register").text, "html.parser")

    [when] = page.select(".question-row__when")
    assert when.get_text(strip=True) == "Only if you answered “yes” to “Do you stay?”."
    assert "hidden" not in when.attrs


def test_needs_go_into_their_own_table_only(client: FlaskClient) -> None:
    event = make_event()
    diet = ask(event, Kind.DIET, "What may you not eat?", is_required=True)

    register(client, event, **{name_of(diet): ["vegan"], f"{name_of(diet)}-words": "No celery"})

    [need] = db.session.scalars(select(Need))
    assert (need.kind, need.options, need.words) == ("diet", ["vegan"], "No celery")
    assert db.session.scalar(select(Answer.id)) is None


def test_nobody_is_made_to_have_needs(client: FlaskClient) -> None:
    event = make_event()
    ask(event, Kind.DIET, "What may you not eat?", is_required=True)

    assert register(client, event).status_code == 303
    assert db.session.scalar(select(Need.id)) is None


def test_a_question_that_changed_meanwhile_is_shown_again_with_what_was_typed(
    client: FlaskClient,
) -> None:
    event = make_event()
    question = ask(event, Kind.CONSENT, "Photos may be taken", is_required=True)
    address = f"/events/{event.code}/register"
    opened = form_of(client, address) | {"name": "Anna Ozola", "email": "anna@example.org"}
    opened[name_of(question)] = "y"
    with write():
        stored = db.session.get_one(Question, question.id)
        rules.edit(event, stored, rules.Draft(LocalText({"en": "Photos may be published"})))

    answer = client.post(address, data=opened)

    assert answer.status_code == 422
    assert told(answer) == [
        "This question has changed since you opened the page. Look at it again."
    ]
    assert "Photos may be published" in answer.text
    again = client.post(
        address,
        data=form_of(client, address)
        | opened
        | {"questions-asked": form_of(client, address)["questions-asked"]},
    )
    assert again.status_code == 303
    assert words_of_answers() == {"Photos may be published": "agreed"}


def test_an_event_without_questions_costs_no_statement_more(
    app: Flask, client: FlaskClient
) -> None:
    plain, asking = make_event(), make_event("Another")
    question = ask(asking, Kind.SHORT_TEXT, "Village")
    ask(asking, Kind.DIET, "What may you not eat?")
    sent: dict[str, list[int]] = {"plain": [], "asking": []}
    for number in range(4):
        for name, event, more in (
            ("plain", plain, {}),
            ("asking", asking, {name_of(question): "Engure"}),
        ):
            address = f"/events/{event.code}/register"
            form = form_of(client, address) | {"name": f"P{number}", "email": f"p{number}@e.org"}
            with count_statements() as statements:
                assert client.post(address, data=form | more).status_code == 303
            sent[name].append(len(statements))
            assert ("question_versions" in str(statements)) is (name == "asking")

    assert len(set(sent["plain"][1:])) == 1
    assert len(set(sent["asking"][1:])) == 1
    assert sent["asking"][1] - sent["plain"][1] <= 3
