"""What the icalendar library needs for the events of a feed, as the peers use it."""

import time
from dataclasses import dataclass
from typing import Any

_ONE_LINE = ("uid", "summary", "description", "location", "url", "status", "class")


@dataclass(frozen=True)
class Facts:
    """One event as plain values."""

    texts: dict[str, str]
    moments: dict[str, Any]
    sequence: int


def events_of(body: bytes) -> list[Facts]:
    """The events of a calendar, read back."""
    from icalendar import Calendar

    return [_facts(each) for each in Calendar.from_ical(body).walk("VEVENT")]


def _facts(event: Any) -> Facts:
    texts = {name: str(event[name]) for name in _ONE_LINE if name in event}
    moments = {
        name: event.decoded(name)
        for name in ("dtstamp", "dtstart", "dtend", "created", "last-modified")
        if name in event
    }
    return Facts(texts, moments, int(event.get("sequence", 0)))


def seconds_to_render(events: list[Facts]) -> float:
    """How long it takes to make a calendar of them and to write it out."""
    from icalendar import Calendar, Event

    began = time.perf_counter()
    calendar = Calendar()
    calendar.add("prodid", "-//Bench//EN")
    calendar.add("version", "2.0")
    for facts in events:
        event = Event()
        for name, value in (*facts.texts.items(), *facts.moments.items()):
            event.add(name, value)
        event.add("sequence", facts.sequence)
        calendar.add_component(event)
    assert len(calendar.to_ical()) > 0
    return time.perf_counter() - began
