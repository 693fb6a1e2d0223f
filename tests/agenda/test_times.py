"""Wall clocks of agenda items: nights, clock changes, ferries."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webapp.agenda.errors import BadHours, Doubled, Skipped
from webapp.agenda.times import Hours, hours_of, moved, moved_leniently
from webapp.core.times import to_utc

SOFIA = "Europe/Sofia"
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # last Sundays: 03:00→04:00, 04:00→03:00
DAY = date(2027, 4, 27)


@pytest.fixture(autouse=True)
def words(app: Flask) -> object:
    """The sentences need a language."""
    with app.test_request_context("/"):
        yield


def at(day: date, starts: str, ends: str, zone: str = SOFIA, **more: object) -> Hours:
    times = (time.fromisoformat(starts), time.fromisoformat(ends))
    return hours_of(day, *times, zone, **more)  # type: ignore[arg-type]


def refused(day: date, starts: str, ends: str, zone: str = SOFIA) -> BadHours:
    with pytest.raises(BadHours) as caught:
        at(day, starts, ends, zone)
    return caught.value


def test_hours_become_instants_in_their_zone() -> None:
    hours = at(DAY, "10:00", "11:30")

    assert hours.starts_at == datetime(2027, 4, 27, 7, 0, tzinfo=UTC)
    assert hours.ends_at == datetime(2027, 4, 27, 8, 30, tzinfo=UTC)
    assert hours.length == timedelta(minutes=90)


def test_a_day_may_have_no_hours_yet() -> None:
    hours = hours_of(DAY, None, None, SOFIA)

    assert (hours.day_on, hours.starts_at, hours.ends_at) == (DAY, None, None)


def test_one_time_alone_is_asked_for_its_other() -> None:
    for missing, times in (("ends", (time(9), None)), ("starts", (None, time(9)))):
        with pytest.raises(BadHours) as caught:
            hours_of(DAY, *times, SOFIA)
        assert caught.value.field == missing


def test_what_ends_after_midnight_ends_on_the_next_day() -> None:
    hours = at(DAY, "22:00", "01:30")

    assert hours.day_on == DAY
    assert hours.ends_local == datetime(2027, 4, 28, 1, 30)


def test_an_end_that_is_mistyped_is_not_taken_for_the_next_morning() -> None:
    assert refused(DAY, "10:00", "09:30").field == "ends"
    assert refused(DAY, "10:00", "10:00").field == "ends"


def test_a_ferry_may_arrive_by_the_clock_before_it_left() -> None:
    hours = at(DAY, "10:00", "09:30", "Europe/Helsinki", ends_zone="Europe/London")

    assert hours.ends_local == datetime(2027, 4, 27, 9, 30)
    assert hours.length == timedelta(minutes=90)


def test_a_time_the_clocks_skip_is_refused_with_its_neighbours() -> None:
    for starts, ends, field in (("03:30", "05:00", "starts"), ("02:00", "03:30", "ends")):
        error = refused(SPRING, starts, ends)
        assert isinstance(error, Skipped)
        assert error.field == field
        assert "02:59" in str(error)
        assert "04:00" in str(error)


def test_a_time_that_comes_twice_is_asked_about() -> None:
    error = refused(AUTUMN, "03:30", "05:00")
    assert isinstance(error, Doubled)
    assert error.field == "starts_fold"

    first, second = (at(AUTUMN, "03:30", "05:00", starts_fold=fold) for fold in (0, 1))
    assert (first.length, second.length) == (timedelta(hours=2.5), timedelta(hours=1.5))


def test_moving_keeps_the_wall_clock_across_a_change() -> None:
    hours = at(SPRING - timedelta(days=1), "10:00", "11:30")

    there = moved(hours, days=1)

    assert there.starts_local == datetime(2027, 3, 28, 10, 0)
    assert there.starts_at == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)
    assert there.length == hours.length


def test_moving_onto_a_skipped_time_is_refused() -> None:
    with pytest.raises(Skipped):
        moved(at(SPRING, "02:00", "02:45"), minutes=60)


def test_moving_over_midnight_changes_the_day() -> None:
    assert moved(at(DAY, "22:00", "23:30"), minutes=180).day_on == DAY + timedelta(days=1)
    assert moved(at(DAY, "00:30", "02:00"), minutes=-60).day_on == DAY - timedelta(days=1)


def test_a_day_without_hours_moves_by_whole_days() -> None:
    hours = hours_of(DAY, None, None, SOFIA)

    assert moved(hours, minutes=-30) == hours
    assert moved(hours, days=-2).day_on == DAY - timedelta(days=2)


def test_moving_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(BadHours):
        moved(at(DAY, "10:00", "11:00"), days=4_000_000)


def test_following_an_event_never_stops_at_a_skipped_time() -> None:
    day = SPRING - timedelta(days=7)

    there, skipped = moved_leniently(at(day, "03:15", "03:45"), 7)

    assert [each.wall.time() for each in skipped] == [time(3, 15), time(3, 45)]
    assert there.starts_local == datetime(2027, 3, 28, 4, 0)
    assert there.length == timedelta(minutes=30)


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.times(),
    st.times(),
    st.integers(-3000, 3000),
)
def test_hours_are_never_turned_around(day: date, starts: time, ends: time, minutes: int) -> None:
    try:
        hours = hours_of(day, starts, ends, SOFIA)
        there = moved(hours, minutes=minutes)
    except BadHours:
        return

    for each in (hours, there):
        assert each.starts_local is not None
        assert each.length is not None
        assert timedelta() < each.length <= timedelta(hours=25)
        assert each.day_on == each.starts_local.date()
        assert each.starts_at == to_utc(each.starts_local, SOFIA, each.starts_fold)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.times(), st.integers(1, 400))
def test_following_gives_hours_that_exist(day: date, starts: time, days: int) -> None:
    starts_local = datetime.combine(day, starts)
    zones = {"starts_zone": SOFIA, "ends_zone": SOFIA}
    hours = Hours(day, starts_local, starts_local + timedelta(minutes=20), **zones)

    there, _skipped = moved_leniently(hours, days)

    assert there.starts_local is not None
    assert there.length is not None
    assert there.length > timedelta()
    assert to_utc(there.starts_local, SOFIA, there.starts_fold) == there.starts_at
