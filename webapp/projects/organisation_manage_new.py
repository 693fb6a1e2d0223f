"""A new organisation, after a look at those that may be the same one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.permissions import current_viewer, require
from webapp.projects import organisation_rules as rules
from webapp.projects.organisation_forms import NewOrganisationForm
from webapp.projects.organisation_manage import blueprint
from webapp.projects.organisation_names import alike
from webapp.projects.organisations import Organisation

_FIELDS = ("name", "kind", "country", "city", "zone")
#: The zone most of our organisations are in: the column's own.
_ZONE = "Europe/Riga"


@blueprint.get("/new")
def new() -> str:
    """The form. Only the administrator makes organisations: roles hang on them."""
    require(current_viewer().is_admin)
    return _page(NewOrganisationForm(data={"zone": _ZONE, "kind": "organisation"}))


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Store it; where one of the same name may be here already, ask first."""
    require(current_viewer().is_admin)
    form = NewOrganisationForm()
    if not form.validate():
        return _page(form), 422
    doubts = alike(form.name.data.texts.values())
    if doubts and request.form.get("step") != "sure":
        return _page(form, doubts), 409
    with write():
        organisation = rules.create({name: form[name].data for name in _FIELDS})
    flash(_("The organisation is here now. Tell more about it."), "success")
    return redirect(url_for(".edit", slug=organisation.slug), 303)


def _page(form: NewOrganisationForm, doubts: list[Organisation] | None = None) -> str:
    return render_template("projects/organisations/new.html", form=form, doubts=doubts or [])
