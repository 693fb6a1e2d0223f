"""The real worker, as a process of its own: woken by a letter, ended by signals, killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests.conftest import MakeApp
from tests.databases import SETTINGS
from tests.mail.posting import addresses, store
from tests.mail_sink import MailSink
from tests.outbox import letters
from webapp.core.database import db, write
from webapp.core.sweeps import SWEEPS, sweep
from webapp.core.times import now
from webapp.mail.heartbeat import worker_seen_at
from webapp.mail.models import Letter

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def worker(app: Flask, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of this app's data, ended afterwards if it still lives."""
    settings = app.config["VIZITE"]
    environment = os.environ | SETTINGS | {"VIZITE_DATA": str(settings.data)}
    if settings.mail_url:
        environment["VIZITE_MAIL_URL"] = settings.mail_url
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "work"], cwd=ROOT, env=environment | more
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something another process does."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def seen(app: Flask) -> bool:
    with app.app_context():
        found = worker_seen_at() is not None
        db.session.remove()
    return found


def sent(app: Flask) -> int:
    return sum(1 for each in letters(app) if each.state == "sent")


@pytest.mark.parametrize("broker", ["file", "redis"])
def test_a_stored_letter_leaves_at_once(
    make_app: MakeApp, mail_sink: MailSink, broker: str, request: pytest.FixtureRequest
) -> None:
    more = {"VIZITE_REDIS_URL": request.getfixturevalue("redis_url")} if broker == "redis" else {}
    app = make_app(VIZITE_MAIL_URL=mail_sink.url, **more)
    with worker(app, **more):
        until(lambda: seen(app))
        store(app, "anna@example.org")
        began = time.monotonic()
        until(lambda: sent(app) == 1)

    assert time.monotonic() - began < 5


def test_a_worker_asked_to_end_finishes_its_letter_and_ends_in_peace(
    make_app: MakeApp, mail_sink: MailSink
) -> None:
    app = make_app(VIZITE_MAIL_URL=mail_sink.url)
    store(app, *addresses(150))
    with worker(app) as process:
        until(lambda: sent(app) > 5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0

    assert len(mail_sink.received) == sent(app)


def test_a_worker_killed_outright_loses_nothing(make_app: MakeApp, mail_sink: MailSink) -> None:
    app = make_app(VIZITE_MAIL_URL=mail_sink.url)
    store(app, *addresses(150))
    for _ in range(2):
        before = sent(app)
        with worker(app) as process:
            until(lambda before=before: sent(app) > before + 5)  # type: ignore[misc]
            process.kill()
        with app.app_context(), write():  # the lease of the dead ends
            db.session.execute(update(Letter).values(leased_until=now() - timedelta(seconds=1)))
    with worker(app):
        until(lambda: sent(app) == 150)

    received = [each.message["Message-ID"] for each in mail_sink.received]
    assert set(received) == {each.message_id for each in letters(app)}
    assert len(received) <= 152, "only what was in hand when it was killed may come twice"


def test_a_damaged_queue_file_stops_neither_registration_nor_worker(
    app: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    (app.config["VIZITE"].data / "jobs.db").unlink(missing_ok=True)
    store(app, "anna@example.org")

    with worker(app):
        until(lambda: sent(app) == 1)


def test_everything_that_is_due_can_be_done_by_hand(app: Flask) -> None:
    store(app, "anna@example.org")

    result = app.test_cli_runner().invoke(args=["sweep"])

    assert result.exit_code == 0, result.output
    assert "letters: 1" in result.output.splitlines()
    assert {line.split(":")[0] for line in result.output.splitlines()} == set(SWEEPS)


def test_a_sweep_that_fails_is_told_and_the_others_still_run(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(SWEEPS, "a-broken-one", type(SWEEPS["letters"])("a-broken-one", 60, fail))

    result = app.test_cli_runner().invoke(args=["sweep"])

    assert result.exit_code == 1
    assert "letters: 0" in result.output
    assert "a-broken-one: failed (the disk is full)" in result.output


def test_a_sweep_is_due_when_its_time_has_come_round(clock: object) -> None:
    from webapp.core.sweeps import Sweep

    clock.set("2027-01-01T12:00+00:00")  # type: ignore[attr-defined]
    hourly = Sweep("hourly", 3600, lambda: 0)

    assert hourly.is_due()
    assert not hourly.is_due()
    clock.forward(minutes=59, seconds=58)  # type: ignore[attr-defined]
    assert hourly.is_due()


def test_no_sweep_is_asked_for_more_often_than_it_can_run() -> None:
    with pytest.raises(ValueError, match="too often"):
        sweep("hasty", every=10)


def test_a_test_letter_tells_what_the_server_answered(
    make_app: MakeApp, mail_sink: MailSink
) -> None:
    app = make_app(VIZITE_MAIL_URL=mail_sink.url)

    result = app.test_cli_runner().invoke(args=["test-letter", "admin@example.org"])

    assert result.exit_code == 0, result.output
    assert "250 2.0.0 Taken" in result.output
    assert [each.recipients for each in mail_sink.received] == [("admin@example.org",)]


def test_a_test_letter_that_fails_says_why(make_app: MakeApp, mail_sink: MailSink) -> None:
    app = make_app(VIZITE_MAIL_URL=mail_sink.url)
    runner = app.test_cli_runner()

    wrong = runner.invoke(args=["test-letter", "not an address"])
    with mail_sink.refusing():
        away = runner.invoke(args=["test-letter", "admin@example.org"])

    assert (wrong.exit_code, away.exit_code) == (1, 1)
    assert "not an address is not an address" in wrong.output
    assert "the letter did not leave" in away.output
