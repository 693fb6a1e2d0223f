"""Places on the desk: who puts them right, what follows."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_place
from tests.people import People, cast
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.projects.organisations import Organisation, Place

DESK = "/manage/places"
PIER = f"{DESK}/old-pier/edit"
FIELDS = {
    "name-en": "Old Pier",
    "address-en": "Quay 1",
    "country": "lv",
    "zone": "Europe/Riga",
    "latitude": "56,5",
    "longitude": "23.7",
    "step_free": "yes",
    "posted_revision": "1",
}


@pytest.fixture
def people(app: Flask) -> People:
    app.config["WTF_CSRF_ENABLED"] = False
    people = cast(app)
    with app.app_context(), write():
        brasla = db.session.get(Organisation, people.organisation_ids["brasla"])
        pier = make_place("Old Pier")
        make_event("At the pier", organiser=brasla, places=[pier])
    return people


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def pier() -> Place:
    return db.session.scalars(select(Place).where(Place.slug == "old-pier")).one()


def post(client: FlaskClient, **changes: str) -> Any:
    return client.post(PIER, data=FIELDS | changes)


def test_a_coordinator_of_all_its_events_puts_a_place_right(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)
    feed = "/calendars/partners/brasla-municipality.ics?lang=en"
    assert "Quay 1" not in client.get(feed).text

    assert post(client).status_code == 303

    with app.app_context():
        place = pier()
        assert place.address == LocalText({"en": "Quay 1"})
        assert (place.latitude, place.longitude, place.step_free) == (56.5, 23.7, True)
        assert history(f"place:{place.id}")[0].verb == "edited"
    assert "Quay 1" in client.get(feed).text


def test_a_place_where_others_have_events_is_not_ones_own(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_event("Theirs", organiser=make_organisation("Lielmala Municipality"), places=[pier()])

    assert people.partner_coordinator.client(app).get(PIER).status_code == 403
    assert people.administrator.client(app).get(PIER).status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name-en": ""}, "Write it in at least one language."),
        ({"country": "L1"}, "Write the two letters of the country"),
        ({"zone": "Mars/Base"}, "Choose a time zone from the list"),
        ({"latitude": "north"}, "Write degrees as a number"),
        ({"longitude": "181"}, "Write degrees as a number"),
        ({"latitude": "nan"}, "Write degrees as a number"),
        ({"longitude": ""}, "Give both coordinates, or neither."),
        ({"step_free": "maybe"}, "Choose one of the options listed."),
    ],
)
def test_bad_input_is_answered(
    app: Flask, people: People, changes: dict[str, str], message: str
) -> None:
    answer = post(people.partner_coordinator.client(app), **changes)

    assert answer.status_code == 422
    assert message in text(BeautifulSoup(answer.text, "html.parser").select_one(".error-summary"))


def test_a_stale_form_shows_both_versions(app: Flask, people: People) -> None:
    client = people.partner_coordinator.client(app)
    post(client)

    answer = post(client, **{"address-en": "Quay 2"})

    assert answer.status_code == 409
    cells = BeautifulSoup(answer.text, "html.parser").select("table.versions td")
    assert [text(cell) for cell in cells][:2] == ["Quay 2", "Quay 1"]


def test_a_place_of_nearly_the_same_name_is_pointed_at(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_place("Old Piers")
    page = people.partner_coordinator.client(app).get(PIER).text

    notice = BeautifulSoup(page, "html.parser").select_one(".notice")
    assert text(notice) == "Is it here twice? Old Piers"


def test_the_list_is_searched_and_takes_a_fixed_number_of_statements(
    app: Flask, people: People
) -> None:
    client = people.partner_coordinator.client(app)
    client.get(f"{DESK}/")
    with count_statements() as few:
        client.get(f"{DESK}/")
    with app.app_context(), write():
        for number in range(12):
            make_place(f"Cēsis hall {number}")

    with count_statements() as many:
        client.get(f"{DESK}/")
    found = BeautifulSoup(client.get(f"{DESK}/?q=cesis").text, "html.parser")

    assert len(many) == len(few), many
    assert len(found.select(".desk-list > li")) == 12


def test_who_plans_nothing_sees_no_desk_of_places(app: Flask, people: People) -> None:
    for who in (people.helper, people.reader):
        assert who.client(app).get(f"{DESK}/").status_code == 403
        assert who.client(app).post(PIER, data=FIELDS).status_code == 403
    assert people.stranger.client(app).post(PIER, data=FIELDS).status_code == 403
    assert people.administrator.client(app).get(f"{DESK}/nowhere/edit").status_code == 404
