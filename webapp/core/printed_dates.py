"""Reads days, months, seasons and years as Latvian and English texts print them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from webapp.core.notation_words import (
    LONGEST,
    MONTHS,
    NOISE,
    RANGES,
    SEASONS,
    SIGNS,
    THIS_YEAR,
    WEEKDAYS,
    YEARS,
    NotUnderstood,
    shown,
)
from webapp.core.periods import BadPeriod, Period
from webapp.core.seasons import Season, month_end, season_span
from webapp.core.text import search_key
from webapp.core.times import Precision


@dataclass(frozen=True)
class _Part:
    """What one side of "from … to …" says; None where it says nothing."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: Season | None = None
    weekday: int | None = None

    def filled_from(self, other: "_Part") -> "_Part":
        """This side with what it leaves to the other: "27–29 April 2022" names the month once."""
        month = other.month if self.day and self.month is None else self.month
        return replace(self, month=month, year=self.year or other.year)

    @property
    def precision(self) -> Precision:
        """How exact this side is."""
        if self.day is not None:
            return Precision.DAY
        if self.month is not None:
            return Precision.MONTH
        return Precision.YEAR if self.season is None else Precision.SEASON

    def span(self) -> tuple[date, date]:
        """First and last day; ValueError when the calendar has no such day."""
        year = self.year or 0
        if self.season is not None:
            return season_span(year, self.season)
        if self.month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if self.day is None:
            return date(year, self.month, 1), month_end(year, self.month)
        day = date(year, self.month, self.day)
        return day, day


def read_date(text: str, year: int | None = None) -> Period:
    """The days, months, seasons or years that *text* names, as a period of that precision.

    *year* completes a text without one ("3 April", "šā gada 24. augustā"). A weekday is checked
    against the date. Winter counts to the year of its January. Raises :class:`NotUnderstood`.
    """
    reader = _Reader(text)
    try:
        return reader.period(year)
    except NotUnderstood as error:
        raise NotUnderstood(
            _("“%(text)s” is not a date: %(why)s", text=shown(text), why=str(error))
        ) from None


_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2}(?!\d))|(?P<iso_month>\d{4}-\d{2}(?!\d))|(?P<no_year>--\d{2}-\d{2})"
    r"|(?P<iso_season>\d{4}-[a-z]+)|(?P<winter>\d{4}/(?:\d{4}|\d{2})(?!\d))"
    r"|(?P<dotted>\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\.?(?!\d))|(?P<dotted_month>\d{1,2}[./]\d{4}(?!\d))"
    r"|(?P<day_month>\d{1,2}\.\d{1,2}\.(?!\s?\d))|(?P<number>\d+)(?:st|nd|rd|th)?\.?"
    r"|(?P<word>[^\W\d_]+\.?)|(?P<range>[-/&])|(?P<blank>[\s,()]+)"
)


