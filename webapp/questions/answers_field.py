"""All questions of an event as one field of a form; its data are the `Answers`.

The server decides: a question whose condition does not hold is not required, and what was typed
there is not kept. A script only hides what is not asked meanwhile (static/js/conditions.js).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms.form import BaseForm as PlainForm
from wtforms.meta import DefaultMeta
from wtforms.utils import unset_value

from webapp.core.form_cleaning import CleanMeta
from webapp.core.form_fields import Asking
from webapp.core.forms import field_target
from webapp.core.i18n import plain_text
from webapp.needs.options import Needed, in_words
from webapp.questions.answer_fields import Offer, canonical, field_for, need_fields, typed_of
from webapp.questions.asking import Answers, Asked, Kind, concerned, keys_of
from webapp.questions.errors import AnswerError, QuestionsChanged
from webapp.questions.queries import Given, Places
from webapp.questions.showing import answer_words, condition_words

_NEEDED = "-words"


class _Meta(CleanMeta, DefaultMeta):
    """Cleaned texts and our own words, for the inner form."""


@dataclass
class Row:
    """One question on the page: its input, and when it is asked."""

    asked: Asked
    field: Any
    words_field: Any = None
    when: str = ""
    #: The name of the inputs that decide, and the answer that must be there ("": any).
    decides: str = ""
    value: str = ""


class AnswersField(Asking):
    """The view says what to `ask` before anything is validated or shown."""

    data: Answers
    rows: list[Row]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Keep what was posted until it is known what is asked."""
        self.process_errors, self.object_data = [], None
        self.data, self.rows = Answers(), []
        self._questions: tuple[Asked, ...] = ()
        prefix = f"{self.name}-"
        is_here = formdata is not None and any(key.startswith(prefix) for key in formdata)
        self._posted = formdata if is_here else None
        self._seen = self._tokens(formdata)

    def ask(
        self,
        questions: Sequence[Asked],
        places: Mapping[str, Places] | None = None,
        given: Mapping[int, Given] | None = None,
        needs: Mapping[str, Needed] | None = None,
        *,
        by_staff: bool = False,
        shows_needs: bool = True,
    ) -> None:
        """Ask these questions; *given* and *needs* (by kind) are what is stored of this person.

        Staff may leave out anything. *shows_needs* is `Act.SEE_NEEDS` where staff fill it in.
        """
        self._questions = tuple(each for each in questions if shows_needs or not each.is_need)
        self._given, self._needs = dict(given or {}), dict(needs or {})
        self._by_staff, self._shows_needs = by_staff, shows_needs
        self._places = places or {}
        self._form = PlainForm(self._fields(), prefix=f"{self.name}-", meta=_Meta())
        self._form.process(self._posted, data=self._initial())
        self.rows = [self._row(each) for each in self._questions]

    @property
    def asked_name(self) -> str:
        """The hidden input that says which words the page showed."""
        return f"{self.name}-asked"

    @property
    def asked_tokens(self) -> str:
        """Its value."""
        return " ".join(each.token for each in self._questions)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check the questions that are asked; forget what was typed into the others."""
        self.errors = []
        if not self._questions:
            self.data = Answers()
            return True
        self._form.validate()
        typed = {each.public_id: self._value(each) for each in self._questions}
        asked = concerned(self._questions, typed)
        asked_ids = {each.question_id for each in asked}
        for row in self.rows:
            if row.asked.question_id not in asked_ids:
                self._clear(row)
            elif self._has_other_words(row.asked):
                message = _(
                    "This question has changed since you opened the page. Look at it again."
                )
                row.field.errors = [*row.field.errors, message]
        self.data = self._answers(asked, typed)
        self.errors = [message for _id, message in self.part_errors()]
        return not self.errors

    def refuse(self, error: AnswerError, questions: Sequence[Asked], places: Any) -> str:
        """Ask once more after a rule refused; gives what concerns the whole form, or ""."""
        given, needs = self._given, self._needs
        how = {"by_staff": self._by_staff, "shows_needs": self._shows_needs}
        self.ask(questions, places, given, needs, **how)
        row = next((row for row in self.rows if row.asked.public_id == error.public_id), None)
        if row is None or isinstance(error, QuestionsChanged):
            return str(error)
        row.field.errors = [*row.field.errors, str(error)]
        self.errors = [str(error)]
        return ""

    def versions(self) -> list[tuple[str, str, str]]:
        """(question, what was typed, what is stored) of every answer that differs."""
        found = []
        for each in self._questions:
            if each.is_need:
                kind = each.kind.value
                stored = self._needs.get(kind, Needed())
                mine, theirs = (in_words(kind, one) for one in (self._needed(each), stored))
            else:
                given = self._given.get(each.question_id)
                mine = answer_words(each, self._value(each))
                theirs = "" if given is None else answer_words(given.asked, given.value)
            if mine != theirs:
                found.append((plain_text(each.label), mine or "–", theirs or "–"))
        return found

    def part_errors(self) -> Iterator[tuple[str, str]]:
        """(id of the input, message) for each error."""
        for row in self.rows:
            for field in filter(None, (row.field, row.words_field)):
                for message in field.errors:
                    yield field_target(field), message

    @property
    def own_errors(self) -> list[str]:
        """Every error belongs to one question."""
        return []

    def _fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for each in self._questions:
            if each.is_need:
                fields[each.public_id], fields[each.public_id + _NEEDED] = need_fields(each)
                continue
            stored = self._stored(each)
            required = each.is_required and not self._by_staff
            more = self._no_more_offered(each)
            fields[each.public_id] = field_for(each, self._places, stored, required, more)
        return fields

    def _initial(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for each in self._questions:
            if each.is_need:
                needed = self._needs.get(each.need_kind, Needed())
                values[each.public_id] = list(needed.options)
                values[each.public_id + _NEEDED] = needed.words
            else:
                values[each.public_id] = typed_of(each, self._stored(each))
        return values

    def _stored(self, asked: Asked) -> str:
        """What the input begins with. A consent to other words is not shown as one to these."""
        given = self._given.get(asked.question_id)
        if given is None:
            return ""
        is_outdated = given.asked.version_id != asked.version_id
        if asked.kind is Kind.CONSENT and is_outdated and not self._by_staff:
            return ""
        return given.value

    def _no_more_offered(self, asked: Asked) -> list[Offer]:
        """What somebody chose of options that were taken off since stays theirs to keep."""
        given = self._given.get(asked.question_id)
        if given is None:
            return []
        offered = {option.key for option in asked.options}
        chosen = keys_of(given.value) or (given.value,)
        labels = ((key, given.asked.label_of(key)) for key in chosen if key not in offered)
        return [(key, label) for key, label in labels if label is not None]

    def _row(self, asked: Asked) -> Row:
        by_id = {each.public_id: each for each in self._questions}
        row = Row(asked, self._form[asked.public_id], when=condition_words(asked, by_id))
        if asked.is_need:
            row.words_field = self._form[asked.public_id + _NEEDED]
        if asked.condition is not None:
            row.decides = f"{self.name}-{asked.condition.question}"
            row.value = asked.condition.value
        return row

    def _value(self, asked: Asked) -> str:
        if asked.is_need:
            return ""
        field: Any = self._form[asked.public_id]
        return canonical(asked, field.data)

    def _answers(self, asked: Sequence[Asked], typed: Mapping[str, str]) -> Answers:
        ids = {each.question_id for each in asked}
        values = {
            each.question_id: typed[each.public_id] for each in asked if typed[each.public_id]
        }
        needs: dict[int, Needed] | None = None
        if self._shows_needs:
            needs = {
                each.question_id: self._needed(each) if each.question_id in ids else Needed()
                for each in self._questions
                if each.is_need
            }
        return Answers(self._questions, values, needs, frozenset(self._anew(values)))

    def _anew(self, values: Mapping[int, str]) -> Iterator[int]:
        """Consents given once more, to words that are new."""
        for each in self._questions:
            given = self._given.get(each.question_id)
            if each.kind is not Kind.CONSENT or given is None or self._by_staff:
                continue
            if each.question_id in values and given.asked.version_id != each.version_id:
                yield each.question_id

    def _needed(self, asked: Asked) -> Needed:
        ticked: Any = self._form[asked.public_id]
        words: Any = self._form[asked.public_id + _NEEDED]
        return Needed(tuple(ticked.data or ()), words.data or "")

    def _clear(self, row: Row) -> None:
        for field in filter(None, (row.field, row.words_field)):
            field.errors = []

    def _tokens(self, formdata: Any) -> dict[str, str]:
        """Public id → token of the words the page showed; empty where it did not say."""
        text = (formdata or {}).get(self.asked_name) or ""
        return {token.partition(".")[0]: token for token in text.split()[:500]}

    def _has_other_words(self, asked: Asked) -> bool:
        return self._seen.get(asked.public_id, asked.token) != asked.token
