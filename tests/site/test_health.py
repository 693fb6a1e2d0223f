"""Health addresses say what is the matter and nothing about people."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests import databases
from tests.conftest import MakeApp
from tests.factories import make_event, make_registration
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.mail import heartbeat
from webapp.mail.models import Letter


def readyz(app: Flask) -> tuple[int, dict[str, Any]]:
    answer = app.test_client().get("/readyz")
    assert answer.is_json
    return answer.status_code, answer.json["parts"]


def a_worker_was_here(app: Flask) -> None:
    with app.app_context():
        heartbeat.beat()


def post_letter(**values: Any) -> None:
    letter = {
        "message_id": "<one@localhost>",
        "kind": "registrations/letters/confirmed",
        "owner": "registration:abc",
        "recipient": "anna@example.org",
        "recipient_name": "Anna",
        "language": "en",
        "facts": {},
    }
    with write():
        db.session.add(Letter(**letter | values))


def sample(body: str, name: str) -> float:
    lines = [line for line in body.splitlines() if line.startswith(f"{name} ")]
    assert len(lines) == 1, f"{name}: {lines}"
    return float(lines[0].rsplit(" ", 1)[1])


def test_a_process_that_is_up_says_so(app: Flask) -> None:
    answer = app.test_client().get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_an_installation_in_order_is_ready(any_app: Flask) -> None:
    a_worker_was_here(any_app)

    answer = any_app.test_client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json["ready"] is True
    assert {name: part["ok"] for name, part in answer.json["parts"].items()} == {
        "database": True,
        "migrations": True,
        "worker": True,
        "letters": True,
    }


def test_without_any_worker_it_is_not_ready(app: Flask) -> None:
    status, parts = readyz(app)

    assert status == 503
    assert parts["worker"] == {"ok": False, "seen_seconds_ago": None}
    assert parts["database"] == {"ok": True}


def test_a_worker_that_was_not_seen_for_long_is_missed(app: Flask, clock: Any) -> None:
    clock.set("2027-03-01T10:00+00:00")
    a_worker_was_here(app)
    clock.forward(minutes=4)
    early, _ = readyz(app)
    clock.forward(minutes=2)

    late, parts = readyz(app)

    assert (early, late) == (200, 503)
    assert parts["worker"] == {"ok": False, "seen_seconds_ago": 360}


def test_a_letter_that_does_not_leave_is_told(app: Flask, clock: Any) -> None:
    clock.set("2027-03-01T10:00+00:00")
    with app.app_context():
        post_letter()
    clock.forward(minutes=59)
    a_worker_was_here(app)
    early, _ = readyz(app)
    clock.forward(minutes=2)

    late, parts = readyz(app)

    assert (early, late) == (200, 503)
    assert parts["letters"] == {"ok": False, "oldest_unsent_seconds": 3660}


def test_letters_that_are_to_leave_later_do_not_wait(app: Flask, clock: Any) -> None:
    clock.set("2027-03-01T10:00+00:00")
    with app.app_context():
        post_letter(due_at=now() + timedelta(days=1))
    clock.forward(hours=3)
    a_worker_was_here(app)

    assert readyz(app) == (200, readyz(app)[1])
    assert readyz(app)[1]["letters"]["oldest_unsent_seconds"] == 0


def test_a_letter_that_was_tried_and_failed_waits_until_its_next_try_too(
    app: Flask, clock: Any
) -> None:
    clock.set("2027-03-01T10:00+00:00")
    with app.app_context():
        post_letter(due_at=now() + timedelta(hours=6), tries=4)
    clock.forward(hours=3)

    assert readyz(app)[1]["letters"]["oldest_unsent_seconds"] == 3 * 3600


def test_a_database_of_another_version_is_told(app: Flask) -> None:
    a_worker_was_here(app)
    with app.app_context(), write():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))

    status, parts = readyz(app)

    assert status == 503
    assert parts["migrations"]["ok"] is False
    assert parts["migrations"]["current"] == "older"


def test_a_database_that_does_not_answer_is_told_without_its_address(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app(VIZITE_DATABASE_URL=f"sqlite:///{tmp_path}/secret-place/no.db")

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert {part["ok"] for part in answer.json["parts"].values()} == {False}
    assert "secret-place" not in answer.text


def test_health_remembers_nothing_and_is_not_limited(make_app: MakeApp) -> None:
    app = make_app(VIZITE_RATELIMIT_ENABLED="1", VIZITE_METRICS="1")
    a_worker_was_here(app)
    client = app.test_client()

    for path in ("/healthz", "/readyz", "/metrics"):
        answers = [client.get(path) for _ in range(620 if path == "/healthz" else 2)]

        assert {answer.status_code for answer in answers} == {200}
        assert "Set-Cookie" not in answers[-1].headers
        assert answers[-1].headers["Cache-Control"] == "no-store"


def test_metrics_are_off_unless_asked_for(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


def test_metrics_count_requests_by_view_and_status_without_addresses(make_app: MakeApp) -> None:
    app = make_app(VIZITE_METRICS="1")
    client = app.test_client()
    client.get("/healthz")
    client.get("/healthz")
    client.get("/nothing-here?email=anna@example.org")

    body = client.get("/metrics").text

    up = 'vizite_requests_total{endpoint="health.process_is_up",status="200"}'
    assert sample(body, up) == 2
    assert sample(body, 'vizite_requests_total{endpoint="none",status="404"}') == 1
    assert sample(body, 'vizite_request_seconds_count{endpoint="health.process_is_up"}') == 2
    assert "nothing-here" not in body
    assert "anna" not in body


def test_metrics_count_letters_and_registrations_by_state(make_app: MakeApp, clock: Any) -> None:
    app = make_app(VIZITE_METRICS="1")
    clock.set("2027-03-01T10:00+00:00")
    with app.app_context():
        event = make_event()
        make_registration(event, name="Anna")
        make_registration(event, name="Berta")
        post_letter()
    clock.forward(seconds=90)

    body = app.test_client().get("/metrics").text

    assert sample(body, 'vizite_letters{state="stored"}') == 1
    assert sample(body, 'vizite_letters{state="sent"}') == 0
    assert sample(body, 'vizite_registrations{state="confirmed"}') == 2
    assert sample(body, "vizite_oldest_unsent_letter_seconds") == 90
    assert "example.org" not in body


def test_metrics_tell_how_often_a_feed_was_at_hand(make_app: MakeApp) -> None:
    app = make_app(VIZITE_METRICS="1")
    client = app.test_client()
    first = client.get("/calendars/all.ics")
    client.get("/calendars/all.ics", headers={"If-None-Match": first.headers["ETag"]})
    client.get("/calendars/all.ics", headers={"If-None-Match": first.headers["ETag"]})

    body = client.get("/metrics").text

    assert sample(body, 'vizite_feeds_total{cache="miss"}') == 1
    assert sample(body, 'vizite_feeds_total{cache="hit"}') == 2


_TWO_PROCESSES = """
import os
from pathlib import Path
from webapp.core import metrics
metrics.share_between_processes(Path(os.environ["VIZITE_DATA"]) / "metrics")
from webapp import create_app
app = create_app()
app.test_client().get("/healthz")
pid = os.fork()
if pid == 0:
    app.test_client().get("/healthz")
    os._exit(0)
os.waitpid(pid, 0)
print(app.test_client().get("/metrics").text)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_several_processes_add_up(app: Flask, tmp_path: Path) -> None:
    settings = databases.SETTINGS | {"VIZITE_DATA": str(tmp_path / "data"), "VIZITE_METRICS": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", _TWO_PROCESSES],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )

    up = 'vizite_requests_total{endpoint="health.process_is_up",status="200"}'
    assert sample(ran.stdout, up) == 2
