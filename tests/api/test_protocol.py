"""How the API is spoken with: conditions, packing, other sites, languages, and what goes wrong."""

import gzip
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from tests.api.asking import V1, ask
from tests.conftest import MakeApp
from tests.counting import count_statements
from tests.factories import (
    make_event,
    make_organisation,
    make_project,
    make_registration,
    make_target_group,
)
from webapp.api import events as event_views
from webapp.api import queries
from webapp.api.bodies import Bodies, Body
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.renaming import rename
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event
from webapp.projects.organisations import Organisation


@pytest.fixture
def code(app: Flask) -> str:
    with app.app_context():
        return make_event("Fair", projects=[make_project()], summary="All day. " * 80).code


# Conditions


def test_what_has_not_changed_costs_one_statement(client: FlaskClient, code: str) -> None:
    for address in ("/", "/events", f"/events/{code}", "/projects", "/partners", "/kinds"):
        first = client.get(V1 + address)
        with count_statements() as sent:
            again = client.get(V1 + address, headers={"If-None-Match": first.headers["ETag"]})

        assert (again.status_code, again.data) == (304, b"")
        assert len(sent) == 1, sent
        for name in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"):
            assert again.headers[name] == first.headers[name]
        assert "Content-Type" not in again.headers


def test_every_public_change_is_seen_at_once(app: Flask, client: FlaskClient, code: str) -> None:
    def change(what: Any) -> bool:
        """Whether it changes the ETag."""
        before = client.get(f"{V1}/events/{code}").headers["ETag"]
        with app.app_context(), write():
            what(db.session.query(Event).one())
        return client.get(f"{V1}/events/{code}").headers["ETag"] != before

    assert change(lambda event: rules.edit(event, price=LocalText({"en": "2 euro"})))
    assert change(lambda event: rules.edit(event, contact_email="info@brasla.example.org"))
    assert change(lambda event: setattr(event.organiser, "name", LocalText({"en": "Brasla"})))
    assert change(lambda event: setattr(event.projects[0], "acronym", "LIHA"))
    assert change(lambda event: event.target_groups.append(make_target_group("Divers")))


def test_who_registers_changes_nothing(app: Flask, client: FlaskClient, code: str) -> None:
    before = client.get(f"{V1}/events/{code}")
    with app.app_context(), write():
        make_registration(db.session.query(Event).one())

    after = client.get(f"{V1}/events/{code}")

    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.data == before.data


def test_a_change_elsewhere_still_answers_304(app: Flask, client: FlaskClient, code: str) -> None:
    """The ETag is the hash of the answer, not the number of the content."""
    etag = client.get(f"{V1}/events/{code}").headers["ETag"]
    with app.app_context():
        make_event("Another")

    again = client.get(f"{V1}/events/{code}", headers={"If-None-Match": f"W/{etag}"})

    assert again.status_code == 304


