"""Months and seasons as spans of days."""

from calendar import monthrange
from datetime import date
from enum import StrEnum


class Season(StrEnum):
    """Meteorological, northern. Winter belongs to the year of its January: winter 2021 is
    December 2020 to February 2021."""

    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"


_SEASONS = tuple(Season)


def month_end(year: int, month: int) -> date:
    """The last day of a month; ValueError when there is no such month."""
    return date(year, month, 1).replace(day=monthrange(year, month)[1])


def season_of(day: date) -> tuple[int, Season]:
    """The year a day's season counts to, and the season: December belongs to the next year."""
    return day.year + day.month // 12, _SEASONS[day.month % 12 // 3]


def season_span(year: int, season: Season, until: Season | None = None) -> tuple[date, date]:
    """First and last day of a season, or of the seasons to the next one called `until`."""
    first = _SEASONS.index(season)
    last = first if until is None else _SEASONS.index(until)
    first_on = date(year, first * 3, 1) if first else date(year - 1, 12, 1)
    return first_on, month_end(year if last >= first else year + 1, last * 3 + 2)
