"""Letters belong to the transaction of their cause; what was sent long ago loses its words."""

import time
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Clock, MakeApp
from tests.counting import count_statements
from tests.mail.posting import KIND, send, store
from tests.mail_sink import MailSink
from tests.outbox import letter, letters
from webapp.core.database import write
from webapp.mail.heartbeat import letters_wait_since
from webapp.mail.nudging import FILE, nudge
from webapp.mail.outbox import Draft, post, post_many, suppress
from webapp.mail.work import empty_old_letters


def draft(number: int) -> Draft:
    return Draft(KIND, "test", f"reader{number}@example.org", "Reader", "lv", {"number": number})


def woken_at(app: Flask) -> int:
    path: Path = app.config["VIZITE"].data / FILE
    return path.stat().st_mtime_ns if path.exists() else 0


def test_a_cause_that_is_rolled_back_writes_no_letter_and_wakes_nobody(app: Flask) -> None:
    def fail() -> None:
        with write():
            post(KIND, owner="t", recipient="a@b.c", recipient_name="", language="en", facts={})
            raise ZeroDivisionError

    with app.app_context(), pytest.raises(ZeroDivisionError):
        fail()

    assert letters(app) == []
    assert woken_at(app) == 0


def test_a_stored_letter_wakes_the_worker(app: Flask) -> None:
    store(app, "anna@example.org")

    first = woken_at(app)
    assert first > 0
    time.sleep(0.01)
    store(app, "berta@example.org")
    assert woken_at(app) > first


def test_other_writes_wake_nobody(app: Flask) -> None:
    with app.app_context(), write():
        pass

    assert woken_at(app) == 0


def test_a_wake_up_that_cannot_be_given_harms_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("webapp.mail.nudging.os.utime", refuse)
    store(app, "anna@example.org")

    assert letter(app).state == "stored"
    assert "could not be woken" in caplog.text


def test_a_redis_that_is_away_delays_no_request(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(VIZITE_REDIS_URL="redis://127.0.0.1:1/0")
    with app.app_context():
        nudge()  # finds out
        began = time.perf_counter()
        for _ in range(1000):
            nudge()

    assert time.perf_counter() - began < 0.25


def test_waking_costs_next_to_nothing(app: Flask) -> None:
    with app.app_context():
        nudge()
        began = time.perf_counter()
        for _ in range(1000):
            nudge()

    assert (time.perf_counter() - began) / 1000 < 0.001


def test_many_letters_are_one_insert_for_each_some_hundred(any_app: Flask) -> None:
    with any_app.app_context(), write(), count_statements() as sent:
        assert post_many(draft(number) for number in range(1000)) == 1000

    assert len(sent) <= 4
    stored = letters(any_app)
    assert len({each.message_id for each in stored}) == 1000
    assert {each.language for each in stored} == {"lv"}


def test_a_language_the_installation_lacks_becomes_its_main_one(app: Flask) -> None:
    store(app, "anna@example.org", language="xx")

    assert letter(app).language == "en"


def test_words_and_address_go_thirty_days_after_sending(app: Flask, clock: Clock) -> None:
    clock.set("2027-01-01T12:00+00:00")
    store(app, "anna@example.org", calendar="BEGIN:VCALENDAR")
    send(app)
    clock.forward(days=29)
    store(app, "late@example.org")
    with app.app_context():
        assert empty_old_letters() == 0
        clock.forward(days=2)
        assert empty_old_letters() == 1
        assert empty_old_letters() == 0

    emptied, waiting = letters(app)
    assert emptied.state == "sent"
    assert emptied.sent_at is not None
    assert [
        emptied.recipient,
        emptied.recipient_name,
        emptied.facts,
        emptied.subject,
        emptied.body_text,
        emptied.body_html,
        emptied.calendar,
    ] == ["", "", None, None, None, None, None]
    assert waiting.recipient == "late@example.org", "what has not gone yet keeps all it needs"


def test_letters_to_nobody_are_never_sent_and_go_in_the_end(
    app: Flask, clock: Clock, mail_sink: MailSink
) -> None:
    with app.app_context(), write():
        suppress(KIND, owner="test")

    assert send(app) == 0
    clock.forward(days=31)
    with app.app_context():
        empty_old_letters()
    assert letters(app) == []


def test_since_when_letters_wait_is_known(app: Flask, clock: Clock) -> None:
    clock.set("2027-01-01T12:00+00:00")
    with app.app_context():
        assert letters_wait_since() is None
    store(app, "anna@example.org")
    clock.forward(minutes=10)

    with app.app_context():
        oldest = letters_wait_since()
        assert oldest is not None
        assert oldest.isoformat() == "2027-01-01T12:00:00+00:00"
    send(app)
    with app.app_context():
        assert letters_wait_since() is None
