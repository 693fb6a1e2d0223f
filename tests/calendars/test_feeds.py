"""What stands in which calendar, for how long and with which words."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.calendars.reading import fetch, only, titles
from tests.conftest import Clock
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_registration,
)
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.rebuilding import render_due
from webapp.events.models import Event

Make = Callable[..., str]


@pytest.fixture
def make(app: Flask) -> Make:
    """Makes an event; gives its code."""

    def make(title: str, **values: Any) -> str:
        with app.app_context():
            code: str = make_event(title, **values).code
            return code

    return make


def change(app: Flask, code: str, **values: Any) -> None:
    with app.app_context(), write():
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        for name, value in values.items():
            setattr(event, name, value)


# Which events


def test_public_calendars_hold_what_everyone_may_find(client: FlaskClient, make: Make) -> None:
    make("Open")
    make("Draft", status="draft")
    make("Partners", visibility="partners")
    make("Internal", visibility="internal")
    make("Unlisted", visibility="unlisted")
    make("Taken back", withdrawn_at=now())
    make("Some day", period=Period.undated())
    make("Since 2027", period=Period.phase(date(2027, 1, 1), None))

    assert titles(client, "/calendars/all.ics") == {"Open"}


def test_an_unlisted_event_has_a_calendar_of_its_own(client: FlaskClient, make: Make) -> None:
    code = make("Unlisted", visibility="unlisted")

    assert titles(client, f"/events/{code}.ics") == {"Unlisted"}


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": "draft"}, 404),
        ({"visibility": "partners"}, 404),
        ({"visibility": "internal"}, 404),
        ({"visibility": "internal", "withdrawn_at": datetime.fromisoformat("2026-01-01T00Z")}, 404),
        ({"withdrawn_at": datetime.fromisoformat("2026-01-01T00Z")}, 410),
    ],
)
def test_an_event_not_for_everyone_has_no_calendar(
    client: FlaskClient, make: Make, values: dict[str, Any], status: int
) -> None:
    response = client.get(f"/events/{make('Secret', **values)}.ics")

    assert response.status_code == status
    assert response.mimetype == "text/plain"
    assert "Secret" not in response.text


@pytest.mark.parametrize(
    "values",
    [
        {"visibility": "internal"},
        {"visibility": "partners"},
        {"withdrawn_at": datetime.fromisoformat("2026-01-01T00Z")},
        {"period": Period.undated()},
        {"status": "draft"},
    ],
)
def test_what_is_no_longer_public_leaves(
    app: Flask, client: FlaskClient, make: Make, values: dict[str, Any]
) -> None:
    code = make("Was public")
    before = client.get("/calendars/all.ics").headers["ETag"]

    change(app, code, **values)

    after = client.get("/calendars/all.ics", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert titles(client, "/calendars/all.ics") == set()


def test_a_postponed_event_leaves_and_comes_back_as_itself(
    app: Flask, client: FlaskClient, make: Make
) -> None:
    code = make("Forum")
    first = only(client, "/calendars/all.ics")
    change(app, code, period=Period.undated(), status="tentative")
    assert titles(client, f"/events/{code}.ics") == set()

    change(app, code, period=in_days(60), status="confirmed")

    again = only(client, "/calendars/all.ics")
    assert again["UID"] == first["UID"]
    assert again["SEQUENCE"] > first["SEQUENCE"]


def test_a_moved_event_is_the_same_entry_with_a_higher_number(
    app: Flask, client: FlaskClient, make: Make
) -> None:
    code = make("Forum")
    before = only(client, "/calendars/all.ics")

    change(app, code, period=in_days(40), moved_at=now(), moved_from=in_days(30).as_json())

    after = only(client, "/calendars/all.ics")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=10)
    assert "This event has been moved. It was to be:" in after["DESCRIPTION"]


def test_a_cancelled_event_stays_marked_until_its_date_has_passed(
    app: Flask, client: FlaskClient, make: Make, clock: Clock
) -> None:
    clock.set("2027-05-01T10:00+00:00")
    code = make("Forum", period=in_days(3))
    change(
        app, code, status="cancelled", cancelled_at=now(), status_reason=LocalText({"en": "Storm"})
    )
    event = only(client, "/calendars/all.ics")
    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Cancelled: Forum")
    assert "Reason: Storm" in event["DESCRIPTION"]
    assert "Registration:" not in event["DESCRIPTION"]

    clock.forward(days=4)
    with app.app_context():
        assert render_due() == 1

    assert titles(client, "/calendars/all.ics") == set()


def test_seats_move_no_calendar(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event("Forum", capacity=2)
        before = client.get("/calendars/all.ics").headers["ETag"]
        make_registration(event)

    assert client.get("/calendars/all.ics").headers["ETag"] == before


# Which calendars


def test_a_project_a_partner_and_a_kind_have_calendars(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project, otava = make_project("Living Harbours"), make_organisation("Otava")
        make_event("In project", projects=[project], kind="training")
        make_event("Hosted", host_id=otava.id, kind="study-visit", more_kinds=["training"])
        make_event("Organised", organiser=otava, kind="ideathon")

    assert titles(client, "/calendars/projects/living-harbours.ics") == {"In project"}
    assert titles(client, "/calendars/partners/otava.ics") == {"Hosted", "Organised"}
    assert titles(client, "/calendars/kinds/training.ics") == {"In project", "Hosted"}


def test_filters_widen_within_a_kind_of_thing_and_narrow_across(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        one, two, three = (make_project(name) for name in ("One", "Two", "Three"))
        make_event("One workshop", projects=[one], languages=["lv"])
        make_event("Two workshop", projects=[two, one], languages=["lv", "en"])
        make_event("Two training", projects=[two], kind="training", languages=["en"])
        make_event("Three workshop", projects=[three])

    def found(query: str) -> set[str]:
        return titles(client, f"/calendars/all.ics?{query}")

    assert found("project=one&project=two") == {"One workshop", "Two workshop", "Two training"}
    assert found("project=one&project=two&kind=workshop") == {"One workshop", "Two workshop"}
    assert found("project=two&language=en") == {"Two workshop", "Two training"}
    assert found("partner=brasla-municipality&kind=training") == {"Two training"}


def test_the_order_of_filters_does_not_matter(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event(projects=[make_project("One"), make_project("Two")])

    one = client.get("/calendars/all.ics?project=two&kind=workshop&project=one")
    other = client.get("/calendars/all.ics?kind=workshop&project=one&project=two&project=one")

    assert one.headers["ETag"] == other.headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/calendars/all.ics?project=nowhere",
        "/calendars/all.ics?project=one&project=nowhere",
        "/calendars/all.ics?partner=nobody",
        "/calendars/all.ics?kind=party",
        "/calendars/all.ics?language=klingon",
        "/calendars/all.ics?projct=one",
        "/calendars/all.ics?lang=xx",
        "/calendars/all.ics?project=%00",
        "/calendars/all.ics?project=%F0%9F%8E%89%ED%A0%80",
        "/calendars/projects/nowhere.ics",
        "/calendars/projects/one.ics?lang=xx",
        "/calendars/partners/nobody.ics",
        "/calendars/kinds/party.ics",
        "/events/zzzzzzzz.ics",
        "/events/%27%22.ics",
    ],
)
def test_what_is_unknown_is_told_in_a_short_text(any_app: Flask, path: str) -> None:
    with any_app.app_context():
        make_project("One")

    response = any_app.test_client().get(path)

    assert response.status_code == 404
    assert response.mimetype == "text/plain"
    assert len(response.text) < 250
    assert "http://localhost/calendars/" in response.text


def test_a_nul_in_an_address_gets_a_short_text(any_app: Flask) -> None:
    response = any_app.test_client().get("/events/%27%22%00.ics")

    assert response.status_code == 404
    assert response.mimetype == "text/plain"
    assert len(response.text) < 250


def test_a_kind_and_a_language_without_events_are_empty_and_valid(client: FlaskClient) -> None:
    for path in ("/calendars/kinds/survey.ics", "/calendars/all.ics?language=bg"):
        calendar = fetch(client, path)

        # At least one component has to stand in a calendar (RFC 5545, section 3.6).
        assert [each.name for each in calendar.subcomponents] == ["VTIMEZONE"]


def test_long_ago_stands_only_in_the_calendar_of_its_project(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    clock.set("2027-05-15T10:00+00:00")
    with app.app_context(), write():
        project = make_project("One")
        for title, day in (("Old", date(2026, 4, 30)), ("Kept", date(2026, 5, 1))):
            make_event(title, projects=[project], period=Period.days(day))

    assert titles(client, "/calendars/projects/one.ics") == {"Old", "Kept"}
    assert titles(client, "/calendars/all.ics") == {"Kept"}
    assert titles(client, "/calendars/kinds/workshop.ics") == {"Kept"}


def test_the_window_moves_on_the_first_of_a_month(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    clock.set("2027-05-31T23:59+00:00")
    with app.app_context():
        make_event("Old", period=Period.days(date(2026, 5, 1)))
    assert titles(client, "/calendars/all.ics") == {"Old"}
    etag = client.get("/calendars/all.ics").headers["ETag"]
    since = "Mon, 31 May 2027 23:59:30 GMT"

    clock.forward(minutes=2)

    headers = {"If-None-Match": etag}
    assert client.get("/calendars/all.ics", headers=headers).status_code == 200
    headers = {"If-Modified-Since": since}
    assert client.get("/calendars/all.ics", headers=headers).status_code == 200
    assert titles(client, "/calendars/all.ics") == set()


# With which words


def test_lang_chooses_the_texts_and_nothing_else_does(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(LocalText({"en": "Forum", "lv": "Forums"}))
    client.set_cookie("lang", "lv")

    plain = client.get("/calendars/all.ics", headers={"Accept-Language": "lv"})

    assert plain.headers["ETag"] == app.test_client().get("/calendars/all.ics").headers["ETag"]
    assert titles(client, "/calendars/all.ics") == {"Forum"}
    assert titles(client, "/calendars/all.ics?lang=lv") == {"Forums"}
    assert only(client, "/calendars/all.ics?lang=lv")["SUMMARY"].params["LANGUAGE"] == "lv"


def test_the_description_says_who_where_to_and_who_pays(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project = make_project("One", programme_id=make_programme(statement="Paid by all").id)
        host = make_organisation("Otava")
        code = make_event(
            "Forum",
            projects=[project],
            host_id=host.id,
            summary="Two days of talk.",
            places=[
                make_place(
                    "Hall", address=LocalText({"en": "Quay 1"}), latitude=57.0, longitude=24.1
                )
            ],
        ).code

    event = only(client, "/calendars/all.ics")

    assert event["DESCRIPTION"].split("\n") == [
        "Two days of talk.",
        "",
        "Organiser: Brasla Municipality",
        "Host: Otava",
        f"Registration: http://localhost/events/{code}/register",
        f"More about it: http://localhost/events/{code}/",
        "",
        "Paid by all",
    ]
    assert event["LOCATION"] == "Hall, Quay 1"
    assert event["URL"] == f"http://localhost/events/{code}/"
    assert event["CATEGORIES"].to_ical() == b"Workshop,One"


def test_the_statement_is_the_one_in_force_on_the_day(app: Flask, client: FlaskClient) -> None:
    statements = [("Old", None, date(2027, 5, 31)), ("New", date(2027, 6, 1), None)]
    with app.app_context(), write():
        programme = make_programme(statements=statements)
        project = make_project("One", programme_id=programme.id)
        make_event(projects=[project], period=Period.days(date(2027, 6, 1)))

    assert only(client, "/calendars/all.ics")["DESCRIPTION"].endswith("New")


def test_registration_elsewhere_names_the_other_address(client: FlaskClient, make: Make) -> None:
    url = "https://example.org/register"
    make("Forum", registration_mode="elsewhere", registration_url=url)

    assert f"Registration: {url}" in only(client, "/calendars/all.ics")["DESCRIPTION"]


def test_a_calendar_is_called_what_it_holds(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project = make_project(LocalText({"en": "Harbours", "lv": "Ostas"}))
        code = make_event("Forum", projects=[project]).code

    def name(path: str) -> str:
        return str(fetch(client, path)["X-WR-CALNAME"])

    assert name("/calendars/all.ics") == "Vizīte"
    assert name("/calendars/projects/harbours.ics") == "Harbours"
    assert name("/calendars/projects/harbours.ics?lang=lv") == "Ostas"
    assert name("/calendars/partners/brasla-municipality.ics") == "Brasla Municipality"
    assert (
        name("/calendars/all.ics?project=harbours&kind=workshop") == "Vizīte: Harbours · workshop"
    )
    assert name(f"/events/{code}.ics") == "Forum"
