"""Hearing that nothing has changed costs one look-up; hearing what has, costs it once."""

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_project, make_target_group
from tests.people import cast
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.projects.models import Project

ALL = "/calendars/all.ics"
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def code(app: Flask) -> str:
    with app.app_context(), write():
        found: str = make_event("Forum", projects=[make_project("One")], languages=["lv"]).code
        return found


def rename(app: Flask, title: str) -> None:
    with app.app_context(), write():
        db.session.scalars(select(Event)).one().name = LocalText({"en": title})


def get(client: FlaskClient, path: str = ALL, **headers: str) -> TestResponse:
    return client.get(path, headers={name.replace("_", "-"): h for name, h in headers.items()})


def every_path(code: str) -> list[str]:
    return [
        ALL,
        "/calendars/all.ics?project=one&partner=brasla-municipality&kind=workshop&language=lv",
        "/calendars/all.ics?tentative=0",
        "/calendars/all.ics?target_group=youth&kind=workshop&kind=pilot&tentative=0&lang=lv",
        "/calendars/projects/one.ics?tentative=0",
        "/calendars/projects/one.ics",
        "/calendars/partners/brasla-municipality.ics",
        "/calendars/kinds/workshop.ics",
        f"/events/{code}.ics",
        f"/events/{code}.json?lang=lv",
    ]


def test_an_unchanged_calendar_costs_one_statement(any_app: Flask) -> None:
    with any_app.app_context(), write():
        group = make_target_group("Youth")
        project = make_project("One")
        one = make_event(projects=[project], languages=["lv"], target_groups=[group]).code
    client = any_app.test_client()
    for path in every_path(one):
        etag = client.get(path).headers["ETag"]

        with count_statements() as sent:
            response = get(client, path, If_None_Match=etag)

        assert response.status_code == 304
        assert len(sent) == 1, str(sent)


def test_a_whole_calendar_costs_two_statements_however_much_it_holds(any_app: Flask) -> None:
    client = any_app.test_client()
    with any_app.app_context():
        make_project("One")
        make_target_group("Youth")
    for number in (1, 30):
        with any_app.app_context(), write():
            project = db.session.scalars(select(Project)).one()
            for _ in range(number):
                one = make_event("Forum", projects=[project], languages=["lv"]).code
        for path in every_path(one):
            with count_statements() as sent:
                assert client.get(path).status_code == 200
            assert len(sent) == 2, str(sent)

            with count_statements() as sent:
                assert client.get(path).status_code == 200
            assert len(sent) == 1, str(sent)


def test_a_304_says_what_its_200_said_and_no_more(client: FlaskClient, code: str) -> None:
    whole = get(client)

    unchanged = get(client, If_None_Match=whole.headers["ETag"])

    same = ("ETag", "Cache-Control", "Vary", "Last-Modified")
    assert [unchanged.headers.get(name) for name in same] == [whole.headers.get(n) for n in same]
    assert unchanged.data == b""
    assert "Content-Type" not in unchanged.headers
    assert "Content-Length" not in unchanged.headers


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ('"other" , W/{etag},"third"', 304),
        ("*", 304),
        ('"other"', 200),
        ("{bare}", 304),
        ("", 200),
    ],
)
def test_if_none_match(client: FlaskClient, code: str, form: str, status: int) -> None:
    etag = get(client).headers["ETag"]

    header = form.format(etag=etag, bare=etag.strip('"'))

    assert get(client, If_None_Match=header).status_code == status


def test_a_change_is_a_200_with_another_etag(app: Flask, client: FlaskClient, code: str) -> None:
    before = get(client).headers["ETag"]

    rename(app, "Renamed")

    after = get(client, If_None_Match=before)
    assert after.status_code == 200
    assert after.headers["ETag"] != before
    assert b"Renamed" in after.data


def test_content_as_before_has_the_etag_as_before(app: Flask, client: FlaskClient) -> None:
    """A change elsewhere is none here, and equal bytes have one name."""
    with app.app_context(), write():
        make_event("Here", projects=[make_project("One")])
    path = "/calendars/projects/one.ics"
    etag = get(client, path).headers["ETag"]

    with app.app_context():
        make_event("There")

    assert get(client, path, If_None_Match=etag).status_code == 304


def test_the_etag_is_the_same_in_another_process(app: Flask, make_app: Any, code: str) -> None:
    etag = get(app.test_client()).headers["ETag"]

    assert get(make_app().test_client()).headers["ETag"] == etag


def test_if_modified_since(app: Flask, client: FlaskClient, clock: Clock) -> None:
    clock.set("2027-05-15T10:00:00.4+00:00")
    with app.app_context():
        make_event("Forum")
    clock.forward(seconds=10)
    told = get(client).headers["Last-Modified"]

    assert told == "Sat, 15 May 2027 10:00:00 GMT"
    assert get(client, If_Modified_Since=told).status_code == 304
    assert get(client, If_Modified_Since="Sat, 15 May 2027 09:59:59 GMT").status_code == 200
    assert get(client, If_Modified_Since="nonsense").status_code == 200
    assert get(client, If_Modified_Since=told, If_None_Match='"other"').status_code == 200


