"""News of calendars for feed readers: what is new, what changed, for ever under the same id."""

import gzip
import time
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_registration,
    make_target_group,
)
from tests.people import cast
from webapp.calendars import atom as news
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event

ALL = "/calendars/all.atom"
NS = {"a": "http://www.w3.org/2005/Atom"}
SOFIA = Period.at(datetime(2027, 5, 4, 10), datetime(2027, 5, 4, 12, 30), "Europe/Sofia")


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def read(client: FlaskClient, path: str = ALL) -> Any:
    """The feed as a reader has it."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    found = feedparser.parse(answer.data, response_headers={"content-type": answer.content_type})
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def titles(client: FlaskClient, path: str = ALL) -> list[str]:
    return [each.title for each in read(client, path).entries]


def event(title: str) -> Event:
    found: Event = next(each for each in db.session.query(Event) if str(each.name) == title)
    return found


def rename(app: Flask, title: str, to: str) -> None:
    with app.app_context(), write():
        event(title).name = LocalText({"en": to})


def instant(parsed: time.struct_time) -> datetime:
    return datetime(*parsed[:6], tzinfo=UTC)


def test_an_entry_says_what_when_where_and_where_to_read_on(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        hall = make_place("Town hall", address="1 Main Street")
        made = make_event(
            "Forum",
            period=SOFIA,
            places=[hall],
            projects=[make_project("Living Harbours", acronym="HARBOURS")],
            summary="A day of talks.",
        )
        code = made.code

    (entry,) = read(client).entries

    assert entry.title == "Forum"
    assert entry.link == f"http://localhost/events/{code}/"
    when = "Tuesday, 4 May 2027, 10:00–12:30, Sofia time"
    assert entry.summary == f"{when} · Town hall, 1 Main Street"
    assert entry.content[0].type == "text/plain"
    assert entry.content[0].value.startswith("A day of talks.\n\nOrganiser: Brasla Municipality")
    assert [tag.term for tag in entry.tags] == ["Workshop", "HARBOURS"]
    assert instant(entry.published_parsed) == datetime(2027, 4, 15, 12, tzinfo=UTC)
    assert instant(entry.updated_parsed) == datetime(2027, 4, 15, 12, tzinfo=UTC)


def test_the_feed_says_what_it_is(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("Forum", projects=[make_project("Living Harbours")])

    feed = read(client, "/calendars/projects/living-harbours.atom").feed

    assert feed.title == "Living Harbours"
    assert feed.subtitle == "New and changed events from Vizīte"
    assert feed.author == "Vizīte"
    links = {link.rel: link.href for link in feed.links}
    assert links == {
        "self": "http://localhost/calendars/projects/living-harbours.atom",
        "alternate": "http://localhost/projects/living-harbours/",
    }


@pytest.mark.parametrize("is_empty", [True, False])
def test_every_element_that_must_be_there_is_there_once(
    app: Flask, client: FlaskClient, is_empty: bool
) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    if not is_empty:
        with app.app_context(), write():
            make_event("Forum", projects=[make_project("P")], more_kinds=["survey"])
            make_event("Some day", period=Period.season(2027, "summer"))

    root = ElementTree.fromstring(client.get(ALL).data)

    assert root.tag == f"{{{NS['a']}}}feed"
    entries = root.findall("a:entry", NS)
    assert len(entries) == (0 if is_empty else 2)
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"a:{name}", NS)
            assert found.text
        assert element.findtext("a:id", "", NS).startswith("urn:uuid:")
        moment = element.findtext("a:updated", "", NS)
        assert datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ")
        alternates = [e for e in element.findall("a:link", NS) if e.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert len(root.findall("a:author/a:name", NS)) == 1
    assert [e.get("rel") for e in root.findall("a:link", NS)].count("self") == 1
    for entry in entries:
        assert len(entry.findall("a:summary", NS)) == len(entry.findall("a:content", NS)) == 1
        assert all(each.get("term") for each in entry.findall("a:category", NS))
    ids = [entry.findtext("a:id", "", NS) for entry in entries]
    assert len(set(ids)) == len(ids)


def test_the_newest_change_stands_first_and_tells_when(
    app: Flask, client: FlaskClient, clock: Clock
) -> None:
    for title in ("One", "Two", "Three"):
        with app.app_context():
            make_event(title)
        clock.forward(hours=1)
    assert titles(client) == ["Three", "Two", "One"]

    rename(app, "One", "One, renamed")

    first, *rest = read(client).entries
    assert first.title == "One, renamed"
    assert instant(first.updated_parsed) == datetime(2027, 4, 15, 15, tzinfo=UTC)
    assert instant(first.published_parsed) == datetime(2027, 4, 15, 12, tzinfo=UTC)
    assert [each.title for each in rest] == ["Three", "Two"]
    assert read(client).feed.updated == first.updated


def test_ids_stay_whatever_changes_even_the_address(make_app: Any, clock: Clock) -> None:
    app = make_app(VIZITE_BASE_URL="https://old.example.org")
    with app.app_context():
        make_event("Forum")
    before = read(app.test_client())

    rename(app, "Forum", "Fair")
    moved = make_app(VIZITE_BASE_URL="https://new.example.org")
    with moved.app_context():
        assert moved.test_cli_runner().invoke(args=["rebuild-calendars"]).exit_code == 0
    after = read(moved.test_client())

    assert after.entries[0].link.startswith("https://new.example.org/")
    assert after.entries[0].id == before.entries[0].id
    assert after.feed.id == before.feed.id


def test_calendars_and_languages_have_ids_of_their_own(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("Forum", projects=[make_project("P")])
    paths = [ALL, f"{ALL}?lang=lv", f"{ALL}?kind=workshop", "/calendars/projects/p.atom"]

    assert len({read(client, path).feed.id for path in paths}) == len(paths)


def test_what_happened_to_a_date_is_said(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context(), write():
        for title in ("To be moved", "To be cancelled", "To be fixed", "To be postponed"):
            is_vague = title == "To be fixed"
            make_event(title, period=Period.month(2027, 5) if is_vague else SOFIA)
    assert "Tentative: To be fixed" in titles(client)
    clock.forward(days=1)

    with app.app_context(), write():
        why = LocalText({"en": "Storm"})
        later = Period.at(datetime(2027, 11, 4, 10), datetime(2027, 11, 4, 12), "Europe/Sofia")
        rules.move(event("To be moved"), later, why)
        rules.cancel(event("To be cancelled"), why)
        rules.move(event("To be fixed"), SOFIA)
        rules.postpone(event("To be postponed"), why)

    said = {each.title: each for each in read(client).entries}
    assert "To be postponed" not in said  # without a date it stands in no calendar
    moved = said["To be moved"]
    assert moved.summary.startswith("Thursday, 4 November 2027, 10:00–12:00, Sofia time")
    before = "It was to be: Tuesday, 4 May 2027, 10:00–12:30, Sofia time"
    assert f"This event has been moved. {before}\nReason: Storm" in moved.content[0].value
    cancelled = said["Cancelled: To be cancelled"]
    assert "This event has been cancelled.\nReason: Storm" in cancelled.content[0].value
    assert any(title.endswith("To be fixed") for title in said)
    for each in said.values():
        assert instant(each.updated_parsed) == datetime(2027, 4, 16, 12, tzinfo=UTC)


def test_only_the_last_changes_stand_in_it(
    app: Flask, client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "MOST", 3)
    for number in range(20):
        with app.app_context():
            make_event(f"Event {number}")
        clock.forward(minutes=1)

    assert titles(client) == ["Event 19", "Event 18", "Event 17"]


def test_what_only_participants_read_is_no_news(
    app: Flask, client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where so many such changes came last that the news lies far behind them."""
    monkeypatch.setattr(news, "MOST", 2)
    with app.app_context(), write():
        for number in range(20):
            make_event(f"Event {number:02}", mode="online")
    clock.forward(hours=1)
    rename(app, "Event 07", "Renamed")
    before = client.get(ALL)
    clock.forward(hours=1)

    with app.app_context(), write():
        for each in db.session.query(Event):
            if str(each.name) != "Renamed":
                each.join_url = "https://meet.example.org/secret"

    after = client.get(ALL)
    assert titles(client)[0] == "Renamed"
    assert after.data == before.data
    assert b"secret" not in after.data


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"In the project", "Hosted", "In Latvian", "For fishers"}),
        ("project=harbours", {"In the project"}),
        ("partner=otava-town", {"Hosted"}),
        ("kind=training&kind=survey", {"Hosted", "For fishers"}),
        ("language=lv", {"In Latvian"}),
        ("target_group=fishers", {"For fishers"}),
        ("kind=training&target_group=fishers", {"For fishers"}),
        ("project=harbours&kind=training", set()),
    ],
)
def test_filters_are_those_of_calendars(
    app: Flask, client: FlaskClient, query: str, expected: set[str]
) -> None:
    with app.app_context(), write():
        make_event("In the project", projects=[make_project("Harbours")])
        make_event("Hosted", host=make_organisation("Otava Town"), kind="training")
        make_event("In Latvian", languages=["lv"])
        make_event("For fishers", kind="training", target_groups=[make_target_group("Fishers")])

    assert set(titles(client, f"{ALL}?{query}")) == expected