def test_packed_where_it_is_taken(client: FlaskClient, code: str) -> None:
    plain = client.get(f"{V1}/events/{code}")
    packed = client.get(f"{V1}/events/{code}", headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    for known in (plain, packed):
        asked = {"Accept-Encoding": "gzip", "If-None-Match": known.headers["ETag"]}
        assert client.get(f"{V1}/events/{code}", headers=asked).status_code == 304


def test_head_is_get_without_its_body(client: FlaskClient, code: str) -> None:
    whole = client.get(f"{V1}/events")
    head = client.head(f"{V1}/events")

    assert head.data == b""
    assert dict(head.headers) == dict(whole.headers)


def test_answers_are_kept_within_bounds() -> None:
    kept = Bodies(most_bytes=3000)
    for number in range(5):
        kept.put(number, Body(b"x" * 1000, b"", "etag", None))
    kept.put(4, Body(b"y" * 500, b"", "etag", None))

    assert [kept.get(number) is not None for number in range(5)] == [False, False, True, True, True]


# Other sites


def test_pages_of_every_site_may_ask(client: FlaskClient, code: str) -> None:
    headers = {"Origin": "https://www.brasla.example.org"}
    answers = [
        client.get(f"{V1}/events/{code}", headers=headers),
        client.get(f"{V1}/events?nonsense=1", headers=headers),
        client.get(f"{V1}/nowhere", headers=headers),
        client.post(f"{V1}/events", headers=headers),
    ]

    assert [each.status_code for each in answers] == [200, 400, 404, 405]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers


def test_browsers_that_ask_first_are_told_what_is_allowed(client: FlaskClient) -> None:
    asked = {
        "Origin": "https://www.brasla.example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = client.options(f"{V1}/events", headers=asked)

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


def test_other_pages_stay_closed_to_other_sites(client: FlaskClient) -> None:
    for address in ("/", "/api/", "/events/", "/manage/"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


# What goes wrong


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("seats=1", "seats", "There is no such parameter here. Known are: project, partner,"),
        ("project=nothing", "project", "Nothing has the name “nothing”."),
        ("partner=No%20Slug", "partner", "It is a name as in addresses"),
        ("target_group=nobody", "target_group", "Nothing has the name “nobody”."),
        ("kind=party", "kind", "Possible are: partner-meeting, study-visit,"),
        ("status=draft", "status", "Possible are: tentative, confirmed, held, cancelled."),
        ("language=klingonish", "language", "It is the tag of a language"),
        ("from=2027-02-30", "from", "It is a day such as 2027-05-31."),
        ("until=20270531", "until", "It is a day such as 2027-05-31."),
        ("changed_since=2027-05-31T09:00:00", "changed_since", "It is a time with its zone"),
        ("changed_since=0001-01-01T00:00:00%2B14:00", "changed_since", "It is a time with"),
        ("q=", "q", "It is 1 to 100 letters long."),
        ("q=%00", "q", "It is 1 to 100 letters long."),
        ("order=random", "order", "Possible are: rising, falling."),
        ("limit=0", "limit", "It is a number from 1 to 100."),
        ("limit=101", "limit", "It is a number from 1 to 100."),
        ("limit=٣", "limit", "It is a number from 1 to 100."),
        ("limit=5&limit=6", "limit", "It can be given only once."),
        ("lang=de", "lang", "Possible are: en, lv."),
        ("cursor=zzz", "cursor", "Please take it from the address of the page before."),
        ("cursor=WyJhIl0", "cursor", "Please take it from the address of the page before."),
        ("&".join(f"project=p{n}" for n in range(21)), "project", "It can be given 20 times"),
    ],
)
def test_what_cannot_be_understood_is_named(
    client: FlaskClient, query: str, name: str, words: str
) -> None:
    problem = ask(client, f"/events?{query}", 400)

    assert problem["type"] == "http://localhost/api/#bad-parameter"
    assert problem["parameter"] == name
    assert problem["detail"].startswith(words)


def test_filters_of_the_other_lists(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        otava = make_organisation("Otava", country="CZ")
        make_project("Ours", lead=otava, partners=[make_organisation("Brasla")])
        make_project("Theirs", lead=make_organisation("Lielmala"))
        make_organisation("A company nobody has met")

    def found(address: str) -> list[str]:
        return [each["slug"] for each in ask(client, address)["items"]]

    assert found("/projects?partner=otava") == ["ours"]
    assert found("/projects?q=their") == ["theirs"]
    assert found("/partners") == ["brasla", "lielmala", "otava"]
    assert found("/partners?country=CZ") == ["otava"]
    assert found("/partners?project=ours&q=bra") == ["brasla"]
    ask(client, "/partners/a-company-nobody-has-met", 404)
    assert ask(client, "/partners?country=lv", 400)["parameter"] == "country"
    assert ask(client, "/partners?project=x", 400)["parameter"] == "project"
    assert ask(client, "/projects?kind=workshop", 400)["parameter"] == "kind"
    instant = "WyIyMDMwLTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgMV0"
    assert ask(client, f"/projects?cursor={instant}", 400)["parameter"] == "cursor"


@pytest.mark.parametrize(
    ("method", "address", "status", "kind"),
    [
        ("GET", "/api/v1/nowhere", 404, "#not-found"),
        ("GET", "/api/v2/events", 404, "#not-found"),
        ("GET", "/api/v1/events/zzzzzzzz", 404, "#not-found"),
        ("GET", "/api/v1/events/%00", 404, "#not-found"),
        ("GET", "/api/v1/events/ILoveYou", 404, "#not-found"),
        ("GET", "/api/v1/projects/nothing", 404, "#not-found"),
        ("GET", "/api/v1/projects/%F0%9F%98%80%0A", 404, "#not-found"),
        ("GET", "/api/v1/partners/" + "x" * 3000, 404, "#not-found"),
        ("POST", "/api/v1/events", 405, "#method-not-allowed"),
        ("DELETE", "/api/v1/projects/nothing", 405, "#method-not-allowed"),
    ],
)
def test_problems_are_problems_everywhere(
    client: FlaskClient, method: str, address: str, status: int, kind: str
) -> None:
    answer = client.open(address, method=method)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["type"].endswith(kind)
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 405:
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_problems_are_told_in_the_language_of_the_address(client: FlaskClient) -> None:
    """And in no other, whatever the browser likes."""
    plain = client.get(f"{V1}/events?limit=0", headers={"Accept-Language": "lv"})

    assert plain.json["title"] == "A parameter cannot be understood"
    assert ask(client, "/events?limit=0&lang=xx", 400)["title"] == plain.json["title"]


def test_an_error_of_the_program_tells_nothing_of_itself(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("the secret of the house")

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(event_views, "event_data", fail)
    with app.app_context():
        make_event("Fair")

    problem = ask(client, "/events", 500)

    assert problem["type"] == "http://localhost/api/#internal-error"
    assert "secret" not in str(problem)


def test_a_database_that_is_away_is_said_to_be(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(queries, "public_events", fail)

    answer = client.get(f"{V1}/events")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert ask(client, "/events", 503)["type"].endswith("#unavailable")


@pytest.fixture
def limited(make_app: MakeApp) -> FlaskClient:
    return make_app(VIZITE_RATELIMIT_ENABLED="1").test_client()


def test_who_asks_too_often_is_told_when_to_come_back(limited: FlaskClient) -> None:
    for _ in range(600):
        answer = limited.get(f"{V1}/")
        if answer.status_code == 429:
            break
    answer = limited.get(f"{V1}/")

    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json["type"].endswith("#too-many-requests")


# Renamed


def test_renamed_projects_and_partners_lead_on(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        organisation = make_organisation("Brasla")
        project = make_project("Living Harbours", lead=organisation)
        make_event("Fair", projects=[project], organiser=organisation, period=Period.month(2030, 5))
        rename(project, "quays")
        rename(organisation, "brasla-town")

    for old, new in (
        ("/projects/living-harbours?lang=lv", "/projects/quays?lang=lv"),
        ("/partners/brasla", "/partners/brasla-town"),
    ):
        answer = client.get(V1 + old)
        assert (answer.status_code, answer.headers["Location"]) == (301, V1 + new)
        ask(client, new)
    filters = "?project=living-harbours&partner=brasla"
    assert [each["slug"] for each in ask(client, f"/events{filters}")["items"][0]["projects"]] == [
        "quays"
    ]


def test_a_name_taken_back_by_what_is_not_public_leads_nowhere(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        organisation = make_organisation("Quiet")
        rename(organisation, "other")
        rename(organisation, "quiet")
        assert db.session.query(Organisation).one().slug == "quiet"

    ask(client, "/partners/quiet", 404)
