"""No letter is lost or doubled, whatever the mail server does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Clock, MakeApp
from tests.mail.posting import addresses, send, states, store
from tests.mail_sink import MailSink, Mood
from tests.outbox import letter, letters
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.mail import smtp
from webapp.mail.leases import LEASE, claim
from webapp.mail.models import Letter
from webapp.mail.outbox import post
from webapp.mail.sending import WAITS, send_due


@pytest.fixture
def mailing(make_app: MakeApp, mail_sink: MailSink) -> Flask:
    return make_app(VIZITE_MAIL_URL=mail_sink.url)


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.5)


def ids_received(sink: MailSink) -> list[str]:
    return [each.message["Message-ID"] for each in sink.received]


def test_a_stored_letter_is_sent_once(mailing: Flask, mail_sink: MailSink) -> None:
    store(mailing, "anna@example.org")

    assert send(mailing) == 1
    assert send(mailing) == 0

    stored = letter(mailing)
    assert stored.state == "sent"
    assert stored.sent_at is not None
    assert ids_received(mail_sink) == [stored.message_id]


def test_a_letter_is_not_sent_before_its_time(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    store(mailing, "anna@example.org", due_at=now() + timedelta(hours=2))

    assert send(mailing) == 0
    clock.forward(hours=2, seconds=1)
    assert send(mailing) == 1


def test_more_letters_than_a_batch_holds_all_go(mailing: Flask, mail_sink: MailSink) -> None:
    store(mailing, *addresses(120))

    assert send(mailing) == 120

    assert len(set(ids_received(mail_sink))) == len(mail_sink.received) == 120


def test_while_nobody_answers_letters_wait_and_are_never_given_up(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    store(mailing, *addresses(3))

    with mail_sink.refusing():
        for _ in range(len(WAITS) + 3):
            assert send(mailing) == 0
            clock.forward(minutes=1, seconds=1)
    assert {each.tries for each in letters(mailing)} == {0}
    assert send(mailing) == 3


def test_a_letter_the_server_will_not_take_now_is_tried_later(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    store(mailing, "anna@example.org")
    mail_sink.mood = Mood.TRY_LATER

    assert send(mailing) == 0
    waiting = letter(mailing)
    assert (waiting.state, waiting.tries) == ("stored", 1)
    assert waiting.last_error == "451 4.3.0 Try again later"

    mail_sink.mood = Mood.ACCEPT
    assert send(mailing) == 0, "not before the wait is over"
    clock.forward(minutes=1, seconds=1)
    assert send(mailing) == 1
    assert letter(mailing).last_error is None


def test_after_two_days_of_trying_a_letter_is_given_up(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    began = now()
    clock.set(began.isoformat())
    store(mailing, "anna@example.org")
    mail_sink.mood = Mood.TRY_LATER

    while letter(mailing).state == "stored":
        send(mailing)
        clock.forward(minutes=5)

    assert letter(mailing).state == "refused"
    assert timedelta(days=1, hours=18) < now() - began < timedelta(days=2, hours=6)


def test_a_letter_the_server_will_never_take_does_not_stop_the_others(
    mailing: Flask, mail_sink: MailSink
) -> None:
    store(mailing, "anna@example.org", "not an address", "berta@example.org")

    assert send(mailing) == 2

    assert states(mailing) == {
        "anna@example.org": "sent",
        "not an address": "refused",
        "berta@example.org": "sent",
    }


def test_a_recipient_refused_for_good_is_not_asked_again(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    store(mailing, "anna@example.org")
    mail_sink.mood = Mood.REJECT

    send(mailing)
    clock.forward(days=3)
    send(mailing)

    assert mail_sink.tried == 1
    assert letter(mailing).state == "refused"
    assert letter(mailing).last_error == "550 5.1.1 No such mailbox here"


def test_when_the_server_hangs_all_letters_wait(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    store(mailing, *addresses(10))
    mail_sink.mood = Mood.HANG

    assert send(mailing) == 0
    assert mail_sink.tried == 2, "two silences in a row are the server's, the rest is not tried"

    mail_sink.mood = Mood.ACCEPT
    clock.forward(minutes=2)
    assert send(mailing) == 10
    assert len(set(ids_received(mail_sink))) == 10


def test_a_letter_whose_answer_was_lost_comes_again_under_the_same_id(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    store(mailing, "anna@example.org")
    mail_sink.mood = Mood.VANISH

    send(mailing)
    mail_sink.mood = Mood.ACCEPT
    clock.forward(minutes=2)
    send(mailing)

    first, second = (each.message for each in mail_sink.received)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()


def test_a_connection_lost_in_the_middle_does_not_stop_the_rest_of_the_batch(
    mailing: Flask, mail_sink: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(mailing, *addresses(6))
    original = MailSink.handle_DATA

    async def vanish_once(self: MailSink, *arguments: object) -> str:
        self.mood = Mood.VANISH if self.tried == 2 else Mood.ACCEPT
        return await original(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(MailSink, "handle_DATA", vanish_once)

    assert send(mailing) == 5
    assert sorted(states(mailing).values()) == ["sent"] * 5 + ["stored"]


def test_workers_at_once_send_each_letter_once(any_app: Flask, mail_sink: MailSink) -> None:
    # The setting is frozen at start; the transport is not what differs between databases.
    with any_app.app_context():
        store(any_app, *addresses(130))

    with ThreadPoolExecutor(4) as workers:
        counts = [each.result() for each in [workers.submit(send, any_app) for _ in range(4)]]

    assert sum(counts) == 130
    assert set(states(any_app).values()) == {"sent"}


def test_what_a_dead_worker_had_is_taken_up_by_another(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    store(mailing, *addresses(3))
    with mailing.app_context():
        dead = claim()
        assert dead is not None

    assert send(mailing) == 0, "they are still the other one's"
    clock.forward(seconds=LEASE.total_seconds() + 1)

    assert send(mailing) == 3


def test_a_worker_that_slept_too_long_marks_nothing_that_is_no_longer_its_own(
    mailing: Flask, mail_sink: MailSink, clock: Clock
) -> None:
    from webapp.mail.sending import Outcome, record

    store(mailing, "anna@example.org")
    with mailing.app_context():
        slow = claim()
        assert slow is not None
        clock.forward(seconds=LEASE.total_seconds() + 1)
        send_due()

        record(slow, [Outcome(slow.ids[0], 1, "too late", is_final=True)])

        assert db.session.scalar(select(Letter.state)) == "sent"


def test_a_letter_that_cannot_be_written_does_not_stop_the_others(
    mailing: Flask, mail_sink: MailSink, caplog: pytest.LogCaptureFixture
) -> None:
    with mailing.app_context(), write():
        post(
            "no/such/letter",
            owner="test",
            recipient="anna@example.org",
            recipient_name="",
            language="en",
            facts={},
        )
    store(mailing, "berta@example.org")

    assert send(mailing) == 1

    assert states(mailing) == {"anna@example.org": "stored", "berta@example.org": "sent"}
    assert "cannot be written" in caplog.text


def test_a_server_that_wants_another_password_keeps_letters_waiting(
    make_app: MakeApp, mail_sink: MailSink
) -> None:
    app = make_app(VIZITE_MAIL_URL=f"smtp://vizite:wrong@127.0.0.1:{mail_sink.port}")
    store(app, *addresses(2))

    assert send(app) == 0

    assert set(states(app).values()) == {"stored"}


def test_a_password_never_leaves_the_machine_in_the_clear(
    make_app: MakeApp, mail_sink: MailSink
) -> None:
    connection = smtp.Connection("smtp://vizite:secret@mail.example.org:2525")

    assert connection._wants_starttls
