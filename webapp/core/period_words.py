"""When something takes place, in words: for pages, letters, papers and calendars."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext, pgettext

from webapp.core.date_words import (
    clock_text,
    day_numeral,
    day_text,
    days_text,
    month_name,
    months_text,
    weekday_name,
    zone_city,
)
from webapp.core.i18n import in_language
from webapp.core.periods import Period, Precision
from webapp.core.seasons import Season, season_of

__all__ = ["DateBlock", "date_block", "day_words", "hours_words", "period_words", "zone_city"]

_: Callable[..., str] = gettext


@dataclass(frozen=True)
class DateBlock:
    """The left edge of a list: "Wed–Fri", "27–29", "April", and the year unless it is this one.

    `label` says it all in one phrase, for screen readers and, alone, where `is_vague`.
    """

    weekday: str
    numerals: str
    month: str
    year: str | None
    label: str
    is_vague: bool


def period_words(
    period: Period, language: str, *, this_year: int | None = None, with_zone: bool = False
) -> str:
    """Days and hours: "Wednesday, 27 April 2022, 10:00–12:30".

    Without the year if it is `this_year` (vague dates keep theirs). `with_zone` adds whose time
    it is, where two different zones do not say so already.
    """
    with in_language(language):
        words = _whole(period, language, this_year)
        if with_zone and period.starts_zone and not _has_two_zones(period) and period.starts_at:
            city = zone_city(period.starts_zone, language)
            words = _("%(when)s, %(city)s time", when=words, city=city)
    return words


def day_words(period: Period, language: str, *, this_year: int | None = None) -> str:
    """The days without the hours: "27–29 April 2022", "summer 2021", "date to be announced"."""
    with in_language(language):
        return _with_planned_days(_DAYS[period.precision](period, language, this_year), period)


def hours_words(period: Period, language: str) -> str:
    """The hours: "10:00–12:30", "22:00 Riga – 08:30 Stockholm, next day"; over several days with
    the dates: "27 April, 10:00 – 29 April, 15:00". Empty when none are known."""
    if period.starts_local is None:
        return ""
    with in_language(language):
        if period.is_multi_day:
            year = period.starts_local.year
            is_same = period.last_on is not None and period.last_on.year == year
            return _long_hours(period, language, year if is_same else None)
        return _short_hours(period, language)


def date_block(period: Period, language: str, this_year: int | None = None) -> DateBlock:
    """The pieces of the date block. Vague and missing dates have only the label."""
    label = day_words(period, language)
    first, last = period.first_on, period.last_on
    if period.is_vague or first is None or last is None:
        return DateBlock("", "", "", None, label, True)
    if not period.is_multi_day:
        last = first
    weekdays = [weekday_name(day, language, short=True) for day in (first, last)]
    is_short = (first.year, first.month) != (last.year, last.month)
    months = [month_name(day, language, short=is_short) for day in (first, last)]
    years = [str(day.year) for day in (first, last)]
    return DateBlock(
        weekday=weekdays[0] if first == last else "–".join(weekdays),
        numerals=_numerals(first, last, language),
        month=_from_to(*months),
        year=None if first.year == last.year == this_year else _from_to(*years),
        label=label,
        is_vague=False,
    )


def _numerals(first: date, last: date, language: str) -> str:
    numerals = [day_numeral(day, language) for day in (first, last)]
    return numerals[0] if first == last else "–".join(numerals)


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def _whole(period: Period, language: str, this_year: int | None) -> str:
    if period.starts_local is not None and period.is_multi_day:
        return _long_hours(period, language, this_year)
    days = _DAYS[period.precision](period, language, this_year)
    if period.starts_local is None:
        return _with_planned_days(days, period)
    return f"{days}, {_short_hours(period, language)}"


def _short_hours(period: Period, language: str) -> str:
    assert period.starts_local is not None
    assert period.ends_local is not None
    starts, ends = (clock_text(end, language) for end in (period.starts_local, period.ends_local))
    if _has_two_zones(period):
        hours = f"{starts} {_city(period.starts_zone, language)}"
        hours += f" – {ends} {_city(period.ends_zone, language)}"
    else:
        hours = f"{starts}–{ends}"
    return _("%(hours)s, next day", hours=hours) if period.is_overnight else hours


def _long_hours(period: Period, language: str, this_year: int | None) -> str:
    assert period.starts_local is not None
    assert period.ends_local is not None
    ends = []
    for wall, name in (
        (period.starts_local, period.starts_zone),
        (period.ends_local, period.ends_zone),
    ):
        day = days_text(wall.date(), wall.date(), language, this_year)
        city = f" {_city(name, language)}" if _has_two_zones(period) else ""
        ends.append(f"{day}, {clock_text(wall, language)}{city}")
    return " – ".join(ends)


def _has_two_zones(period: Period) -> bool:
    return period.starts_zone != period.ends_zone and period.ends_zone is not None


def _city(zone_name: str | None, language: str) -> str:
    return zone_city(zone_name, language) if zone_name else ""


def _with_planned_days(words: str, period: Period) -> str:
    """How long it will take, where the dates do not say."""
    number = period.planned_days
    if number is None or not period.is_vague:
        return words
    return str(ngettext("%(when)s (%(num)d day)", "%(when)s (%(num)d days)", number, when=words))


def _days(period: Period, language: str, this_year: int | None) -> str:
    first, last = period.first_on, period.last_on
    assert first is not None
    assert last is not None
    if period.is_multi_day:
        return days_text(first, last, language, this_year)
    return day_text(first, language, this_year)


def _months(period: Period, language: str, this_year: int | None) -> str:
    assert period.first_on is not None
    assert period.last_on is not None
    return months_text(period.first_on, period.last_on, language)


def _seasons(period: Period, language: str, this_year: int | None) -> str:
    assert period.first_on is not None
    assert period.last_on is not None
    first, last = season_of(period.first_on), season_of(period.last_on)
    if first == last:
        return _season(*first)
    if first[0] == last[0] and first[1] is not Season.WINTER:
        return _seasons_of_year(first[0], first[1], last[1])
    return f"{_season(*first)} – {_season(*last)}"


def _season(year: int, season: Season) -> str:
    if season is Season.WINTER:
        return _("winter %(before)s/%(year)s", before=year - 1, year=year)
    if season is Season.SPRING:
        return _("spring %(year)s", year=year)
    if season is Season.SUMMER:
        return _("summer %(year)s", year=year)
    return _("autumn %(year)s", year=year)


def _seasons_of_year(year: int, first: Season, last: Season) -> str:
    if first is Season.SUMMER:
        return _("summer and autumn %(year)s", year=year)
    if last is Season.SUMMER:
        return _("spring and summer %(year)s", year=year)
    return _("spring to autumn %(year)s", year=year)


def _years(period: Period, language: str, this_year: int | None) -> str:
    assert period.first_on is not None
    assert period.last_on is not None
    first, last = period.first_on.year, period.last_on.year
    if first == last:
        return str(pgettext("period", "%(year)s", year=first))
    return str(pgettext("period", "%(first)s–%(last)s", first=first, last=last))


def _phase(period: Period, language: str, this_year: int | None) -> str:
    first, last = period.first_on, period.last_on
    if first is not None and last is not None:
        return days_text(first, last, language, this_year)
    if first is not None:
        day = days_text(first, first, language, this_year)
        return str(pgettext("period", "from %(day)s", day=day))
    if last is not None:
        day = days_text(last, last, language, this_year)
        return str(pgettext("period", "until %(day)s", day=day))
    return _undated(period, language, this_year)


def _undated(period: Period, language: str, this_year: int | None) -> str:
    return _("date to be announced")


_DAYS: dict[Precision, Callable[[Period, str, int | None], str]] = {
    Precision.TIME: _days,
    Precision.DAY: _days,
    Precision.MONTH: _months,
    Precision.SEASON: _seasons,
    Precision.YEAR: _years,
    Precision.PHASE: _phase,
    Precision.UNDATED: _undated,
}
