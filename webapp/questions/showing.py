"""Questions and answers in the reader's words."""

from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from webapp.core.date_words import locale_of
from webapp.core.i18n import current_language, plain_text
from webapp.questions.asking import NO, WITH_OPTIONS, YES, Asked, Kind, keys_of

#: What each kind is called on staff pages, with its sign (Lucide).
KIND_WORDS: dict[Kind, tuple[str, str]] = {
    Kind.SHORT_TEXT: ("text-cursor-input", lazy_pgettext("question", "short text")),
    Kind.LONG_TEXT: ("text-align-start", lazy_pgettext("question", "long text")),
    Kind.NUMBER: ("hash", lazy_pgettext("question", "number")),
    Kind.DATE: ("calendar", lazy_pgettext("question", "date")),
    Kind.ONE: ("circle-dot", lazy_pgettext("question", "one of several")),
    Kind.SEVERAL: ("list-checks", lazy_pgettext("question", "several of several")),
    Kind.YES_NO: ("toggle-left", lazy_pgettext("question", "yes or no")),
    Kind.CONSENT: ("square-check", lazy_pgettext("question", "consent")),
    Kind.PLACES: ("ticket", lazy_pgettext("question", "choice with limited places")),
    Kind.DIET: ("utensils", lazy_pgettext("question", "dietary requirements")),
    Kind.ACCESS: ("accessibility", lazy_pgettext("question", "accessibility requirements")),
}
_YES_NO = {YES: _l("yes"), NO: _l("no")}


def answer_words(asked: Asked, value: str) -> str:
    """An answer for people, in the words of the version it was given to."""
    if not value:
        return ""
    if asked.kind in WITH_OPTIONS:
        keys = keys_of(value) or (value,)
        return ", ".join(option_words(asked, key) for key in keys)
    if asked.kind is Kind.YES_NO:
        return str(_YES_NO.get(value, value))
    if asked.kind is Kind.CONSENT:
        return str(_("agreed"))
    if asked.kind is Kind.DATE:
        day = date.fromisoformat(value)
        return format_date(day, "long", locale=locale_of(current_language()))
    return value


def option_words(asked: Asked, key: str) -> str:
    """The words of one option for the reader."""
    return plain_text(asked.label_of(key)) or key


def value_choices(asked: Asked) -> list[tuple[str, str]]:
    """(value, words) of the answers that can be told apart: what filters and conditions offer."""
    if asked.kind in WITH_OPTIONS:
        return [(option.key, plain_text(option.label)) for option in asked.options]
    if asked.kind is Kind.YES_NO:
        return [(value, str(words)) for value, words in _YES_NO.items()]
    if asked.kind is Kind.CONSENT:
        return [(YES, str(_("agreed")))]
    return []


def condition_words(asked: Asked, questions: dict[str, Asked]) -> str:
    """When it is asked: "Only if you answered “yes” to “Do you stay overnight?”", or ""."""
    if asked.condition is None or asked.condition.question not in questions:
        return ""
    decides = questions[asked.condition.question]
    label, value = plain_text(decides.label), asked.condition.value
    if not value:
        return str(_("Only if you answered “%(question)s”.", question=label))
    if decides.kind is Kind.CONSENT:
        return str(_("Only if you agreed: “%(question)s”.", question=label))
    return str(
        _(
            "Only if you answered “%(answer)s” to “%(question)s”.",
            answer=answer_words(decides, value),
            question=label,
        )
    )
