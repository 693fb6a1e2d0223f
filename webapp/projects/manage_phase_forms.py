"""What staff fill in about a phase and its partnership."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.form_compound import Parts
from webapp.core.form_notations import WhenField
from webapp.core.form_rows import RowsField
from webapp.core.forms import (
    ChoiceField,
    DateField,
    LocalTextField,
    NumberField,
    RevisedForm,
    YesField,
)
from webapp.projects.words import choices_of_words


class MemberRow(Parts):
    """A partner."""

    gone = YesField(_l("Remove"))
    organisation = ChoiceField(_l("Organisation"), blank=_l("choose"), required=True)
    role = ChoiceField(_l("Role"))
    from_on = DateField(_l("From"))
    until_on = DateField(_l("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self["role"]
        role.choices = choices_of_words("member")
        if not role.data:
            role.data = "partner"


class MembersField(RowsField):
    """The partnership: each organisation once, one lead at most."""

    row_class = MemberRow

    def is_empty(self, row: Any) -> bool:
        """No organisation chosen."""
        return not row["organisation"].data and not row["from_on"].data and not row["until_on"].data

    def show(self, values: list[dict[str, Any]]) -> None:
        """Put rows in, whatever was there."""
        self.rows = [self._row(number, None, each) for number, each in enumerate(values)]
        self.data = self._values()

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Besides each row: no organisation twice, no second lead, an end after its beginning."""
        super().validate(form, extra_validators)
        counting = [row for row in self.rows if not self.is_empty(row) and not self.is_gone(row)]
        _refuse_repeats(counting)
        for row in counting:
            first, last = row["from_on"].data, row["until_on"].data
            if first and last and last < first:
                _say(row["until_on"], _("The end comes before the beginning. Choose a later end."))
        self.errors = [message for _id, message in self.part_errors()]
        return not self.errors


def _refuse_repeats(rows: list[Any]) -> None:
    seen: set[str] = set()
    has_lead = False
    for row in rows:
        if row["organisation"].data in seen:
            _say(row["organisation"], _("This organisation stands in the list already."))
        seen.add(row["organisation"].data)
        if row["role"].data == "lead" and has_lead:
            _say(row["role"], _("A phase has one lead partner. Make one of them a partner."))
        has_lead |= row["role"].data == "lead"


def _say(part: Any, message: str) -> None:
    part.errors = [*part.errors, message]


class PhaseForm(RevisedForm):
    """A phase and who takes part in it."""

    number = NumberField(_l("Number"), least=0, most=99, required=True)
    name = LocalTextField(_l("Name"), longest=200)
    status = ChoiceField(_l("How it stands"), required=True)
    starts = WhenField(
        _l("Begins"),
        is_point=True,
        hint=_l("As exactly as it is known: 7 May 2027, May 2027, summer 2027, 2027."),
    )
    ends = WhenField(
        _l("Ends"), is_point=True, hint=_l("May be known more or less exactly than the beginning.")
    )
    planned_months = NumberField(
        _l("How many months it takes"), least=1, most=240, hint=_l("If it is known.")
    )
    result = LocalTextField(_l("Result"), longest=2000, lines=3)
    partners = MembersField(_l("Partners"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = choices_of_words("phase")

    def validate(self, extra_validators: Any = None) -> bool:
        """The end does not come before the beginning."""
        is_good = super().validate(extra_validators)
        starts, ends = self.starts.data, self.ends.data
        first = starts.first_on if starts else None
        last = ends.last_on if ends else None
        if first and last and last < first:
            self.add_error("ends", _("The end comes before the beginning. Choose a later end."))
            return False
        return bool(is_good)
