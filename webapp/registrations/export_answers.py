"""What people answered, as columns of an exported list; needs apart, for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core.i18n import plain_text
from webapp.events.models import Event
from webapp.needs import rules as needs
from webapp.needs.options import Needed, in_words
from webapp.questions.asking import Asked, Kind
from webapp.questions.queries import Book, Given, answers_of_many, book_of
from webapp.questions.showing import answer_words

#: Before the public id of a question, in the name of its column.
ANSWER, NEED = "answer-", "need-"


@dataclass
class AnswerCells:
    """Makes the cells of these columns; the view has checked who may have which."""

    book: Book
    names: frozenset[str]
    _answers: dict[int, dict[int, Given]] = field(default_factory=dict)
    _needs: dict[int, dict[str, Needed]] = field(default_factory=dict)

    def load(self, registration_ids: Sequence[int]) -> None:
        """Read what these people answered: a statement, and one more with needs."""
        if any(name.startswith(ANSWER) for name in self.names):
            self._answers = answers_of_many(registration_ids, self.book)
        if any(name.startswith(NEED) for name in self.names):
            self._needs = needs.of_many(registration_ids)

    def answer(self, asked: Asked, registration_id: int) -> str | int | None:
        """One answer, in the words of the version it was given to."""
        given = self._answers.get(registration_id, {}).get(asked.question_id)
        if given is None:
            return None
        if asked.kind is Kind.NUMBER:
            return int(given.value)
        if asked.kind is Kind.DATE:
            return given.value  # as ISO 8601 has it, so that spreadsheets sort it
        return answer_words(given.asked, given.value)

    def need(self, asked: Asked, registration_id: int) -> str | None:
        """What somebody needs of one kind."""
        needed = self._needs.get(registration_id, {}).get(asked.kind.value)
        return None if needed is None else in_words(asked.kind.value, needed)


def cells_of(event: Event, names: frozenset[str]) -> AnswerCells | None:
    """What makes the cells of the columns *names*; None where none of them is an answer."""
    wanted = frozenset(name for name in names if name.startswith((ANSWER, NEED)))
    return AnswerCells(book_of(event.id), wanted) if wanted else None


def headings_of(event: Event, *, sees_needs: bool) -> list[tuple[str, str, Asked]]:
    """(name, heading, question) of the columns there can be; what was taken off the form last."""
    if not event.has_questions:
        return []
    found = []
    for asked in book_of(event.id).all:
        label = plain_text(asked.label)
        if not asked.is_need:
            found.append((f"{ANSWER}{asked.public_id}", label, asked))
        elif sees_needs:
            heading = str(_("Needs: %(question)s", question=label))
            found.append((f"{NEED}{asked.public_id}", heading, asked))
    return found
