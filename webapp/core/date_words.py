"""Dates, spans of dates, hours and cities as a language writes them; no words of our own.

Everything comes from Babel's CLDR data, so that any language it knows works. Spans are made from
a language's pattern for one date: "d MMMM y" gives "27–29 April 2022" and "29 May – 2 June 2022".
"""

import re
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time, get_timezone_location, match_skeleton

# A field outside quotes with the full stop or syllable that some languages put behind a number.
_FIELD = r"(?<![A-Za-z'])({letters})(?![A-Za-z])[^\sA-Za-z',]*"
_DAY = re.compile(_FIELD.format(letters="dd?"))
_MONTH = re.compile(_FIELD.format(letters="MMMM?|LLLL?"))
_WEEKDAY = re.compile(_FIELD.format(letters="E+|c+"))
_HOURS = re.compile(r"H+[^A-Za-z]mm")
# CLDR abbreviates the word for year here.
_MONTH_OF_YEAR = {"lv": "y. 'gada' LLLL"}
# CLDR keeps a zone's first name for ever, and names its city under that one only.
_NAMES_IN_CLDR = {
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe",
    "Europe/Kyiv": "Europe/Kiev",
}
# With the comma that British dates have in CLDR only where a year follows.
_DAY_OF_THIS_YEAR = {"en": "EEEE, d MMMM"}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The locale of a language tag; English is British, and stands in for what is unknown."""
    try:
        locale = Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")
    return Locale("en", "GB") if str(locale) == "en" else locale


def day_text(day: date, language: str, this_year: int | None = None) -> str:
    """One day with its weekday, "Wednesday, 27 April 2022"; without the year if it is this."""
    locale = locale_of(language)
    if day.year != this_year:
        return _in_pattern(day, locale.date_formats["full"].pattern, locale)
    pattern = _DAY_OF_THIS_YEAR.get(locale.language) or _skeleton("MMMMEEEEd", locale)
    pattern = _WEEKDAY.sub("EEEE", pattern)
    return _in_pattern(day, _MONTH.sub("MMMM", pattern), locale)


def days_text(first: date, last: date, language: str, this_year: int | None = None) -> str:
    """A span of days, "29 May – 2 June 2022"; a single day has no weekday here."""
    locale = locale_of(language)
    pattern = locale.date_formats["long"].pattern
    if first.year != last.year:
        return f"{_in_pattern(first, pattern, locale)} – {_in_pattern(last, pattern, locale)}"
    if last.year == this_year:
        pattern = _skeleton("MMMMd", locale)
    day, month = _DAY.search(pattern), _MONTH.search(pattern)
    if first == last or day is None or month is None:
        return _in_pattern(last, pattern, locale)
    if first.month == last.month:
        return _spread(first, last, pattern, day.span(), "–", locale)
    core = (min(day.start(), month.start()), max(day.end(), month.end()))
    return _spread(first, last, pattern, core, " – ", locale)


def months_text(first: date, last: date, language: str) -> str:
    """A month or a span of months: "May 2022", "May–June 2022"."""
    locale = locale_of(language)
    pattern = _MONTH_OF_YEAR.get(locale.language) or _skeleton("yMMMM", locale)
    month = _MONTH.search(pattern)
    if first.year != last.year:
        return f"{_in_pattern(first, pattern, locale)} – {_in_pattern(last, pattern, locale)}"
    if first.month == last.month or month is None:
        return _in_pattern(last, pattern, locale)
    return _spread(first, last, pattern, month.span(), "–", locale)


def day_numeral(day: date, language: str) -> str:
    """The number of a day as the language writes it within a date: "27", "27."."""
    locale = locale_of(language)
    found = _DAY.search(locale.date_formats["long"].pattern)
    return _in_pattern(day, found[0] if found else "d", locale)


def month_name(day: date, language: str, *, short: bool = False) -> str:
    """The name of a day's month standing alone: "April", "Apr"."""
    return _in_pattern(day, "LLL" if short else "LLLL", locale_of(language))


def weekday_name(day: date, language: str, *, short: bool = False) -> str:
    """The name of a day of the week standing alone: "Wednesday", "Wed"."""
    # Latvian begins the short names that stand alone with a capital, unlike all others.
    return _in_pattern(day, "EEE" if short else "cccc", locale_of(language))


def clock_text(wall: datetime, language: str) -> str:
    """Hours and minutes of 24: "10:00", in Finnish "10.00"."""
    locale = locale_of(language)
    found = _HOURS.search(_skeleton("Hm", locale))
    return format_time(wall.time(), found[0] if found else "HH:mm", locale=locale)


@lru_cache(maxsize=2048)
def zone_city(zone_name: str, language: str) -> str:
    """The city that names a time zone, in the language: "Sofia", "Sofija"."""
    locale = locale_of(language)
    named = locale.time_zones.get(_NAMES_IN_CLDR.get(zone_name, ""), {})
    if "city" in named:
        return str(named["city"])
    city = get_timezone_location(zone_name, locale=locale, return_city=True)
    # Where CLDR has no name, Babel gives all that follows the continent: "Argentina/Salta".
    return city.rpartition("/")[2]


def zone_country(zone_name: str, language: str) -> str:
    """The country a time zone lies in, in the language; "" for those of no country."""
    code = get_global("zone_territories").get(zone_name, "001")
    return "" if code in ("001", "ZZ") else str(locale_of(language).territories.get(code, ""))


@lru_cache(maxsize=512)
def _skeleton(fields: str, locale: Locale) -> str:
    known = locale.datetime_skeletons
    found = match_skeleton(fields, known)
    return str((known[found] if found else locale.date_formats["long"]).pattern)


def _spread(
    first: date, last: date, pattern: str, core: tuple[int, int], dash: str, locale: Locale
) -> str:
    """The pattern with its part `core` written twice, once for each end."""
    start, end = core
    twice = dash.join(_in_pattern(day, pattern[start:end], locale) for day in (first, last))
    before = _in_pattern(last, pattern[:start], locale)
    return before + twice + _in_pattern(last, pattern[end:], locale)


def _in_pattern(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale=locale) if pattern else ""
