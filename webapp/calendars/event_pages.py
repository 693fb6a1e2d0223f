"""The page of one event's own calendar: to have it as it is at any time, or once."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from webapp.calendars.views import blueprint
from webapp.core.permissions import current_viewer, public
from webapp.events import queries
from webapp.events.access import get_visible
from webapp.events.views import statement_of


@blueprint.get("/events/<code>/calendar")
@public
def event_calendar(code: str) -> ResponseReturnValue:
    """How to have this one event in one's calendar."""
    event = get_visible(code, current_viewer(), *queries.WHOLE)
    if not event.has_calendar:
        abort(404)
    return render_template("calendars/event.html", event=event, statement=statement_of(event))
