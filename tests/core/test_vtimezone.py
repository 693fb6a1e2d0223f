"""VTIMEZONEs, read by programs that know nothing of our zones, against `zoneinfo`."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from dateutil.tz import tzical
from icalendar import Timezone

from webapp.core.times import UnknownZone, zone, zone_names
from webapp.core.tzif import history
from webapp.core.vtimezone import vtimezone

FIRST_YEAR, LAST_YEAR = 2015, 2035
ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg",
    "Africa/Tunis", "America/Asuncion", "America/Caracas", "America/Havana",
    "America/Mexico_City", "America/New_York", "America/Nuuk", "America/Punta_Arenas",
    "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns",
    "Antarctica/Troll", "Asia/Almaty", "Asia/Amman", "Asia/Gaza", "Asia/Jerusalem",
    "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Asia/Tokyo",
    "Atlantic/Azores", "Atlantic/Reykjavik", "Australia/Eucla", "Australia/Lord_Howe",
    "Australia/Sydney", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Europe/Helsinki",
    "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/Riga", "Europe/Sofia",
    "Europe/Stockholm", "Europe/Volgograd", "Pacific/Apia", "Pacific/Chatham", "Pacific/Easter",
    "Pacific/Norfolk", "Pacific/Tongatapu", "UTC",
]  # fmt: skip


def as_icalendar_reads(name: str, text: str) -> tzinfo:
    return Timezone.from_ical(text).to_tz(lookup_tzid=False)


def as_dateutil_reads(name: str, text: str) -> tzinfo:
    file = io.StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")
    read = tzical(file).get(name)
    assert read is not None
    return read


def hours_worth_asking(name: str, first_year: int, last_year: int) -> Iterator[datetime]:
    """Every hour around each change of the clocks, and the middle of each month."""
    past = history(name)
    for change in (*past.changes, *past.by_rule(last_year + 1)):
        moment = datetime.fromtimestamp(change.at, UTC)
        if not first_year <= moment.year <= last_year:
            continue
        yield from (moment + timedelta(minutes=30 * step) for step in range(-30, 31))
    for year in range(first_year, last_year + 1):
        yield from (datetime(year, month, 15, 12, tzinfo=UTC) for month in range(1, 13))


def misread(name: str, read: tzinfo, first_year: int, last_year: int) -> list[datetime]:
    """The wall times at which a reader's zone is not as far from UTC as it should be."""
    place, wrong = zone(name), []
    for moment in hours_worth_asking(name, first_year, last_year):
        local = moment.astimezone(place)
        wall = local.replace(tzinfo=None, fold=0)
        is_doubled = wall.replace(tzinfo=place, fold=1).utcoffset() != local.utcoffset()
        if not first_year <= wall.year <= last_year or local.fold or is_doubled:
            continue
        if wall.replace(tzinfo=read).utcoffset() != local.utcoffset():
            wrong.append(wall)
    return wrong


@pytest.mark.parametrize("reader", [as_icalendar_reads, as_dateutil_reads])
@pytest.mark.parametrize("name", ZONES)
def test_every_hour_around_every_change_is_right(name, reader):
    text = vtimezone(name, [FIRST_YEAR, LAST_YEAR])

    assert misread(name, reader(name, text), FIRST_YEAR, LAST_YEAR) == []


def test_every_zone_that_forms_offer_is_right_in_these_years():
    for name in zone_names():
        text = vtimezone(name, [2026, 2027])
        assert misread(name, as_icalendar_reads(name, text), 2026, 2027) == [], name


@pytest.mark.parametrize("year", [1972, 1989, 1996, 2000, 2001])
@pytest.mark.parametrize("name", ["Europe/Riga", "Europe/Lisbon", "Europe/Dublin", "Europe/Sofia"])
def test_a_year_before_the_present_rule_is_right_too(name, year):
    text = vtimezone(name, [year])

    assert misread(name, as_dateutil_reads(name, text), year, year) == []


def test_riga_is_two_rules():
    assert vtimezone("Europe/Riga", [2026]).splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Riga",
        "BEGIN:DAYLIGHT",
        "DTSTART:20010325T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0300",
        "TZNAME:EEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20011028T040000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0200",
        "TZNAME:EET",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_the_years_used_do_not_matter_while_a_rule_holds():
    assert vtimezone("Europe/Riga", [2026]) == vtimezone("Europe/Riga", [2034, 2011])


def test_irish_summer_time_is_called_daylight():
    daylight = vtimezone("Europe/Dublin", [2026]).split("BEGIN:DAYLIGHT")[1]

    assert "TZOFFSETTO:+0100\r\nTZNAME:IST" in daylight


def test_a_zone_without_summer_time_is_one_observance():
    text = vtimezone("Atlantic/Reykjavik", [2026])

    assert text.count("BEGIN:STANDARD") == 1
    assert "BEGIN:DAYLIGHT" not in text
    assert "RRULE" not in text


def test_quarters_of_an_hour_stay():
    assert "TZOFFSETTO:+0545" in vtimezone("Asia/Kathmandu", [2026])


@pytest.mark.parametrize("name", ["Africa/Cairo", "America/Nuuk", "Asia/Gaza", "America/Santiago"])
def test_what_programs_misread_as_a_rule_is_written_year_by_year(name):
    text = vtimezone(name, [2026, 2028])

    assert "RRULE" not in text
    assert text.count("DTSTART:2027") == 2


def test_lines_end_as_the_standard_says():
    text = vtimezone("Africa/Casablanca", [2026])

    assert text.endswith("END:VTIMEZONE\r\n")
    assert text.replace("\r\n", "").isprintable()


def test_an_unknown_zone_is_refused():
    with pytest.raises(UnknownZone):
        vtimezone("Europe/Jelgava", [2026])