class _Reader:
    """Reads one text from left to right into the two sides of a range."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise NotUnderstood(_("a text of %(count)s characters is not a date", count=len(text)))
        self.text = search_key(text.translate(SIGNS))
        self.parts = [_Part()]
        self.must_touch = False

    def period(self, year: int | None) -> Period:
        """Everything the text says, as a period."""
        position = 0
        while position < len(self.text):
            match = _TOKEN.match(self.text, position)
            if match is None:
                raise _unknown(self.text[position])
            self._take(match)
            position = match.end()
        if len(self.parts) == 2 and self.parts[1] == _Part():
            raise NotUnderstood(_("it names no end"))
        return _period(self.parts, year, must_touch=self.must_touch)

    def _take(self, match: re.Match[str]) -> None:
        kind, token = match.lastgroup or "", match.group()
        takers: dict[str, Callable[[str], None]] = {
            "word": self._word,
            "number": self._number,
            "range": self._range,
            "winter": self._winter,
            "blank": lambda token: None,
        }
        if kind in takers:
            takers[kind](match["number"] or token)
        else:
            self._numbers(kind, token)

    def _numbers(self, kind: str, token: str) -> None:
        if kind == "iso_season":
            year, word = token.split("-")
            self._say(year=int(year))
            self._word(word)
            return
        names = {
            "iso": ("year", "month", "day"),
            "iso_month": ("year", "month"),
            "no_year": ("month", "day"),
            "dotted": ("day", "month", "year"),
            "dotted_month": ("month", "year"),
            "day_month": ("day", "month"),
        }[kind]
        numbers = map(int, re.findall(r"\d+", token))
        self._say(**dict(zip(names, numbers, strict=True)))

    def _word(self, token: str) -> None:
        word = token.rstrip(".")
        if word in MONTHS:
            self._say(month=MONTHS[word])
        elif word in SEASONS:
            self._say(season=SEASONS[word])
        elif word in WEEKDAYS:
            self._say(weekday=WEEKDAYS[word])
        elif word in RANGES:
            self._range(word)
        elif word not in NOISE | YEARS | THIS_YEAR:
            raise _unknown(word)

    def _number(self, token: str) -> None:
        if len(token) == 4:
            self._say(year=int(token))
        elif len(token) <= 2:
            self._say(day=int(token))
        else:
            raise NotUnderstood(_("%(number)s is neither a day nor a year", number=token[:20]))

    def _winter(self, token: str) -> None:
        first, last = token.split("/")
        if self.parts[-1].season is Season.WINTER and int(last) % 100 == (int(first) + 1) % 100:
            self._say(year=int(first) + 1)
            return
        self._say(year=int(first))
        self._range("/")
        self._number(last)

    def _range(self, token: str) -> None:
        if self.parts[-1] == _Part():
            return  # "no 3. līdz …": nothing said yet on this side
        if len(self.parts) == 2:
            raise NotUnderstood(_("it names more than a beginning and an end"))
        self.must_touch = RANGES.get(token) == "and"
        self.parts.append(_Part())

    def _say(self, **said: int | Season) -> None:
        part = self.parts[-1]
        twice = [name for name in said if getattr(part, name) is not None]
        if twice:
            raise NotUnderstood(_("it names two dates without saying “to” between them"))
        self.parts[-1] = replace(part, **said)  # type: ignore[arg-type]


def _unknown(word: str) -> NotUnderstood:
    return NotUnderstood(_("“%(word)s” is not a word of dates we know", word=shown(word)))


def _period(parts: list[_Part], year: int | None, *, must_touch: bool) -> Period:
    first, last = _completed(parts, year)
    if first.precision is not last.precision:
        raise NotUnderstood(_("its beginning and its end are not equally exact"))
    try:
        (first_on, ends_on), (starts_on, last_on) = first.span(), last.span()
    except ValueError:
        raise NotUnderstood(_("there is no such day in the calendar")) from None
    _check_weekday(first, first_on)
    _check_weekday(last, last_on)
    if must_touch and (starts_on - ends_on).days != 1:
        raise NotUnderstood(_("it names two separate times, not a span"))
    try:
        return Period(first.precision, first_on, last_on)
    except BadPeriod as error:
        raise NotUnderstood(_words_for(error)) from None


def _completed(parts: list[_Part], year: int | None) -> tuple[_Part, _Part]:
    given_first, given_last = parts[0], parts[-1]
    first, last = given_first.filled_from(given_last), given_last.filled_from(given_first)
    if first.year is None:
        first, last = replace(first, year=year), replace(last, year=year)
    for part in (first, last):
        _check_whole(part)
    if first.year == last.year and (_order(first) > _order(last)):
        # "December 2020 to January": the side without a year of its own lies beyond New Year.
        if given_last.year is None:
            last = replace(last, year=(last.year or 0) + 1)
        elif given_first.year is None:
            first = replace(first, year=(first.year or 0) - 1)
    return first, last


def _order(part: _Part) -> tuple[int, int]:
    season = tuple(Season).index(part.season) if part.season else 0
    return (part.month or season, part.day or 0)


def _check_whole(part: _Part) -> None:
    if part.day is not None and part.month is None:
        raise NotUnderstood(_("it names a day without a month"))
    if part.season is not None and part.month is not None:
        raise NotUnderstood(_("it names a season and a month"))
    if part.year is None:
        raise NotUnderstood(_("it names no year"))
    if part.weekday is not None and part.day is None:
        raise NotUnderstood(_("it names a weekday without a day"))


def _check_weekday(part: _Part, day: date) -> None:
    if part.weekday is not None and part.weekday != day.weekday():
        raise NotUnderstood(_("%(day)s is another day of the week", day=day.isoformat()))


def _words_for(error: BadPeriod) -> str:
    if error.code == "end-before-start":
        return str(_("its end lies before its beginning"))
    return str(_("the year must lie between 1900 and 2199"))
