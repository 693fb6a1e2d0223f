"""What all pages of staff about one event share: the blueprint, the look-up, the tabs."""

from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from webapp.core.permissions import Act, current_viewer
from webapp.events.access import get_for_staff
from webapp.events.models import Event
from webapp.events.queries import WHOLE

blueprint = Blueprint(
    "manage_events", __name__, url_prefix="/manage/events", template_folder="templates"
)
Tab = tuple[str, str, bool]


def find(code: str, act: Act = Act.SEE) -> Event:
    """The event, loaded as a whole; 404 for who may not know of it, 403 for who may not *act*."""
    return get_for_staff(code, current_viewer(), act, *WHOLE, joinedload(Event.follows))


def desk_page(template: str, event: Event, tab: str, **context: Any) -> str:
    """A page of the event's workspace; *tab* is the one it stands under."""
    return render_template(
        f"events/manage/{template}",
        event=event,
        tab=tab,
        desk_tabs=tabs_of(event, tab),
        can_edit=event.can_be_edited_by(current_viewer()),
        sees_people=event.may(current_viewer(), Act.SEE_PEOPLE),
        **context,
    )


@blueprint.app_template_global()
def has_page(endpoint: str) -> bool:
    """Whether this installation has a view: capabilities above this one may be left out."""
    return endpoint in current_app.view_functions


def tabs_of(event: Event, current: str) -> list[Tab]:
    """The sides of the event this viewer may look at: (address, words, is current)."""
    viewer = current_viewer()
    tabs = [("overview", "manage_events.show", _("Overview"))]
    if event.can_be_edited_by(viewer) and event.withdrawn_at is None:
        tabs += [
            ("edit", "manage_events.edit", _("Edit")),
            ("texts", "manage_events.texts", _("Texts")),
            ("registration", "manage_events.registration", _("Registration")),
            ("questions", "questions.index", _("Questions")),
        ]
    tabs.append(("agenda", "agenda_desk.index", _("Agenda")))
    if event.may(viewer, Act.SEE_PEOPLE):
        tabs += [
            ("people", "people.index", _("People")),
            ("delegations", "delegation_desk.index", _("Delegations")),
            ("logistics", "logistics.index", _("Logistics")),
        ]
    tabs.append(("papers", "papers.index", _("Papers")))
    if event.may(viewer, Act.EDIT) or event.may(viewer, Act.SEE_PEOPLE):
        tabs.append(("takeaways", "takeaways_desk.index", _("Takeaways")))
    if event.may(viewer, Act.CHANGE_PEOPLE):
        tabs.append(("letters", "letters.index", _("Letters")))
    tabs.append(("history", "manage_events.history", _("History")))
    if event.is_draft and event.withdrawn_at is None:
        tabs.append(("public", "manage_events.preview", _("Preview")))
    elif event.withdrawn_at is None:
        tabs.append(("public", "events.show", _("Public view")))
    return [
        (url_for(endpoint, code=event.code), words, name == current)
        for name, endpoint, words in tabs
        if has_page(endpoint)
    ]
