"""The event's own questions, on the forms and pages of registrations."""

from dataclasses import dataclass
from typing import Any

from webapp.core.permissions import Act, current_viewer
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.needs import options as need_options
from webapp.needs import rules as needs
from webapp.needs.options import Needed
from webapp.questions.answering import needs_given
from webapp.questions.answers_field import AnswersField
from webapp.questions.asking import Asked, Kind, concerned
from webapp.questions.errors import AnswerError
from webapp.questions.queries import Given, answers_of, asked_of, places_of
from webapp.questions.showing import answer_words
from webapp.registrations.models import Registration


@dataclass(frozen=True)
class Told:
    """One answer on a page: the question as it was asked, and the answer in words.

    *number* is the version it was given to, *is_old* whether the question has other words now.
    """

    asked: Asked
    label: LocalText
    words: str
    number: int
    is_old: bool


def ask_in(
    form: Any, event: Event, registration: Registration | None = None, *, by_staff: bool = False
) -> None:
    """Ask the event's questions in *form*, beginning with what *registration* has answered.

    Staff see those about needs only where they may see needs.
    """
    if not event.has_questions:
        return
    field: AnswersField = form.questions
    questions = asked_of(event.id)
    shows_needs = not by_staff or may_see_needs(event)
    has_needs = shows_needs and any(each.is_need for each in questions)
    field.ask(
        questions,
        places_of(questions),
        answers_of(registration.id) if registration else None,
        needs.of_one(registration.id) if registration and has_needs else None,
        by_staff=by_staff,
        shows_needs=shows_needs,
    )


def refuse_in(form: Any, event: Event, error: AnswerError) -> None:
    """Ask again what a rule refused; it says why beside the question, or for the whole form."""
    questions = asked_of(event.id)
    words = form.questions.refuse(error, questions, places_of(questions))
    if words:
        form.add_error("", words)


def may_see_needs(event: Event) -> bool:
    """Whether the member of staff who is looking may see who needs what."""
    return event.may(current_viewer(), Act.SEE_NEEDS)


def answers_told(registration: Registration) -> list[Told]:
    """What somebody answered, in the order of the form; what was taken off it last."""
    if not registration.event.has_questions:
        return []
    now = {each.question_id: each for each in asked_of(registration.event_id)}
    found = answers_of(registration.id)
    ordered = [key for key in now if key in found] + [key for key in found if key not in now]
    return [_told(found[key], now.get(key)) for key in ordered]


def needs_told(registration: Registration) -> list[tuple[LocalText, str]]:
    """(question, answer) about needs; ask `may_see_needs` first, or show it to nobody else."""
    if not registration.event.has_questions:
        return []
    found = needs.of_one(registration.id)
    if not found:
        return []
    asked = [each for each in asked_of(registration.event_id) if each.is_need]
    given = needs_given(asked, found)
    told = [(each.label, _need_words(each, given[each.question_id])) for each in asked]
    return [(label, words) for label, words in told if words]


def unanswered(registration: Registration) -> list[Asked]:
    """Required questions that somebody in the running has not answered: asked since they came, or
    about a place that went to others."""
    if not registration.event.has_questions or not registration.is_live:
        return []
    questions = asked_of(registration.event_id)
    given = answers_of(registration.id)
    by_public_id = {
        each.public_id: given[each.question_id].value
        for each in questions
        if each.question_id in given
    }
    return [
        each
        for each in concerned(questions, by_public_id)
        if each.is_required and not by_public_id.get(each.public_id)
    ]


def _told(given: Given, now: Asked | None) -> Told:
    asked = given.asked
    is_old = now is None or now.version_id != asked.version_id
    return Told(asked, asked.label, answer_words(asked, given.value), asked.number, is_old)


def _need_words(asked: Asked, needed: Needed) -> str:
    assert asked.kind in (Kind.DIET, Kind.ACCESS)
    return need_options.in_words(asked.kind.value, needed)
