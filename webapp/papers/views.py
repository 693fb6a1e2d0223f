"""The public papers of an event: its agenda, once it is published."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from webapp.agenda.levels import Level
from webapp.core.permissions import current_viewer, public
from webapp.events import queries
from webapp.events.access import get_visible
from webapp.events.models import Event
from webapp.papers.answering import as_page, as_pdf
from webapp.papers.data_agenda import agenda_data

blueprint = Blueprint("event_papers", __name__, template_folder="templates")


@blueprint.get("/events/<code>/agenda.pdf")
@public
def agenda_file(code: str) -> ResponseReturnValue:
    """What everyone may read of the agenda, to print and to file."""
    event = _find(code)
    return as_pdf("agenda", event, agenda_data(event, Level.PUBLIC), is_public=True)


@blueprint.get("/events/<code>/agenda.html")
@public
def agenda(code: str) -> ResponseReturnValue:
    """The same as a page."""
    event = _find(code)
    back = url_for("agenda.show", code=code)
    pdf = url_for(".agenda_file", code=code)
    return as_page("agenda", event, agenda_data(event, Level.PUBLIC), back=back, file=pdf)


def _find(code: str) -> Event:
    event = get_visible(code, current_viewer(), *queries.WHOLE)
    if not event.has_agenda:
        abort(404)
    return event
