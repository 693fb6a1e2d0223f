"""A second opinion: khal, a calendar program with its own way of reading files."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.calendars.programs import Khal
from tests.calendars.test_hours import CHANGES, week
from tests.factories import make_event
from webapp.core.database import write
from webapp.core.periods import Period


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    return Khal(tmp_path / "khal")


def utc(instant: datetime | None) -> str:
    assert instant is not None
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(("zone", "sunday"), CHANGES[::2])
def test_hours_are_right_around_a_clock_change(
    app: Flask, khal: Khal, zone: str, sunday: date
) -> None:
    meetings = week(zone, sunday)
    with app.app_context(), write():
        for title, period in meetings.items():
            make_event(title, period=period)

    khal.take(app.test_client().get("/calendars/all.ics").data)

    assert khal.shown(sunday - timedelta(4), sunday + timedelta(5)) == {
        title: (utc(period.starts_at), utc(period.ends_at)) for title, period in meetings.items()
    }


def test_a_moved_event_is_no_second_one(app: Flask, khal: Khal) -> None:
    period = Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 27, 12), "Europe/Riga")
    with app.app_context():
        event = make_event("Forum", period=period)
        client = app.test_client()
        khal.take(client.get("/calendars/all.ics").data)
        with write():
            event.period = Period.at(
                datetime(2027, 5, 4, 10), datetime(2027, 5, 4, 12), "Europe/Riga"
            )

        khal.take(client.get("/calendars/all.ics").data)

    shown = khal.shown(date(2027, 4, 1), date(2027, 6, 1))
    assert shown == {"Forum": ("2027-05-04T07:00", "2027-05-04T09:00")}
