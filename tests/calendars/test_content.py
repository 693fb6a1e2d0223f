"""Each property of a calendar and of an entry: there where it should be, and nothing besides."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.calendars.reading import fetch, only
from tests.conftest import Clock
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_registration,
)
from webapp import entries
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event


@pytest.fixture
def code(app: Flask, clock: Clock) -> str:
    """An event that says all an event can say."""
    clock.set("2027-03-01T10:00:00+00:00")
    with app.app_context(), write():
        project = make_project(LocalText({"en": "Harbours", "lv": "Ostas"}))
        place = make_place("Hall", latitude=57.0, longitude=24.125)
        event = make_event(
            LocalText({"en": "Forum", "lv": "Forums"}),
            organiser=make_organisation("Otava", contact_email="secret.town@example.org"),
            projects=[project],
            places=[place],
            kind="study-visit",
            summary="Two days of talk.",
            period=Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 27, 12), "Europe/Riga"),
            join_url="https://meet.example.org/secret",
            contact_email="secret.office@example.org",
            contributors=[{"role": "speaker", "name": "Secret Speaker"}],
        )
        make_registration(event, name="Secret Person", email="secret.person@example.org")
        found: str = event.code
    clock.forward(hours=1)
    return found


def lines(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_says_what_it_is(client: FlaskClient, code: str) -> None:
    calendar = fetch(client, "/calendars/projects/harbours.ics?lang=lv")

    said = {str(name): value for name, value in calendar.items()}
    assert said.keys() == {
        "VERSION",
        "PRODID",
        "CALSCALE",
        "NAME",
        "X-WR-CALNAME",
        "DESCRIPTION",
        "X-WR-CALDESC",
        "URL",
        "SOURCE",
        "COLOR",
        "LAST-MODIFIED",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
    }
    assert said["NAME"] == said["X-WR-CALNAME"] == "Ostas"
    assert said["NAME"].params["LANGUAGE"] == "lv"
    assert said["DESCRIPTION"] == said["X-WR-CALDESC"]
    assert said["DESCRIPTION"].params["LANGUAGE"] == "lv"
    assert said["URL"] == "http://localhost/projects/harbours/"
    assert said["SOURCE"] == "http://localhost/calendars/projects/harbours.ics?lang=lv"
    assert said["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert said["X-PUBLISHED-TTL"] == "PT1H"
    assert said["LAST-MODIFIED"].dt == datetime(2027, 3, 1, 10, tzinfo=UTC)


def test_an_entry_says_what_stands_there(client: FlaskClient, code: str) -> None:
    event = only(client, "/calendars/all.ics")

    assert set(event) == {
        "UID",
        "DTSTAMP",
        "CREATED",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "GEO",
        "URL",
        "CATEGORIES",
        "STATUS",
        "TRANSP",
        "CLASS",
        "COLOR",
    }
    assert (event["STATUS"], event["TRANSP"], event["CLASS"]) == ("CONFIRMED", "OPAQUE", "PUBLIC")
    assert event["GEO"].to_ical() == "57.0;24.125"
    assert event["COLOR"] == "teal"
    assert "localhost" not in event["UID"]
    assert event["CATEGORIES"].cats == ["Study visit", "Harbours"]
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        assert event[name].params["LANGUAGE"] == "en"


def test_stamps_are_of_the_last_change_and_never_of_the_fetch(
    app: Flask, client: FlaskClient, code: str, clock: Clock
) -> None:
    clock.forward(days=2)
    assert only(client, "/calendars/all.ics")["DTSTAMP"].dt == datetime(2027, 3, 1, 10, tzinfo=UTC)
    with app.app_context(), write():
        db.session.scalars(select(Event)).one().name = LocalText({"en": "Meeting"})
    changed_at = datetime(2027, 3, 3, 11, tzinfo=UTC)
    clock.forward(days=2)

    calendar = fetch(client, "/calendars/all.ics")
    (event,) = calendar.walk("VEVENT")

    assert [event[name].dt for name in ("DTSTAMP", "LAST-MODIFIED")] == [changed_at, changed_at]
    assert event["CREATED"].dt < changed_at
    assert event["SEQUENCE"] == 1
    assert calendar["LAST-MODIFIED"].dt == changed_at


def test_nothing_about_people_stands_in_a_public_calendar(client: FlaskClient, code: str) -> None:
    for form in ("ics", "json"):
        for path in ("/calendars/all", "/calendars/partners/otava", f"/events/{code}"):
            text = client.get(f"{path}.{form}").text

            assert "Forum" in text
            assert "secret" not in text.casefold()
            for name in ("organizer", "attendee", "valarm", "method", "conference", "contact"):
                assert name not in text.casefold(), name


def test_participants_are_told_how_to_join(app: Flask, code: str) -> None:
    with app.app_context():
        (text, _zones) = entries.text_of("event:1", "en") or ("", [])

    said = lines(text)
    assert "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.org/secret" in said
    (description,) = [each for each in said if each.startswith("DESCRIPTION")]
    assert "Join online: https://meet.example.org/secret" in description


def test_the_calendar_itself_has_no_uid(client: FlaskClient, code: str) -> None:
    """vdirsyncer would keep a single event."""
    head = client.get("/calendars/all.ics").text.partition("BEGIN:VTIMEZONE")[0]

    assert "UID" not in head


def colour(client: FlaskClient, path: str) -> str:
    return str(fetch(client, path)["COLOR"])


def test_calendars_have_colours_that_stay(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        for name in ("One", "Two"):
            make_event(projects=[make_project(name)], kind="ideathon")
    paths = [
        "/calendars/all.ics",
        "/calendars/kinds/ideathon.ics",
        "/calendars/projects/one.ics",
        "/calendars/projects/two.ics",
    ]

    found = [colour(client, path) for path in paths]

    assert found == ["steelblue", "darkmagenta", "royalblue", "chocolate"]
    assert colour(client, "/calendars/all.ics?kind=ideathon") == "darkmagenta"
    assert colour(client, "/calendars/all.ics?kind=ideathon&project=one") == "steelblue"


def test_geo_stands_only_where_coordinates_were_typed(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event(places=[make_place("Hall")])

    assert "GEO" not in only(client, "/calendars/all.ics")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("CONFIRMED", "OPAQUE", "Forum")),
        ({"status": "tentative"}, ("TENTATIVE", "OPAQUE", "Tentative: Forum")),
        ({"status": "held"}, ("CONFIRMED", "OPAQUE", "Forum")),
        ({"kind": "survey"}, ("CONFIRMED", "TRANSPARENT", "Forum")),
        (
            {"status": "cancelled", "cancelled_at": datetime(2026, 1, 1, tzinfo=UTC)},
            ("CANCELLED", "TRANSPARENT", "Cancelled: Forum"),
        ),
        (
            {"period": Period.month(2030, 5)},
            ("TENTATIVE", "TRANSPARENT", "Tentative: Forum"),
        ),
    ],
)
def test_states_are_told(
    app: Flask, client: FlaskClient, values: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    with app.app_context():
        make_event("Forum", **{"period": in_days(30), **values})

    event = only(client, "/calendars/all.ics")

    assert tuple(str(event[name]) for name in ("STATUS", "TRANSP", "SUMMARY")) == expected


def test_texts_from_another_language_do_not_claim_to_be_in_this_one(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event(LocalText({"en": "Forum"}))

    event = only(client, "/calendars/all.ics?lang=lv")

    assert "LANGUAGE" not in event["SUMMARY"].params


# LAST-MODIFIED of the calendar


def modified(client: FlaskClient, path: str) -> datetime:
    found: datetime = fetch(client, path)["LAST-MODIFIED"].dt
    return found


def test_a_calendar_without_any_change_tells_none(client: FlaskClient) -> None:
    assert "LAST-MODIFIED" not in fetch(client, "/calendars/kinds/survey.ics")


def test_a_change_elsewhere_moves_no_narrower_calendar(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    clock.set("2027-03-01T10:00:00+00:00")
    with app.app_context(), write():
        one, two = make_project("One"), make_project("Two")
        make_event("Here", projects=[one])
        make_event("Of another kind", projects=[two], kind="training")
    path = "/calendars/all.ics?project=one&kind=workshop"
    before = client.get(path)
    clock.forward(days=1)

    with app.app_context(), write():
        for event in db.session.scalars(select(Event).where(Event.kind == "training")):
            event.name = LocalText({"en": "Changed"})
        make_event("Elsewhere", projects=[db.session.merge(two)])

    after = client.get(path)
    assert after.data == before.data
    assert modified(client, path) == datetime(2027, 3, 1, 10, tzinfo=UTC)
    assert modified(client, "/calendars/kinds/workshop.ics") > modified(client, path)


def test_a_new_name_moves_narrower_calendars_too(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    clock.set("2027-03-01T10:00:00+00:00")
    with app.app_context(), write():
        project = make_project("One")
        make_event("Here", projects=[project])
    path = "/calendars/all.ics?project=one&kind=survey"
    clock.forward(days=1)
    with app.app_context(), write():
        db.session.merge(project).name = LocalText({"en": "Renamed"})
    clock.forward(days=1)

    calendar = fetch(client, path)

    assert calendar["NAME"] == "Vizīte: Renamed · survey"
    assert calendar["LAST-MODIFIED"].dt == datetime(2027, 3, 2, 10, tzinfo=UTC)


def test_the_window_moves_it_too(app: Flask, client: FlaskClient, clock: Clock) -> None:
    clock.set("2027-03-30T10:00:00+00:00")
    with app.app_context(), write():
        make_event(projects=[make_project("One")], period=Period.days(date(2026, 3, 5)))
    clock.forward(days=3)

    assert modified(client, "/calendars/all.ics") == datetime(2027, 4, 1, tzinfo=UTC)
    assert modified(client, "/calendars/projects/one.ics") == datetime(2027, 3, 30, 10, tzinfo=UTC)


def test_two_fetches_are_equal_byte_for_byte(
    app: Flask, client: FlaskClient, make_app: Any, code: str, clock: Clock
) -> None:
    paths = ["/calendars/all.ics", f"/events/{code}.ics?lang=lv", "/calendars/all.json?kind=pilot"]
    first = [client.get(path).data for path in paths]
    clock.forward(days=5)

    assert [client.get(path).data for path in paths] == first
    assert [make_app().test_client().get(path).data for path in paths] == first


def test_lines_are_as_the_standard_says(client: FlaskClient, code: str) -> None:
    data = client.get("/calendars/all.ics").data

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert isinstance(icalendar.Calendar.from_ical(data), icalendar.Calendar)
