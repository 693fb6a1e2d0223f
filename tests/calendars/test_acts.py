"""What is done to an event, through the rules themselves, and what every calendar makes of it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.calendars.reading import fetch
from tests.conftest import Clock
from tests.factories import make_event, make_organisation, make_project, make_target_group
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.entries.rebuilding import render_due
from webapp.events import rules
from webapp.events.models import Event
from webapp.projects.models import Project

REASON = LocalText({"en": "A storm", "lv": "Vētra"})
#: Calendars the event stands in, besides its own.
LISTS = (
    "/calendars/all.ics",
    "/calendars/all.ics?lang=lv",
    "/calendars/all.ics?tentative=0",
    "/calendars/all.ics?target_group=youth&kind=workshop",
    "/calendars/projects/one.ics",
    "/calendars/partners/otava.ics",
    "/calendars/kinds/workshop.ics",
)


class Desk:
    """Somebody who works on one event, and all who watch it in their calendars."""

    def __init__(self, app: Flask) -> None:
        self._app, self._client = app, app.test_client()
        with app.app_context(), write():
            event = make_event(
                LocalText({"en": "Forum", "lv": "Forums"}),
                organiser=make_organisation("Otava"),
                projects=[make_project("One")],
                target_groups=[make_target_group("Youth")],
                period=at(20),
            )
            make_project("Two")
            make_event("Another", organiser=make_organisation("Brasla"), kind="training")
            self.code, self.uid = event.code, event.uid

    def do(self, act: Callable[..., Any], *arguments: Any, **values: Any) -> None:
        """Act on the event as a view would."""
        with self._app.app_context(), write():
            event = db.session.scalars(select(Event).where(Event.uid == self.uid)).one()
            act(event, *arguments, **values)

    def shown(self, path: str) -> icalendar.Event | None:
        """The entry as it stands in a calendar now; never two of it."""
        entries = [
            each for each in fetch(self._client, path).walk("VEVENT") if each["UID"] == self.uid
        ]
        assert len(entries) <= 1
        assert self._has_it_as_json(path) == bool(entries)
        return entries[0] if entries else None

    def own(self) -> icalendar.Event:
        """The entry as it stands in the event's own calendar."""
        event = self.shown(f"/events/{self.code}.ics")
        assert event is not None
        return event

    def everywhere(self) -> dict[str, bool]:
        """In which lists it stands."""
        return {path: self.shown(path) is not None for path in LISTS}

    def _has_it_as_json(self, path: str) -> bool:
        text = self._client.get(path.replace(".ics", ".json")).text
        return json.dumps(self.uid) in text


def at(day: int) -> Period:
    return Period.at(datetime(2027, 4, day, 10), datetime(2027, 4, day, 12), "Europe/Riga")


@pytest.fixture
def desk(app: Flask, clock: Clock) -> Desk:
    clock.set("2027-03-01T10:00:00+00:00")
    return Desk(app)


def in_all(is_there: bool) -> dict[str, bool]:
    return dict.fromkeys(LISTS, is_there)


def test_moved_is_the_same_entry_elsewhere(desk: Desk) -> None:
    before = desk.own()

    desk.do(rules.move, at(27), REASON)

    assert desk.everywhere() == in_all(True)
    for path in LISTS:
        after = desk.shown(path)
        assert after is not None
        assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=7)
        assert after["SEQUENCE"] == before["SEQUENCE"] + 1
        assert after["STATUS"] == "CONFIRMED"
        words = "Vētra" if "lv" in path else "Reason: A storm"
        assert words in after["DESCRIPTION"]


def test_postponed_leaves_and_comes_back_as_itself(desk: Desk, client: FlaskClient) -> None:
    before = desk.own()

    desk.do(rules.postpone, REASON)

    assert desk.everywhere() == in_all(False)
    assert desk.shown(f"/events/{desk.code}.ics") is None
    assert client.get(f"/events/{desk.code}.ics").status_code == 200

    desk.do(rules.move, at(28), REASON)

    assert desk.everywhere() == {**in_all(True), "/calendars/all.ics?tentative=0": False}
    again = desk.own()
    assert again["SEQUENCE"] > before["SEQUENCE"]
    assert (again["STATUS"], again["SUMMARY"]) == ("TENTATIVE", "Tentative: Forum")

    desk.do(rules.confirm)

    assert desk.everywhere() == in_all(True)
    assert desk.own()["SEQUENCE"] > again["SEQUENCE"]


