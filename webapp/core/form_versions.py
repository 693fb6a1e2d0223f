"""Two versions of a row in words: what somebody wrote, and what is stored."""

from typing import Any

from flask_babel import gettext as _

from webapp.core.form_notations import ReadField
from webapp.core.form_rows import RowsField
from webapp.core.forms import (
    BaseForm,
    ChoiceField,
    ChoicesField,
    HiddenField,
    LocalDateTime,
    YesField,
)
from webapp.core.i18n import current_language, language_name
from webapp.core.moments import moment
from webapp.core.period_words import period_words
from webapp.core.periods import Period
from webapp.core.text import LocalText

_NOT_SHOWN = frozenset({"csrf_token", "posted_revision"})
Version = tuple[str, str, str]


def versions(mine: BaseForm, stored: BaseForm) -> list[Version]:
    """(label, mine, stored) of every field that differs."""
    found = []
    for field in mine:
        if field.short_name in _NOT_SHOWN or field.short_name not in stored:
            continue
        words = in_words(field), in_words(stored[field.short_name])
        if words[0] != words[1]:
            found.append((str(field.label.text), words[0] or "–", words[1] or "–"))
    return found


def in_words(field: Any) -> str:
    """What a field holds, for people to compare; "" for nothing."""
    if isinstance(field, RowsField):
        rows = (row for row in field.rows if not field.is_empty(row) and not field.is_gone(row))
        return "; ".join(row_words(row) for row in rows)
    if isinstance(field, HiddenField):
        return ""
    if isinstance(field, ReadField):
        return field.typed if field.data is None else field.write(field.data)
    if isinstance(field, ChoicesField):
        return ", ".join(words for _value, words, chosen in field.offered() if chosen)
    if isinstance(field, ChoiceField):
        blank = "" if field.data in (None, "") else str(field.data)
        return next((words for value, words, chosen in field.offered() if chosen and value), blank)
    if isinstance(field, YesField):
        return str(_("yes") if field.data else _("no"))
    return plain_words(field.data)


def plain_words(value: Any) -> str:
    """A value in words."""
    if isinstance(value, LocalText):
        return text_words(value)
    if isinstance(value, Period):
        return period_words(value, current_language(), with_zone=True)
    if isinstance(value, LocalDateTime):
        return moment(value.at, value.zone)
    return "" if value is None else str(value)


def text_words(text: LocalText) -> str:
    """A text in all its languages: "English: Kick-off · Latviešu: Atklāšana"."""
    if len(text.texts) == 1 and current_language() in text.texts:
        return str(text)
    named = (f"{language_name(tag, tag)}: {words}" for tag, words in text.texts.items())
    return " · ".join(named)


def row_words(row: Any) -> str:
    """A row of inputs on one line; a box that is not ticked says nothing."""
    told = (part for part in row if part.data or not isinstance(part, YesField))
    return ", ".join(filter(None, (in_words(part) for part in told)))


def differs(mine: BaseForm, stored: BaseForm) -> bool:
    """Whether anything was changed at all."""
    return bool(versions(mine, stored))
