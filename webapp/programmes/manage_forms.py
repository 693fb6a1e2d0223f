"""What the administrator fills in about programmes, funds and target groups."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.form_compound import Parts
from webapp.core.form_notations import PercentField
from webapp.core.form_rows import RowsField
from webapp.core.forms import (
    AddressField,
    BaseForm,
    ChoiceField,
    DateField,
    LocalTextField,
    NumberField,
    RevisedForm,
    YesField,
)
from webapp.core.i18n import plain_text
from webapp.core.text import LocalText
from webapp.programmes.models import Fund, Programme
from webapp.programmes.words import DEADLINES, deadline_word

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
Wrong = Iterator[tuple[Any, str]]


class _CheckedRows(RowsField):
    """Rows that say what is wrong with them as a whole."""

    def wrong(self, rows: Sequence[Any]) -> Wrong:
        """(part, message) for what the parts of rows say together."""
        raise NotImplementedError

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Each part for itself, then the rows."""
        is_good = super().validate(form, extra_validators)
        found = list(self.wrong([row for row in self.rows if not self.is_empty(row)]))
        for part, message in found:
            part.errors = [*part.errors, message]
            self.errors = [*self.errors, message]
        return is_good and not found


class StatementRow(Parts):
    """The sentence of a period."""

    text = LocalTextField(_l("Statement"), lines=2, longest=500)
    valid_from = DateField(_l("From"))
    valid_to = DateField(_l("Until"))


class StatementsField(_CheckedRows):
    """The funding statements, each for a period."""

    row_class = StatementRow

    def is_empty(self, row: Any) -> bool:
        """Neither words nor days."""
        return not (row["text"].data or _typed(row["valid_from"]) or _typed(row["valid_to"]))

    def wrong(self, rows: Sequence[Any]) -> Wrong:
        """A period has words, and ends after it begins."""
        for row in rows:
            first, last = row["valid_from"].data, row["valid_to"].data
            if not row["text"].data:
                yield row["valid_from"], _("Write the statement for this period, or empty it.")
            if first and last and last < first:
                yield row["valid_to"], _("The last day lies before the first one.")


class RateRow(Parts):
    """The largest share a fund pays."""

    fund = ChoiceField(_l("Fund"), blank=_l("choose"))
    percent = PercentField(_l("Per cent at most"))


class RatesField(_CheckedRows):
    """The rates."""

    row_class = RateRow

    def is_empty(self, row: Any) -> bool:
        """Neither fund nor number."""
        return not (row["fund"].data or row["percent"].typed)

    def wrong(self, rows: Sequence[Any]) -> Wrong:
        """Both are needed, and a fund stands once."""
        seen: set[str] = set()
        for row in rows:
            fund = row["fund"].data
            if not fund:
                yield row["fund"], _("Choose the fund.")
            elif fund in seen:
                yield row["fund"], _("This fund is in the list already.")
            if row["percent"].data is None and not row["percent"].errors:
                yield row["percent"], _("Write how many per cent it pays at most.")
            seen.add(fund)


class DeadlineRow(Parts):
    """So many days for something."""

    kind = ChoiceField(_l("What is wanted"), blank=_l("choose"))
    days = NumberField(_l("Days after the event"), least=-365, most=3650)


class DeadlinesField(_CheckedRows):
    """The deadlines."""

    row_class = DeadlineRow

    def is_empty(self, row: Any) -> bool:
        """Neither kind nor days."""
        return not row["kind"].data and row["days"].data is None and not row["days"].errors

    def wrong(self, rows: Sequence[Any]) -> Wrong:
        """Both are needed, and a kind stands once."""
        seen: set[str] = set()
        for row in rows:
            kind = row["kind"].data
            if not kind:
                yield row["kind"], _("Choose what is wanted.")
            elif kind in seen:
                yield row["kind"], _("This is in the list already.")
            if row["days"].data is None and not row["days"].errors:
                yield row["days"], _("Write how many days; before the event with a minus.")
            seen.add(kind)


