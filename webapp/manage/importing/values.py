"""Readers of single values: money, dates, countries, zones, addresses."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from webapp.core.notation_words import shown
from webapp.core.notations import NotUnderstood, read_amount, read_date
from webapp.core.periods import BadPeriod, Period, Precision
from webapp.core.times import UnknownZone, zone
from webapp.manage.importing.shapes import Context, Reader, plain, text, words
from webapp.manage.importing.yaml_tree import Node, Scalar

_ONE_SIDE = re.compile(r"(?P<side>from|until) (?P<year>[1-9]\d{3})")
_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)")
_MOMENT = re.compile(r"(?P<day>.+?)[,\sT]+(?:(?:plkst|at)\.?\s+)?(?P<clock>\d{1,2}[:.]\d{2})")


def _understood(reader: Callable[[str], Any]) -> Reader:
    """A reader from a function that says why it does not understand."""

    def read(node: Node, context: Context) -> Any:
        value = plain(node, context)
        if value is None:
            return None
        try:
            return reader(value)
        except NotUnderstood as error:
            context.wrong(node, str(error))
            return None

    return read


def _a_day(value: str) -> date:
    period = read_date(value)
    if period.precision is not Precision.DAY or period.first_on != period.last_on:
        raise NotUnderstood(_("“%(text)s” is not one day", text=shown(value)))
    assert period.first_on is not None
    return period.first_on


def _years(value: str) -> Period:
    open_end = _ONE_SIDE.fullmatch(value)
    if open_end is not None:
        first, last = date(int(open_end["year"]), 1, 1), date(int(open_end["year"]), 12, 31)
        is_begin = open_end["side"] == "from"
        return _phase(first if is_begin else None, None if is_begin else last)
    period = read_date(value)
    if period.precision is not Precision.YEAR:
        raise NotUnderstood(
            _("“%(text)s” is neither a year nor a span of years", text=shown(value))
        )
    return period


def _phase(first: date | None, last: date | None) -> Period:
    try:
        return Period.phase(first, last)
    except BadPeriod:
        raise NotUnderstood(_("the year must lie between 1900 and 2199")) from None


def _day_or_year(value: str) -> Period:
    period = read_date(value)
    if period.precision not in (Precision.DAY, Precision.YEAR):
        raise NotUnderstood(_("“%(text)s” is neither a day nor a year", text=shown(value)))
    return period


def _percent(value: str) -> Decimal:
    try:
        percent = Decimal(value.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        percent = Decimal(-1)
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise NotUnderstood(_("“%(text)s” is not a percentage from 0 to 100", text=shown(value)))
    return percent.quantize(Decimal("0.01"))


def read_clock(value: str) -> time:
    """``9:30`` or ``09.30``; :class:`NotUnderstood` otherwise."""
    match = _CLOCK.fullmatch(value.strip())
    if match is None:
        raise NotUnderstood(_("“%(text)s” is not a time such as 09:30", text=shown(value)))
    return time(int(match["hour"]), int(match["minute"]))


def read_moment(value: str) -> datetime:
    """A day and a wall clock time: ``2027-02-03 10:00``, ``3. februārī 2027 plkst. 10.00``."""
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        raise NotUnderstood(
            _("“%(text)s” is not a day with a time such as 2027-02-03 10:00", text=shown(value))
        )
    return datetime.combine(_a_day(match["day"]), read_clock(match["clock"]))


def _instant(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise NotUnderstood(
            _("“%(text)s” is not an instant such as 2027-02-03T08:00:00Z", text=shown(value))
        )
    return found.astimezone(UTC)


def _country(value: str) -> str:
    if value.upper() not in _countries():
        raise NotUnderstood(
            _("“%(text)s” is not the two-letter code of a country, such as LV", text=shown(value))
        )
    return value.upper()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if re.fullmatch("[A-Z]{2}", code))


def _zone(value: str) -> str:
    try:
        zone(value)
    except UnknownZone:
        raise NotUnderstood(
            _("“%(text)s” is not a time zone such as Europe/Riga", text=shown(value))
        ) from None
    return value


def _email(value: str) -> str:
    try:
        return str(validate_email(value, check_deliverability=False).normalized)
    except EmailNotValidError:
        raise NotUnderstood(_("“%(text)s” is not an e-mail address", text=shown(value))) from None


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_good = False
    if not is_good or len(value) > 500 or any(char.isspace() for char in value):
        raise NotUnderstood(
            _("“%(text)s” is not an address that begins with https://", text=shown(value))
        )
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", value):
        raise NotUnderstood(_("“%(text)s” is not a language such as “lv”", text=shown(value)))
    return value


amount = _understood(read_amount)
percent = _understood(_percent)
dates = _understood(read_date)
a_day = _understood(_a_day)
years = _understood(_years)
day_or_year = _understood(_day_or_year)
clock = _understood(read_clock)
moment = _understood(read_moment)
instant = _understood(_instant)
country = _understood(_country)
zone_name = _understood(_zone)
email = _understood(_email)
url = _understood(_url)
language = _understood(_language)


def degrees(most: int) -> Reader:
    """A latitude or longitude: decimal degrees."""

    def read(value: str) -> float:
        if re.fullmatch(r"-?\d{1,3}(?:\.\d{1,10})?", value) and abs(float(value)) <= most:
            return float(value)
        raise NotUnderstood(
            _("“%(text)s” is not a number of degrees up to %(most)s", text=shown(value), most=most)
        )

    return _understood(read)


def alias(node: Node, context: Context) -> tuple[str, str | None] | None:
    """Another form of a name: a text, or ``{lv: …}`` with its language."""
    if isinstance(node, Scalar):
        value = text(300)(node, context)
        return (value, None) if value else None
    texts = words(node, context)
    if texts is None:
        return None
    if len(texts.texts) != 1:
        context.wrong(node, _("one name in one language is needed here"))
        return None
    return next((name, tag) for tag, name in texts.texts.items())
