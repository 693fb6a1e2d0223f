"""The public page of a project."""

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, render_template
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from webapp.core.permissions import public
from webapp.core.renaming import moved_or_404
from webapp.core.times import now
from webapp.projects import partnership, pictures, queries, words
from webapp.projects.models import Project
from webapp.projects.sources import sources_of


def _offer(words_of: Any, state: BlueprintSetupState) -> None:
    words_of.init_app(state.app)


blueprint = Blueprint("projects", __name__, template_folder="templates")
for _words in (words, pictures, partnership):
    blueprint.record_once(partial(_offer, _words))


@blueprint.get("/projects/<slug>/")
@public
def show(slug: str) -> ResponseReturnValue:
    """One project: what it is, who takes part, who pays, what takes place."""
    project = queries.find_project(slug) if slug.isprintable() else None
    if project is None:
        return moved_or_404(Project, slug)
    programme = project.programme
    return render_template(
        "projects/show.html",
        project=project,
        budgets=queries.budgets_of(project),
        milestones=sorted(project.milestones, key=lambda each: each.first_on or date.max),
        partnership=partnership.partners_by_country(project),
        practices=queries.practices_of(project),
        sources=sources_of(f"project:{project.id}"),
        statement=programme.statement_on(now().date()) if programme else None,
    )
