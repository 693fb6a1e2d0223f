"""Calendars behind a token: what stands in them, for whom, and what a fetch costs."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.reading import fetch, only, titles
from tests.conftest import Clock, MakeApp
from tests.counting import count_statements
from tests.factories import in_days, make_event, make_registration
from webapp.calendars import link_fetches, link_rules
from webapp.calendars.link_models import CalendarLink
from webapp.core.database import db, write
from webapp.core.links import mac
from webapp.core.logs import without_secrets
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.registrations import rules
from webapp.registrations.models import Registration, State
from webapp.registrations.rights_erasure import erase

JOIN = "https://meet.example.org/room?pwd=a%20b&x=1"
Values = dict[str, Any]


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


def signed_up(app: Flask, state: str = "confirmed", event: Values | None = None, **of: Any) -> int:
    """Somebody's registration for an event with a way to join it; its id."""
    values = {"mode": "hybrid", "join_url": JOIN, "visibility": "internal", **(event or {})}
    with app.app_context(), write():
        return make_registration(make_event("Forum", **values), state=state, **of).id


def address(app: Flask, registration: int) -> str:
    """The path of its calendar, made if there is none."""
    with app.app_context(), write():
        row = db.session.get_one(Registration, registration)
        return f"/calendars/{link_rules.make_for_registration(row).token()}.ics"


def address_of(app: Flask, email: str = "anna@example.org") -> str:
    """The path of the calendar of an e-mail address."""
    with app.app_context(), write():
        return f"/calendars/{link_rules.make_for_address(email).token()}.ics"


def link(path: str) -> CalendarLink:
    """The row of a path; needs a context."""
    db.session.rollback()
    return CalendarLink.find_by_token(path.removeprefix("/calendars/").removesuffix(".ics"))


def set_on(app: Flask, model: type[Any], number: int, **values: Any) -> None:
    with app.app_context(), write():
        row = db.session.get_one(model, number)
        for name, value in values.items():
            setattr(row, name, value)


# One registration


def test_who_has_a_seat_reads_how_to_join(app: Flask, client: FlaskClient) -> None:
    path = address(app, signed_up(app))

    entry = only(client, path)

    assert (entry["SUMMARY"], entry["STATUS"], entry["TRANSP"]) == ("Forum", "CONFIRMED", "OPAQUE")
    assert entry["CONFERENCE"] == JOIN
    assert entry["CLASS"] == "PRIVATE"
    assert fetch(client, path)["X-WR-CALNAME"] == "Forum"


@pytest.mark.parametrize(
    ("state", "title", "status"),
    [
        ("awaiting-approval", "Awaiting approval: Forum", "TENTATIVE"),
        ("waiting", "Waiting list: Forum", "TENTATIVE"),
        ("offered", "A place is offered to you: Forum", "TENTATIVE"),
        ("declined", "Registration declined: Forum", "CANCELLED"),
        ("expired", "Registration expired: Forum", "CANCELLED"),
        ("cancelled", "Registration cancelled: Forum", "CANCELLED"),
    ],
)
def test_who_has_no_seat_sees_so_and_no_way_in(
    app: Flask, client: FlaskClient, state: str, title: str, status: str
) -> None:
    number = signed_up(app)
    path = address(app, number)
    uid = only(client, path)["UID"]
    about = "How to join: " + JOIN
    with app.app_context(), write():
        event = db.session.get_one(Registration, number).event
        event.summary = LocalText({"en": f"All about it.\n{about}\nCome, all; of you"})
    held = {"held_until": datetime(2027, 3, 2, 16, tzinfo=UTC)} if state == "offered" else {}
    since = {"waiting_since": datetime(2027, 3, 1, tzinfo=UTC)} if state == "waiting" else {}
    set_on(app, Registration, number, state=state, **held, **since)

    entry = only(client, path)

    assert (entry["SUMMARY"], entry["STATUS"], entry["TRANSP"]) == (title, status, "TRANSPARENT")
    assert entry["UID"] == uid
    assert "All about it.\nCome, all; of you" in entry["DESCRIPTION"]
    assert "meet.example.org" not in client.get(path).text.replace("\r\n ", "")
    if state == "offered":
        assert "until Tuesday, 2 March 2027, 18:00 (Riga time)" in entry["DESCRIPTION"]


