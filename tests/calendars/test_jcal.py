"""Every calendar as JSON: the same content at an address of its own, by the same rules."""

import gzip
import json
import re
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.reading import fetch
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_project
from webapp.calendars import composing
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.projects.models import Project


@pytest.fixture
def code(app: Flask, clock: Clock) -> str:
    clock.set("2027-03-01T10:00:00+00:00")
    with app.app_context(), write():
        project = make_project(LocalText({"en": "One", "lv": "Viens"}))
        make_event("In May", projects=[project], period=Period.month(2030, 5))
        event = make_event(
            LocalText({"en": 'A "fair", and; more\\n', "lv": "Tirgus 🎪"}),
            projects=[project],
            summary="One\nTwo",
            languages=["lv"],
        )
        found: str = event.code
    clock.forward(seconds=10)
    return found


def paths(code: str) -> list[str]:
    return [
        "/calendars/all.json",
        "/calendars/all.json?project=one&kind=workshop&tentative=0&lang=lv",
        "/calendars/projects/one.json?lang=lv",
        "/calendars/partners/brasla-municipality.json",
        "/calendars/kinds/workshop.json",
        "/calendars/kinds/pilot.json",
        f"/events/{code}.json",
    ]


def test_it_says_what_the_calendar_says(client: FlaskClient, code: str) -> None:
    for path in paths(code):
        response = client.get(path)
        calendar = fetch(client, path.replace(".json", ".ics"))

        read = icalendar.Calendar.from_jcal(response.get_data(as_text=True))

        assert response.content_type == "application/calendar+json"
        assert [said(each) for each in read.walk("VEVENT")] == [
            said(each) for each in calendar.walk("VEVENT")
        ]
        zones = [str(each["TZID"]) for each in calendar.walk("VTIMEZONE")]
        assert [str(each["TZID"]) for each in read.walk("VTIMEZONE")] == zones
        # The library knows no NAME and keeps it as it is written.
        assert str(read["NAME"]) == re.sub(r"\\(.)", r"\1", str(calendar["NAME"]))
        assert str(read["SOURCE"]) == f"http://localhost{path}"


def said(event: icalendar.Component) -> dict[str, Any]:
    return {name: getattr(value, "dt", str(value)) for name, value in event.items()}


def test_it_is_small_and_plain(client: FlaskClient, code: str) -> None:
    text = client.get("/calendars/all.json?lang=lv").text

    assert text.startswith('["vcalendar",[["version",{},"text","2.0"],')
    assert "🎪" in text
    assert "\n" not in text


def test_an_empty_one_is_a_calendar_too(client: FlaskClient) -> None:
    name, _properties, components = json.loads(client.get("/calendars/all.json").data)

    assert (name, [each[0] for each in components]) == ("vcalendar", ["vtimezone"])


def test_only_whole_days_need_no_zone(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("In May", period=Period.month(2030, 5))
        make_event("In June", period=Period.month(2030, 6))

    components = json.loads(client.get("/calendars/all.json").data)[2]

    assert [each[0] for each in components] == ["vevent", "vevent"]


def test_it_is_fetched_by_the_same_rules(client: FlaskClient, code: str) -> None:
    for path in paths(code):
        whole, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
        calendar = client.get(path.replace(".json", ".ics"))
        etags = [each.headers["ETag"] for each in (whole, packed, calendar)]

        assert len(set(etags)) == 3
        assert gzip.decompress(packed.data) == whole.data
        with count_statements() as sent:
            again = client.get(path, headers={"If-None-Match": etags[0]})
        assert (again.status_code, again.data, len(sent)) == (304, b"", 1)
        assert client.get(path, headers={"If-None-Match": etags[2]}).status_code == 200
        head = client.head(path)
        assert (head.data, dict(head.headers)) == (b"", dict(whole.headers))


def test_pages_of_other_sites_may_read_it(client: FlaskClient, code: str) -> None:
    for path in paths(code):
        whole = client.get(path, headers={"Origin": "https://town.example.org"})
        again = client.get(path, headers={"If-None-Match": whole.headers["ETag"]})

        assert whole.headers["Access-Control-Allow-Origin"] == "*"
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in whole.headers


def test_it_is_called_by_its_name_when_saved(client: FlaskClient, code: str) -> None:
    response = client.get("/calendars/projects/one.json?lang=lv")

    assert response.headers["Content-Disposition"] == 'inline; filename="one.json"'


def test_a_large_one_is_the_same(
    client: FlaskClient, make_app: Any, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = client.get("/calendars/all.json").data
    monkeypatch.setattr(composing, "LARGEST_IN_MEMORY", 1000)
    monkeypatch.setattr(composing, "_CHUNK", 777)

    assert make_app().test_client().get("/calendars/all.json").data == small


def test_it_is_led_on_when_its_project_is_renamed(
    app: Flask, client: FlaskClient, code: str
) -> None:
    with app.app_context(), write():
        db.session.get_one(Project, 1).slug = "uno"

    response = client.get("/calendars/projects/one.json?lang=lv&tentative=0")
    of_all = client.get("/calendars/all.json?project=one&kind=workshop")

    assert response.status_code == of_all.status_code == 301
    assert response.headers["Location"] == "/calendars/projects/uno.json?tentative=0&lang=lv"
    assert of_all.headers["Location"] == "/calendars/all.json?project=uno&kind=workshop"
    assert client.get(response.headers["Location"]).status_code == 200
