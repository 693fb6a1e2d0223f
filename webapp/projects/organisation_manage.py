"""Organisations on the desk of staff: those one has to do with, and what is known of each."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.accounts.log import log_of
from webapp.core.database import write
from webapp.core.form_pictures import LogoForm
from webapp.core.form_versions import Version, versions
from webapp.core.permissions import current_viewer
from webapp.core.pictures import change_logo
from webapp.core.renaming import SlugTaken
from webapp.projects import organisation_rules as rules
from webapp.projects.organisation_access import find, may_edit
from webapp.projects.organisation_forms import AliasForm, OrganisationForm
from webapp.projects.organisation_lists import organisations, searched
from webapp.projects.organisation_words import kind_word, retention_words
from webapp.projects.organisations import Organisation
from webapp.projects.queries import memberships_of, projects_of_programme

blueprint = Blueprint(
    "organisations", __name__, url_prefix="/manage/organisations", template_folder="templates"
)
blueprint.add_app_template_global(kind_word, "organisation_kind")
blueprint.add_app_template_global(retention_words)
blueprint.add_app_template_global(projects_of_programme)


@blueprint.get("/")
def index() -> str:
    """Those one has to do with."""
    viewer, words = current_viewer(), searched(request.args)
    page = organisations(
        viewer, words, request.args.get("after", ""), request.args.get("before", "")
    )
    return render_template(
        "projects/organisations/index.html",
        page=page,
        words=words,
        may_create=viewer.is_admin,
        is_own=lambda organisation: organisation.id in viewer.organisation_ids,
    )


@blueprint.get("/<slug>/")
def show(slug: str) -> ResponseReturnValue:
    """What is known of one."""
    return _page(find(slug))


def _page(
    organisation: Organisation, alias: AliasForm | None = None, logo: LogoForm | None = None
) -> str:
    is_editor = may_edit(current_viewer(), organisation)
    return render_template(
        "projects/organisations/show.html",
        organisation=organisation,
        memberships=memberships_of(organisation),
        may_edit=is_editor,
        alias_form=alias or AliasForm(formdata=None),
        logo_form=logo or LogoForm(formdata=None),
        log=log_of(rules.entity(organisation), labels(organisation)) if is_editor else [],
    )


def labels(organisation: Organisation) -> dict[str, str]:
    """What the log calls each column: as its form does."""
    form = OrganisationForm(organisation, formdata=None)
    return {field.short_name: str(field.label.text) for field in form} | {"alias": _("Name")}


@blueprint.get("/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    """The form."""
    organisation = find(slug, to_edit=True)
    return _form_page(organisation, OrganisationForm(organisation))


@blueprint.post("/<slug>/edit")
def save(slug: str) -> ResponseReturnValue:
    """Store the form, unless somebody else has saved meanwhile."""
    organisation = find(slug, to_edit=True)
    form = OrganisationForm(organisation)
    if not form.validate():
        return _form_page(organisation, form), 422
    try:
        with write():
            values = {column: form[column].data for column in rules.COLUMNS}
            rules.edit(organisation, str(form.posted_revision.data), values)
    except rules.Stale:
        return _stale(slug, form), 409
    except SlugTaken as error:
        form.add_error("slug", str(error))
        return _form_page(find(slug, to_edit=True), form), 422
    flash(_("The organisation is saved."), "success")
    return redirect(url_for(".show", slug=organisation.slug), 303)


def _stale(slug: str, form: OrganisationForm) -> str:
    """Both versions; the next attempt starts from what is stored now."""
    organisation = find(slug, to_edit=True)
    stored = OrganisationForm(organisation, formdata=None)
    form.renew(organisation.revision)
    return _form_page(organisation, form, versions(form, stored), is_stale=True)


def _form_page(
    organisation: Organisation,
    form: OrganisationForm,
    both: list[Version] | None = None,
    *,
    is_stale: bool = False,
) -> str:
    return render_template(
        "projects/organisations/edit.html",
        organisation=organisation,
        form=form,
        both=both or [],
        is_stale=is_stale,
    )


# Other names


@blueprint.post("/<slug>/aliases")
def add_alias(slug: str) -> ResponseReturnValue:
    """One more name it is found by."""
    organisation, form = find(slug, to_edit=True), AliasForm()
    if not form.validate():
        return _page(organisation, alias=form), 422
    try:
        with write():
            rules.add_alias(organisation, form.alias_name.data, form.language.data)
    except rules.AliasKnown as error:
        form.add_error("alias_name", str(error))
        return _page(find(slug), alias=form), 422
    flash(_("It is found by this name too now."), "success")
    return redirect(url_for(".show", slug=slug, _anchor="names"), 303)


@blueprint.post("/<slug>/aliases/removal")
def remove_alias(slug: str) -> ResponseReturnValue:
    """One name less."""
    organisation = find(slug, to_edit=True)
    with write():
        was_there = rules.remove_alias(organisation, request.form.get("alias", ""))
    if was_there:
        flash(_("The name is taken away."), "success")
    return redirect(url_for(".show", slug=slug, _anchor="names"), 303)


# The logo


@blueprint.post("/<slug>/logo")
def set_logo(slug: str) -> ResponseReturnValue:
    """Another picture; it was drawn anew while the form was read."""
    organisation, form = find(slug, to_edit=True), LogoForm()
    if not form.validate():
        return _page(organisation, logo=form), 422
    with write():
        change_logo(organisation, rules.entity(organisation), form.logo.data)
    flash(_("The logo is saved."), "success")
    return redirect(url_for(".show", slug=slug, _anchor="logo-part"), 303)


@blueprint.post("/<slug>/logo/removal")
def remove_logo(slug: str) -> ResponseReturnValue:
    """No picture any more."""
    organisation = find(slug, to_edit=True)
    with write():
        change_logo(organisation, rules.entity(organisation), None)
    flash(_("The logo is taken away."), "success")
    return redirect(url_for(".show", slug=slug, _anchor="logo-part"), 303)
