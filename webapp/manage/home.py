"""The first page of staff: what is due, what comes next, what one is responsible for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.permissions import Viewer, current_viewer
from webapp.events.manage_choices import may_plan_any, seen_projects
from webapp.events.manage_lists import DeskFilters, desk_list
from webapp.manage.due import Due, due_for
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.projects.role_words import role_word

blueprint = Blueprint("manage", __name__, url_prefix="/manage", template_folder="templates")
_NEXT = 6
_IN_RAIL = 12


@dataclass(frozen=True)
class Held:
    """A role one holds, with the rows it is held at."""

    word: str
    organisation: Organisation
    project: Project | None


@blueprint.get("/")
def home() -> str:
    """What is due, in order; the next events; one's roles."""
    viewer = current_viewer()
    return render_template(
        "manage/home.html",
        due=due_for(viewer),
        address_of=address_of,
        events=desk_list(viewer, DeskFilters(), size=_NEXT).events,
        roles=roles_of(viewer),
        may_plan=may_plan_any(viewer),
    )


@blueprint.get("/projects/")
def projects() -> str:
    """One's projects, each with its public page, its events and the way to a new one."""
    viewer = current_viewer()
    return render_template(
        "manage/projects.html",
        projects=rail_projects(),
        roles=roles_of(viewer),
        may_plan=may_plan_any(viewer),
    )


def address_of(due: Due) -> str:
    """Where to do it."""
    values: dict[str, Any] = dict(due.values)
    is_there = due.endpoint in current_app.view_functions
    return url_for(due.endpoint if is_there else "manage_events.show", code=due.code, **values)


def roles_of(viewer: Viewer) -> list[Held]:
    """The roles one holds today, by organisation."""
    organisations = _rows(Organisation, viewer.organisation_ids)
    projects = _rows(Project, viewer.project_ids)
    held = [
        Held(
            role_word(grant.role),
            organisations[grant.organisation_id],
            projects[grant.project_id] if grant.project_id is not None else None,
        )
        for grant in viewer.grants
    ]
    return sorted(held, key=lambda each: (each.organisation.sort_key, each.word))


def _rows(model: Any, ids: Iterable[int]) -> dict[int, Any]:
    query = select(model).where(model.id.in_(list(ids)))
    return {row.id: row for row in db.session.scalars(query)}


@blueprint.app_template_global()
def rail_projects() -> list[Project]:
    """The projects in the rail of staff pages: one statement a page."""
    if "rail_projects" not in g:
        g.rail_projects = seen_projects(current_viewer())
    found: list[Project] = g.rail_projects
    return found


@blueprint.app_template_global()
def rail_desks() -> list[tuple[str, str, str, bool]]:
    """The desks beside events and projects, as the rail wants them: those this installation has."""
    desks = (
        ("organisations", _("Organisations"), "landmark"),
        ("programmes", _("Programmes"), "scroll-text"),
        ("colleagues", _("Colleagues"), "users"),
        ("retention", _("Keeping and erasing"), "archive"),
    )
    return [
        (url_for(f"{name}.index"), words, sign, request.blueprint == name)
        for name, words, sign in desks
        if f"{name}.index" in current_app.view_functions
    ]


@blueprint.app_template_global()
def rail_length() -> int:
    """So many projects fit into the rail; the page of projects has them all."""
    return _IN_RAIL
