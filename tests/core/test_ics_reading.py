"""What other programs write is read strictly, and what we write is read back."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import ics_reading as reading
from webapp.core.ics import CalendarHead, Entry, calendar, render
from webapp.core.ics_lines import one_line
from webapp.core.ics_reading import BadCalendar, Line, instant_of, moment_of, number_of, read
from webapp.core.periods import Period

CHANGED = datetime(2026, 11, 22, 12, tzinfo=UTC)
PERIOD = Period.at(datetime(2027, 5, 4, 10), datetime(2027, 5, 4, 12), "Europe/Riga")


def written(title: str, description: str = "") -> str:
    entry = Entry("event-a@vizite", PERIOD, title, description)
    text = render(entry, sequence=3, changed_at=CHANGED)
    assert text is not None
    return calendar(CalendarHead("Events"), [("Europe/Riga", [2027])], [text]).decode()


def line(value: str, **parameters: str) -> Line:
    return Line("DTSTART", parameters, value)


def test_what_we_write_is_read_back() -> None:
    found = read(written("Harbour; boats, piers\\n", "One\nTwo"))

    (event,) = found.inside("VEVENT")
    summary, starts = event.one("SUMMARY"), moment_of(event.one("DTSTART"))
    assert summary is not None
    assert summary.text == "Harbour; boats, piers\\n"
    assert (event.all("DESCRIPTION")[0].text, event.one("NOTHING")) == ("One\nTwo", None)
    assert starts is not None
    assert starts.instant == PERIOD.starts_at
    assert number_of(event.one("SEQUENCE")) == 3
    assert instant_of(event.one("DTSTAMP")) == CHANGED
    assert [part.name for part in found.inside("VTIMEZONE")[0].parts] == ["DAYLIGHT", "STANDARD"]


@given(st.text(max_size=200))
def test_every_title_we_write_is_read_back(title: str) -> None:
    (event,) = read(written(f"x{title}")).inside("VEVENT")

    assert event.all("SUMMARY")[0].text == one_line(f"x{title}")


@given(st.text(max_size=300))
def test_whatever_is_read_the_only_error_is_the_named_one(text: str) -> None:
    for each in (text, f"BEGIN:VCALENDAR\r\n{text}\r\nEND:VCALENDAR\r\n"):
        with suppress(BadCalendar):
            read(each)


def test_parameters_may_be_quoted_and_lines_folded_anywhere() -> None:
    text = 'BEGIN:VCALENDAR\nATTENDEE;CN="Auza; Anna: the\r\n  first";X=a,"b,c":mail\n\tto:a@b.c\n'
    (attendee,) = read(f"{text}END:VCALENDAR\n").lines

    assert attendee.parameters == {"CN": "Auza; Anna: the first", "X": "a,b,c"}
    assert attendee.value == "mailto:a@b.c"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Europe/Riga", "Europe/Riga"),
        ("FLE Standard Time", "Europe/Kiev"),
        ("/mozilla.org/20050126_1/Europe/Riga", "Europe/Riga"),
        ("/freeassociation.sourceforge.net/Europe/Prague", "Europe/Prague"),
        ("Customized Time Zone", None),
        ("../../etc/passwd", None),
        ("a/" * 5000, None),
        ("", None),
    ],
)
def test_zones_are_known_by_several_names(name: str, found: str | None) -> None:
    assert reading.zone_named(name) == found


def test_a_zone_nobody_knows_leaves_the_words() -> None:
    moment = moment_of(line("20270504T100000", TZID="Home\x07 sweet"))

    assert moment is not None
    assert (moment.written, moment.is_day) == ("2027-05-04 10:00 (Home sweet)", False)


@pytest.mark.parametrize(
    "value",
    ["", "tomorrow", "20271332", "20270504T250000", "20270504T1000", "00000101", "²0270504"],
)
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(BadCalendar):
        moment_of(line(value))


def test_the_edges_of_time_are_times_or_refused() -> None:
    assert instant_of(line("20270504T100060Z")) == datetime(2027, 5, 4, 10, 0, 59, tzinfo=UTC)
    with pytest.raises(BadCalendar):
        moment_of(line("00010101T000000", TZID="Europe/Riga"))
    after = moment_of(line("20270504T100000Z"))
    assert after is not None
    assert after.instant == datetime(2027, 5, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VCALENDAR\nEND:VEVENT",
        "BEGIN:VEVENT\nEND:VEVENT",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\nSUMMARY:after",
        "BEGIN:VCALENDAR\nno line\nEND:VCALENDAR",
        "BEGIN:VCALENDAR\nX;A:1\nEND:VCALENDAR",
        'BEGIN:VCALENDAR\nX;A="b:1\nEND:VCALENDAR',
        "BEGIN:VCALENDAR\n" + "X:1\n" * (reading.MOST_LINES + 1) + "END:VCALENDAR",
        "BEGIN:A\n" * 10 + "END:A\n" * 10,
        "BEGIN:VCALENDAR\n" + "BEGIN:A\nEND:A\n" * 200 + "END:VCALENDAR",
        "X" * (reading.LARGEST + 1),
    ],
)
def test_what_is_not_one_calendar_of_some_size_is_refused(text: str) -> None:
    with pytest.raises(BadCalendar):
        read(text)
