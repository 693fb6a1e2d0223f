"""Calendar texts, read back by the programs' own libraries."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from webapp.core.ics import (
    CalendarHead,
    Entry,
    Status,
    calendar,
    render,
    years_by_zone,
    zones_used,
)
from webapp.core.periods import Period, Precision
from webapp.core.times import to_utc, to_wall

CHANGED_AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
HEAD = CalendarHead("Visit")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def make_entry(**overrides: Any) -> Entry:
    period = Period.at(at("2022-04-27T10:00"), at("2022-04-27T12:30"), "Europe/Sofia")
    return replace(Entry("7kq2@vizite", period, "Partner meeting"), **overrides)


def text_of(entry: Entry, sequence: int = 0) -> str:
    text = render(entry, sequence=sequence, changed_at=CHANGED_AT)
    assert text is not None
    return text


def lines_of(entry: Entry) -> list[str]:
    return text_of(entry).replace("\r\n ", "").split("\r\n")


def line(entry: Entry, name: str) -> str | None:
    found = [each for each in lines_of(entry) if re.split("[:;]", each)[0] == name]
    assert len(found) <= 1
    return found[0] if found else None


def calendar_of(*entries: Entry, head: CalendarHead = HEAD) -> bytes:
    used = {pair for entry in entries for pair in zones_used(entry)}
    return calendar(head, years_by_zone(used), [text_of(entry) for entry in entries])


def test_a_meeting_is_written_like_this():
    entry = make_entry(
        description="Agenda:\nwelcome, visit",
        location="Razlog; town hall",
        geo=(41.8866, 23.4673),
        url="https://example.org/events/7kq2/",
        categories=("Partner meeting", "a,b"),
        language="en",
        join_url="https://meet.example.org/x",
        created_at=datetime(2026, 11, 1, 8, tzinfo=UTC),
        related_to="parent@vizite",
    )

    assert render(entry, sequence=3, changed_at=CHANGED_AT) == (
        "BEGIN:VEVENT\r\n"
        "UID:7kq2@vizite\r\n"
        "DTSTAMP:20261122T163000Z\r\n"
        "SEQUENCE:3\r\n"
        "CREATED:20261101T080000Z\r\n"
        "LAST-MODIFIED:20261122T163000Z\r\n"
        "DTSTART;TZID=Europe/Sofia:20220427T100000\r\n"
        "DTEND;TZID=Europe/Sofia:20220427T123000\r\n"
        "SUMMARY;LANGUAGE=en:Partner meeting\r\n"
        "DESCRIPTION;LANGUAGE=en:Agenda:\\nwelcome\\, visit\r\n"
        "LOCATION;LANGUAGE=en:Razlog\\; town hall\r\n"
        "GEO:41.886600;23.467300\r\n"
        "URL:https://example.org/events/7kq2/\r\n"
        "CATEGORIES:Partner meeting,a\\,b\r\n"
        "STATUS:CONFIRMED\r\n"
        "TRANSP:OPAQUE\r\n"
        "CLASS:PUBLIC\r\n"
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example.org/x\r\n"
        "RELATED-TO:parent@vizite\r\n"
        "END:VEVENT\r\n"
    )


def test_the_calendar_around_it_is_written_like_this():
    head = CalendarHead(
        "All, events",
        "What is on;\nhere",
        "https://example.org/events/",
        "https://example.org/calendars/all.ics",
        "teal",
        "en",
    )

    text = calendar(head, [("UTC", [2026])], ["BEGIN:VEVENT\r\nEND:VEVENT\r\n"]).decode()

    assert text.split("BEGIN:VTIMEZONE")[0] == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Vizite//Calendars//EN\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "NAME;LANGUAGE=en:All\\, events\r\n"
        "X-WR-CALNAME:All\\, events\r\n"
        "DESCRIPTION;LANGUAGE=en:What is on\\;\\nhere\r\n"
        "X-WR-CALDESC:What is on\\;\\nhere\r\n"
        "URL:https://example.org/events/\r\n"
        "SOURCE;VALUE=URI:https://example.org/calendars/all.ics\r\n"
        "COLOR:teal\r\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
        "X-PUBLISHED-TTL:PT1H\r\n"
    )
    assert text.endswith("END:VTIMEZONE\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def test_a_letter_has_a_method_and_is_not_fetched_again():
    text = calendar(HEAD, [], [], method="REQUEST").decode()

    assert "METHOD:REQUEST\r\n" in text
    assert "REFRESH-INTERVAL" not in text
    assert "METHOD" not in calendar(HEAD, [], []).decode()
    with pytest.raises(ValueError, match="unknown method"):
        calendar(HEAD, [], [], method="REQUEST\r\nX:1")


@pytest.mark.parametrize(
    ("refresh", "written"),
    [
        (timedelta(hours=1), "PT1H"),
        (timedelta(days=1), "PT24H"),
        (timedelta(minutes=90), "PT90M"),
        (timedelta(), "PT1M"),
    ],
)
def test_how_often_to_look_again(refresh, written):
    text = calendar(CalendarHead("Visit", refresh=refresh), [], []).decode()

    assert f"REFRESH-INTERVAL;VALUE=DURATION:{written}\r\nX-PUBLISHED-TTL:{written}\r\n" in text


def test_equal_content_gives_equal_bytes():
    assert calendar_of(make_entry()) == calendar_of(make_entry())


# Which dates


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        (Period.days(date(2022, 4, 27)), "20220427", "20220428"),
        (Period.days(date(2022, 4, 27), date(2022, 4, 29)), "20220427", "20220430"),
        (Period.month(2022, 5), "20220501", "20220601"),
        (Period.season(2022, "spring", "summer"), "20220301", "20220901"),
        (Period.phase(date(2020, 5, 7), date(2022, 8, 7)), "20200507", "20220808"),
        (
            Period.at(at("2022-04-27T10:00"), at("2022-04-29T15:00"), "Europe/Sofia"),
            "20220427",
            "20220430",
        ),
    ],
)
def test_whole_days_end_on_the_day_after(period, first, after):
    entry = make_entry(period=period)

    assert line(entry, "DTSTART") == f"DTSTART;VALUE=DATE:{first}"
    assert line(entry, "DTEND") == f"DTEND;VALUE=DATE:{after}"
    assert zones_used(entry) == set()


@pytest.mark.parametrize(
    "period",
    [
        Period.undated(),
        Period.phase(None, None),
        Period.phase(date(2023, 8, 1), None),
        Period.phase(None, date(2023, 8, 1)),
    ],
)
def test_what_has_no_dates_stands_in_no_calendar(period):
    entry = make_entry(period=period)

    assert render(entry, sequence=0, changed_at=CHANGED_AT) is None
    assert zones_used(entry) == set()


@pytest.mark.parametrize(
    ("period", "given", "status", "transparency"),
    [
        (Period.days(date(2022, 4, 27)), Status.CONFIRMED, "CONFIRMED", "OPAQUE"),
        (Period.days(date(2022, 4, 27)), Status.TENTATIVE, "TENTATIVE", "OPAQUE"),
        (Period.days(date(2022, 4, 27)), Status.CANCELLED, "CANCELLED", "TRANSPARENT"),
        (Period.month(2022, 5), Status.CONFIRMED, "TENTATIVE", "TRANSPARENT"),
        (Period.month(2022, 5), Status.CANCELLED, "CANCELLED", "TRANSPARENT"),
    ],
)
def test_vague_dates_are_tentative_and_block_nobody(period, given, status, transparency):
    entry = make_entry(period=period, status=given)

    assert line(entry, "STATUS") == f"STATUS:{status}"
    assert line(entry, "TRANSP") == f"TRANSP:{transparency}"


def test_a_night_keeps_its_hours_and_both_zones():
    ferry = Period.at(
        at("2026-12-31T18:30"), at("2027-01-01T10:30"), "Europe/Riga", "Europe/Stockholm"
    )
    entry = make_entry(period=ferry)

    assert line(entry, "DTSTART") == "DTSTART;TZID=Europe/Riga:20261231T183000"
    assert line(entry, "DTEND") == "DTEND;TZID=Europe/Stockholm:20270101T103000"
    assert zones_used(entry) == {("Europe/Riga", 2026), ("Europe/Stockholm", 2027)}


def test_universal_time_needs_no_zone():
    entry = make_entry(period=Period.at(at("2026-05-01T10:00"), at("2026-05-01T11:00"), "UTC"))

    assert line(entry, "DTSTART") == "DTSTART:20260501T100000Z"
    assert zones_used(entry) == set()


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_the_clocks_show_twice_is_written_as_an_instant(fold):
    period = Period.at(
        at("2026-10-25T03:30"), at("2026-10-25T06:00"), "Europe/Riga", starts_fold=fold
    )
    entry = make_entry(period=period)

    assert line(entry, "DTSTART") == f"DTSTART:20261025T0{fold}3000Z"
    assert line(entry, "DTEND") == "DTEND:20261025T040000Z"
    assert zones_used(entry) == set()


def test_an_end_never_lies_before_its_start():
    stored = Period(
        Precision.TIME,
        date(2026, 3, 29),
        date(2026, 3, 29),
        at("2026-03-29T03:30"),
        at("2026-03-29T04:10"),
        "Europe/Riga",
        "Europe/Riga",
    )

    assert line(make_entry(period=stored), "DTSTART") == "DTSTART:20260329T013000Z"
    assert line(make_entry(period=stored), "DTEND") is None


def test_zones_are_gathered_with_their_years():
    used = [("Europe/Sofia", 2027), ("Europe/Riga", 2026), ("Europe/Sofia", 2026)]

    assert years_by_zone(used) == [("Europe/Riga", [2026]), ("Europe/Sofia", [2026, 2027])]


# What other programs make of it

Reader = Callable[[bytes], list[tuple[datetime, datetime]]]


def as_icalendar_reads(body: bytes) -> list[tuple[datetime, datetime]]:
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return [(event["DTSTART"].dt, event["DTEND"].dt) for event in events]


def as_recurring_ical_events_reads(body: bytes) -> list[tuple[datetime, datetime]]:
    read = recurring_ical_events.of(icalendar.Calendar.from_ical(body))
    events = read.between(datetime(2015, 1, 1), datetime(2036, 1, 1))
    return [(event["DTSTART"].dt, event["DTEND"].dt) for event in events]


def as_vobject_reads(body: bytes) -> list[tuple[datetime, datetime]]:
    events = vobject.readOne(body.decode()).vevent_list
    return [(event.dtstart.value, event.dtend.value) for event in events]


def as_ical_reads(body: bytes) -> list[tuple[datetime, datetime]]:
    events = IcsCalendarStream.calendar_from_ics(body.decode()).events
    return [(event.dtstart, event.dtend) for event in events]


READERS = [as_icalendar_reads, as_recurring_ical_events_reads, as_vobject_reads, as_ical_reads]
CHANGES = [
    ("Europe/Riga", "2026-03-29T01:00+00:00"),
    ("Europe/Riga", "2026-10-25T01:00+00:00"),
    ("Europe/Lisbon", "2027-03-28T01:00+00:00"),
    ("Europe/Lisbon", "2027-10-31T01:00+00:00"),
    ("Europe/Sofia", "2022-03-27T01:00+00:00"),
    ("Europe/Sofia", "2022-10-30T01:00+00:00"),
    ("Australia/Sydney", "2026-04-04T16:00+00:00"),
    ("Australia/Sydney", "2026-10-03T16:00+00:00"),
    ("Africa/Casablanca", "2026-02-15T02:00+00:00"),
    ("America/Nuuk", "2026-03-29T01:00+00:00"),
    ("Atlantic/Reykjavik", "2026-03-29T01:00+00:00"),
]


def hours_of_the_week(name: str, change: datetime) -> list[datetime]:
    """The hours of the week around a change of the clocks that the clocks show once only."""
    hours = [change + timedelta(hours=step) for step in range(-84, 84)]
    walls = [to_wall(hour, name) for hour in hours]
    return [
        wall for wall in walls if not wall.fold and to_utc(wall, name, 0) == to_utc(wall, name, 1)
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_every_program_sees_the_right_instants_in_the_week_of_a_change(
    name, change, reader: Reader
):
    walls = hours_of_the_week(name, at(change))
    periods = [Period.at(start, end, name) for start, end in zip(walls, walls[2:], strict=False)]
    entries = [
        make_entry(uid=f"{number}@vizite", period=period) for number, period in enumerate(periods)
    ]

    read = reader(calendar_of(*entries))

    assert sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in read) == sorted(
        (period.starts_at, period.ends_at) for period in periods
    )


@pytest.mark.parametrize("reader", READERS)
def test_every_program_sees_whole_days(reader: Reader):
    entry = make_entry(period=Period.days(date(2022, 4, 27), date(2022, 4, 29)))

    assert reader(calendar_of(entry)) == [(date(2022, 4, 27), date(2022, 4, 30))]


def test_a_whole_calendar_of_kinds_and_zones_is_read_completely():
    ferry = Period.at(
        at("2026-05-01T18:30"), at("2026-05-02T10:30"), "Europe/Riga", "Europe/Stockholm"
    )
    periods = [
        ferry,
        Period.days(date(2026, 5, 1)),
        Period.month(2026, 5),
        Period.season(2026, "summer"),
    ]
    entries = [make_entry(uid=f"{number}@v", period=each) for number, each in enumerate(periods)]
    body = calendar_of(*entries, make_entry())

    for reader in READERS:
        assert len(reader(body)) == 5


# Hostile texts

HOSTILE = [
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil",
    "BEGIN:VEVENT",
    "semi;colon, comma: colon \"quote\" \\ backslash",
    "C:\\New\\;x\\,y\\\\",
    "\\n is not a line end",
    "nul\0bell\a escape\x1b[31m delete\x7f c1\x9b",
    "next line\x85separator\u2028paragraph\u2029form\f vertical\v",
    "🎉👩‍👩‍👧‍👦" * 40,
    "כנס שותפים ‎‮ مرحبا",
    "e\u0301\u0323" * 60,
    "half \ud800 character",
    "ž" * 10_000,
    "\ufeffmark",
    "=1+1",
]  # fmt: skip


def tidy(text: str) -> str:
    """What is left of a typed text in a calendar."""
    text = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text).replace("\t", " ")
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", text).strip()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def unescaped(value: str) -> str:
    """TEXT as RFC 5545, section 3.3.11, says."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def assert_holds_one_event(entry: Entry) -> None:
    text = text_of(entry)
    names = [each.split(":")[0].split(";")[0] for each in unfolded(text)[:-1]]

    assert names.count("BEGIN") == names.count("END") == names.count("UID") == 1
    assert names[0] == "BEGIN"
    assert names[-1] == "END"
    assert all(len(each.encode()) <= 75 for each in text.split("\r\n"))
    assert re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", text) is None
    assert text.count("\n") == text.count("\r") == text.count("\r\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_within_their_lines(text):
    url = f"https://example.org/{text}"
    entry = make_entry(
        title=text,
        description=text,
        location=text,
        url=url,
        join_url=url,
        categories=(text, text),
        uid=f"u{text}",
        related_to=text,
        language=text,
        class_=text,
    )

    assert_holds_one_event(entry)
    for reader in READERS:
        assert (
            len(reader(calendar_of(entry, head=CalendarHead(text, text, url, url, text, text))))
            == 1
        )


@given(title=st.text(), description=st.text(), location=st.text(max_size=30))
def test_any_text_comes_back_as_typed(title, description, location):
    entry = make_entry(title=title, description=description, location=location)
    assert_holds_one_event(entry)

    read = dict(each.split(":", 1) for each in lines_of(entry) if ":" in each)

    assert unescaped(read.get("SUMMARY", "")) == " ".join(tidy(title).split())
    assert unescaped(read.get("DESCRIPTION", "")) == tidy(description)
    assert unescaped(read.get("LOCATION", "")) == " ".join(tidy(location).split())


# The libraries read "\\n" (a backslash and an n) as a line end; see the next test but one.
without_backslash = st.text(st.characters(exclude_characters="\\", codec="utf-8"))


@given(title=without_backslash, description=without_backslash)
def test_the_libraries_read_any_text_as_typed(title, description):
    entry = make_entry(title=f"T{title}", description=f"D{description}")
    body = calendar_of(entry)

    by_icalendar = icalendar.Calendar.from_ical(body).walk("VEVENT")[0]
    by_vobject = vobject.readOne(body.decode()).vevent

    for summary, text in (
        (str(by_icalendar["SUMMARY"]), str(by_icalendar["DESCRIPTION"])),
        (by_vobject.summary.value, by_vobject.description.value),
    ):
        assert summary == " ".join(tidy(f"T{title}").split())
        assert text == tidy(f"D{description}")


def test_a_typed_backslash_is_not_a_line_end():
    entry = make_entry(title="C:\\New")

    assert line(entry, "SUMMARY") == "SUMMARY:C:\\\\New"
    assert vobject.readOne(calendar_of(entry).decode()).vevent.summary.value == "C:\\New"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://example.org/a?b=c,d;e#f%20g", "URL:https://example.org/a?b=c,d;e#f%20g"),
        ("https://example.org/ā b", "URL:https://example.org/%C4%81b"),
        ('https://example.org/\\n"<x>', "URL:https://example.org/%5Cn%22%3Cx%3E"),
        ("mailto:office@example.org", "URL:mailto:office@example.org"),
        ("javascript:alert(1)", None),
        ("see the notice board", None),
        ("https://", None),
    ],
)
def test_only_addresses_to_follow_are_written(typed, written):
    assert line(make_entry(url=typed), "URL") == written


def test_lines_are_folded_between_characters():
    entry = make_entry(title="ž" * 100)

    folded = text_of(entry).split("SUMMARY:")[1].split("\r\n")

    assert folded[0] == "ž" * 33
    assert folded[1] == " " + "ž" * 37


def test_instants_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="needs a zone"):
        render(make_entry(), sequence=0, changed_at=datetime(2026, 1, 1))
