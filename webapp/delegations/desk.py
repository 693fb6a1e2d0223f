"""What all staff pages about an event's delegations share: the blueprint, look-ups, the frame."""

from typing import Any

from flask import Blueprint, abort, render_template

from webapp.core.permissions import Act, current_viewer
from webapp.delegations import board
from webapp.delegations.lacks import lack_words
from webapp.delegations.listing import delegates_among
from webapp.delegations.models import Delegation
from webapp.delegations.words import delegation_look, payer_words, role_words, standing_look
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.registrations import people_desk
from webapp.registrations.letter_facts import event_zone

blueprint = Blueprint(
    "delegation_desk",
    __name__,
    url_prefix="/manage/events/<code>/delegations",
    template_folder="templates",
)

blueprint.add_app_template_global(delegates_among)


def find_event(code: str, act: Act = Act.SEE_PEOPLE) -> Event:
    """The event, for those who may *act* on its people; 404 and 403 as on its list of people."""
    return people_desk.find_event(code, act)


def find_delegation(event: Event, public_id: str) -> Delegation:
    """A delegation of the event, loaded as a whole; else 404."""
    if not people_desk.is_code(public_id):
        abort(404)
    return board.find(event.id, public_id) or abort(404)


def page(template: str, event: Event, **context: Any) -> str:
    """A page about the delegations of *event*, in its workspace."""
    viewer, zone = current_viewer(), event_zone(event)
    return render_template(
        f"delegations/manage/{template}",
        event=event,
        tab="delegations",
        desk_tabs=tabs_of(event, "delegations"),
        can_edit=event.can_be_edited_by(viewer),
        may_change=event.may(viewer, Act.CHANGE_PEOPLE),
        zone=zone,
        short_moment=lambda instant: people_desk.short_moment(instant, zone),
        delegation_look=delegation_look,
        standing_look=standing_look,
        role_words=role_words,
        payer_words=payer_words,
        lack_words=lack_words,
        **context,
    )
