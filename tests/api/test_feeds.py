"""The API and the calendars agree: the same events for the same filters, at the same instants, in
the same state."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api.asking import walk
from tests.calendars.reading import fetch
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_project,
    make_target_group,
)
from webapp.calendars.feeds import window
from webapp.core.database import write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.manage.examples import load_examples

#: From here on nobody knows a day: calendars show the whole of it as tentative.
VAGUE = ("month", "season", "year", "phase")
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"kind": "workshop"},
    {"kind": ["study-visit", "training"]},
    {"project": "iotxchange"},
    {"project": ["iotxchange", "smart-coastal-villages"], "language": "en"},
    {"partner": "smiltene"},
    {"target_group": ["residents", "entrepreneurs"]},
    {"project": "iotxchange", "kind": "partner-meeting", "language": "en"},
)


@pytest.fixture
def some(app: Flask) -> None:
    """The examples, and what they have none of."""
    with app.app_context():
        load_examples()
        with write():
            extra = make_project("Extra", lead=make_organisation("Extra Town"))
            groups = [make_target_group("Divers")]
            ahead = now().year + 1
            winter = datetime(ahead, 10, 25 + _last_sunday(ahead), 2)
            make_event(
                "Night of the clocks",
                period=Period.at(winter, winter + timedelta(hours=3), "Europe/Riga"),
            )
            make_event("Gone by", period=in_days(-30), status="cancelled", cancelled_at=now())
            make_event("Not yet", period=Period.undated(), status="tentative", projects=[extra])
            make_event("Hidden", visibility="partners", target_groups=groups)
            make_event("Quiet", visibility="unlisted", projects=[extra])
            make_event("Long ago", period=Period.days(date(2011, 5, 1)), status="held")
            make_event("Half known", period=Period.phase(None, date(ahead, 1, 1)))


def _last_sunday(year: int) -> int:
    """Days after 25 October of the night in which the clocks go back."""
    return (6 - date(year, 10, 25).weekday()) % 7


def test_both_hold_the_same(client: FlaskClient, some: None) -> None:
    first = window(now().date()).isoformat()
    for filters in FILTERS:
        query = urlencode(filters, doseq=True)
        listed = walk(client, f"/events?limit=100&{query}&from={first}")
        assert held(client, f"/calendars/all.ics?{query}") == told(listed), query

    listed = walk(client, "/events?project=smart-coastal-villages")
    assert held(client, "/calendars/projects/smart-coastal-villages.ics") == told(listed)


def held(client: FlaskClient, path: str) -> dict[str, Any]:
    """What a calendar holds, by UID; something at least."""
    found = {str(entry["UID"]): _of_entry(entry) for entry in fetch(client, path).walk("VEVENT")}
    assert found
    return found


def told(items: list[Any]) -> dict[str, Any]:
    """What calendars should hold of what the API tells."""
    return {each["uid"]: _of_api(each) for each in items if _stands(each)}


def _stands(event: Any) -> bool:
    """What the API tells and calendars cannot show: without a date or one end of it; cancelled and
    past."""
    when = event["when"]
    if when["first_on"] is None or when["last_on"] is None:
        return False
    if event["status"] != "cancelled":
        return True
    ends = when["ends"]["at"] if when["ends"] else f"{when['last_on']}T23:59:59Z"
    return datetime.fromisoformat(ends) > now()


def _of_api(event: Any) -> tuple[Any, ...]:
    """What a calendar has of it: begin and end, state."""
    when = event["when"]
    vague = when["precision"] in VAGUE
    state = "tentative" if vague and event["status"] != "cancelled" else event["status"]
    states = {"tentative": "TENTATIVE", "cancelled": "CANCELLED"}
    first, last = (date.fromisoformat(when[name]) for name in ("first_on", "last_on"))
    starts, ends = when["starts"], when["ends"]
    if starts is None or _takes_days(first, last, starts["at"], ends["at"]):
        span: tuple[Any, Any] = (first, last + timedelta(days=1))
    else:
        span = (datetime.fromisoformat(starts["at"]), datetime.fromisoformat(ends["at"]))
    return (*span, states.get(state, "CONFIRMED"))


def _takes_days(first: date, last: date, starts: str, ends: str) -> bool:
    """Several days stand in calendars as whole ones, a night does not."""
    length = datetime.fromisoformat(ends) - datetime.fromisoformat(starts)
    days = (last - first).days
    return days > 1 or (days == 1 and length > timedelta(hours=18))


def _of_entry(entry: icalendar.Event) -> tuple[Any, ...]:
    span = (entry["DTSTART"].dt, entry["DTEND"].dt)
    return (*(_instant(each) for each in span), str(entry["STATUS"]))


def _instant(value: date | datetime) -> date | datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
