"""A country changes its clocks; what people agreed on stays."""

from datetime import datetime, timedelta

from flask import Flask

from tests.factories import make_event
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.events.models import Event


def test_instants_follow_the_wall_clock(any_app: Flask) -> None:
    """Stored under older rules they are an hour off; the command puts them right."""
    at_ten = Period.at(datetime(2027, 7, 1, 10), datetime(2027, 7, 1, 12), "Europe/Riga")
    with any_app.app_context():
        event = make_event(period=at_ten)
        right, revision = event.starts_at, event.revision
        make_event("Untouched", period=at_ten)
        make_event("Vague", period=Period.month(2027, 7))
        with write():
            for name in ("starts_at", "ends_at", "sorts_at", "over_at"):
                setattr(event, name, getattr(event, name) + timedelta(hours=1))
        event_id = event.id

    told = any_app.test_cli_runner().invoke(args=["rederive-times"]).output
    again = any_app.test_cli_runner().invoke(args=["rederive-times"]).output

    assert told.startswith("1 events begin or end at another instant now.\n")
    assert again.startswith("0 events")
    with any_app.app_context():
        stored = db.session.get_one(Event, event_id)
        assert (stored.starts_at, stored.revision) == (right, revision)
        assert stored.starts_local == datetime(2027, 7, 1, 10)
