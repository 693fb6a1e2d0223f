"""The input for each kind of question, and what is typed there as a canonical answer and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from wtforms.validators import ValidationError

from webapp.core.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    LongTextField,
    NumberField,
    RadioField,
    TextField,
    YesField,
)
from webapp.core.i18n import local_text, plain_text
from webapp.core.text import LocalText
from webapp.needs.options import OPTIONS, NeedKind
from webapp.questions.asking import NO, YES, Asked, Kind, keys_of, several
from webapp.questions.errors import full_words
from webapp.questions.queries import Places

#: From so many options on, one is chosen from a drop-down.
_MANY = 10
_ANY_NUMBER = 999_999_999
_LONGEST = {Kind.SHORT_TEXT: 300, Kind.LONG_TEXT: 4000}
LONGEST_NEED = 1000
#: (value, words as the reader sees them) of an option.
Offer = tuple[str, LocalText]


class Words(str):
    """The reader's words of a text; as HTML they say which language they are in, if another."""

    __slots__ = ("_html",)
    _html: Markup

    def __new__(cls, text: LocalText | None) -> "Words":
        """Of a text in several languages."""
        words = super().__new__(cls, plain_text(text))
        words._html = local_text(text)
        return words

    def __html__(self) -> Markup:
        """For templates."""
        return self._html

    def __str__(self) -> str:
        return self


class AtMost:
    """No more than so many of the options."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: object, field: Any) -> None:
        """Say how many may be chosen."""
        if len(field.data or ()) > self.most:
            raise ValidationError(at_most_words(self.most))


def at_most_words(most: int) -> str:
    """How many answers may be chosen."""
    return str(ngettext("Choose at most %(num)d answer.", "Choose at most %(num)d answers.", most))


class AnswerField(RadioField):
    """One of a few; not to answer stands behind the answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "RadioField"  # how templates print it

    def offered(self) -> list[tuple[str, str, bool]]:
        """(value, words, is chosen) of each answer."""
        found = super().offered()
        return found if self.blank is None else [*found[1:], found[0]]


class PlacesField(AnswerField):
    """One of several options with a number of places each; what is full cannot be chosen.

    *mine* is the option this person holds a place of.
    """

    def __init__(
        self, *args: Any, places: Mapping[str, Places], mine: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.type = "PlacesField"
        self.places, self.mine = places, mine

    def is_full(self, value: str) -> bool:
        """Whether somebody else cannot have this option any more."""
        found = self.places.get(value)
        return found is not None and found.left == 0 and value != self.mine

    def offered_places(self) -> list[tuple[str, str, str, bool, bool]]:
        """(value, words, how many places are left, is chosen, is full) of each option."""
        return [
            (value, words, self._left_words(value), chosen, self.is_full(value))
            for value, words, chosen in self.offered()
        ]

    def _left_words(self, value: str) -> str:
        found = self.places.get(value)
        if found is None or found.left is None:
            return ""
        if self.is_full(value):
            return str(_("full"))
        return str(ngettext("%(num)d place left", "%(num)d places left", found.left))

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Say so beside the field before the rules do."""
        if self.data and self.is_full(self.data):
            raise ValidationError(full_words(str(dict(self._options()).get(self.data, ""))))


def field_for(
    asked: Asked, places: Mapping[str, Places], stored: str, is_required: bool, more: list[Offer]
) -> Any:
    """An unbound field for one question; *more* are options of *stored* that are gone since."""
    common: dict[str, Any] = {
        "label": Words(asked.label),
        "hint": Words(asked.hint) if asked.hint else "",
        "required": is_required,
    }
    if asked.kind is Kind.SHORT_TEXT:
        return TextField(longest=_LONGEST[asked.kind], **common)
    if asked.kind is Kind.LONG_TEXT:
        return LongTextField(longest=_LONGEST[asked.kind], render_kw={"rows": 4}, **common)
    if asked.kind is Kind.NUMBER:
        least = -_ANY_NUMBER if asked.least is None else asked.least
        most = _ANY_NUMBER if asked.most is None else asked.most
        return NumberField(least=least, most=most, **common)
    if asked.kind is Kind.DATE:
        return DateField(**common)
    if asked.kind is Kind.CONSENT:
        return YesField(**common)
    return _choice_for(asked, places, stored, more, common)


def need_fields(asked: Asked) -> tuple[Any, Any]:
    """The boxes to tick and the place for words of a question about needs."""
    choices = list(OPTIONS[NeedKind(asked.kind.value)].items())
    hint = Words(asked.hint) if asked.hint else ""
    ticked = ChoicesField(label=Words(asked.label), hint=hint, choices=choices)
    words = LongTextField(
        label=_("Something else, in your own words"),
        longest=LONGEST_NEED,
        render_kw={"rows": 2},
    )
    return ticked, words


def typed_of(asked: Asked, value: str) -> Any:
    """What a field holds for a canonical answer."""
    if asked.kind is Kind.NUMBER:
        return int(value) if value else None
    if asked.kind is Kind.DATE:
        return date.fromisoformat(value) if value else None
    if asked.kind is Kind.SEVERAL:
        return list(keys_of(value))
    if asked.kind is Kind.CONSENT:
        return bool(value)
    return value


def canonical(asked: Asked, typed: Any) -> str:
    """The answer that stands for what a field holds; "" for nothing."""
    if asked.kind is Kind.SEVERAL:
        return several(dict.fromkeys(typed or ()))
    if asked.kind is Kind.CONSENT:
        return YES if typed else ""
    if asked.kind is Kind.DATE:
        return typed.isoformat() if typed else ""
    return "" if typed is None else str(typed)


def _hint_with_most(asked: Asked) -> str:
    return " ".join(filter(None, (plain_text(asked.hint), at_most_words(asked.most or 0))))


def _choice_for(
    asked: Asked,
    places: Mapping[str, Places],
    stored: str,
    more: list[Offer],
    common: dict[str, Any],
) -> Any:
    offers = [*((option.key, option.label) for option in asked.options), *more]
    choices = [(key, Words(label)) for key, label in offers]
    if asked.kind is Kind.YES_NO:
        choices = [(YES, _("Yes")), (NO, _("No"))]
    if asked.kind is Kind.SEVERAL:
        if asked.most is not None:
            common |= {"validators": [AtMost(asked.most)], "hint": _hint_with_most(asked)}
        return ChoicesField(choices=choices, **common)
    blank = None if common["required"] else str(_("no answer"))
    if asked.kind is Kind.PLACES:
        return PlacesField(choices=choices, blank=blank, places=places, mine=stored, **common)
    if len(choices) >= _MANY:
        plain = [(key, plain_text(label)) for key, label in offers]
        return ChoiceField(choices=plain, blank=blank or "–", **common)
    return AnswerField(choices=choices, blank=blank, **common)