def test_a_seat_held_for_an_unproven_address_stands_in_no_calendar(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    path = address(app, signed_up(app, "unverified", {"verifies_addresses": True}))

    assert titles(client, path) == set()
    clock.forward(days=3)
    assert titles(client, path) == set(), "it ran out before it could be seen"


def test_an_offer_ends_without_anybody_doing_anything(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    waited = datetime(2027, 2, 1, tzinfo=UTC)
    path = address(app, signed_up(app, "offered", waiting_since=waited))
    before = client.get(path)
    clock.forward(hours=49)

    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert titles(client, path) == {"Registration expired: Forum"}


def test_what_came_to_nothing_leaves_when_its_date_has_passed(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    number = signed_up(app, event={"period": in_days(5)})
    path = address(app, number)
    with app.app_context(), write():
        rules.cancel(db.session.get_one(Registration, number))
    assert titles(client, path) == {"Registration cancelled: Forum"}

    clock.forward(days=6)

    assert titles(client, path) == set()


def test_who_was_there_keeps_the_entry(app: Flask, client: FlaskClient, clock: Clock) -> None:
    path = address(app, signed_up(app, event={"period": in_days(5)}))
    clock.forward(days=60)

    assert titles(client, path) == {"Forum"}


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ({"withdrawn_at": datetime(2027, 3, 1, tzinfo=UTC)}, set()),
        ({"period": Period.undated()}, set()),
        (
            {"status": "cancelled", "cancelled_at": datetime(2027, 3, 1, tzinfo=UTC)},
            {"Cancelled: Forum"},
        ),
        ({"period": Period.month(2027, 5)}, {"Tentative: Forum"}),
    ],
)
@pytest.mark.parametrize("state", ["confirmed", "cancelled"])
def test_what_happens_to_the_event_arrives(
    app: Flask, client: FlaskClient, values: Values, left: set[str], state: str
) -> None:
    number = signed_up(app, state)
    path = address(app, number)
    with app.app_context():
        event = db.session.get_one(Registration, number).event_id
    uid = only(client, path)["UID"]

    set_on(app, Event, event, **values)

    found = fetch(client, path).walk("VEVENT")
    assert len(found) == len(left)
    assert all(str(entry["UID"]) == uid for entry in found)
    if state == "confirmed" or values.get("status") == "cancelled":
        assert {str(entry["SUMMARY"]) for entry in found} == left


def test_the_time_of_change_is_no_earlier_than_the_state(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    waited = datetime(2027, 3, 1, 12, tzinfo=UTC)
    number = signed_up(app, "waiting", waiting_since=waited)
    path = address(app, number)
    clock.forward(days=2)
    with app.app_context(), write():
        db.session.get_one(Registration, number).confirm()

    entry = only(client, path)

    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == datetime(2027, 3, 3, 12, tzinfo=UTC)


def test_an_offer_is_a_later_text_than_the_line(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    number = signed_up(app, "waiting", waiting_since=datetime(2027, 3, 1, 12, tzinfo=UTC))
    path = address(app, number)
    clock.forward(days=2)
    with app.app_context(), write():
        db.session.get_one(Registration, number).offer(datetime(2027, 3, 5, 12, tzinfo=UTC))

    entry = only(client, path)

    assert entry["SUMMARY"].startswith("A place is offered to you: ")
    assert entry["DTSTAMP"].dt == datetime(2027, 3, 3, 12, tzinfo=UTC)


# Everything of an address


def test_the_calendar_of_an_address_has_all_its_events_once(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        first, second, third = (make_event(title) for title in ("First", "Second", "Third"))
        make_registration(first)
        make_registration(first, "Bruno Bērziņš", state="waiting")
        make_registration(second, state="waiting")
        make_registration(third, "Carla", "carla@example.org")
        make_registration(third, "Anna B", state="unverified")
    path = address_of(app)

    assert titles(client, path) == {"First", "Waiting list: Second"}
    assert fetch(client, path)["X-WR-CALNAME"] == "My events at Vizīte"


def test_registering_again_brings_the_same_entry_back(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        event = make_event("First")
        make_registration(event, state="cancelled", ended_at=datetime(2027, 3, 1, tzinfo=UTC))
    path = address_of(app)
    uid = only(client, path)["UID"]
    with app.app_context(), write():
        make_registration(db.session.merge(event))

    assert (only(client, path)["UID"], only(client, path)["SUMMARY"]) == (uid, "First")


def test_who_corrects_the_address_takes_the_event_along(app: Flask, client: FlaskClient) -> None:
    number = signed_up(app)
    before, after = address_of(app), address_of(app, "carla@example.org")
    assert titles(client, before) == {"Forum"}

    set_on(app, Registration, number, email="Carla@example.org", email_key="carla@example.org")

    assert titles(client, before) == set()
    assert titles(client, after) == {"Forum"}


# The address itself


def test_a_link_opens_neither_its_registration_nor_another_kind_of_page(
    app: Flask, client: FlaskClient
) -> None:
    number = signed_up(app)
    path = address(app, number)
    token = path.removeprefix("/calendars/").removesuffix(".ics")
    with app.app_context():
        row = db.session.get_one(Registration, number)
        public_id, own = row.public_id, row.token()
        forged = f"{link(path).public_id}-{mac('registration', link(path).public_id, 0)}"

    assert client.get(f"/registrations/{token}/").status_code == 404
    for wrong in (own, forged, f"{public_id}-{token[13:]}", token[:-1], "x", "%00", "ž" * 30):
        answer = client.get(f"/calendars/{wrong}.ics")
        assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert own not in client.get(path).text
    assert "registrations/" not in client.get(path).text


@pytest.mark.parametrize("verb", [link_rules.renew, link_rules.withdraw])
def test_an_address_that_was_renewed_or_withdrawn_is_gone(
    app: Flask, client: FlaskClient, verb: Callable[[CalendarLink], None]
) -> None:
    number = signed_up(app)
    path = address(app, number)
    etag = client.get(path).headers["ETag"]
    with app.app_context(), write():
        verb(CalendarLink.find_by_token(path.removeprefix("/calendars/").removesuffix(".ics")))

    for headers in ({}, {"If-None-Match": etag}):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.mimetype) == (410, "text/plain")
        assert "withdrawn" in answer.text
        assert "Forum" not in answer.text

    again = address(app, number)
    assert again != path
    assert titles(client, again) == {"Forum"}


def test_it_is_for_no_cache_and_no_robot(app: Flask, client: FlaskClient) -> None:
    path = address(app, signed_up(app))

    answer = client.get(path)

    assert answer.headers["Cache-Control"].startswith("private")
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers
    assert path not in answer.headers["Content-Disposition"]
    assert path not in without_secrets(f"GET {path} 500")
    assert "Disallow: /calendars/mine/" in client.get("/robots.txt").text


def test_its_language_is_its_owners_unless_the_address_says_another(make_app: MakeApp) -> None:
    app = make_app(VIZITE_LANGUAGES="en,lv")
    number = signed_up(app, "waiting", waiting_since=datetime(2027, 3, 1, tzinfo=UTC))
    path = address(app, number)
    with app.app_context(), write():
        link_of = CalendarLink.find_by_token(path[11:-4])
        link_of.language = "lv"
    client = app.test_client()

    assert fetch(client, path)["NAME"].params["LANGUAGE"] == "lv"
    assert fetch(client, f"{path}?lang=en")["NAME"].params["LANGUAGE"] == "en"
    assert client.get(f"{path}?lang=xx").status_code == 404


def test_every_parser_reads_every_state(app: Flask, client: FlaskClient) -> None:
    name = "A; title, with\\n; commas: and “BEGIN:VEVENT” 😀 " + "long " * 40
    for state in State:
        with app.app_context(), write():
            event = make_event(name, mode="online", join_url=JOIN)
            values = {"waiting_since": datetime(2027, 3, 1, tzinfo=UTC)}
            make_registration(event, state=state, **values)
    path = address_of(app)

    text = client.get(path).text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    by_icalendar = {str(each["UID"]): each for each in fetch(client, path).walk("VEVENT")}
    by_vobject = {str(each.uid.value): each for each in vobject.readOne(text).vevent_list}
    assert by_icalendar.keys() == by_vobject.keys()
    assert len(by_icalendar) == len(State) - 1
    for uid, entry in by_icalendar.items():
        assert entry["SUMMARY"] == by_vobject[uid].summary.value
        assert str(entry["SUMMARY"]).endswith(" ".join(name.split()))
        assert entry["STATUS"] == by_vobject[uid].status.value


def test_it_is_there_as_json_too(app: Flask, client: FlaskClient) -> None:
    path = address(app, signed_up(app, "waiting", waiting_since=datetime(2027, 3, 1, tzinfo=UTC)))

    answer = client.get(path.replace(".ics", ".json"))

    assert answer.mimetype == "application/calendar+json"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Waiting list: Forum" in json.dumps(answer.get_json(force=True))
    assert "meet.example.org" not in answer.text
    assert client.get("/calendars/zzzzzzzzzzzz-unknown.json").status_code == 404


# What a fetch costs


@pytest.mark.parametrize("which", [address, lambda app, _: address_of(app)])
def test_an_unchanged_calendar_takes_two_statements_and_writes_nothing(
    any_app: Flask, which: Callable[[Flask, int], str]
) -> None:
    number = signed_up(any_app)
    with any_app.app_context(), write():
        for each in range(10):
            make_registration(make_event(f"Event {each}"))
    client, path = any_app.test_client(), which(any_app, number)
    etag = client.get(path).headers["ETag"]

    with count_statements() as sent:
        answer = client.get(path, headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert len(sent) == 2, str(sent)
    with count_statements() as sent:
        client.get(f"{path}?lang=en").close()
    assert len(sent) == 3, str(sent)


def test_when_and_by_what_it_was_fetched_is_written_later(any_app: Flask, clock: Clock) -> None:
    path = address(any_app, signed_up(any_app))
    client = any_app.test_client()
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux) Gecko/20100101 Thunderbird/128.4.0"}

    client.get(path, headers=agent).close()

    with any_app.app_context():
        assert link(path).fetched_at is None
        assert link_fetches.last_fetch(link(path)) == (
            datetime(2027, 3, 1, 12, tzinfo=UTC),
            "Thunderbird 128",
        )
    clock.forward(minutes=6)
    client.get("/healthz").close()
    with any_app.app_context():
        assert link(path).fetched_at == datetime(2027, 3, 1, 12, tzinfo=UTC)
        assert link(path).fetched_by == "Thunderbird 128"


def test_a_fetch_that_is_written_after_the_withdrawal_leaves_no_trace(app: Flask) -> None:
    number = signed_up(app)
    path = address(app, number)
    app.test_client().get(path).close()
    with app.app_context():
        with write():
            erase(db.session.get_one(Registration, number))
        link_fetches.write_down()
        row = db.session.query(CalendarLink).one()
        assert (row.fetched_at, row.fetched_by) == (None, None)
    assert app.test_client().get(path).status_code == 410


def test_erasing_one_registration_leaves_the_calendar_of_the_others(
    app: Flask, client: FlaskClient
) -> None:
    first, second = signed_up(app), signed_up(app)
    path = address_of(app)
    with app.app_context(), write():
        erase(db.session.get_one(Registration, first))
    assert titles(client, path) == {"Forum"}

    with app.app_context(), write():
        erase(db.session.get_one(Registration, second))

    assert client.get(path).status_code == 410
    with app.app_context():
        assert db.session.query(CalendarLink).one().email_key is None
