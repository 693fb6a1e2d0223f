"""What calendars can be narrowed down by, and what no address should ask for."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.calendars.reading import fetch, titles
from tests.factories import make_event, make_organisation, make_project, make_target_group
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.programmes.models import TargetGroup


@pytest.fixture
def some(app: Flask) -> None:
    with app.app_context(), write():
        one, two = make_project("One"), make_project("Two")
        otava = make_organisation("Otava")
        youth, makers = make_target_group("Youth"), make_target_group("Makers")
        make_event("Lab", projects=[one], target_groups=[youth], languages=["lv"])
        make_event("Fair", projects=[two], target_groups=[youth, makers], organiser=otava)
        make_event("Camp", projects=[one, two], kind="training", languages=["lv", "en"])
        make_event("Some May", projects=[one], target_groups=[makers], period=Period.month(2030, 5))
        make_event("Perhaps", projects=[two], status="tentative")
        make_event("Off", projects=[one], period=Period.month(2030, 5), status="cancelled")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("target_group=youth", {"Lab", "Fair"}),
        ("target_group=youth&target_group=makers", {"Lab", "Fair", "Tentative: Some May"}),
        ("target_group=youth&project=two", {"Fair"}),
        ("target_group=makers&tentative=0", {"Fair"}),
        ("tentative=0", {"Lab", "Fair", "Camp", "Cancelled: Off"}),
        ("tentative=0&tentative=0&project=one", {"Lab", "Camp", "Cancelled: Off"}),
        ("tentative=0&project=two&partner=otava", {"Fair"}),
        ("tentative=1&project=two", {"Fair", "Camp", "Tentative: Perhaps"}),
        ("project=one&project=two&kind=training&language=en&lang=lv", {"Camp"}),
        ("project=one&partner=brasla-municipality&kind=workshop&language=lv", {"Lab"}),
    ],
)
def test_any_combination(client: FlaskClient, some: None, query: str, expected: set[str]) -> None:
    assert titles(client, f"/calendars/all.ics?{query}") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/calendars/projects/two.ics?tentative=0", {"Fair", "Camp"}),
        ("/calendars/projects/one.ics?kind=training", {"Camp"}),
        ("/calendars/partners/otava.ics?target_group=makers", {"Fair"}),
        ("/calendars/kinds/training.ics?project=one&language=lv", {"Camp"}),
        ("/calendars/kinds/training.ics?target_group=youth", set()),
    ],
)
def test_the_calendar_of_one_thing_is_narrowed_down_the_same_way(
    client: FlaskClient, some: None, path: str, expected: set[str]
) -> None:
    assert titles(client, path) == expected


def test_what_says_nothing_is_not_said(client: FlaskClient, some: None) -> None:
    """One calendar has one address, and so one body."""
    plain = client.get("/calendars/all.ics")

    assert client.get("/calendars/all.ics?tentative=1").headers["ETag"] == plain.headers["ETag"]
    assert fetch(client, "/calendars/all.ics?tentative=1&lang=en")["SOURCE"].endswith("/all.ics")


def test_names_say_what_is_left(client: FlaskClient, some: None) -> None:
    path = "/calendars/all.ics?target_group=youth&tentative=0"

    assert fetch(client, path)["NAME"] == "Vizīte: Youth · fixed dates only"
    assert fetch(client, "/calendars/all.ics?target_group=youth")["NAME"] == "Youth"


def test_a_target_group_that_is_renamed_moves_its_calendar_alone(
    app: Flask, client: FlaskClient, some: None
) -> None:
    path, others = "/calendars/all.ics?target_group=youth", "/calendars/all.ics"
    before = [client.get(each).headers["ETag"] for each in (path, others)]

    with app.app_context(), write():
        group = db.session.scalars(select(TargetGroup).where(TargetGroup.slug == "youth")).one()
        group.name = LocalText({"en": "Young people"})

    after = [client.get(each).headers["ETag"] for each in (path, others)]
    assert fetch(client, path)["NAME"] == "Young people"
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, True]


def test_an_event_finds_and_leaves_its_target_group(
    app: Flask, client: FlaskClient, some: None
) -> None:
    path = "/calendars/all.ics?target_group=makers"
    with app.app_context(), write():
        group = db.session.scalars(select(TargetGroup).where(TargetGroup.slug == "makers")).one()
        events = db.session.scalars(select(Event).order_by(Event.id)).all()
        events[0].target_groups = [group]
        events[1].target_groups = []

    assert titles(client, path) == {"Lab", "Tentative: Some May"}


def test_a_vague_date_that_is_fixed_joins_as_the_same_entry(
    app: Flask, client: FlaskClient, some: None
) -> None:
    path = "/calendars/all.ics?tentative=0"
    before = client.get(path).headers["ETag"]
    (vague,) = [
        each
        for each in fetch(client, "/calendars/all.ics").walk("VEVENT")
        if "May" in each["SUMMARY"]
    ]

    with app.app_context(), write():
        event = db.session.scalars(select(Event).where(Event.uid == str(vague["UID"]))).one()
        event.period = Period.days(event.period.first_on or event.period.last_on)  # type: ignore[arg-type]

    assert client.get(path, headers={"If-None-Match": before}).status_code == 200
    (fixed,) = [each for each in fetch(client, path).walk("VEVENT") if each["UID"] == vague["UID"]]
    assert fixed["SEQUENCE"] > vague["SEQUENCE"]
    assert (fixed["SUMMARY"], fixed["STATUS"]) == ("Some May", "CONFIRMED")


def test_a_change_of_what_is_tentative_is_none_for_who_left_it_out(
    app: Flask, client: FlaskClient, some: None
) -> None:
    path = "/calendars/all.ics?tentative=0"
    etag = client.get(path).headers["ETag"]

    with app.app_context(), write():
        event = db.session.scalars(select(Event).where(Event.status == "tentative")).one()
        event.name = LocalText({"en": "Perhaps not"})

    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


# What is refused

MANY = "&".join(f"project=p{number}" for number in range(51))


@pytest.mark.parametrize(
    "path",
    [
        f"/calendars/all.ics?{MANY}",
        "/calendars/all.ics?" + "&".join(["kind=workshop"] * 51),
        "/calendars/all.ics?tentative=7",
        "/calendars/all.ics?tentative=",
        "/calendars/all.ics?tentative=0&tentative=1",
        "/calendars/all.ics?lang=en&lang=lv",
        "/calendars/all.ics?lang=en&lang=en",
        "/calendars/all.ics?project=" + "x" * 2000,
        "/calendars/all.json?tentative=7",
        "/calendars/projects/one.ics?project=two",
        "/calendars/kinds/workshop.ics?kind=workshop",
        "/calendars/partners/otava.ics?" + "x" * 2001,
        "/events/abcdefgh.ics?lang=en&lang=lv",
        "/events/abcdefgh.ics?" + "a=b&" * 600,
    ],
)
def test_what_contradicts_itself_or_asks_for_too_much_is_a_bad_request(
    client: FlaskClient, some: None, path: str
) -> None:
    response = client.get(path)

    assert response.status_code == 400
    assert is_short(response)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/calendars/all.ics?projct=one", "projct"),
        ("/calendars/projects/one.ics?knd=workshop", "knd"),
        ("/calendars/kinds/workshop.json?utm_source=letter", "utm_source"),
        ("/calendars/all.ics?%3Cscript%3E=1", "<script>"),
    ],
)
def test_an_unknown_filter_is_named(client: FlaskClient, some: None, path: str, word: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert is_short(response)
    assert word in response.text
    assert "project, partner, kind, language, target_group, tentative=0" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/calendars/all.json?project=nowhere",
        "/calendars/all.ics?target_group=nobody",
        "/calendars/all.ics?target_group=%00",
        "/calendars/projects/nowhere.json",
        "/calendars/kinds/party.json",
        "/calendars/all.json?lang=xx",
        "/calendars/projects/one.ics?target_group=1",
    ],
)
def test_an_unknown_word_is_not_found(client: FlaskClient, some: None, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert is_short(response)


def test_a_long_name_of_a_filter_is_cut(client: FlaskClient) -> None:
    response = client.get(f"/calendars/all.ics?{'x' * 1500}=1")

    assert response.status_code == 404
    assert is_short(response)


def test_as_many_words_as_anybody_needs(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        slugs = [make_project(f"Project {number}").slug for number in range(50)]
    query = "&".join(f"project={slug}" for slug in slugs)

    response = client.get(f"/calendars/all.ics?{query}")

    assert response.status_code == 200


def is_short(response: Any) -> bool:
    """Whether it is a text that a calendar program can show."""
    return (
        response.mimetype == "text/plain"
        and response.headers["Cache-Control"] == "no-store"
        and len(response.text) < 300
        and "http://localhost/calendars/" in response.text
        and "<" not in response.text.replace("<script>", "")
    )
