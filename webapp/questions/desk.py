"""What all staff pages about an event's questions share: the blueprint, look-ups, the frame."""

from typing import Any

from flask import Blueprint, abort, render_template
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.i18n import configured_languages
from webapp.core.links import ALPHABET
from webapp.core.permissions import Act, current_viewer
from webapp.events.access import get_for_staff
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.questions.models import Question
from webapp.questions.queries import find
from webapp.questions.showing import KIND_WORDS

blueprint = Blueprint(
    "questions", __name__, url_prefix="/manage/events/<code>/questions", template_folder="templates"
)
_EVENT = (joinedload(Event.organiser), joinedload(Event.pool), selectinload(Event.project_links))


def find_event(code: str) -> Event:
    """The event, for those who plan it; 404 for who may not know of it, 403 for the others."""
    return get_for_staff(code, current_viewer(), Act.EDIT, *_EVENT)


def find_question(event: Event, public_id: str) -> Question:
    """A question of the form of today; else 404."""
    if not public_id or not set(public_id) <= set(ALPHABET) or len(public_id) > 16:
        abort(404)
    question = find(event.id, public_id)
    return abort(404) if question is None or question.retired_at is not None else question


def page(template: str, event: Event, **context: Any) -> str:
    """A page about the questions of *event*, in its workspace."""
    viewer = current_viewer()
    return render_template(
        f"questions/{template}",
        event=event,
        tab="questions",
        desk_tabs=tabs_of(event, "questions"),
        can_edit=event.can_be_edited_by(viewer),
        kind_look=KIND_WORDS,
        site_languages=configured_languages(),
        **context,
    )
