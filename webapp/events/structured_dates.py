"""Dates and prices as schema.org wants them, and never more exact than they are known."""

import re
from datetime import date, datetime
from decimal import Decimal

from webapp.core.periods import Period, Precision
from webapp.core.text import LocalText
from webapp.core.times import zone

#: How many characters of a date are known: ISO 8601 lets it be cut short. A season is the months
#: it is made of; programs know no "summer".
_KNOWN = {Precision.DAY: 10, Precision.MONTH: 7, Precision.SEASON: 7, Precision.YEAR: 4}
_FREE = re.compile(r"(?:free of charge|free|bez maksas|bezmaksas)(?:[,.;!][^\d]*)?", re.IGNORECASE)
_AMOUNT = r"(\d{1,6}(?:[.,]\d{2})?)"
_EURO = re.compile(rf"{_AMOUNT}\s*(?:€|EUR|euros?|eiro)|(?:€|EUR)\s*{_AMOUNT}", re.IGNORECASE)


def iso_dates(period: Period) -> tuple[str | None, str | None]:
    """When it begins and ends (the last day included), None where that is not known.

    With hours an instant with the offset in force there; "in May 2027" is "2027-05". A date cut
    short is shown by no search engine, which is right: nobody should come on the first of May. A
    phase of a project gives no dates: they are the phase's, not the event's.
    """
    if period.starts_at is not None and period.ends_at is not None:
        starts, ends = period.starts_zone or "UTC", period.ends_zone or period.starts_zone or "UTC"
        return _instant(period.starts_at, starts), _instant(period.ends_at, ends)
    known = _KNOWN.get(period.precision, 0)
    return _cut(period.first_on, known), _cut(period.last_on, known)


def _instant(moment: datetime, zone_name: str) -> str:
    return moment.astimezone(zone(zone_name)).isoformat(timespec="seconds")


def _cut(day: date | None, known: int) -> str | None:
    return day.isoformat()[:known] if day and known else None


def price_of(text: LocalText | None) -> Decimal | None:
    """The price in euro where the text says one and nothing else; 0 where it is free. Any of its
    languages may say it; "free for residents" says nothing."""
    for words in text.texts.values() if text else ():
        if _FREE.fullmatch(words.strip()):
            return Decimal(0)
        found = _EURO.fullmatch(words.strip())
        if found:
            return Decimal((found[1] or found[2]).replace(",", "."))
    return None
