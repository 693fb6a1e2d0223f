"""jCal says what the calendar says: read back by the library and compared with its own."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import jcal
from webapp.core.ics import CalendarHead, Entry, calendar, render, years_by_zone, zones_used
from webapp.core.periods import Period

CHANGED_AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)


def text_of(*entries: Entry, head: CalendarHead | None = None) -> str:
    used = {pair for entry in entries for pair in zones_used(entry)}
    texts = [render(entry, sequence=3, changed_at=CHANGED_AT) or "" for entry in entries]
    head = head or CalendarHead("Visits")
    return calendar(head, years_by_zone(used), texts).decode()


def as_json(text: str) -> Any:
    (found,) = jcal.components(text)
    return json.loads(jcal.written(found))


PERIODS = [
    Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 27, 12), "Europe/Riga"),
    Period.at(datetime(2027, 10, 31, 3, 30), datetime(2027, 10, 31, 5), "Europe/Riga", None, 1),
    Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 27, 12), "America/Godthab"),
    Period.at(datetime(1925, 4, 27, 10), datetime(1925, 4, 27, 12), "Europe/Riga"),
    Period.days(datetime(2027, 4, 27).date(), datetime(2027, 4, 29).date()),
    Period.month(2027, 5),
]


def full(period: Period) -> Entry:
    return Entry(
        "7kq2@vizite",
        period,
        'A "b", c; d: e\\n',
        description="One,\ntwo; three\\four\n\nhttps://example.org/?a=b;c",
        location="Town hall; second floor, left",
        geo=(57.0, -24.125),
        url="https://example.org/events/7kq2/?a=1;b=2,3",
        categories=("Partner meeting", "a,b", "c;d", "e\\"),
        language="en",
        join_url="https://meet.example.org/x",
        color="teal",
        created_at=datetime(2026, 11, 1, 8, tzinfo=UTC),
        related_to="parent@vizite",
    )


def test_an_entry_is_written_like_this() -> None:
    (event,) = as_json(text_of(full(PERIODS[0])))[2][1:]

    assert event == [
        "vevent",
        [
            ["uid", {}, "text", "7kq2@vizite"],
            ["dtstamp", {}, "date-time", "2026-11-22T16:30:00Z"],
            ["sequence", {}, "integer", 3],
            ["created", {}, "date-time", "2026-11-01T08:00:00Z"],
            ["last-modified", {}, "date-time", "2026-11-22T16:30:00Z"],
            ["dtstart", {"tzid": "Europe/Riga"}, "date-time", "2027-04-27T10:00:00"],
            ["dtend", {"tzid": "Europe/Riga"}, "date-time", "2027-04-27T12:00:00"],
            ["summary", {"language": "en"}, "text", 'A "b", c; d: e\\n'],
            [
                "description",
                {"language": "en"},
                "text",
                "One,\ntwo; three\\four\n\nhttps://example.org/?a=b;c",
            ],
            ["location", {"language": "en"}, "text", "Town hall; second floor, left"],
            ["geo", {}, "float", [57.0, -24.125]],
            ["url", {}, "uri", "https://example.org/events/7kq2/?a=1;b=2,3"],
            ["categories", {}, "text", "Partner meeting", "a,b", "c;d", "e\\"],
            ["status", {}, "text", "CONFIRMED"],
            ["transp", {}, "text", "OPAQUE"],
            ["class", {}, "text", "PUBLIC"],
            ["color", {}, "text", "teal"],
            ["conference", {"feature": "VIDEO"}, "uri", "https://meet.example.org/x"],
            ["related-to", {}, "text", "parent@vizite"],
        ],
        [],
    ]


def test_the_calendar_around_it_is_written_like_this() -> None:
    head = CalendarHead(
        "Visits",
        description="All, of them",
        url="https://example.org/",
        source="https://example.org/all.json",
        color="teal",
        language="lv",
        changed_at=CHANGED_AT,
        refresh=timedelta(minutes=90),
    )

    name, properties, components = as_json(text_of(full(PERIODS[0]), head=head))

    assert (name, [each[0] for each in components]) == ("vcalendar", ["vtimezone", "vevent"])
    assert properties == [
        ["version", {}, "text", "2.0"],
        ["prodid", {}, "text", "-//Vizite//Calendars//EN"],
        ["calscale", {}, "text", "GREGORIAN"],
        ["name", {"language": "lv"}, "text", "Visits"],
        ["x-wr-calname", {}, "unknown", "Visits"],
        ["description", {"language": "lv"}, "text", "All, of them"],
        ["x-wr-caldesc", {}, "unknown", "All\\, of them"],
        ["url", {}, "uri", "https://example.org/"],
        ["source", {}, "uri", "https://example.org/all.json"],
        ["color", {}, "text", "teal"],
        ["last-modified", {}, "date-time", "2026-11-22T16:30:00Z"],
        ["refresh-interval", {}, "duration", "PT90M"],
        ["x-published-ttl", {}, "unknown", "PT90M"],
    ]


def test_a_zone_is_written_like_this() -> None:
    zone = as_json(text_of(full(PERIODS[0])))[2][0]

    assert zone[:2] == ["vtimezone", [["tzid", {}, "text", "Europe/Riga"]]]
    summer = next(each for each in zone[2] if each[0] == "daylight")
    said = {each[0]: each[1:] for each in summer[1]}
    assert said["tzoffsetfrom"] == [{}, "utc-offset", "+02:00"]
    assert said["tzoffsetto"] == [{}, "utc-offset", "+03:00"]
    assert said["rrule"] == [{}, "recur", {"freq": "YEARLY", "bymonth": 3, "byday": "-1SU"}]
    assert said["dtstart"][1] == "date-time"


@pytest.mark.parametrize("period", PERIODS)
def test_the_library_reads_the_same_from_both(period: Period) -> None:
    text = text_of(full(period))

    from_json = icalendar.Calendar.from_jcal(as_json(text))

    assert said_by(from_json) == said_by(icalendar.Calendar.from_ical(text))


def said_by(component: icalendar.Component) -> Any:
    """What a component says, whichever way it was read."""
    if isinstance(component, icalendar.Calendar):
        # The library keeps what no standard knows as it is written.
        for name in ("X-WR-CALNAME", "X-WR-CALDESC", "X-PUBLISHED-TTL"):
            component.pop(name, None)
    said = sorted((str(name), value_of(value)) for name, value in component.items())
    return component.name, said, [said_by(each) for each in component.subcomponents]


def value_of(value: Any) -> str:
    parameters = {str(k): str(v) for k, v in getattr(value, "params", {}).items() if k != "VALUE"}
    return f"{sorted(parameters.items())} {value.to_ical()!r}"


@given(title=st.text(max_size=60), description=st.text(max_size=200), word=st.text(max_size=20))
def test_any_text_comes_back(title: str, description: str, word: str) -> None:
    """The same words as the library reads from the calendar itself."""
    period = PERIODS[0]
    entry = Entry("1", period, title, description=description, categories=(word, "b,c"))
    text = text_of(entry)

    (event,) = icalendar.Calendar.from_jcal(as_json(text)).walk("VEVENT")
    (read,) = icalendar.Calendar.from_ical(text).walk("VEVENT")

    for name in ("SUMMARY", "DESCRIPTION"):
        assert str(event.get(name, "")) == str(read.get(name, ""))
    assert [str(each) for each in event["CATEGORIES"].cats] == [
        str(each) for each in read["CATEGORIES"].cats
    ]


def test_parameters_may_be_quoted() -> None:
    (event,) = jcal.components(
        "BEGIN:VEVENT\r\n"
        'ATTENDEE;CN="Ozols; Jānis: Dr, x";RSVP=TRUE:mailto:janis@example.org\r\n'
        "RRULE:FREQ=DAILY;UNTIL=20270427T100000Z;BYDAY=MO,TU\r\n"
        "END:VEVENT\r\n"
    )

    assert event[1] == [
        [
            "attendee",
            {"cn": "Ozols; Jānis: Dr, x", "rsvp": "TRUE"},
            "cal-address",
            "mailto:janis@example.org",
        ],
        [
            "rrule",
            {},
            "recur",
            {"freq": "DAILY", "until": "2027-04-27T10:00:00Z", "byday": ["MO", "TU"]},
        ],
    ]
