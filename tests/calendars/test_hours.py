"""Every subscribed calendar shows the right hour, in the weeks in which clocks change, too."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from flask import Flask
from ical.calendar_stream import IcsCalendarStream

from tests.calendars.reading import fetch, instants
from tests.factories import make_event
from webapp.core.database import write
from webapp.core.periods import Period
from webapp.core.times import to_utc

#: The Sundays on which clocks change, and in Reykjavik the same for comparison.
CHANGES = [
    ("Europe/Riga", date(2027, 3, 28)),
    ("Europe/Riga", date(2027, 10, 31)),
    ("Europe/Lisbon", date(2027, 3, 28)),
    ("Europe/Lisbon", date(2027, 10, 31)),
    ("Europe/Sofia", date(2027, 3, 28)),
    ("Europe/Sofia", date(2027, 10, 31)),
    ("Australia/Sydney", date(2027, 4, 4)),
    ("Australia/Sydney", date(2027, 10, 3)),
    ("Atlantic/Reykjavik", date(2027, 3, 28)),
    ("Atlantic/Reykjavik", date(2027, 10, 31)),
]


def week(zone: str, sunday: date) -> dict[str, Period]:
    """A meeting every three hours from Friday to Tuesday, as far as clocks show the hours once."""
    periods = {}
    begin = datetime.combine(sunday - timedelta(days=2), datetime.min.time())
    for hours in range(0, 5 * 24, 3):
        starts = begin + timedelta(hours=hours, minutes=30)
        try:
            period = Period.at(starts, starts + timedelta(hours=1), zone)
        except ValueError:
            continue
        periods[f"{starts:%a %H:%M}"] = period
    return periods


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_hours_are_right_around_a_clock_change(app: Flask, zone: str, sunday: date) -> None:
    meetings = week(zone, sunday)
    with app.app_context(), write():
        for title, period in meetings.items():
            make_event(title, period=period)

    calendar = fetch(app.test_client(), "/calendars/all.ics")

    expected = {
        title: [to_utc(each, zone) for each in (period.starts_local, period.ends_local) if each]
        for title, period in meetings.items()
    }
    assert len(expected) > 30
    assert instants(calendar, sunday - timedelta(5), sunday + timedelta(6)) == expected


@pytest.mark.parametrize(("zone", "sunday"), CHANGES)
def test_a_second_library_reads_the_same(app: Flask, zone: str, sunday: date) -> None:
    meetings = week(zone, sunday)
    with app.app_context(), write():
        for title, period in meetings.items():
            make_event(title, period=period)
    text = app.test_client().get("/calendars/all.ics").text

    read = IcsCalendarStream.calendar_from_ics(text)

    found = {event.summary: event.start_datetime.astimezone(UTC) for event in read.events}
    assert found == {title: period.starts_at for title, period in meetings.items()}


def test_a_meeting_in_an_hour_that_comes_twice_is_told_as_an_instant(app: Flask) -> None:
    starts = datetime(2027, 10, 31, 3, 30)
    with app.app_context():
        make_event(
            "Second", period=Period.at(starts, datetime(2027, 10, 31, 5), "Europe/Riga", None, 1)
        )

    calendar = fetch(app.test_client(), "/calendars/all.ics")

    found = instants(calendar, date(2027, 10, 30), date(2027, 11, 1))
    assert found["Second"][0] == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_ferry_leaves_in_one_zone_and_arrives_in_another(app: Flask) -> None:
    period = Period.at(
        datetime(2027, 3, 27, 17),
        datetime(2027, 3, 28, 9),
        "Europe/Riga",
        "Europe/Stockholm",
    )
    with app.app_context():
        make_event("Ferry", period=period)

    calendar = fetch(app.test_client(), "/calendars/all.ics")

    (event,) = calendar.walk("VEVENT")
    ends = [event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")]
    assert ends == [period.starts_at, period.ends_at]
    described = {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")}
    assert described == {"Europe/Riga", "Europe/Stockholm"}


def test_zones_stand_before_events_and_only_those_in_use(app: Flask) -> None:
    with app.app_context(), write():
        make_event("Riga", period=week("Europe/Riga", date(2027, 3, 28))["Fri 00:30"])
        make_event("Days", period=Period.days(date(2027, 5, 3), date(2027, 5, 5), "Europe/Sofia"))

    text = app.test_client().get("/calendars/all.ics").text

    parts = re.findall(r"^BEGIN:(VTIMEZONE|VEVENT)", text, re.MULTILINE)
    assert parts == ["VTIMEZONE", "VEVENT", "VEVENT"]


def test_several_days_are_whole_days_with_the_hours_in_words(app: Flask) -> None:
    period = Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 29, 15), "Europe/Sofia")
    with app.app_context():
        make_event("Visit", period=period)

    (event,) = fetch(app.test_client(), "/calendars/all.ics").walk("VEVENT")

    assert isinstance(event, icalendar.Event)
    assert event["DTSTART"].dt == date(2027, 4, 27)
    assert event["DTEND"].dt == date(2027, 4, 30)
    assert "27 April 2027, 10:00 – 29 April 2027, 15:00, Sofia time" in event["DESCRIPTION"]


def test_a_vague_date_blocks_nobody(app: Flask) -> None:
    with app.app_context():
        make_event("Pilot", kind="workshop", period=Period.season(2027, "summer", planned_days=1))

    (event,) = fetch(app.test_client(), "/calendars/all.ics").walk("VEVENT")

    days = event["DTSTART"].dt, event["DTEND"].dt
    assert days == (date(2027, 6, 1), date(2027, 9, 1))
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert event["SUMMARY"] == "Tentative: Pilot"
    assert "summer 2027 (1 day)" in event["DESCRIPTION"]
