"""Thin routes for staff, under /manage/events/: the list, the overview and the history."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.permissions import current_viewer, require
from webapp.events import manage_choices as choices
from webapp.events import (  # noqa: F401 they add their routes
    manage_edit,
    manage_preview,
    manage_registration,
    manage_texts,
)
from webapp.events import project_numbers as _numbers  # noqa: F401 offers itself to templates
from webapp.events.acting import registered
from webapp.events.listing import period_before
from webapp.events.manage_act_pages import PAGES
from webapp.events.manage_desk import blueprint, desk_page, find
from webapp.events.manage_history import MOST, entries_of
from webapp.events.manage_lists import STATES, DeskFilters, desk_list, when_words
from webapp.events.manage_overview import addresses, missing, possible_acts

__all__ = ["blueprint"]


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """All events one may see as staff: drafts and internal ones too."""
    viewer, filters = current_viewer(), DeskFilters.read(request.args)
    require(viewer.is_admin or bool(viewer.grants))
    page = desk_list(viewer, filters, request.args.get("after", ""), request.args.get("before", ""))
    return render_template(
        "events/manage/index.html",
        page=page,
        filters=filters,
        states=STATES,
        when=when_words(),
        projects=choices.named(choices.seen_projects(viewer)),
        may_plan=choices.may_plan_any(viewer),
    )


@blueprint.get("/<code>/")
def show(code: str) -> ResponseReturnValue:
    """How the event stands, what is missing, what can be done."""
    event = find(code)
    may_edit = event.can_be_edited_by(current_viewer())
    return desk_page(
        "show.html",
        event,
        "overview",
        missing=missing(event),
        addresses=addresses(event),
        acts=[PAGES[name] for name in possible_acts(event)] if may_edit else [],
        people=registered(event),
        before=period_before(event),
    )


@blueprint.get("/<code>/history")
def history(code: str) -> ResponseReturnValue:
    """The change log of the event in words."""
    event = find(code)
    return desk_page("history.html", event, "history", entries=entries_of(event), most=MOST)
