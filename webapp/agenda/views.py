"""The public page of an agenda; its desk has pages of its own."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from webapp.agenda import words
from webapp.agenda.levels import Level, level_of
from webapp.agenda.shown import agenda_of, agenda_shown
from webapp.core import pages
from webapp.core.permissions import Viewer, current_viewer, public
from webapp.events import queries
from webapp.events.access import get_visible

blueprint = Blueprint("agenda", __name__, template_folder="templates")
blueprint.add_app_template_global(agenda_shown)
blueprint.record_once(lambda state: words.init_app(state.app))


@blueprint.get("/events/<code>/agenda/")
@public
def show(code: str) -> ResponseReturnValue:
    """All days of an agenda, for those who may read it."""
    return pages.kept(lambda: queries.shown(code), lambda: _page_of(code, current_viewer()))


def _page_of(code: str, viewer: Viewer) -> str:
    event = get_visible(code, viewer, *queries.WHOLE)
    level = level_of(event, viewer)
    if not event.has_agenda and level is not Level.INTERNAL:
        abort(404)
    agenda = agenda_of(event, level)
    return render_template("agenda/show.html", event=event, agenda=agenda)
