"""The questions of one event, asked again at another."""

from webapp.core.database import db
from webapp.events.models import Event
from webapp.questions.asking import Asked, Kind
from webapp.questions.models import Question
from webapp.questions.queries import asked_of, places_of
from webapp.questions.rules import Draft, OptionDraft, add


def copy_questions(source: Event, target: Event) -> list[Question]:
    """Ask at *target* what *source* asks today, in the same words and order; no answers.

    Inside ``with write():``.
    """
    if not source.has_questions:
        return []
    asked = asked_of(source.id)
    places = {key: each.capacity for key, each in places_of(asked).items()}
    renamed: dict[str, str] = {}
    made = []
    for each in asked:
        question = add(target, each.kind, _draft(each, places, renamed))
        renamed[each.public_id] = question.public_id
        made.append(question)
    db.session.flush()
    return made


def _draft(asked: Asked, places: dict[str, int | None], renamed: dict[str, str]) -> Draft:
    """The question as staff would write it anew; options keep their keys."""
    condition = asked.condition
    if condition is not None:
        condition = type(condition)(renamed[condition.question], condition.value)
    limited = asked.kind is Kind.PLACES
    return Draft(
        label=asked.label,
        hint=asked.hint,
        is_required=asked.is_required,
        least=asked.least,
        most=asked.most,
        options=tuple(
            OptionDraft(option.label, option.key, places.get(option.key) if limited else None)
            for option in asked.options
        ),
        condition=condition,
    )
