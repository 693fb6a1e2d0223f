"""Thin routes for staff: the papers of one event, under /manage/events/<code>/papers/."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.link_pages import for_nobody_else
from webapp.core.permissions import Act, current_viewer
from webapp.events import manage_desk
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event
from webapp.papers.answering import as_page, as_pdf
from webapp.papers.catalogue import PAPERS, Paper, Wanted
from webapp.papers.shelf import shelf_of

blueprint = Blueprint(
    "papers", __name__, url_prefix="/manage/events/<code>/papers", template_folder="templates"
)
blueprint.after_request(for_nobody_else)


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """Each paper with what it holds and what it still lacks."""
    event = manage_desk.find(code)
    return page("index.html", event, shelf=shelf_of(event, current_viewer()))


@blueprint.get("/<name>.pdf")
def file(code: str, name: str) -> ResponseReturnValue:
    """A paper as PDF."""
    paper, event = _find(code, name)
    return as_pdf(name, event, paper.make(event, Wanted.read(request.args)))


@blueprint.get("/<name>.html")
def show(code: str, name: str) -> ResponseReturnValue:
    """The same paper as a page."""
    paper, event = _find(code, name)
    asked: dict[str, Any] = {key: value for key, value in request.args.items() if key != "lang"}
    pdf = url_for(".file", code=code, name=name, **asked)
    data = paper.make(event, Wanted.read(request.args))
    return as_page(name, event, data, back=url_for(".index", code=code), file=pdf)


def page(template: str, event: Event, **context: object) -> str:
    """A page about the papers of *event*, in its workspace."""
    viewer = current_viewer()
    return render_template(
        f"papers/manage/{template}",
        event=event,
        tab="papers",
        desk_tabs=tabs_of(event, "papers"),
        can_edit=event.can_be_edited_by(viewer),
        sees_people=event.may(viewer, Act.SEE_PEOPLE),
        **context,
    )


def _find(code: str, name: str) -> tuple[Paper, Event]:
    event = manage_desk.find(code)
    paper = PAPERS.get(name) or abort(404)
    if not event.may(current_viewer(), paper.act):
        abort(403)
    return paper, event