def test_vague_and_fixed_later_is_one_entry(desk: Desk) -> None:
    before = desk.own()
    desk.do(rules.move, Period.month(2027, 5), REASON)
    vague = desk.own()
    assert (vague["STATUS"], vague["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert desk.shown("/calendars/all.ics?tentative=0") is None

    desk.do(rules.move, Period.days(datetime(2027, 5, 4).date(), datetime(2027, 5, 6).date()))
    desk.do(rules.confirm)

    fixed = desk.own()
    assert desk.everywhere() == in_all(True)
    assert fixed["DTEND"].dt - fixed["DTSTART"].dt == timedelta(days=3)
    assert before["SEQUENCE"] < vague["SEQUENCE"] < fixed["SEQUENCE"]
    assert (fixed["STATUS"], fixed["TRANSP"]) == ("CONFIRMED", "OPAQUE")


def test_cancelled_stays_marked_until_its_date_has_passed(
    app: Flask, desk: Desk, clock: Clock
) -> None:
    before = desk.own()

    desk.do(rules.cancel, REASON)

    assert desk.everywhere() == in_all(True)
    after = desk.own()
    assert after["STATUS"] == "CANCELLED"
    assert after["SUMMARY"] == "Cancelled: Forum"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTART"].dt == before["DTSTART"].dt

    clock.set("2027-04-21T10:00:00+00:00")
    with app.app_context():
        render_due()

    assert desk.everywhere() == in_all(False)
    assert desk.shown(f"/events/{desk.code}.ics") is None


def test_withdrawn_leaves_and_its_own_calendar_is_gone(desk: Desk, client: FlaskClient) -> None:
    desk.do(rules.withdraw, REASON)

    assert desk.everywhere() == in_all(False)
    for form in ("ics", "json"):
        response = client.get(f"/events/{desk.code}.{form}")
        assert (response.status_code, response.mimetype) == (410, "text/plain")
        assert "withdrawn" in response.text
        assert "Forum" not in response.text


@pytest.mark.parametrize("visibility", ["partners", "internal"])
def test_made_private_leaves_every_public_calendar(
    desk: Desk, client: FlaskClient, visibility: str
) -> None:
    desk.do(rules.edit, visibility=visibility)

    assert desk.everywhere() == in_all(False)
    assert client.get(f"/events/{desk.code}.ics").status_code == 404
    assert client.get(f"/events/{desk.code}.json").status_code == 404


def test_unlisted_stands_in_its_own_calendar_alone_and_comes_back(desk: Desk) -> None:
    before = desk.own()

    desk.do(rules.edit, visibility="unlisted")

    assert desk.everywhere() == in_all(False)
    assert desk.own()["SEQUENCE"] >= before["SEQUENCE"]
    desk.do(rules.edit, visibility="public")
    assert desk.everywhere() == in_all(True)


def test_made_private_and_public_again_is_the_same_entry(desk: Desk) -> None:
    before = desk.own()

    desk.do(rules.edit, visibility="internal")
    desk.do(rules.edit, visibility="public")

    assert desk.own()["SEQUENCE"] > before["SEQUENCE"]
    assert desk.everywhere() == in_all(True)


def test_moved_to_another_project_changes_calendars(app: Flask, desk: Desk) -> None:
    before = desk.own()
    with app.app_context(), write():
        two = db.session.scalars(select(Project).where(Project.slug == "two")).one()
        event = db.session.scalars(select(Event).where(Event.uid == desk.uid)).one()
        rules.edit(event, projects=[two])

    assert desk.shown("/calendars/projects/one.ics") is None
    after = desk.shown("/calendars/projects/two.ics")
    assert after is not None
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["CATEGORIES"].cats == ["Workshop", "Two"]


def test_unpublished_leaves(desk: Desk, client: FlaskClient) -> None:
    desk.do(rules.unpublish)

    assert desk.everywhere() == in_all(False)
    assert client.get(f"/events/{desk.code}.ics").status_code == 404


def test_the_number_only_rises_whatever_is_done(desk: Desk, clock: Clock) -> None:
    acts: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = [
        (rules.move, (at(21), REASON), {}),
        (rules.edit, (), {"name": LocalText({"en": "Fair"})}),
        (rules.move, (Period.month(2027, 6), REASON), {}),
        (rules.postpone, (REASON,), {}),
        (rules.move, (at(22), REASON), {}),
        (rules.edit, (), {"visibility": "unlisted"}),
        (rules.edit, (), {"visibility": "public"}),
        (rules.confirm, (), {}),
        (rules.cancel, (REASON,), {}),
    ]
    last, stamps = desk.own()["SEQUENCE"], [datetime(2027, 3, 1, tzinfo=UTC)]
    for act, arguments, values in acts:
        clock.forward(hours=1)
        desk.do(act, *arguments, **values)

        event = desk.shown(f"/events/{desk.code}.ics")
        if event is not None:
            assert event["SEQUENCE"] >= last
            last = event["SEQUENCE"]
            stamps.append(event["DTSTAMP"].dt)
    assert last >= 6
    assert stamps == sorted(stamps)
