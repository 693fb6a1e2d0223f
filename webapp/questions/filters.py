"""Narrowing a list of people by what they answered."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.core.i18n import plain_text
from webapp.questions.queries import NONE, answer_condition, asked_of
from webapp.questions.showing import value_choices

__all__ = ["NONE", "FilterQuestion", "answer_condition", "filterable"]


@dataclass(frozen=True)
class FilterQuestion:
    """A question a list can be narrowed by: (value, words) of each answer, none included."""

    public_id: str
    label: str
    values: list[tuple[str, str]]


def filterable(event_id: int) -> list[FilterQuestion]:
    """The questions of an event whose answers can be told apart; never those about needs.

    One statement; ask it only where the event has questions (`Event.has_questions`).
    """
    offered = [(each, value_choices(each)) for each in asked_of(event_id)]
    return [
        FilterQuestion(each.public_id, plain_text(each.label), [*values, (NONE, _("no answer"))])
        for each, values in offered
        if values
    ]
