"""Load data that is the same for the same seed."""

from flask import Flask
from sqlalchemy import func, select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations.models import Registration, State
from webapp.seats.models import SeatPool


def test_it_prints_the_codes_of_events_that_can_be_registered_for(any_app: Flask) -> None:
    """One a line; confirmed, public, open, in several zones, with the seats asked for."""
    result = any_app.test_cli_runner().invoke(
        args=["generate", "--events", "12", "--registrations", "30", "--capacity", "2"]
    )

    assert result.exit_code == 0, result.output
    with any_app.app_context():
        events = db.session.scalars(select(Event)).all()
        assert sorted(result.output.split()) == sorted(event.code for event in events)
        assert {(e.status, e.visibility, e.registration_mode) for e in events} == {
            ("confirmed", "public", "open")
        }
        assert len({event.starts_zone for event in events}) > 1
        assert not any(event.verifies_addresses for event in events)
        assert {event.pool.capacity for event in events} == {2}
        seated = select(func.count()).where(Registration.state == State.CONFIRMED)
        assert db.session.scalar(seated) == db.session.scalar(select(func.sum(SeatPool.taken)))


def test_the_same_seed_gives_the_same_events(any_app: Flask) -> None:
    """Codes apart: two runs on one installation must not collide."""
    run = any_app.test_cli_runner()

    run.invoke(args=["generate", "--events", "5", "--seed", "7"])
    run.invoke(args=["generate", "--events", "5", "--seed", "7"])

    with any_app.app_context():
        periods = [
            event.starts_local for event in db.session.scalars(select(Event).order_by(Event.id))
        ]
        assert periods[:5] == periods[5:]
