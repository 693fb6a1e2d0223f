"""Two people at one form: who saves second keeps everything of the first, field by field.

A form remembers what each of its inputs showed when it was opened. Sent when something else is
stored by now, three versions are compared: only mine differs, mine stays; only theirs differs,
theirs is taken over; both differ, the page asks which of the two. Texts are compared language by
language, so that two people may translate one description at once.

    class TextsForm(MergingForm): …

    form.remember(stored)                     # a fresh form
    merge = merged(form, stored, request.form)  # a stale one: form now holds what can be decided
    merge.conflicts                           # and this is asked on the page (`merge_question`)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Protocol

from flask_babel import gettext as _

from webapp.core.form_texts import LocalTextField
from webapp.core.form_versions import in_words
from webapp.core.forms import HiddenField, RevisedForm

_NOT_COMPARED = frozenset({"csrf_token", "posted_revision", "seen"})
_CHOICE = "keep-"
MINE, THEIRS = "mine", "theirs"


class Posted(Protocol):
    """What was sent (Werkzeug's MultiDict)."""

    def get(self, key: str) -> str | None:
        """The first value of a name."""

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""


class MergingForm(RevisedForm):
    """A form that remembers what it showed at first."""

    seen = HiddenField()

    def remember(self, stored: RevisedForm) -> None:
        """What a fresh form shows, or what somebody has just been shown of another version."""
        self.seen.data = " ".join(f"{each.key}={_mark(each.words)}" for each in _units(stored))

    def remembered(self) -> Mapping[str, str]:
        """Input → mark of what it held; empty for a form that brought none."""
        pairs = (part.partition("=") for part in (self.seen.data or "").split())
        return {key: mark for key, sign, mark in pairs if sign}


@dataclass(frozen=True)
class Conflict:
    """An input that both have changed: what each wrote, for the one who saves second to choose."""

    key: str
    label: str
    mine: str
    theirs: str
    chosen: str = ""

    @property
    def choice_name(self) -> str:
        """The name of the radio buttons."""
        return _CHOICE + self.key


@dataclass
class Merge:
    """What came of comparing: what is asked, and what was taken over (label, theirs)."""

    conflicts: list[Conflict] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)


def merged(mine: MergingForm, stored: RevisedForm, posted: Posted) -> Merge:
    """Put what only the others changed into *mine*; say what both changed.

    A choice that was sent (`Conflict.choice_name`) decides at once.
    """
    merge, before = Merge(), mine.remembered()
    others = {each.key: each for each in _units(stored)}
    for unit in _units(mine):
        other = others.get(unit.key)
        if other is None or other.words == unit.words:
            continue
        if before.get(unit.key) == _mark(other.words):
            continue  # only I have changed it
        if before.get(unit.key) == _mark(unit.words):
            unit.take(mine, other)
            merge.taken.append((unit.label, other.words or "–"))
        else:
            merge.conflicts.append(_conflict(unit, other, posted))
    return merge


def decided(mine: MergingForm, stored: RevisedForm, posted: Posted) -> Merge:
    """Apply the choices sent with a page that asked; what was left open is asked again."""
    merge = Merge()
    others = {each.key: each for each in _units(stored)}
    asked = set(posted.getlist("conflict"))
    for unit in list(_units(mine)):
        if unit.key not in asked or unit.key not in others:
            continue
        conflict = _conflict(unit, others[unit.key], posted)
        if conflict.chosen == THEIRS:
            unit.take(mine, others[unit.key])
        elif conflict.chosen != MINE and unit.words != others[unit.key].words:
            merge.conflicts.append(conflict)
    return merge


@dataclass(frozen=True)
class _Unit:
    """The smallest thing that is compared: a field, or one language of a text."""

    key: str
    label: str
    words: str
    field: Any
    language: str = ""

    def take(self, form: RevisedForm, other: "_Unit") -> None:
        """Put the other version in."""
        if self.language:
            _put_text(self.field, self.language, other.words)
            return
        name = self.field.short_name
        form._fields[name] = other.field
        setattr(form, name, other.field)


def _units(form: RevisedForm) -> Iterator[_Unit]:
    for each in form:
        if each.short_name in _NOT_COMPARED:
            continue
        label = str(each.label.text)
        if not isinstance(each, LocalTextField):
            yield _Unit(each.short_name, label, in_words(each), each)
            continue
        for part in each.inputs:
            words = _("%(field)s (%(language)s)", field=label, language=part.language_name)
            yield _Unit(part.name, words, part.text, each, part.language)


def _put_text(text_field: LocalTextField, language: str, words: str) -> None:
    for part in text_field.inputs:
        if part.language == language:
            part.text = words
    text_field.data = text_field.data.put(language, words)


def _conflict(unit: _Unit, other: _Unit, posted: Posted) -> Conflict:
    chosen = posted.get(_CHOICE + unit.key) or ""
    return Conflict(unit.key, unit.label, unit.words or "–", other.words or "–", chosen)


def _mark(words: str) -> str:
    return blake2b(words.encode(), digest_size=6).hexdigest()
