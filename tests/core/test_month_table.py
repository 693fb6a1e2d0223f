"""The rows of a month: every day of every entry is in a bar or counted, and spans add up."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.core.month_table import month_weeks


@dataclass(frozen=True)
class Entry:
    name: str
    first_on: date
    last_on: date


def entry(name: str, first: int, last: int) -> Entry:
    return Entry(name, date(2027, 4, first), date(2027, 4, last))


def test_a_span_over_the_end_of_a_week_goes_on_in_the_next() -> None:
    weeks = month_weeks(2027, 4, [entry("visit", 8, 13)])

    first, second = weeks[1].lanes[0], weeks[2].lanes[0]
    assert [(c.span, c.entry is not None, c.came_before, c.goes_on) for c in first] == [
        (3, False, False, False),
        (4, True, False, True),
    ]
    assert [(c.span, c.entry is not None, c.came_before, c.goes_on) for c in second] == [
        (2, True, True, False),
        (5, False, False, False),
    ]


def test_what_finds_no_lane_is_counted_on_its_day() -> None:
    crowd = [entry(str(n), 15, 15) for n in range(7)]

    week = month_weeks(2027, 4, crowd)[2]

    day = week.days[3]
    assert (day.on, day.hidden, len(day.entries), len(week.lanes)) == (date(2027, 4, 15), 4, 7, 3)


def test_the_weeks_begin_on_monday_and_cover_the_month() -> None:
    weeks = month_weeks(2027, 4, [], today=date(2027, 4, 20))

    days = [day for week in weeks for day in week.days]
    assert (days[0].on, days[-1].on) == (date(2027, 3, 29), date(2027, 5, 2))
    assert [day.on.day for day in days if day.is_today] == [20]
    assert sum(not day.is_outside for day in days) == 30


def test_december_ends() -> None:
    assert month_weeks(2027, 12, [])[-1].days[-1].on == date(2028, 1, 2)


SPANS = st.lists(st.tuples(st.integers(0, 75), st.integers(0, 20)), max_size=15)


@given(SPANS, st.integers(1, 12))
def test_nothing_is_lost_and_nothing_overlaps(spans: list[tuple[int, int]], month: int) -> None:
    start = date(2027, month, 1) - timedelta(days=20)
    entries = [
        Entry(str(n), start + timedelta(first), start + timedelta(first + length))
        for n, (first, length) in enumerate(spans)
    ]

    for week in month_weeks(2027, month, entries):
        assert all(sum(cell.span for cell in lane) == 7 for lane in week.lanes)
        shown: Counter[int] = Counter()
        for lane in week.lanes:
            column = 0
            for cell in lane:
                if cell.entry is not None:
                    shown.update(range(column, column + cell.span))
                column += cell.span
        for column, day in enumerate(week.days):
            wanted = [each for each in entries if each.first_on <= day.on <= each.last_on]
            assert Counter(each.name for each in day.entries) == Counter(e.name for e in wanted)
            assert shown[column] + day.hidden == len(wanted)
