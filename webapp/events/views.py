"""The public pages of events: lists, months, one event."""

import re
from datetime import UTC, date, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import pages
from webapp.core.i18n import current_language
from webapp.core.permissions import Viewer, current_viewer, public
from webapp.core.times import now, to_wall
from webapp.core.zones import reader_zone
from webapp.events import queries, words
from webapp.events.access import get_visible
from webapp.events.choices import choices, labels
from webapp.events.forms import Filters
from webapp.events.listing import (
    by_month,
    neighbours,
    period_before,
    shown_seats,
    state_of,
    states_of,
    weeks_of,
)
from webapp.events.models import Event, Mode
from webapp.events.openness import Openness, openness_of
from webapp.events.structured import structured_data
from webapp.projects.models import Project
from webapp.projects.sources import sources_of

blueprint = Blueprint("events", __name__, template_folder="templates")
blueprint.add_app_template_global(state_of)
blueprint.add_app_template_global(states_of)
blueprint.add_app_template_global(shown_seats)
blueprint.add_app_template_global(by_month)

#: How many past events a project's page shows before it points to the list.
_LAST = 12
_MONTH = re.compile(r"(\d{4})-(\d\d)")
blueprint.record_once(lambda state: words.init_app(state.app))


@blueprint.app_template_global()
def events_of_project(project: Project) -> tuple[list[Event], list[Event]]:
    """What is coming in a project and what was last, as far as the reader may find it."""
    viewer, of_it = current_viewer(), queries.of_project(project.id)
    return queries.coming(viewer, of_it), queries.past(viewer, of_it, limit=_LAST)


@blueprint.get("/events/")
@public
def index() -> ResponseReturnValue:
    """The list: what is coming, or with ``?past=1`` what has been, the newest first."""
    viewer, filters = current_viewer(), Filters.read(request.args)
    in_past = request.args.get("past") == "1"
    page = queries.page_of(
        viewer,
        filters,
        in_past=in_past,
        after=request.args.get("after", ""),
        before=request.args.get("before", ""),
    )
    available = choices(viewer)
    return render_template(
        "events/index.html",
        months=by_month(page.events, None if in_past else today()),
        page=page,
        filters=filters,
        choices=available,
        labels=labels(filters, available),
        in_past=in_past,
        today=today(),
    )


@blueprint.get("/events/month/<name>/")
@public
def month(name: str) -> ResponseReturnValue:
    """A month as a table, *name* is ``2027-05``."""
    first = _first_of(name)
    viewer, filters = current_viewer(), Filters.read(request.args)
    events = queries.spanning_month(viewer, filters, first)
    available = choices(viewer)
    return render_template(
        "events/month.html",
        first=first,
        events=events,
        is_cut=len(events) == queries.MOST_IN_A_MONTH,
        vague=queries.vague_in_month(viewer, filters, first),
        weeks=weeks_of(first, events, today()),
        neighbours=neighbours(first),
        filters=filters,
        choices=available,
        labels=labels(filters, available),
        today=today(),
    )


@blueprint.get("/events/<code>/")
@public
def show(code: str) -> ResponseReturnValue:
    """One event."""
    plain = re.sub(r"[^a-z0-9]", "", code.lower())
    if plain != code:  # typed from paper, or with the full stop of the sentence it stood in
        return redirect(url_for(".show", code=plain), 301) if plain else abort(404)
    return pages.kept(lambda: queries.shown(code), lambda: _page_of(code, current_viewer()))


def _page_of(code: str, viewer: Viewer) -> str:
    event = get_visible(code, viewer, *queries.WHOLE)
    is_invited = event.id in viewer.invited_to
    return event_page(event, viewer, openness_of(event, is_invited=is_invited))


def event_page(event: Event, viewer: Viewer, openness: Openness, **more: object) -> str:
    """The public page of *event* as *viewer* finds it. *more* is for its preview."""
    return render_template(
        "events/show.html",
        event=event,
        openness=openness,
        before=period_before(event),
        relatives=queries.relatives(event, viewer),
        sources=sources_of(event.key),
        zones=_zones(event),
        statement=statement_of(event),
        language=current_language(),
        structured_data=structured_data(event, openness),
        **more,
    )


def today() -> date:
    """The reader's date."""
    return to_wall(now(), reader_zone() or "UTC").date()


def _zones(event: Event) -> list[str]:
    """Whose clocks an online event shows, beside its own."""
    if event.mode == Mode.ON_SITE or event.starts_zone is None or event.starts_at is None:
        return []
    return [zone for zone in queries.partner_zones(event) if zone != event.starts_zone]


@blueprint.app_template_global("funding_statement")
def statement_of(event: Event) -> object:
    """The funding statement in force on its day, of its main project's programme."""
    project = event.main_project
    if project is None or project.programme is None:
        return None
    return project.programme.statement_on(event.first_on or datetime.now(UTC).date())


def _first_of(name: str) -> date:
    found = _MONTH.fullmatch(name)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1900 <= year <= 2199 or not 1 <= number <= 12:
        abort(404)
    return date(year, number, 1)
