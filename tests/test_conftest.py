"""What the tests stand on: each starts from an empty database, and the clock obeys."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from tests.conftest import Clock
from tests.counting import count_statements
from tests.outbox import letter, letters
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.mail.models import Letter


def store(number: int) -> Letter:
    return Letter(
        message_id=f"<{number}@example.org>",
        kind="confirmed",
        owner="event:1",
        recipient=f"anna{number}@example.org",
        recipient_name="Anna",
        language="en",
        subject="Hello",
    )


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_finds_an_empty_database(any_app: Flask, time: int) -> None:
    assert letters(any_app) == []

    with any_app.app_context(), write():
        db.session.add(store(1))

    assert letter(any_app, kind="confirmed").recipient == "anna1@example.org"
    assert letters(any_app, to="bruno@example.org") == []


def test_the_clock_stands_where_it_is_put(clock: Clock) -> None:
    clock.set("2027-03-28T03:30+03:00")
    assert now() == datetime(2027, 3, 28, 0, 30, tzinfo=UTC)

    clock.forward(hours=48)
    assert now() == datetime(2027, 3, 30, 0, 30, tzinfo=UTC)


@pytest.mark.usefixtures("context")
def test_statements_are_counted_without_the_frame_of_a_transaction() -> None:
    with count_statements() as sent:
        db.session.execute(text("SELECT 1"))
        db.session.rollback()

    assert list(sent) == ["SELECT 1"]


@pytest.mark.browser
def test_the_live_app_answers_a_browser(live, page) -> None:  # type: ignore[no-untyped-def]
    answer = page.goto(f"{live.url}/healthz")

    assert answer.status == 200
