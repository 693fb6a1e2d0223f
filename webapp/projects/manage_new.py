"""A new project: made by the administrator, told in full by its coordinator."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.i18n import plain_text
from webapp.core.permissions import current_viewer, require
from webapp.core.renaming import SlugTaken, free_slug, is_free
from webapp.programmes.models import Programme
from webapp.projects import manage_choices as choices
from webapp.projects.manage_desk import blueprint
from webapp.projects.manage_forms import NewProjectForm
from webapp.projects.models import Membership, Phase, Project
from webapp.projects.organisations import Organisation

#: Words that stand in the place of a slug in the addresses of staff pages.
_RESERVED = frozenset({"new"})


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """The form."""
    require(current_viewer().is_admin)
    return _page(_form())


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Store it with its first phase."""
    require(current_viewer().is_admin)
    form = _form()
    if not form.validate():
        return _page(form), 422
    slug = form.slug.data or free_slug(Project, form.acronym.data or plain_text(form.name.data))
    try:
        with write():
            _create(form, slug)
    except SlugTaken as error:
        form.add_error(error.field, str(error))
        return _page(form), 422
    flash(_("The project is made. Its coordinator can tell the rest."), "success")
    return redirect(url_for(".show", slug=slug), 303)


def _create(form: Any, slug: str) -> None:
    if slug in _RESERVED or not is_free(Project, slug):
        raise SlugTaken(slug)
    project = Project(
        slug=slug,
        name=form.name.data,
        acronym=form.acronym.data or None,
        programme=choices.by_slug(Programme, form.programme.data),
    )
    phase = Phase(number=1, status="planned")
    lead = choices.by_slug(Organisation, form.lead.data)
    if lead is not None:
        phase.memberships.append(Membership(organisation=lead, role="lead"))
    project.phases.append(phase)
    db.session.add(project)
    db.session.flush()
    record(f"project:{project.id}", "created", None, {"name": project.name.as_json()})


def _form() -> Any:
    form = NewProjectForm()
    form.programme.choices = choices.programmes()
    form.lead.choices = choices.organisations()
    return form


def _page(form: Any) -> str:
    return render_template("projects/manage/new.html", form=form)
