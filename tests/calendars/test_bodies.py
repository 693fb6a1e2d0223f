"""Bodies are kept within bounds, composed once, and shared where there is a Redis."""

import gzip
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import select

from tests.counting import count_statements
from tests.factories import make_event, make_project
from webapp.calendars import bodies as module
from webapp.calendars import composing, plans
from webapp.calendars.bodies import Bodies, bodies
from webapp.calendars.link_feeds import PrivateFeed
from webapp.core.database import db, write
from webapp.entries.models import EntryText
from webapp.entries.rebuilding import rebuild, render_due

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(autouse=True)
def some_events(app: Flask) -> Iterator[None]:
    with app.app_context():
        with write():
            project = make_project("One")
            for number in range(5):
                make_event(f"Event {number}", projects=[project], summary="words " * 200)
        yield


def test_a_body_is_let_go_when_there_are_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, everything, project = (
        Bodies(),
        plans.everything({}, "en").feed(),
        plans.of_project("one", "en").feed(),
    )
    monkeypatch.setattr(module, "MOST_BYTES", kept.body(everything).plain.size * 3 // 2)
    kept.body(project)

    with count_statements() as sent:
        kept.body(project)
        assert kept.etag(everything) == composing.compose(everything).etag
    assert len(sent) == 1  # the comparison's own

    with count_statements() as sent:
        kept.body(everything)
    assert len(sent) == 1


def test_many_that_ask_at_once_wait_for_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[str] = []
    real = composing.compose

    def slowly(feed: Any) -> composing.Body:
        composed.append(feed.path)
        threading.Event().wait(0.05)
        return real(feed)

    monkeypatch.setattr(module, "compose", slowly)
    kept, found = Bodies(), []

    def ask() -> None:
        with app.app_context():
            found.append(kept.body(plans.everything({}, "en").feed()).etag)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(found) == 6
    assert len(set(found)) == 1
    assert len(composed) == 1


def test_a_large_body_lies_in_a_file_and_is_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = composing.compose(plans.everything({}, "en").feed())
    monkeypatch.setattr(composing, "LARGEST_IN_MEMORY", 1000)
    monkeypatch.setattr(composing, "_CHUNK", 777)

    client = app.test_client()
    plain = client.get("/calendars/all.ics")
    packed = client.get("/calendars/all.ics", headers={"Accept-Encoding": "gzip"})

    feed = plans.everything({}, "en").feed()
    assert bodies(feed).body(feed).plain.in_memory == 0
    assert plain.data == small.plain.whole
    assert int(plain.headers["Content-Length"]) == len(plain.data)
    assert plain.headers["ETag"] == f'"{small.etag}"'
    assert gzip.decompress(packed.data) == plain.data


def test_only_so_many_files_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "LARGEST_IN_MEMORY", 100)
    monkeypatch.setattr(module, "MOST_FILES", 1)
    kept = Bodies()

    first = plans.everything({}, "en").feed()
    kept.body(first)
    kept.body(plans.of_kind("workshop", "en").feed())

    with count_statements() as sent:
        kept.body(first)
    assert len(sent) == 1


def test_another_process_takes_it_from_redis(app: Flask, redis_url: str) -> None:
    feed = plans.everything({}, "en").feed()
    composed = Bodies(redis_url).body(feed)

    with count_statements() as sent:
        taken = Bodies(redis_url).body(feed)

    assert sent == []
    assert (taken.etag, taken.plain.whole) == (composed.etag, composed.plain.whole)


def test_whoever_asks_first_does_not_wait_until_others_have_it_too(
    make_app: Any, redis_url: str
) -> None:
    """Packing and handing over take as long as all the rest; they come after the answer."""
    client = make_app(VIZITE_REDIS_URL=redis_url).test_client()
    with Redis.from_url(redis_url) as redis:
        response = client.get("/calendars/all.ics")
        assert (response.status_code, redis.keys("vizite:feed:*")) == (200, [])

        response.close()
        assert len(redis.keys("vizite:feed:*")) == 1