def test_two_changes_within_a_second_are_told_apart(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    clock.set("2027-05-15T10:00:00.1+00:00")
    with app.app_context():
        make_event("Forum")
    clock.forward(seconds=0.2)
    assert "Last-Modified" not in get(client).headers
    clock.set("2027-05-15T10:00:10.1+00:00")
    rename(app, "One")
    clock.set("2027-05-15T10:00:11.1+00:00")
    told = get(client).headers["Last-Modified"]
    clock.set("2027-05-15T10:00:10.5+00:00")  # a machine whose clock is behind

    rename(app, "Two")

    clock.set("2027-05-15T10:01:00+00:00")
    assert get(client, If_Modified_Since=told).status_code == 200
    assert get(client).headers["Last-Modified"] != told


def test_the_compressed_form_is_a_variant_of_its_own(client: FlaskClient, code: str) -> None:
    plain, packed = get(client), get(client, **GZIP)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert not packed.headers["ETag"].startswith("W/")


def test_each_variant_is_recognised_where_it_could_be_sent(client: FlaskClient, code: str) -> None:
    plain, packed = get(client).headers["ETag"], get(client, **GZIP).headers["ETag"]

    assert get(client, If_None_Match=packed, **GZIP).headers["ETag"] == packed
    assert get(client, If_None_Match=plain, **GZIP).headers["ETag"] == plain
    assert get(client, If_None_Match=packed).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0.5, identity;q=1", None),
        ("br", None),
        ("", None),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("gzip;q=0, *", None),
        ("*;q=0", None),
        ("gzip;q=nonsense", None),
        ("GZIP;q=0.001, identity;q=0", "gzip"),
    ],
)
def test_what_is_accepted_decides(
    client: FlaskClient, code: str, accepted: str, encoding: str | None
) -> None:
    response = get(client, Accept_Encoding=accepted)

    assert response.headers.get("Content-Encoding") == encoding


def test_head_says_what_get_would(client: FlaskClient, code: str) -> None:
    whole = get(client)

    head = client.head(ALL)

    assert head.data == b""
    assert dict(head.headers) == dict(whole.headers)
    assert client.head(ALL, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/calendars/projects/nowhere.ics", 404),
        ("/calendars/all.ics?tentative=7", 400),
        ("/calendars/all.json?knd=workshop", 404),
    ],
)
def test_head_of_what_is_not_there_says_so(client: FlaskClient, path: str, status: int) -> None:
    whole, head = client.get(path), client.head(path)

    assert (head.status_code, head.data) == (status, b"")
    assert dict(head.headers) == dict(whole.headers)
    assert "ETag" not in head.headers


def test_nothing_is_sent_to_a_calendar(client: FlaskClient, code: str) -> None:
    assert client.post(ALL).status_code in (400, 405)
    assert client.put(ALL).status_code == 405


def test_languages_are_told_apart(client: FlaskClient, code: str) -> None:
    english, latvian = get(client), get(client, f"{ALL}?lang=lv")

    assert english.headers["ETag"] != latvian.headers["ETag"]
    assert get(client, f"{ALL}?lang=lv", If_None_Match=english.headers["ETag"]).status_code == 200
    assert get(client, f"{ALL}?lang=en").headers["ETag"] == english.headers["ETag"]


def test_caches_may_keep_it(client: FlaskClient, code: str) -> None:
    assert get(client).headers["Cache-Control"] == "public, max-age=60"


def test_nothing_about_the_reader_matters(app: Flask) -> None:
    """No cookie is set, none looked at; staff get what everyone gets."""
    people = cast(app)
    everyone = get(app.test_client())
    for who in (people.administrator, people.participant):
        response = get(who.client(app), Accept_Language="lv")

        assert response.data == everyone.data
        assert response.headers["ETag"] == everyone.headers["ETag"]
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in response.headers


def test_staff_cost_one_statement_too(app: Flask) -> None:
    people = cast(app)
    client = people.administrator.client(app)
    etag = get(client).headers["ETag"]

    with count_statements() as sent:
        get(client, If_None_Match=etag)

    assert len(sent) == 1, str(sent)


def test_a_withdrawn_event_is_gone(app: Flask, client: FlaskClient, code: str) -> None:
    with app.app_context(), write():
        db.session.scalars(select(Event)).one().withdrawn_at = datetime(2026, 1, 1, tzinfo=UTC)

    response = get(client, f"/events/{code}.ics")

    assert response.status_code == 410
    assert response.mimetype == "text/plain"
    assert response.headers["Cache-Control"] == "no-store"
