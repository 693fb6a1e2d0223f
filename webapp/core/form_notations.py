"""Fields for sums of euro, percentages and vague dates, typed as texts print them."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask_babel import gettext as _
from wtforms.utils import unset_value

from webapp.core.date_words import days_text, locale_of
from webapp.core.form_fields import TextField
from webapp.core.i18n import current_language
from webapp.core.notations import NotUnderstood, read_amount, read_date
from webapp.core.period_columns import around
from webapp.core.period_words import period_words
from webapp.core.periods import Period, Precision
from webapp.core.seasons import season_of

_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


class ReadField(TextField):
    """One line of text that stands for a value; what was typed stays in the field as it was.

    A subclass says how a text is read (`read`, which may raise `NotUnderstood`) and how a value is
    written (`write`). Data is the value, None when nothing was typed or it could not be read.
    """

    data: Any
    typed: str = ""

    def read(self, text: str) -> Any:
        """The value of a text."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """The text of a value, such that `read` gives the value again."""
        raise NotImplementedError

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        # The filters and lengths of a text are not for what a text was read into.
        self.filters, self.validators = (
            (),
            [each for each in self.validators if type(each).__name__ != "Longest"],
        )

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Keep what was typed apart from what it means."""
        self.typed = ""
        super().process(formdata, data, extra_filters)
        if not self.typed and self.data is not None and not self.process_errors:
            self.typed = self.write(self.data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the text."""
        self.typed, self.data = (" ".join(valuelist[0].split()) if valuelist else ""), None
        if not self.typed:
            return
        try:
            self.data = self.read(self.typed)
        except NotUnderstood as error:
            raise ValueError(self.explain(str(error))) from error

    def explain(self, why: str) -> str:
        """What to write instead."""
        return why

    def show(self, value: Any) -> None:
        """Put a value in, whatever was typed."""
        self.data = value
        self.typed = "" if value is None else self.write(value)
        self.process_errors, self.errors = [], []

    def _value(self) -> str:
        return self.typed


class AmountField(ReadField):
    """A sum of euro; data is a `Decimal` with two places. "51 280", "EUR 51,280.00" are read."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label, **kwargs)

    def read(self, text: str) -> Decimal:
        """As printed."""
        return read_amount(text)

    def write(self, value: Decimal) -> str:
        """As the reader's language prints it: "51,280.00"."""
        return format_decimal(value, "#,##0.00", locale=locale_of(current_language()))

    def explain(self, why: str) -> str:
        """With an example."""
        example = self.write(Decimal("51280"))
        return str(_("Write a sum of euro such as %(example)s.", example=example))


class PercentField(ReadField):
    """A percentage from 0 to 100 with at most two decimals; data is a `Decimal`."""

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label, **kwargs)

    def read(self, text: str) -> Decimal:
        """With a comma or a point, with or without the sign."""
        plain = text.removesuffix("%").strip().replace(",", ".")
        if not _PERCENT.fullmatch(plain) or Decimal(plain) > 100:
            raise NotUnderstood(text)
        return Decimal(plain).quantize(Decimal("0.01"))

    def write(self, value: Decimal) -> str:
        """Without needless zeros."""
        return format_decimal(value, "0.##", locale=locale_of(current_language()))

    def explain(self, why: str) -> str:
        """What is meant."""
        return str(_("Write a percentage from 0 to 100, with at most two decimals."))


class WhenField(ReadField):
    """A day, a month, a season or a year, or a span of them; data is a `Period` without hours.

    *is_point* takes one of them and no span.
    """

    def __init__(self, label: str | None = None, *, is_point: bool = False, **kwargs: Any) -> None:
        self.is_point = is_point
        super().__init__(label, **kwargs)

    def read(self, text: str) -> Period:
        """As printed, in English, Latvian or ISO 8601."""
        period = read_date(text)
        if self.is_point and not _is_one(period):
            raise NotUnderstood(_("it is a span of time"))
        return period

    def write(self, value: Period) -> str:
        """In the reader's words where they can be read again, else in figures."""
        if value.is_undated or value.first_on is None or value.last_on is None:
            return ""
        words = _words(value)
        try:
            return words if read_date(words) == value else _figures(value)
        except NotUnderstood:
            return _figures(value)

    def explain(self, why: str) -> str:
        """With examples."""
        return str(
            _(
                "%(why)s. Write for example 7 May 2027, May 2027, summer 2027 or 2027.",
                why=why[:1].upper() + why[1:],
            )
        )


def _is_one(period: Period) -> bool:
    """Whether it is one day, month, season or year."""
    return around(period.first_on, period.precision) == period


def _words(period: Period) -> str:
    """A single day has no weekday here."""
    if period.precision is Precision.DAY and period.first_on and period.last_on:
        return days_text(period.first_on, period.last_on, current_language())
    return period_words(period, current_language())


def _figures(period: Period) -> str:
    ends = (end for end in (period.first_on, period.last_on) if end)
    first, last = (_figure(period, end) for end in ends)
    return first if first == last else f"{first} – {last}"


def _figure(period: Period, day: date) -> str:
    if period.precision is Precision.MONTH:
        return f"{day:%Y-%m}"
    if period.precision is Precision.YEAR:
        return f"{day:%Y}"
    if period.precision is Precision.SEASON:
        year, season = season_of(day)
        return f"{year}-{season.value}"
    return f"{day:%Y-%m-%d}"
