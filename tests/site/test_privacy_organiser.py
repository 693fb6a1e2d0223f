"""The privacy notice of one organiser is made of what the program does."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import in_days, make_event, make_organisation, make_target_group
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.renaming import rename
from webapp.core.text import LocalText
from webapp.questions import rules as questions
from webapp.questions.asking import Kind


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def rows(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """What is kept → (how long, legal basis)."""
    found = {}
    for row in page.select("table.data tbody tr"):
        what, *rest = [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        found[what] = (rest[0], rest[1])
    return found


def test_it_names_the_controller_and_whom_to_ask(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_organisation(
            "Otava",
            country="LV",
            contact_email="info@otava.example.org",
            data_protection_contact="data@otava.example.org",
            privacy_notice="We keep **little**.",
        )

    page = look(client, "/privacy/otava")

    assert "Controller Otava" in page.words
    assert "data@otava.example.org" in page.words
    assert "We keep little" in page.words
    authority = page.soup.select_one("a[href='https://www.dvi.gov.lv/']")
    assert authority is not None
    assert (authority.get_text(), authority["lang"]) == ("Datu valsts inspekcija", "lv")


def test_a_country_without_one_authority_is_told_in_words(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_organisation("Otava", country="DE")

    assert "the data protection authority of the organiser's country" in (
        look(client, "/privacy/otava").words
    )


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ("municipality", "A task in the public interest"),
        ("company", "The organiser's legitimate interest"),
    ],
)
def test_periods_and_legal_bases_are_those_of_the_declarations(
    app: Flask, client: FlaskClient, kind: str, basis: str
) -> None:
    with app.app_context():
        make_organisation("Otava", kind=kind, retention_months=7)

    found = rows(look(client, "/privacy/otava").soup)

    given = found["What you give when you register: name, e-mail address, organisation"]
    assert given[0] == "7 months after the event"
    assert given[1].startswith(basis)
    needed = found["What you need to eat and to take part; read only by those who see to it"]
    assert needed[1].startswith("Your explicit consent")
    assert not [what for what in found if "sign-in link" in what]


def test_it_tells_what_each_coming_event_asks(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        otava = make_organisation("Otava")
        with write():
            busy = make_event(
                "Busy day",
                organiser=otava,
                guardian_age=16,
                target_groups=[make_target_group("Pupils")],
            )
            for kind in (Kind.SHORT_TEXT, Kind.DATE, Kind.DIET):
                questions.add(busy, kind, questions.Draft(LocalText({"en": f"About {kind}?"})))
        make_event("Short day", organiser=otava, asks_organisation=False, period=in_days(40))
        make_event("Secret day", organiser=otava, visibility="internal")
        make_event("Past day", organiser=otava, period=in_days(-9))

    page = look(client, "/privacy/otava")

    asked = [
        " ".join(each.get_text().split()) for each in page.soup.select("li:has(a[href*=events])")
    ]
    assert asked == [
        "Busy day: name, e-mail address, language, organisation, group, whether somebody is younger"
        " than 16, and a guardian's name and address then, 2 questions of its own, dietary"
        " requirements.",
        "Short day: name, e-mail address, language.",
    ]


def test_the_page_asks_as_often_however_many_events_there_are(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        otava = make_organisation("Otava")
        make_event(organiser=otava, has_questions=True)
    client.get("/privacy/otava")
    with count_statements() as few:
        client.get("/privacy/otava")
    with app.app_context():
        for number in range(8):
            make_event(f"Event {number}", organiser=db.session.merge(otava), has_questions=True)
    with count_statements() as many:
        client.get("/privacy/otava")

    assert len(few) == len(many)


def test_the_form_leads_to_it(app: Flask, client: FlaskClient) -> None:
    people = cast(app)

    page = look(client, f"/events/{people.public}/register")

    assert page.soup.select_one("a[href='/privacy/brasla-municipality']") is not None


@pytest.mark.parametrize("slug", ["nobody", "x" * 300, "%01"])
def test_there_is_no_notice_of_nobody(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/privacy/{slug}").status_code == 404


def test_it_follows_an_organisation_to_its_new_address(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        rename(make_organisation("Otava"), "otava-town")

    answer = client.get("/privacy/otava")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/privacy/otava-town")
