"""What staff fill in about one question."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.core.form_compound import Parts
from webapp.core.form_rows import RowsField
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    HiddenField,
    LocalTextField,
    NumberField,
    RevisedForm,
    YesField,
)
from webapp.core.i18n import plain_text
from webapp.core.text import LocalText, search_key
from webapp.questions.asking import ABOUT_NEEDS, CAN_DECIDE, WITH_OPTIONS, Asked, Condition, Kind
from webapp.questions.queries import Places
from webapp.questions.rules import Draft, OptionDraft
from webapp.questions.showing import value_choices

_LIMITS = 999_999_999
_MOST_PLACES = 100_000


class OptionParts(Parts):
    """One option: its words, and its places where they are limited."""

    key = HiddenField()
    label = LocalTextField(_l("Option"), longest=200)
    places = NumberField(_l("Number of places"), least=0, most=_MOST_PLACES)


class OptionsField(RowsField):
    """The options, in their order; an emptied row takes the option off the form."""

    row_class = OptionParts

    def is_empty(self, row: Any) -> bool:
        """Whether it has no words in any language."""
        return not row["label"].data


class QuestionForm(RevisedForm):
    """A question as staff write it; `prepare` leaves out what its kind has not."""

    label = LocalTextField(_l("Question"), longest=1000, required=True)
    hint = LocalTextField(
        _l("Hint"), longest=500, hint=_l("Stands under the question, where people hesitate.")
    )
    options = OptionsField(_l("Options"))
    least = NumberField(_l("Smallest number"), least=-_LIMITS, most=_LIMITS)
    most = NumberField(_l("Largest number"), least=-_LIMITS, most=_LIMITS)
    most_options = NumberField(
        _l("How many may be chosen at most"),
        least=1,
        most=60,
        hint=_l("Leave it empty for any number."),
    )
    is_required = YesField(_l("An answer is needed to register"))
    condition = ChoiceField(_l("When it is asked"))

    def prepare(self, kind: Kind, earlier: Sequence[Asked]) -> None:
        """Set what depends on the kind and on the questions before this one."""
        self.kind = kind
        if kind not in WITH_OPTIONS:
            del self.options
        if kind is not Kind.NUMBER:
            del self.least
            del self.most
        if kind is not Kind.SEVERAL:
            del self.most_options
        if kind in ABOUT_NEEDS:
            del self.is_required
        if kind is Kind.CONSENT:
            self.label.label.text = _("What people agree to, in the words they tick")
            self.is_required.label.text = _("Nobody can register without agreeing")
        self.condition.choices = condition_choices(earlier)

    def fill(self, asked: Asked, places: dict[str, Places]) -> None:
        """Show what is stored, before anything is typed."""
        if not self.is_submitted():
            self.fill_from(asked, places)

    def fill_from(self, asked: Asked, places: dict[str, Places]) -> None:
        """Show what is stored, whatever was typed."""
        condition = asked.condition
        values = {
            "label": asked.label,
            "hint": asked.hint or LocalText({}),
            "least": asked.least,
            "most": asked.most,
            "most_options": asked.most,
            "is_required": asked.is_required,
            "condition": "" if condition is None else f"{condition.question}={condition.value}",
            "options": [
                {
                    "key": option.key,
                    "label": option.label,
                    "places": places[option.key].capacity if option.key in places else None,
                }
                for option in asked.options
            ],
        }
        for name, value in values.items():
            if name in self:
                self[name].process(None, value)

    def check(self) -> bool:
        """What concerns several inputs; says so beside them."""
        least, most = self._get("least"), self._get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The largest number cannot be smaller than the smallest."))
        if "options" in self and not self.options.errors:
            self._check_options()
        return not self.error_list

    def draft(self) -> Draft:
        """What was written, for the rules."""
        most = self._get("most_options") if self.kind is Kind.SEVERAL else self._get("most")
        return Draft(
            label=self.label.data,
            hint=self.hint.data or None,
            is_required=bool(self._get("is_required")),
            least=self._get("least"),
            most=most,
            options=tuple(
                OptionDraft(
                    row["label"], row["key"] or "", row["places"] if self._has_places else None
                )
                for row in self._get("options") or ()
            ),
            condition=self._condition(),
        )

    @property
    def _has_places(self) -> bool:
        return self.kind is Kind.PLACES

    def _get(self, name: str) -> Any:
        return self[name].data if name in self else None

    def _condition(self) -> Condition | None:
        question, _sign, value = str(self.condition.data or "").partition("=")
        return Condition(question, value) if question else None

    def _check_options(self) -> None:
        rows = self.options.data
        least = 1 if self._has_places else 2
        keys = [search_key(row["label"]) for row in rows]
        first = self.options.rows[0]["label"].inputs[0]
        if len(rows) < least:
            words = ngettext(
                "Write at least %(num)d option.", "Write at least %(num)d options.", least
            )
            first.errors = [*first.errors, words]
        elif len(set(keys)) < len(keys):
            first.errors = [*first.errors, _("Two options have the same words.")]
        self.options.errors = list(first.errors)


class KindForm(BaseForm):
    """Buttons that change the order or take a question off, and nothing else."""


def condition_choices(earlier: Sequence[Asked]) -> list[tuple[str, str]]:
    """When a question can be asked: always, or for each answer of those before it."""
    choices = [("", str(_("always")))]
    for each in earlier:
        if each.kind not in CAN_DECIDE:
            continue
        label = plain_text(each.label)
        choices.append(
            (f"{each.public_id}=", str(_("if “%(question)s” is answered", question=label)))
        )
        choices += [
            (
                f"{each.public_id}={value}",
                str(_("if “%(question)s”: %(answer)s", question=label, answer=words)),
            )
            for value, words in value_choices(each)
        ]
    return choices
