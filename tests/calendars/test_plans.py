"""An address is read once; its calendar is made again when what it follows from has changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Clock
from tests.factories import make_event, make_project
from webapp.calendars import answering, plans
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.models import Project

ALL = "/calendars/all.ics"


@pytest.fixture(autouse=True)
def event(app: Flask, clock: Clock) -> Iterator[str]:
    clock.set("2027-05-15T10:00:00+00:00")
    with app.app_context():
        with write():
            code = make_event("Forum", projects=[make_project("One")]).code
        clock.forward(minutes=5)
        yield code


def known() -> set[tuple[str, bytes]]:
    return set(plans.known_plans()._known)


def test_the_same_calendar_is_not_made_twice() -> None:
    plan = plans.of_project("one", "en")
    feed = plan.feed()

    assert plan.feed() is feed

    with write():
        make_event("Another", projects=[db.session.scalars(select(Project)).one()])
    assert plan.feed() is not feed
    assert plan.feed().versions > feed.versions


def test_a_calendar_that_was_asked_for_before_follows_every_change(
    client: FlaskClient, event: str
) -> None:
    paths = (ALL, "/calendars/projects/one.ics", "/calendars/all.ics?project=one&lang=lv")
    before = {path: client.get(path) for path in paths}

    with write():
        db.session.scalars(select(Project)).one().name = LocalText({"en": "Renamed"})
        db.session.scalars(select(Event)).one().name = LocalText({"en": "Moved"})

    for path in paths:
        after = client.get(path, headers={"If-None-Match": before[path].headers["ETag"]})
        assert (after.status_code, ":Moved\r\n" in after.text) == (200, True)
    assert "NAME;LANGUAGE=en:Renamed\r\n" in client.get(paths[1]).text


def test_a_withdrawn_event_and_one_that_comes_back_are_told_at_a_known_address(
    client: FlaskClient, event: str
) -> None:
    path = f"/events/{event}.ics"
    assert client.get(path).status_code == 200
    row = db.session.scalars(select(Event)).one()

    with write():
        row.withdrawn_at = now()
    assert client.get(path).status_code == 410

    with write():
        row.withdrawn_at = None
    assert client.get(path).status_code == 200


def test_a_known_calendar_moves_its_window_with_the_month(
    client: FlaskClient, clock: Clock
) -> None:
    before = client.get(ALL)
    clock.set("2028-07-01T00:00:01+00:00")

    after = client.get(ALL, headers={"If-None-Match": before.headers["ETag"]})

    assert (before.text.count("BEGIN:VEVENT"), after.text.count("BEGIN:VEVENT")) == (1, 0)
    assert client.get("/calendars/projects/one.ics").text.count("BEGIN:VEVENT") == 1


def test_forms_and_languages_of_an_address_are_known_apart(client: FlaskClient) -> None:
    paths = (ALL, f"{ALL}?lang=lv", "/calendars/all.json", "/calendars/all.atom")
    for _again in range(2):
        answers = [client.get(path) for path in paths]

        assert len({each.headers["ETag"] for each in answers}) == 4
        assert len({each.mimetype for each in answers}) == 3


def test_what_leads_to_no_calendar_is_not_remembered(client: FlaskClient) -> None:
    for path in (
        "/calendars/projects/nowhere.ics",
        "/calendars/all.ics?knd=workshop",
        "/calendars/all.ics?lang=tlh",
        "/calendars/all.ics?tentative=7",
        "/events/unknown.ics",
    ):
        assert client.get(path).status_code in (400, 404)

    assert known() == set()


def test_long_addresses_are_answered_and_not_remembered(client: FlaskClient) -> None:
    words = "&".join(f"language={tag}" for tag in ("en", "lv", "bg", "de", "fr", "pl") * 4)
    assert len(words) > answering.LONGEST_KNOWN

    assert client.get(f"{ALL}?{words}").status_code == 200
    assert client.get(ALL).status_code == 200

    assert known() == {(ALL, b"")}


def test_addresses_are_remembered_within_bounds(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "MOST_PLANS", 2)
    for word in ("workshop", "training", "workshop", "survey"):
        assert client.get(f"/calendars/kinds/{word}.ics").status_code == 200

    assert known() == {(f"/calendars/kinds/{word}.ics", b"") for word in ("workshop", "survey")}


def test_apps_know_addresses_apart(make_app: Any, client: FlaskClient) -> None:
    other = make_app(VIZITE_SITE_NAME="Elsewhere")
    assert client.get(ALL).status_code == 200

    assert "NAME:Elsewhere" in other.test_client().get(ALL).text
    assert "NAME:Elsewhere" not in client.get(ALL).text
