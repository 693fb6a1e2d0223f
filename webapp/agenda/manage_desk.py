"""What all staff pages about an agenda share: the blueprint, look-ups, the frame."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.agenda.queries import find_item, find_track
from webapp.agenda.words import item_hours, item_visibility
from webapp.core.permissions import Act, current_viewer, require
from webapp.events import manage_desk
from webapp.events.models import Event

blueprint = Blueprint(
    "agenda_desk",
    __name__,
    url_prefix="/manage/events/<code>/agenda",
    template_folder="templates",
)


def find(code: str, act: Act = Act.EDIT) -> Event:
    """The event; 404 for who may not know of it, 403 for who may not *act*, or if it was withdrawn
    and would be changed."""
    event = manage_desk.find(code, act)
    require(act is not Act.EDIT or event.withdrawn_at is None)
    return event


def item_at(event: Event, public_id: str) -> AgendaItem:
    """An item of the event, else 404."""
    return find_item(event, public_id) or abort(404)


def track_at(event: Event, public_id: str) -> AgendaTrack:
    """A track of the event, else 404."""
    return find_track(event, public_id) or abort(404)


def page(template: str, event: Event, **context: Any) -> str:
    """A page about the agenda of *event*, in its workspace."""
    return render_template(
        f"agenda/manage/{template}",
        event=event,
        tab="agenda",
        desk_tabs=manage_desk.tabs_of(event, "agenda"),
        can_edit=event.can_be_edited_by(current_viewer()) and event.withdrawn_at is None,
        hours_of=item_hours,
        visibility_look=item_visibility,
        **context,
    )


def to_index(event_code: str, item: AgendaItem | str) -> ResponseReturnValue:
    """Back to the timetable, at an item."""
    public_id = item if isinstance(item, str) else item.public_id
    return redirect(url_for(".index", code=event_code, _anchor=f"item-{public_id}"), 303)
