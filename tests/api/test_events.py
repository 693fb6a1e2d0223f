"""Public events by the API: which, in which order, with what said of them."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.api.asking import V1, ask, titles, walk
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_target_group,
)
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event


@pytest.fixture
def some(app: Flask) -> None:
    with app.app_context(), write():
        one, two = make_project("One"), make_project("Two")
        otava = make_organisation("Otava")
        youth = make_target_group("Youth")
        lab = {"period": Period.days(date(2030, 1, 10)), "projects": [one], "languages": ["lv"]}
        make_event("Lab", target_groups=[youth], more_kinds=["training"], **lab)
        make_event("Fair", period=Period.month(2030, 5), projects=[two], organiser=otava)
        make_event("Camp", period=Period.year(2030), projects=[one, two], kind="training")
        make_event("Off", period=Period.days(date(2030, 2, 1)), status="cancelled")
        make_event("Žagari day", period=Period.days(date(2031, 3, 1)), status="tentative")
        make_event("Some time", period=Period.undated(), status="tentative", host_id=otava.id)
        phase = Period.phase(date(2032, 1, 1), None)
        make_event("In the phase", period=phase, status="tentative")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Camp", "Lab", "Off", "Fair", "Žagari day", "In the phase", "Some time"]),
        ("order=falling&limit=3&from=2030-05-01", ["In the phase", "Žagari day", "Fair", "Camp"]),
        ("project=one", ["Camp", "Lab"]),
        ("project=one&project=two", ["Camp", "Lab", "Fair"]),
        ("project=one&kind=training", ["Camp", "Lab"]),
        ("partner=otava", ["Fair", "Some time"]),
        ("language=lv", ["Lab"]),
        ("target_group=youth", ["Lab"]),
        ("status=cancelled&status=tentative", ["Off", "Žagari day", "In the phase", "Some time"]),
        ("q=zagari", ["Žagari day"]),
        ("q=otava", ["Fair"]),
        ("from=2030-01-10&until=2030-01-10", ["Camp", "Lab"]),
        ("from=2030-05-31&until=2030-06-30", ["Camp", "Fair"]),
        ("from=2031-01-01", ["Žagari day", "In the phase"]),
        ("until=2029-12-31", []),
    ],
)
def test_what_filters_find(
    client: FlaskClient, some: None, query: str, expected: list[str]
) -> None:
    assert titles(client, f"?{query}") == expected


@pytest.mark.parametrize("order", ["rising", "falling"])
def test_pages_make_up_the_whole_in_one_order(
    client: FlaskClient, any_app: Flask, order: str
) -> None:
    """Also where several begin at the same instant."""
    with any_app.app_context(), write():
        for number in range(12):
            make_event(f"Event {number}", period=Period.days(date(2030, 1, 1 + number // 5)))
    client = any_app.test_client()

    whole = titles(client, f"?order={order}")

    assert len(set(whole)) == 12
    for size in (1, 5, 11, 12):
        assert titles(client, f"?order={order}&limit={size}") == whole


def test_the_next_page_stands_in_the_header_too(client: FlaskClient, some: None) -> None:
    answer = client.get(f"{V1}/events?limit=2&kind=workshop&lang=lv")

    assert answer.headers["Link"] == f'<{answer.json["next"]}>; rel="next"'
    assert "kind=workshop&lang=lv&cursor=" in answer.json["next"]
    assert "Link" not in client.get(f"{V1}/events").headers


def test_paging_goes_on_where_the_last_one_was_taken_away(
    app: Flask, client: FlaskClient, some: None
) -> None:
    first = ask(client, "/events?limit=2")
    with app.app_context(), write():
        rules.withdraw(_event("Lab"))

    rest = walk(client, first["next"].removeprefix(f"http://localhost{V1}"))

    assert [each["title"]["text"] for each in rest][:2] == ["Off", "Fair"]


def test_a_period_is_told_as_it_is_known(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        starts, ends = datetime(2030, 5, 1, 22), datetime(2030, 5, 2, 8, 30)
        ferry = make_event(
            "Ferry", period=Period.at(starts, ends, "Europe/Riga", "Europe/Stockholm")
        ).code
        spring = make_event("Spring", period=Period.season(2030, "spring", planned_days=2)).code

    assert ask(client, f"/events/{ferry}")["when"] == {
        "precision": "time",
        "words": "Wednesday, 1 May 2030, 22:00 Riga – 08:30 Stockholm, next day",
        "first_on": "2030-05-01",
        "last_on": "2030-05-02",
        "starts": {
            "local": "2030-05-01T22:00:00",
            "zone": "Europe/Riga",
            "at": "2030-05-01T19:00:00Z",
        },
        "ends": {
            "local": "2030-05-02T08:30:00",
            "zone": "Europe/Stockholm",
            "at": "2030-05-02T06:30:00Z",
        },
        "planned_days": None,
    }
    assert ask(client, f"/events/{spring}?lang=lv")["when"] == {
        "precision": "season",
        "words": "2030. gada pavasaris (2 dienas)",
        "first_on": "2030-03-01",
        "last_on": "2030-05-31",
        "starts": None,
        "ends": None,
        "planned_days": 2,
    }


def test_texts_come_in_every_language_and_one_is_picked(app: Flask, client: FlaskClient) -> None:
    """By the address alone: not by a cookie, nor by what the browser likes."""
    both, english = LocalText({"en": "Fair", "lv": "Gadatirgus"}, "lv"), LocalText({"en": "Soon"})
    with app.app_context():
        code = make_event(both, summary=english).code
    client.set_cookie("lang", "lv")

    plain = ask(client, f"/events/{code}", headers={"Accept-Language": "lv"})
    latvian = ask(client, f"/events/{code}?lang=lv")

    translations = {"en": "Fair", "lv": "Gadatirgus"}
    assert plain["title"] == {"text": "Fair", "language": "en", "translations": translations}
    assert latvian["title"]["text"] == "Gadatirgus"
    assert latvian["summary"]["language"] == "en"
    assert latvian["links"]["ics"] == f"http://localhost/events/{code}.ics?lang=lv"


def test_moved_postponed_and_cancelled_say_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        codes = [make_event(name).code for name in ("Moved", "Postponed", "Cancelled")]
        with write():
            rules.move(_event("Moved"), in_days(60), "The hall is taken")
            rules.postpone(_event("Postponed"), "Storm")
            rules.cancel(_event("Cancelled"), "Too few")

    moved, postponed, cancelled = (ask(client, f"/events/{code}") for code in codes)

    assert (moved["status"], moved["date_change"]["what"]) == ("confirmed", "moved")
    assert moved["date_change"]["before"]["precision"] == "time"
    assert moved["date_change"]["reason"]["text"] == "The hall is taken"
    assert (postponed["status"], postponed["date_change"]["what"]) == ("tentative", "postponed")
    assert postponed["when"]["precision"] == "undated"
    assert postponed["links"]["ics"] is None
    assert (cancelled["status"], cancelled["date_change"]) == ("cancelled", None)
    assert cancelled["status_reason"]["text"] == "Too few"
    assert cancelled["registration"]["page"] is None


def test_what_was_changed_since(any_app: Flask, clock: Clock) -> None:
    """By its own texts, by the name of its organiser, also where it has no date; not by what staff
    do about people."""
    clock.set("2030-01-01T10:00+00:00")
    with any_app.app_context():
        for title in ("Old", "Edited", "Undated"):
            period = Period.undated() if title == "Undated" else None
            status = "tentative" if title == "Undated" else "confirmed"
            make_event(title, period=period, status=status)
        make_event("Otava's", organiser=make_organisation("Otava"))
    clock.set("2030-01-02T10:00+00:00")
    with any_app.app_context(), write():
        rules.edit(_event("Edited"), description=LocalText({"en": "More"}))
        rules.edit(_event("Undated"), description=LocalText({"en": "More"}))
        _event("Otava's").organiser.name = LocalText({"en": "Otava Town"})

    client = any_app.test_client()
    found = walk(client, "/events?changed_since=2030-01-02T12:00:00%2B02:00")

    assert {each["title"]["text"] for each in found} == {"Edited", "Undated", "Otava's"}
    assert {each["changed_at"] for each in found} == {"2030-01-02T10:00:00Z"}
    assert titles(client, "?changed_since=2030-01-02T10:00:01Z") == []


def test_what_is_not_public_is_not_there_whoever_asks(app: Flask) -> None:
    people = cast(app)
    hidden = [people.partners_only, people.unlisted, people.internal, people.draft]
    with app.app_context(), write():
        event = _event("Open harbour day")
        event.join_url = "https://meet.example.org/secret"
        event.follows_id = people.event_ids["internal"]

    answers = set()
    for who in people:
        client = who.client(app)
        assert titles(client) == ["Open harbour day"]
        for code in hidden:
            problem = ask(client, f"/events/{code}", 404)
            assert problem["type"].endswith("#not-found")
        answer = client.get(f"{V1}/events/{people.public}")
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        answers.add(answer.text)

    assert len(answers) == 1
    told = answers.pop()
    for secret in ("secret", "Pauls", "pauls@", "capacity", "taken", "Staff rehearsal"):
        assert secret not in told
    assert '"follows":null' in told


def test_a_withdrawn_event_is_gone_and_one_made_private_never_was(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        gone, quiet, hidden = (make_event(name).code for name in ("Gone", "Quiet", "Hidden"))
        with write():
            rules.withdraw(_event("Gone"))
            rules.edit(_event("Hidden"), visibility="internal")
            rules.edit(_event("Quiet"), visibility="unlisted")
        with write():
            rules.withdraw(_event("Quiet"))

    assert ask(client, f"/events/{gone}", 410)["type"] == "http://localhost/api/#gone"
    ask(client, f"/events/{quiet}", 404)
    ask(client, f"/events/{hidden}", 404)
    assert titles(client) == []


def _rich(number: int) -> None:
    programme = make_programme(f"Programme {number}")
    lead = make_organisation(f"Town {number}")
    project = make_project(f"Project {number}", lead=lead, programme_id=programme.id)
    before = make_event(f"Before {number}", period=Period.undated(), status="tentative")
    make_event(
        f"Event {number}",
        organiser=lead,
        host_id=make_organisation(f"Host {number}").id,
        projects=[project],
        places=[make_place(f"Hall {number}")],
        languages=["lv", "en"],
        more_kinds=["training"],
        target_groups=[make_target_group(f"Group {number}")],
        contributors=[{"role": "speaker", "name": "Ada", "organisation_id": lead.id}],
        follows_id=before.id,
    )


@pytest.mark.parametrize(
    "address",
    ["/events?limit=100&q=e&project=project-1&project=project-2", "/projects?q=o", "/partners?q=o"],
)
def test_a_page_takes_as_many_statements_however_much_stands_on_it(
    any_app: Flask, address: str
) -> None:
    client, numbers = any_app.test_client(), []
    made = 0
    for more in (3, 20):
        with any_app.app_context(), write():
            for _ in range(more):
                made += 1
                _rich(made)
        with count_statements() as sent:
            client.get(V1 + address)
        numbers.append(len(sent))

    assert numbers[0] == numbers[1], sent
    assert numbers[0] <= 18, sent


def _event(title: str) -> Any:
    return next(each for each in db.session.scalars(select(Event)) if each.name.get("en") == title)