def test_without_its_redis_a_process_composes_for_itself(caplog: pytest.LogCaptureFixture) -> None:
    kept = Bodies("redis://127.0.0.1:1/0")

    assert kept.body(plans.everything({}, "en").feed()).plain.size > 0
    assert "feeds are not shared" in caplog.text


def test_what_cannot_be_read_is_composed_anew(redis_url: str) -> None:
    feed = plans.everything({}, "en").feed()
    composed = Bodies(redis_url).body(feed)
    with Redis.from_url(redis_url) as redis:
        (key,) = redis.keys("*")
        for rubbish in (b"rubbish", gzip.compress(b"cut short")[:-9], b""):
            redis.set(key, rubbish)
            assert Bodies(redis_url).body(feed).etag == composed.etag
        assert gzip.decompress(redis.get(key) or b"") == composed.plain.whole


class Unreachable(Redis):
    """A Redis that answers no more."""

    def execute_command(self, *_arguments: Any, **_options: Any) -> Any:
        raise RedisConnectionError("gone")


def test_a_redis_that_goes_away_takes_no_calendar_with_it(
    make_app: Any, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(VIZITE_REDIS_URL=redis_url)
    client, path = app.test_client(), "/calendars/all.ics"
    before = client.get(path)

    monkeypatch.setattr(Redis, "execute_command", Unreachable.execute_command)
    unchanged = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    with app.app_context(), write():
        make_event("While it was away")
    changed = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    monkeypatch.undo()

    assert unchanged.status_code == 304
    assert changed.status_code == 200
    assert b"While it was away" in changed.data
    assert make_app(VIZITE_REDIS_URL=redis_url).test_client().get(path).data == changed.data


def test_processes_with_and_without_redis_send_the_same_bytes(
    make_app: Any, redis_url: str
) -> None:
    apps = [make_app(), make_app(VIZITE_REDIS_URL=redis_url), make_app(VIZITE_REDIS_URL=redis_url)]
    for path in (
        "/calendars/all.ics",
        "/calendars/all.json?lang=lv",
        "/calendars/projects/one.ics",
    ):
        answers = [each.test_client().get(path, headers=GZIP) for each in apps]

        assert len({each.data for each in answers}) == 1
        assert len({each.headers["ETag"] for each in answers}) == 1


def test_private_bodies_push_no_public_one_out_and_lie_in_no_redis(
    make_app: Any, redis_url: str
) -> None:
    with make_app(VIZITE_REDIS_URL=redis_url).app_context():
        feed = plans.everything({}, "en").feed()
        private = PrivateFeed("/calendars/secret.ics", "/", "Mine", "en", feed.scopes, (1,))

        bodies(private).body(private)

        assert bodies(private) is not bodies(feed)
        with Redis.from_url(redis_url) as redis:
            assert redis.keys("*") == []


def test_redis_holds_nothing_but_public_bodies(redis_url: str) -> None:
    Bodies(redis_url).body(plans.everything({}, "en").feed())

    with Redis.from_url(redis_url) as redis:
        (key,) = redis.keys("*")
        assert key.startswith(b"vizite:feed:")
        assert redis.ttl(key) > 0


def test_a_language_that_is_still_being_rendered_is_no_empty_calendar(make_app: Any) -> None:
    """An empty one would make programs delete what people have."""
    other = make_app(VIZITE_LANGUAGES="en lv bg")
    with other.app_context():
        response = other.test_client().get("/calendars/all.ics?lang=bg")
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "60"
        assert other.test_client().get("/calendars/all.ics?lang=lv").status_code == 200

        assert render_due() == 5

        assert other.test_client().get("/calendars/all.ics?lang=bg").status_code == 200
        assert render_due() == 0


def test_a_rebuild_brings_back_what_was_damaged(app: Flask) -> None:
    client = app.test_client()
    before = client.get("/calendars/all.ics")
    with write():
        for text in db.session.scalars(select(EntryText)):
            text.text = text.text.replace("words", "")
    db.session.remove()

    rebuild()
    render_due()

    after = client.get("/calendars/all.ics", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.text.count("words words") == before.text.count("words words") > 0
