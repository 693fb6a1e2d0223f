"""An acknowledged registration is never lost: processes are killed at any moment (SIGKILL)."""

import random
import time

from flask import Flask
from sqlalchemy import select, text

from tests.factories import make_event
from tests.registrations.contenders import Contender, contenders
from webapp.core.database import db, is_sqlite
from webapp.mail.models import Letter
from webapp.registrations.models import Registration
from webapp.seats.counting import miscounts

BURSTS = 4
AT_ONCE = 2


def test_what_was_acknowledged_survives_a_kill_with_its_letter(any_app: Flask) -> None:
    chance = random.Random()
    with any_app.app_context():
        event_id = make_event(capacity=20).id
        db.session.rollback()
    said: list[tuple[str, str]] = []

    for burst in range(BURSTS):
        seeds = [burst * AT_ONCE + number for number in range(AT_ONCE)]
        with contenders(any_app, event_id, seeds) as processes:
            said += _killed_at_any_moment(processes, chance)

    acknowledged = dict(said)  # the last word about each
    assert len(acknowledged) > BURSTS * AT_ONCE
    with any_app.app_context():
        stored = {row.public_id: row for row in db.session.scalars(select(Registration))}
        assert acknowledged.keys() <= stored.keys()
        gone = {code for code, state in acknowledged.items() if state == "cancelled"}
        assert {stored[code].state for code in gone} <= {"cancelled"}
        told = {(letter.owner, letter.kind) for letter in db.session.scalars(select(Letter))}
        assert {(row.key, _last_letter(row)) for row in stored.values()} <= told
        assert list(miscounts()) == []
        if is_sqlite():
            assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def _killed_at_any_moment(
    processes: list[Contender], chance: random.Random
) -> list[tuple[str, str]]:
    """What they said before they were killed."""
    time.sleep(chance.uniform(0.1, 0.6))
    for process in processes:
        process.kill()
    return [said for process in processes for said in process.said()]


def _last_letter(registration: Registration) -> str:
    return f"registrations/letters/{registration.state}"
