"""What all pages of staff about one project share: the blueprint, the look-up, the tabs."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template, url_for
from flask_babel import gettext as _

from webapp.core.permissions import current_viewer, require
from webapp.core.renaming import moved_or_404
from webapp.projects import access, queries
from webapp.projects.models import Project

blueprint = Blueprint(
    "manage_projects", __name__, url_prefix="/manage/projects", template_folder="templates"
)
Tab = tuple[str, str, bool]


def find(slug: str, *, edits: bool = False) -> Project:
    """The project with all of its parts; 404 where there is none, 403 for who may not see it or,
    with *edits*, may not change it. A former address leads on."""
    project = queries.find_project(slug) if slug.isprintable() else None
    if project is None:
        abort(moved_or_404(Project, slug))
    viewer = current_viewer()
    require(access.may_edit(project, viewer) if edits else access.may_see(project, viewer))
    return project


def desk_page(template: str, project: Project, tab: str, **context: Any) -> str:
    """A page of the project's workspace; *tab* is the one it stands under."""
    return render_template(
        f"projects/manage/{template}",
        project=project,
        tab=tab,
        desk_tabs=tabs_of(project, tab),
        can_edit=access.may_edit(project, current_viewer()),
        **context,
    )


def tabs_of(project: Project, current: str) -> list[Tab]:
    """The sides of the project this viewer may look at: (address, words, is current)."""
    tabs = [("overview", "manage_projects.show", _("Overview"))]
    can_edit = access.may_edit(project, current_viewer())
    if can_edit:
        tabs.append(("facts", "manage_projects.facts", _("Facts")))
    tabs += [
        ("phases", "manage_projects.phases", _("Phases")),
        ("money", "manage_projects.money", _("Money")),
        ("news", "manage_projects.news_text", _("News text")),
    ]
    if can_edit:
        tabs += [
            ("milestones", "manage_projects.milestones", _("Milestones")),
            ("groups", "manage_projects.groups", _("Groups")),
            ("documents", "manage_projects.documents", _("Documents")),
            ("contacts", "manage_projects.contacts", _("Contacts")),
        ]
    tabs.append(("practices", "practice_desk.index", _("Good practices")))
    tabs.append(("history", "manage_projects.history", _("History")))
    return [
        (url_for(endpoint, slug=project.slug), words, name == current)
        for name, endpoint, words in tabs
        if endpoint in current_app.view_functions
    ]
