"""Read a feed the way programs do."""

from datetime import UTC, date, datetime, time

import icalendar
import recurring_ical_events
from flask.testing import FlaskClient


def fetch(client: FlaskClient, path: str) -> icalendar.Calendar:
    """The calendar at this address."""
    response = client.get(path)
    assert response.status_code == 200, response.text
    return icalendar.Calendar.from_ical(response.data)


def titles(client: FlaskClient, path: str) -> set[str]:
    """What stands in it."""
    return {str(event["SUMMARY"]) for event in fetch(client, path).walk("VEVENT")}


def only(client: FlaskClient, path: str) -> icalendar.Event:
    """The one event in it."""
    (event,) = fetch(client, path).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


def instants(calendar: icalendar.Calendar, first: date, last: date) -> dict[str, list[datetime]]:
    """Begin and end of each event between these days in UTC, by the calendar's own VTIMEZONE."""
    found = recurring_ical_events.of(calendar).between(first, last)
    return {
        str(event["SUMMARY"]): [event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")]
        for event in found
    }


def midnight(day: date) -> datetime:
    """The beginning of a day in UTC."""
    return datetime.combine(day, time(), UTC)
