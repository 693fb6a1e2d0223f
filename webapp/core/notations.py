"""Amounts and dates as texts print them, in Latvian, English and ISO 8601.

Press releases, application forms and spreadsheets write one sum as ``744,166.92 euro`` and as
``EUR 744 166,92``, one day as ``2020. gada 7. maijā`` and as ``7.5.2020``. Whoever retypes them
makes mistakes, so they are read as they stand. What cannot be read for certain is refused.
"""

import re
from decimal import Decimal

from flask_babel import gettext as _

from webapp.core.notation_words import LONGEST, SIGNS, NotUnderstood, shown
from webapp.core.printed_dates import read_date

__all__ = ["NotUnderstood", "read_amount", "read_date"]

CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 12

_CURRENCY = re.compile(r"^(?:eur|euro|eiro|€)\.?\s*|\s*(?:eur|euro|eiro|€)\.?$")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([ .,'])[0-9]{3}(?:\1[0-9]{3})*|[0-9]+")
_DECIMALS = re.compile(r"([0-9 .,']*[0-9])([.,])([0-9]{1,2})")
_NO_CENTS = re.compile(r"[.,]-$")  # "50 000,-"


def read_amount(text: str) -> Decimal:
    """The sum of euro that *text* prints, to the cent.

    Takes the currency before, after or on both sides, spaces (no-break ones too), commas, points or
    apostrophes between thousands, and a comma or a point before one or two decimals. A single comma
    or point before exactly three digits separates thousands: euro have two decimals.
    Raises :class:`NotUnderstood`.
    """
    whole, point, cents = _split_decimals(_without_currency(text))
    match = _GROUPED.fullmatch(whole)
    if len(text) > LONGEST or not match or (point and match[1] == point):
        raise NotUnderstood(_("“%(text)s” is not an amount of euro", text=shown(text)))
    amount = Decimal(re.sub("[^0-9]", "", whole) + "." + (cents or "0"))
    if amount >= LARGEST:
        raise NotUnderstood(_("“%(text)s” is more than any project costs", text=shown(text)))
    return amount.quantize(CENT)


def _without_currency(text: str) -> str:
    plain = " ".join(text.casefold().translate(SIGNS).split())
    plain = _CURRENCY.sub("", _CURRENCY.sub("", plain, count=1), count=1)
    return _NO_CENTS.sub("", plain)


def _split_decimals(number: str) -> tuple[str, str, str]:
    """The part before the decimals, the sign between them, the decimals ("" where none are)."""
    match = _DECIMALS.fullmatch(number)
    return (match[1], match[2], match[3]) if match else (number, "", "")
