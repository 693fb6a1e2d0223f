"""Periods: from the hour to "some time in spring or summer", what is refused, and what follows."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.periods import UNDATED_AT, BadPeriod, Period, Precision, Season

ONE_DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def riga(starts: str, ends: str, **folds: int) -> Period:
    return Period.at(at(starts), at(ends), "Europe/Riga", **folds)


def why(make, *args, **kwargs) -> tuple[str, str | None]:
    with pytest.raises(BadPeriod) as refusal:
        make(*args, **kwargs)
    return refusal.value.code, refusal.value.field


def test_a_meeting_of_hours_knows_its_days_and_instants():
    meeting = Period.at(at("2022-04-27T10:00"), at("2022-04-27T12:30"), "Europe/Sofia")

    assert (meeting.first_on, meeting.last_on) == (date(2022, 4, 27), date(2022, 4, 27))
    assert meeting.starts_at == at("2022-04-27T07:00:00+00:00")
    assert meeting.ends_at == at("2022-04-27T09:30:00+00:00")
    assert meeting.ends_zone == "Europe/Sofia"
    assert (meeting.is_vague, meeting.is_undated, meeting.is_multi_day) == (False, False, False)


def test_a_ferry_leaves_in_one_zone_and_arrives_in_another():
    ferry = Period.at(
        at("2026-05-01T18:30"), at("2026-05-02T10:30"), "Europe/Riga", "Europe/Stockholm"
    )

    assert ferry.ends_at - ferry.starts_at == timedelta(hours=17)
    assert (ferry.is_overnight, ferry.is_multi_day) == (True, False)


def test_flying_west_may_arrive_at_an_earlier_wall_time():
    flight = Period.at(
        at("2026-05-02T11:00"), at("2026-05-02T10:30"), "Europe/Riga", "Europe/Lisbon"
    )

    assert flight.ends_at - flight.starts_at == timedelta(minutes=90)


def test_crossing_the_date_line_does_not_end_before_the_first_day():
    flight = Period.at(
        at("2026-05-02T01:00"), at("2026-05-01T09:00"), "Asia/Tokyo", "Pacific/Honolulu"
    )

    assert (flight.first_on, flight.last_on) == (date(2026, 5, 2), date(2026, 5, 2))


def test_what_ends_at_midnight_stays_on_its_day():
    evening = riga("2026-05-02T20:00", "2026-05-03T00:00")

    assert evening.last_on == date(2026, 5, 2)
    assert not evening.is_overnight


@pytest.mark.parametrize(
    ("ends", "is_overnight", "is_multi_day"),
    [
        ("2026-05-03T02:00", True, False),
        ("2026-05-03T14:00", True, False),
        ("2026-05-03T14:01", False, True),
        ("2026-05-04T02:00", False, True),
    ],
)
def test_a_night_is_not_a_second_day(ends, is_overnight, is_multi_day):
    event = riga("2026-05-02T20:00", ends)

    assert (event.is_overnight, event.is_multi_day) == (is_overnight, is_multi_day)


def test_days_include_the_last_one():
    visit = Period.days(date(2022, 4, 27), date(2022, 4, 29))

    assert (visit.length, visit.is_multi_day, visit.is_vague) == (3, True, False)
    assert visit.over_at == at("2022-04-30T00:00:00+00:00")
    assert Period.days(date(2022, 4, 27)).last_on == date(2022, 4, 27)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.month(2022, 5), "2022-05-01", "2022-05-31"),
        (Period.month(2019, 9, until=(2020, 3)), "2019-09-01", "2020-03-31"),
        (Period.season(2021, "summer"), "2021-06-01", "2021-08-31"),
        (Period.season(2021, Season.WINTER), "2020-12-01", "2021-02-28"),
        (Period.season(2022, "spring", "summer"), "2022-03-01", "2022-08-31"),
        (Period.season(2022, "autumn", "winter"), "2022-09-01", "2023-02-28"),
        (Period.year(2020), "2020-01-01", "2020-12-31"),
        (Period.year(2022, until=2033), "2022-01-01", "2033-12-31"),
    ],
)
def test_vague_dates_are_spans_of_whole_months(period, first, last):
    assert (period.first_on, period.last_on) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )
    assert period.is_vague
    assert not period.is_multi_day
    assert (period.starts_at, period.ends_at) == (None, None)


def test_an_undated_event_stands_last_and_is_never_over():
    undated = Period.undated(planned_days=1)

    assert undated.sorts_at == UNDATED_AT
    assert (undated.is_undated, undated.is_vague, undated.planned_days) == (True, True, 1)
    assert undated.over_at is None
    assert not undated.is_over(UNDATED_AT)
    assert not undated.reaches(date.min, date.max)


def test_a_phase_may_be_open_at_either_end():
    since, until = Period.phase(date(2023, 8, 1), None), Period.phase(None, date(2025, 7, 31))

    assert since.over_at is None
    assert since.sorts_at == at("2023-08-01T00:00:00+00:00")
    assert until.over_at == at("2025-08-01T00:00:00+00:00")
    assert since.reaches(date(2100, 1, 1), date(2100, 1, 1))
    assert not since.reaches(date(2000, 1, 1), date(2023, 7, 31))
    assert until.reaches(date(2000, 1, 1), date(2000, 1, 1))
    assert Period.phase(None, None).is_undated


def test_whole_days_end_at_midnight_of_their_zone():
    day = Period.days(date(2026, 5, 2), zone="Europe/Riga")

    assert day.sorts_at == at("2026-05-01T21:00:00+00:00")
    assert day.over_at == at("2026-05-02T21:00:00+00:00")
    assert not day.is_over(at("2026-05-02T20:59:59+00:00"))
    assert day.is_over(at("2026-05-02T21:00:00+00:00"))


def test_a_midnight_that_the_clocks_skip_is_the_moment_they_are_reset():
    eve = Period.days(date(2026, 9, 5), zone="America/Santiago")

    assert eve.over_at == at("2026-09-06T04:00:00+00:00")


def test_a_meeting_is_over_when_it_ends():
    meeting = riga("2026-05-02T10:00", "2026-05-02T12:00")

    assert not meeting.is_over(at("2026-05-02T08:59:59+00:00"))
    assert meeting.is_over(at("2026-05-02T09:00:00+00:00"))


@pytest.mark.parametrize(
    ("first", "last", "reaches"),
    [
        ("2022-04-01", "2022-04-26", False),
        ("2022-04-01", "2022-04-27", True),
        ("2022-04-28", "2022-04-28", True),
        ("2022-04-29", "2022-05-31", True),
        ("2022-04-30", "2022-05-31", False),
    ],
)
def test_reaching_counts_both_last_days(first, last, reaches):
    visit = Period.days(date(2022, 4, 27), date(2022, 4, 29))

    assert visit.reaches(date.fromisoformat(first), date.fromisoformat(last)) is reaches


def test_a_time_the_clocks_skip_is_refused_with_its_neighbours():
    with pytest.raises(BadPeriod) as refusal:
        riga("2026-03-29T03:30", "2026-03-29T05:00")

    assert (refusal.value.code, refusal.value.field) == ("skipped", "starts")
    assert refusal.value.clock.after == at("2026-03-29T04:00")


def test_a_time_the_clocks_show_twice_is_asked_about():
    with pytest.raises(BadPeriod) as refusal:
        riga("2026-10-25T01:00", "2026-10-25T03:30")

    assert (refusal.value.code, refusal.value.field) == ("doubled", "ends")
    assert refusal.value.clock.second == at("2026-10-25T01:30:00+00:00")


def test_from_the_first_to_the_second_half_past_three_is_an_hour():
    night = riga("2026-10-25T03:30", "2026-10-25T03:30", starts_fold=0, ends_fold=1)

    assert night.ends_at - night.starts_at == timedelta(hours=1)
    assert why(
        riga, "2026-10-25T03:30", "2026-10-25T03:45", starts_fold=1, ends_fold=0
    ) == ("end-before-start", "ends")  # fmt: skip


def test_an_occurrence_is_kept_only_where_there_are_two():
    assert riga("2026-05-02T10:00", "2026-05-02T12:00", starts_fold=1, ends_fold=1) == riga(
        "2026-05-02T10:00", "2026-05-02T12:00"
    )


def test_new_rules_do_not_make_a_stored_period_unreadable():
    stored = Period(
        Precision.TIME,
        date(2026, 3, 29),
        date(2026, 3, 29),
        at("2026-03-29T03:30"),
        at("2026-03-29T04:10"),
        "Europe/Riga",
        "Europe/Riga",
    )

    assert stored.starts_at == stored.ends_at == at("2026-03-29T01:30:00+00:00")


DAY, LATER = date(2026, 5, 2), date(2026, 5, 3)
NOON, ONE = at("2026-05-02T12:00"), at("2026-05-02T13:00")


@pytest.mark.parametrize(
    ("reason", "make"),
    [
        (("end-before-start", "ends"), lambda: Period.at(ONE, NOON, "Europe/Riga")),
        (("end-before-start", "ends"), lambda: Period.at(NOON, NOON, "Europe/Riga")),
        (("end-before-start", "ends"), lambda: Period.at(NOON, ONE, "Europe/Riga", "Asia/Tokyo")),
        (("end-before-start", "ends"), lambda: Period.days(LATER, DAY)),
        (("end-before-start", "ends"), lambda: Period.month(2022, 5, until=(2022, 4))),
        (("needs-zone", "starts"), lambda: Period.at(NOON, ONE, "")),
        (("unknown-zone", "starts"), lambda: Period.at(NOON, ONE, "Europe/Jelgava")),
        (("unknown-zone", "ends"), lambda: Period.at(NOON, ONE, "Europe/Riga", "Mars/Base")),
        (("unknown-zone", "starts"), lambda: Period.days(DAY, zone="Mars/Base")),
        (("needs-times", "starts"), lambda: Period.at(NOON.astimezone(UTC), ONE, "Europe/Riga")),
        (("needs-times", None), lambda: Period("time", DAY, DAY, NOON, None, "UTC", "UTC")),
        (("needs-zone", None), lambda: Period("time", DAY, DAY, NOON, ONE, "UTC", None)),
        (("dates-differ", None), lambda: Period("time", DAY, LATER, NOON, ONE, "UTC", "UTC")),
        (("needs-dates", None), lambda: Period("time")),
        (("needs-dates", None), lambda: Period("day", DAY, None)),
        (("superfluous", None), lambda: Period("day", DAY, DAY, NOON, ONE, "UTC", "UTC")),
        (("superfluous", None), lambda: Period("undated", DAY, DAY)),
        (("not-whole", None), lambda: Period("month", DAY, date(2026, 5, 31))),
        (("not-whole", None), lambda: Period("season", date(2026, 5, 1), date(2026, 5, 31))),
        (("not-whole", None), lambda: Period("year", date(2026, 1, 1), date(2026, 5, 31))),
        (("planned-days", None), lambda: Period.undated(0)),
        (("planned-days", None), lambda: Period.month(2022, 2, planned_days=29)),
        (("year-out-of-range", "starts"), lambda: Period.days(date(206, 5, 2))),
        (("year-out-of-range", "ends"), lambda: Period.days(DAY, date(9999, 12, 31))),
        (("year-out-of-range", "starts"), lambda: Period.at(datetime.min, ONE, "Europe/Riga")),
        (("year-out-of-range", "ends"), lambda: Period.at(NOON, datetime.max, "Europe/Riga")),
        (("unreadable", None), lambda: Period.month(2022, 13)),
        (("unreadable", None), lambda: Period.year(0)),
        (("unreadable", None), lambda: Period.season(2022, "monsoon")),
        (("unreadable", None), lambda: Period.season(2022, "spring", "monsoon")),
    ],
)
def test_what_makes_no_period_is_refused_with_the_reason(reason, make):
    assert why(make) == reason


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"precision": "some day"},
        {"precision": "day", "first_on": "2022-02-30", "last_on": "2022-02-30"},
        {"precision": "day", "first_on": 20220430, "last_on": "2022-04-30"},
        {"precision": "undated", "planned_days": "three"},
        {"precision": "undated", "colour": "red"},
    ],
)
def test_a_broken_log_line_is_refused(values):
    assert why(Period.from_json, values) == ("unreadable", None)


dates = st.dates(date(1950, 1, 1), date(2150, 1, 1))
zones = st.sampled_from(["Europe/Riga", "Europe/Lisbon", "Asia/Kathmandu", "America/Nuuk", "UTC"])
walls = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day, length = draw(dates), draw(st.integers(0, 400))
    wall, seasons = draw(walls), st.sampled_from(Season)
    hours = timedelta(minutes=draw(st.integers(26 * 60, 10_000)))
    folds = {"starts_fold": draw(st.integers(0, 1)), "ends_fold": draw(st.integers(0, 1))}
    makers = [
        lambda: Period.at(wall, wall + hours, draw(zones), draw(zones), **folds),
        lambda: Period.days(day, day + length * ONE_DAY, draw(st.none() | zones)),
        lambda: Period.month(day.year, day.month),
        lambda: Period.season(day.year, draw(seasons), draw(st.none() | seasons)),
        lambda: Period.year(day.year, day.year + length // 100),
        lambda: Period.phase(day, draw(st.none() | st.just(day + length * ONE_DAY))),
        lambda: Period.undated(draw(st.none() | st.integers(1, 30))),
    ]
    try:
        return draw(st.sampled_from(makers))()
    except BadPeriod as error:
        if error.code != "skipped":  # only the clocks may stand against these
            raise
        return Period.days(day)


@given(periods())
def test_the_change_log_gives_back_the_same_period(period):
    written = json.loads(json.dumps(period.as_json()))

    assert Period.from_json(written) == period
    assert hash(Period.from_json(written)) == hash(period)


@given(periods())
def test_starts_ends_and_days_agree(period):
    assert (period.over_at is None) == (period.last_on is None)
    if period.over_at is not None and period.first_on is not None:
        assert period.sorts_at < period.over_at
        assert period.reaches(period.first_on, period.first_on)
        assert period.reaches(period.last_on, period.last_on)
        assert not period.reaches(period.last_on + ONE_DAY, date.max)
        assert not period.reaches(date.min, period.first_on - ONE_DAY)
    if period.starts_at is not None:
        assert period.starts_at < period.ends_at
    assert period.sorts_at <= UNDATED_AT
