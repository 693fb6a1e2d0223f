"""Months and seasons as spans of days."""

from datetime import date, timedelta

import pytest

from webapp.core.seasons import Season, month_end, season_of, season_span


def test_winter_belongs_to_the_year_of_its_january():
    assert season_span(2021, Season.WINTER) == (date(2020, 12, 1), date(2021, 2, 28))
    assert season_of(date(2020, 12, 1)) == (2021, Season.WINTER)
    assert season_of(date(2021, 2, 28)) == (2021, Season.WINTER)


def test_winter_ends_on_the_leap_day():
    assert season_span(2024, Season.WINTER)[1] == date(2024, 2, 29)


def test_spring_and_summer_are_one_span():
    assert season_span(2022, Season.SPRING, Season.SUMMER) == (date(2022, 3, 1), date(2022, 8, 31))


def test_a_season_until_an_earlier_one_ends_in_the_next_year():
    assert season_span(2022, Season.AUTUMN, Season.WINTER) == (date(2022, 9, 1), date(2023, 2, 28))


def test_every_day_lies_in_the_season_it_is_said_to_be_in():
    day = date(2019, 1, 1)
    while day < date(2021, 1, 1):
        first, last = season_span(*season_of(day))
        assert first <= day <= last
        day += timedelta(days=1)


def test_there_is_no_thirteenth_month():
    with pytest.raises(ValueError, match="month"):
        month_end(2022, 13)