class NewProgrammeForm(BaseForm):
    """The beginning of a profile."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)


class ProgrammeForm(RevisedForm):
    """The profile of a programme but its logo, target groups and calls."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)
    kind = LocalTextField(_l("What kind of programme"), longest=300)
    purpose = LocalTextField(_l("Purpose"), lines=2, longest=1000)
    method = LocalTextField(_l("How it works"), lines=2, longest=1000)
    measure = LocalTextField(_l("Measure"), longest=300)
    body = LocalTextField(_l("Who decides"), longest=300, hint=_l("The monitoring committee."))
    period_start = NumberField(_l("First year"), least=_FIRST_YEAR, most=_LAST_YEAR)
    period_end = NumberField(_l("Last year"), least=_FIRST_YEAR, most=_LAST_YEAR)
    website = AddressField(_l("Website"))

    shows_emblem = YesField(_l("Show the emblem of the European Union beside the statement"))
    statements = StatementsField(_l("Funding statements"))

    fund = ChoiceField(_l("Fund"), blank=_l("none"))
    rates = RatesField(_l("Co-financing at most"))

    deadlines = DeadlinesField(_l("Deadlines"))
    retention_years = NumberField(
        _l("Years for which evidence is kept"),
        least=0,
        most=100,
        required=True,
        hint=_l("After the programme’s last payment."),
    )

    def __init__(self, programme: Programme, funds: Iterable[Fund], **kwargs: Any) -> None:
        super().__init__(data=shown(programme), **kwargs)
        choices = [(fund.slug, plain_text(fund.name)) for fund in funds]
        self.fund.choices = choices
        self.rates.offer("fund", choices)
        self.deadlines.offer("kind", _deadline_choices(programme))
        self.starts_from(programme.revision)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself, then the years together."""
        is_good = bool(super().validate(extra_validators))
        first, last = self.period_start.data, self.period_end.data
        if first and last and last < first:
            self.add_error("period_end", _("The last year lies before the first one."))
            return False
        return is_good

    @property
    def all_rows(self) -> list[RowsField]:
        """The questions with rows."""
        return [self.statements, self.rates, self.deadlines]


def shown(programme: Programme) -> dict[str, Any]:
    """What the fields show of a stored programme."""
    names = ("name", "kind", "purpose", "method", "measure", "body", "period_start", "period_end")
    values = {name: getattr(programme, name) for name in (*names, "website", "shows_emblem")}
    return values | {
        "retention_years": programme.retention_years,
        "fund": programme.fund.slug if programme.fund else None,
        "statements": [
            {"text": each.text, "valid_from": each.valid_from, "valid_to": each.valid_to}
            for each in programme.statements
        ],
        "rates": [{"fund": each.fund.slug, "percent": each.percent} for each in programme.rates],
        "deadlines": [{"kind": each.kind, "days": each.days} for each in programme.deadlines],
    }


def _deadline_choices(programme: Programme) -> list[tuple[str, str]]:
    kinds = dict.fromkeys([*DEADLINES, *(each.kind for each in programme.deadlines)])
    return [(kind, deadline_word(kind)) for kind in kinds]


def _typed(field: Any) -> bool:
    """Whether something was written, be it a day or not."""
    return bool(field.data or field.errors or field.process_errors)


class TargetGroupForm(RevisedForm):
    """A group; as revision stands a number made of its name, which is all there is to change."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)


class NewTargetGroupForm(BaseForm):
    """One more group."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)
    programme = ChoiceField(_l("Programme"), blank=_l("all programmes"))


class FundForm(RevisedForm):
    """Who pays."""

    name = LocalTextField(_l("Name"), required=True, any_language=True, longest=200)
    abbreviation = LocalTextField(_l("Abbreviation"), longest=40)


def mark(*texts: LocalText | None) -> int:
    """A number that is another when one of the texts is another."""
    values = [None if text is None else text.as_json() for text in texts]
    return zlib.crc32(json.dumps(values).encode())
