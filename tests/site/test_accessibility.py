"""The accessibility statement says what is so, and tells the administrator what is missing."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.factories import make_event, make_organisation
from tests.people import People, cast
from webapp.core.database import db
from webapp.site.accessibility_models import AccessibilityStatement

EDIT = "/manage/accessibility"
WHOLE = {
    "institution-en": "Brasla Municipality",
    "country": "LV",
    "conformance": "partial",
    "noncompliance-en": "Two old leaflets.",
    "alternatives-en": "Ask at the office.",
    "method": "simple",
    "evaluated_by-en": "The projects department",
    "evaluated_on": "2027-03-01",
    "report_url": "https://brasla.example.org/protocol.pdf",
    "prepared_on": "2027-03-02",
    "reviewed_on": "2027-04-01",
    "contact_email": "access@brasla.example.org",
    "contact_phone": "+371 6300 0000",
    "answer_days": "10",
}


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


def administrator(app: Flask, people: People) -> FlaskClient:
    return people.administrator.client(app)


def fill(client: FlaskClient, **values: Any) -> Sheet:
    form = look(client, EDIT)
    return send(client, form, button="Save the statement", **(WHOLE | values))


def test_nothing_is_invented_before_anything_is_filled_in(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(organiser=make_organisation("Razlog", contact_email="razlog@example.org"))

    page = look(client, "/accessibility")

    assert "conforms to the requirements in part" in page.words
    assert "is no evaluation by the institution yet" in page.words
    assert "undertakes" not in page.words
    assert "You get an answer within" not in page.words
    assert "This statement was prepared on" not in page.words
    assert [a.get_text() for a in page.soup.select("main a[href^=mailto]")] == [
        "razlog@example.org"
    ]
    with app.app_context():
        assert db.session.get(AccessibilityStatement, 1) is None


def test_the_administrator_is_told_what_is_missing_and_visitors_are_not(
    app: Flask, people: People, client: FlaskClient
) -> None:
    words = "Whose site it is."

    assert words in look(administrator(app, people), "/accessibility").words
    assert words in look(administrator(app, people), EDIT).words
    assert words not in look(client, "/accessibility").words
    assert words not in look(people.partner_coordinator.client(app), "/accessibility").words


def test_what_is_filled_in_stands_on_the_page(
    app: Flask, people: People, client: FlaskClient
) -> None:
    saved = fill(administrator(app, people))
    page = look(client, "/accessibility")

    assert "The accessibility statement is saved." in saved.soup.get_text()
    assert "Only administrators see this" not in saved.words
    for words in (
        "Brasla Municipality undertakes to make this site accessible",
        "Cabinet Regulation No. 445 of 14 July 2020",
        "Two old leaflets.",
        "Ask at the office.",
        "The simple test was made",
        "Evaluated by The projects department",
        "Evaluated on 1 March 2027",
        "You get an answer within 10 days.",
        "prepared on 2 March 2027",
        "last looked through on 1 April 2027",
    ):
        assert words in page.words
    links = {a.get_text(): a["href"] for a in page.soup.select("main a")}
    assert links["Tiesībsargs"] == "https://www.tiesibsargs.lv/"
    assert links["access@brasla.example.org"] == "mailto:access@brasla.example.org"
    assert links["+371 6300 0000"] == "tel:+37163000000"


@pytest.mark.parametrize(
    ("field", "value", "missing"),
    [
        ("institution-en", "", "Whose site it is."),
        ("evaluated_on", "", "When the site was evaluated."),
        ("prepared_on", "", "The day of the statement."),
        ("answer_days", "", "Within how many days one gets an answer."),
        ("country", "", "The country, which tells who hears complaints."),
        ("reviewed_on", "2026-01-01", "It was last looked through more than a year ago."),
        ("conformance", "full", "It conforms in full, and yet something is named that does not."),
    ],
)
def test_each_fact_that_is_missing_is_named(
    app: Flask, people: People, field: str, value: str, missing: str
) -> None:
    client = administrator(app, people)

    fill(client, **{field: value})

    assert missing in look(client, EDIT).words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_email", "nobody"),
        ("report_url", "javascript:alert(1)"),
        ("answer_days", "0"),
        ("answer_days", "soon"),
        ("evaluated_on", "2027-02-31"),
        ("conformance", "fully"),
        ("method", ""),
        ("country", "XX"),
        ("institution-en", "x" * 201),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(
    app: Flask, people: People, field: str, value: str
) -> None:
    page = fill(administrator(app, people), **{field: value})

    assert page.status == 422
    assert len(page.summary()) == 1
    with app.app_context():
        assert db.session.get(AccessibilityStatement, 1) is None


def test_two_administrators_overwrite_nothing_of_each_other(app: Flask, people: People) -> None:
    client = administrator(app, people)
    first, second = look(client, EDIT), look(client, EDIT)
    send(client, first, button="Save the statement", **WHOLE)

    mine = WHOLE | {"institution-en": "Otava Town"}
    stale = send(client, second, button="Save the statement", **mine)

    assert stale.status == 409
    assert "Someone else has changed this meanwhile." in stale.words
    assert "Brasla Municipality" in stale.words
    done = send(client, stale, button="Save the statement")
    assert "Otava Town undertakes" in done.words


def test_a_form_with_a_made_up_revision_is_stale(app: Flask, people: People) -> None:
    client = administrator(app, people)

    page = fill(client, posted_revision="nonsense")

    assert page.status == 409


def test_only_the_administrator_fills_it_in(app: Flask, people: People) -> None:
    assert people.partner_coordinator.client(app).get(EDIT).status_code == 403
    assert people.visitor.client(app).get(EDIT).status_code == 303
