"""What staff fill in about a sum of money and who pays it."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.form_compound import Parts
from webapp.core.form_notations import AmountField, PercentField
from webapp.core.form_rows import RowsField
from webapp.core.forms import ChoiceField, RevisedForm, YesField
from webapp.projects import sums
from webapp.projects.money import Share, split
from webapp.projects.words import choices_of_words


class ShareRow(Parts):
    """A source: its rate, its amount, or both as they were printed."""

    gone = YesField(_l("Remove"))
    fund = ChoiceField(_l("Source of money"), blank=_l("choose"), required=True)
    percent = PercentField(_l("Share, per cent"))
    amount = AmountField(_l("Amount, EUR"))


class SharesField(RowsField):
    """Who pays; each source once."""

    row_class = ShareRow

    def is_empty(self, row: Any) -> bool:
        """Nothing chosen or typed."""
        return not (row["fund"].data or row["percent"].typed or row["amount"].typed)

    def show(self, values: list[dict[str, Any]]) -> None:
        """Put rows in, whatever was there."""
        self.rows = [self._row(number, None, each) for number, each in enumerate(values)]
        self.data = self._values()

    @property
    def counting(self) -> list[Any]:
        """The rows that count."""
        return [row for row in self.rows if not self.is_empty(row) and not self.is_gone(row)]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Besides each row: a rate or an amount, no source twice."""
        super().validate(form, extra_validators)
        seen: set[str] = set()
        for row in self.counting:
            if row["fund"].data in seen:
                _say(row["fund"], _("This source stands in the list already."))
            seen.add(row["fund"].data)
            if not row["percent"].typed and not row["amount"].typed:
                _say(row["percent"], _("Write its share or its amount."))
        self.errors = [message for _id, message in self.part_errors()]
        return not self.errors


def _say(part: Any, message: str) -> None:
    part.errors = [*part.errors, message]


class BudgetForm(RevisedForm):
    """A total and its shares."""

    organisation = ChoiceField(_l("Whose money"), blank=_l("the whole project’s"))
    phase = ChoiceField(_l("Phase"), blank=_l("all phases"))
    amount = AmountField(_l("Total, EUR"), required=True)
    status = ChoiceField(_l("How it stands"), required=True)
    shares = SharesField(_l("Who pays"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = choices_of_words("budget")

    def as_shares(self) -> list[Share]:
        """The rows that can be read, as shares that no session knows."""
        return [
            Share(percent=row["percent"].data, amount=row["amount"].data)
            for row in self.shares.counting
            if row["percent"].data is not None or row["amount"].data is not None
        ]

    def findings(self) -> list[sums.Finding]:
        """What there is to say about the sums as they stand; nothing without a total."""
        total = self.amount.data
        return [] if total is None else sums.findings(total, self.as_shares())

    def split_by_rates(self) -> None:
        """Put into every row with a rate what it comes to, so that the parts add up to the cent."""
        rows = [row for row in self.shares.counting if row["percent"].data is not None]
        rates = [row["percent"].data for row in rows]
        if self.amount.data is None:
            self.amount.errors = [_("Write the total first.")]
        elif sum(rates, Decimal(0)) > 100:
            _say(rows[-1]["percent"], _("The shares add up to more than 100 per cent."))
        else:
            for row, amount in zip(rows, split(self.amount.data, rates), strict=False):
                row["amount"].show(amount)

    def validate(self, extra_validators: Any = None) -> bool:
        """The parts are not more than the whole."""
        is_good = super().validate(extra_validators)
        if not is_good or self.amount.data is None:
            return bool(is_good)
        together = sum(sums.amounts_of(self.amount.data, self.as_shares()), Decimal(0))
        if together > self.amount.data:
            self.add_error("amount", sums.too_much(together - self.amount.data))
            return False
        return True
