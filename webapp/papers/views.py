"""The public papers of an event: its agenda, once it is published."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.agenda.levels import Level
from webapp.core.database import db
from webapp.core.limits import slow_down_guessing
from webapp.core.link_pages import for_nobody_else
from webapp.core.links import ALPHABET
from webapp.core.permissions import Act, current_viewer, public
from webapp.events import queries
from webapp.events.access import get_visible
from webapp.events.models import Event
from webapp.papers.answering import as_page, as_pdf
from webapp.papers.data_agenda import agenda_data
from webapp.registrations.models import Registration

blueprint = Blueprint("event_papers", __name__, template_folder="templates")
slow_down_guessing(blueprint)


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


@blueprint.get("/badges/<public_id>")
@public
def badge(public_id: str) -> ResponseReturnValue:
    """Where the code of a badge leads: staff of the event to the person on their list, everybody
    else to the event. Says no more about anybody than the badge itself."""
    found = _registration(public_id)
    event, viewer = found.event, current_viewer()
    if event.may(viewer, Act.SEE_PEOPLE):
        address = url_for("people.show", code=event.code, public_id=found.public_id)
    else:
        get_visible(event.code, viewer)
        address = url_for("events.show", code=event.code)
    return for_nobody_else(redirect(address, 303))


def _registration(public_id: str) -> Registration:
    if len(public_id) > 16 or not set(public_id) <= set(ALPHABET):
        abort(404)
    query = select(Registration).where(Registration.public_id == public_id)
    query = query.options(joinedload(Registration.event).selectinload(Event.project_links))
    return db.session.scalar(query) or abort(404)


def _find(code: str) -> Event:
    event = get_visible(code, current_viewer(), *queries.WHOLE)
    if not event.has_agenda:
        abort(404)
    return event
