"""A letter to 5,000 people, a mail server that refuses one in ten, a worker killed five times."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select, update

from tests.conftest import MakeApp
from tests.factories import make_event
from tests.letters.writing import crowd, sending
from tests.mail.test_worker import worker
from tests.mail_sink import MailSink
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.letters.models import Addressed, EventLetter
from webapp.mail.engine import THREADS
from webapp.mail.models import Letter
from webapp.mail.nudging import letters_were_stored

PEOPLE = 5_000
KILLS = 5
_MESSAGE_ID = re.compile(rb"^Message-ID: *(<[^>]+>)", re.MULTILINE)


class Tally(MailSink):
    """Keeps nothing of a letter but its Message-ID; "try later" is the answer to one in ten."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.tried += 1
        if self.tried % 10 == 0:
            return "451 4.3.0 Try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        found = _MESSAGE_ID.search(content)
        assert found is not None
        self.ids.append(found[1].decode())
        return "250 2.0.0 Taken"


@pytest.fixture
def tally() -> Iterator[Tally]:
    sink = Tally()
    sink.start()
    yield sink
    sink.stop()


def wait_for(is_so: Callable[[], bool], meanwhile: Callable[[], None] | None = None) -> None:
    """Wait for what other processes do, without keeping them from it."""
    ends = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.2)
        if meanwhile is not None:
            meanwhile()


def written(app: Flask) -> int:
    """How many letters are in the outbox."""
    with app.app_context():
        number = db.session.scalar(select(EventLetter.written)) or 0
        db.session.remove()
    return number


def let_time_pass(app: Flask) -> None:
    """The lease of the dead ends, and what the server put off is due: hours in a moment."""
    past = now() - timedelta(seconds=1)
    with app.app_context():
        with write():
            waiting = update(Letter).where(Letter.state == "stored")
            db.session.execute(waiting.values(leased_until=past, due_at=past))
            letters_were_stored()
        db.session.remove()


def test_none_is_lost_and_none_is_written_twice(make_app: MakeApp, tally: Tally) -> None:
    app = make_app(VIZITE_MAIL_URL=tally.url)
    with app.app_context():
        event = make_event()
        crowd(event, PEOPLE)
        letter_id = sending(event).id
        db.session.remove()

    with worker(app) as process:  # killed while letters are still being written
        wait_for(lambda: written(app) >= PEOPLE // 10)
        process.kill()
    assert written(app) < PEOPLE
    for kill in range(1, KILLS):
        let_time_pass(app)
        aim = kill * PEOPLE // (KILLS + 1)
        with worker(app) as process:
            wait_for(lambda aim=aim: len(tally.ids) >= aim)  # type: ignore[misc]
            process.kill()
    let_time_pass(app)
    with worker(app):
        wait_for(lambda: len(set(tally.ids)) == PEOPLE, lambda: _retry_the_last(app, tally))

    with app.app_context():
        letter = db.session.get_one(EventLetter, letter_id)
        causes = list(db.session.scalars(select(Addressed.message_id)))
        owners = set(db.session.scalars(select(Addressed.owner)))
        stored = list(db.session.scalars(select(Letter.message_id)))
    assert (letter.stage, letter.written) == ("sent", PEOPLE)
    assert len(causes) == len(owners) == len(stored) == PEOPLE
    assert set(tally.ids) == set(causes) == set(stored)
    in_hand = KILLS * THREADS  # a worker hands over so many at a time
    assert len(tally.ids) <= PEOPLE + in_hand, "only what was in hand at a kill may come twice"
    assert tally.tried > len(tally.ids), "the server has put some off"


def _retry_the_last(app: Flask, tally: Tally) -> None:
    """When all that is left was put off by the server, let its time come."""
    if len(tally.ids) > PEOPLE * 0.85:
        with app.app_context():
            with write():
                put_off = update(Letter).where(Letter.state == "stored", Letter.due_at > now())
                db.session.execute(put_off.values(due_at=now()))
                letters_were_stored()
            db.session.remove()
        time.sleep(1)