def test_tentative_dates_can_be_left_out(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("Fixed")
        make_event("Perhaps", status="tentative")

    assert set(titles(client)) == {"Fixed", "Tentative: Perhaps"}
    assert titles(client, f"{ALL}?tentative=0") == ["Fixed"]


def test_each_calendar_has_its_news(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("Forum", projects=[make_project("Harbours")])
        make_event("Training", kind="training", organiser=make_organisation("Otava Town"))

    assert titles(client, "/calendars/projects/harbours.atom") == ["Forum"]
    assert titles(client, "/calendars/partners/otava-town.atom") == ["Training"]
    assert titles(client, "/calendars/kinds/training.atom") == ["Training"]


def test_the_language_is_asked_for_and_never_guessed(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(LocalText({"en": "Forum", "lv": "Forums"}), period=SOFIA)

    latvian = client.get(f"{ALL}?lang=lv")

    assert 'xml:lang="lv"' in latvian.text
    assert titles(client, f"{ALL}?lang=lv") == ["Forums"]
    client.set_cookie("lang", "lv")
    guessed = client.get(ALL, headers={"Accept-Language": "lv"})
    assert "<title>Forum</title>" in guessed.text
    assert "Set-Cookie" not in latvian.headers
    assert "Set-Cookie" not in guessed.headers


HOSTILE = [
    "</title><script>alert(1)</script>",
    "]]> & &amp; <![CDATA[ x",
    "bell\x07 nul-like\x0b form\x0cfeed",
    "emoji 🎉 עברית \u202eright to left\u202c",
    "quote \" ' \\ %s {0} {{ 7*7 }}",
    "not a character \ufffe \uffff",
    "x" * 5000,
]


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_stay_words(app: Flask, client: FlaskClient, title: str) -> None:
    with app.app_context():
        make_event(title, summary=title, kind="other")

    answer = client.get(ALL)

    root = ElementTree.fromstring(answer.data)
    writable = "".join(char for char in title if char not in "\x07\x0b\x0c\ufffe\uffff")
    shown = root.findtext("a:entry/a:title", "", NS)
    assert "".join(shown.split()) == "".join(writable.split())
    assert root.findall(".//script") == []
    assert read(client).entries[0].id.startswith("urn:uuid:")


def test_nobody_stands_in_it(app: Flask, client: FlaskClient) -> None:
    people = cast(app)
    with app.app_context(), write():
        speaker = {"role": "speaker", "name": "Ivana Speaker"}
        made = make_event("Forum", contributors=[speaker], contact_email="ivana@example.org")
        make_registration(made, "Pauls Participant", "pauls@example.org")

    said = client.get(ALL).text

    assert set(titles(client)) == {"Forum", "Open harbour day"}
    for word in ("Ivana", "ivana", "Pauls", "pauls", people.internal, people.draft):
        assert word not in said


# HTTP


def test_unchanged_it_costs_one_look(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        make_event("Forum", projects=[make_project("Harbours")])
    paths = [ALL, f"{ALL}?project=harbours&kind=workshop", "/calendars/projects/harbours.atom"]

    for path in paths:
        first = client.get(path)
        with count_statements() as sent:
            again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.headers["ETag"] == first.headers["ETag"]
        assert len(sent) == 1


def test_made_anew_it_takes_as_many_statements_however_many_events(
    app: Flask, client: FlaskClient
) -> None:
    counts = []
    for _ in range(2):
        with app.app_context(), write():
            for number in range(6):
                hall = make_place(f"Hall {number}")
                make_event(f"Event {number}", places=[hall], languages=["lv"])
        with count_statements() as sent:
            client.get(ALL)
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_it_is_told_when_changed(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context():
        make_event("Forum")
    clock.forward(minutes=5)
    first = client.get(ALL)
    unchanged = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get(ALL, headers=unchanged).status_code == 304

    rename(app, "Forum", "Fair")

    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(ALL, headers=known).status_code == 200
    assert client.get(ALL, headers=unchanged).status_code == 200
    assert titles(client) == ["Fair"]


def test_headers_are_those_of_calendars(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event("Forum")

    plain, zipped = client.get(ALL), client.get(ALL, headers={"Accept-Encoding": "gzip"})
    head = client.head(ALL)

    assert plain.content_type == "application/atom+xml; charset=utf-8"
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["Cache-Control"] == "public, max-age=60"
    assert plain.headers["Content-Disposition"] == 'inline; filename="all.atom"'
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == plain.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(plain.data))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ALL}?lang=xx", 404),
        (f"{ALL}?project=nothing", 404),
        (f"{ALL}?colour=red", 404),
        (f"{ALL}?kind=" + "x" * 9000, 400),
        ("/calendars/projects/nothing.atom", 404),
        ("/calendars/kinds/party.atom", 404),
    ],
)
def test_what_there_is_not_is_said_in_a_line(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert answer.mimetype == "text/plain"
    assert "/calendars/" in answer.text


def test_pages_link_to_the_calendar_and_not_to_its_other_forms(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("calendars.all_feed") == "/calendars/all.ics"
        assert url_for("calendars.event_feed", code="x") == "/events/x.ics"
        for name in ("project", "partner"):
            address = url_for(f"calendars.{name}_feed", slug="x")
            assert address == f"/calendars/{name}s/x.ics"


def test_a_renamed_project_leads_its_readers_on(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        project = make_project("Harbours")
        project.slug = "docks"

    for path, there in (
        ("/calendars/projects/harbours.atom?lang=lv", "/calendars/projects/docks.atom?lang=lv"),
        (f"{ALL}?project=harbours", f"{ALL}?project=docks"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, there)


def test_it_works_on_both_databases(any_app: Flask, clock: Clock) -> None:
    for title in ("One", "Two"):
        with any_app.app_context(), write():
            make_event(title, projects=[make_project(f"Project {title}")])
        clock.forward(seconds=5)
    client = any_app.test_client()

    assert titles(client) == ["Two", "One"]
    assert titles(client, f"{ALL}?project=project-one&kind=workshop") == ["One"]
