"""Programme profiles on the desk: everybody on the staff reads them, the administrator edits."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.accounts.log import log_of
from webapp.core.database import db, write
from webapp.core.form_pictures import LogoForm
from webapp.core.form_versions import Version, versions
from webapp.core.i18n import reading_order
from webapp.core.permissions import current_viewer, require
from webapp.core.pictures import change_logo
from webapp.programmes import rules, words
from webapp.programmes.manage_forms import NewProgrammeForm, ProgrammeForm
from webapp.programmes.models import Fund, Programme, Rate

blueprint = Blueprint(
    "programmes", __name__, url_prefix="/manage/programmes", template_folder="templates"
)
for _function in (words.deadline_words, words.statement_period, words.evidence_words):
    blueprint.add_app_template_global(_function)
_FIELDS = (*rules.COLUMNS, "fund", "statements", "rates", "deadlines")


def find(slug: str) -> Programme:
    """The programme with all its parts, 404."""
    query = select(Programme).where(Programme.slug == slug)
    query = query.options(
        joinedload(Programme.fund),
        selectinload(Programme.statements),
        selectinload(Programme.rates).joinedload(Rate.fund),
        selectinload(Programme.deadlines),
        selectinload(Programme.priorities),
        selectinload(Programme.target_groups),
        selectinload(Programme.calls),
    )
    found = db.session.scalar(query) if slug.isprintable() else None
    return found or abort(404)


def require_administrator() -> None:
    """Profiles bind all municipalities of the installation."""
    require(current_viewer().is_admin)


def all_funds() -> list[Fund]:
    """Every fund, by name."""
    return sorted(db.session.scalars(select(Fund)), key=lambda fund: reading_order(fund.name))


@blueprint.get("/")
def index() -> str:
    """Every programme."""
    query = select(Programme).options(
        joinedload(Programme.fund), selectinload(Programme.statements)
    )
    rows = sorted(db.session.scalars(query), key=lambda row: reading_order(row.name))
    return render_template(
        "programmes/index.html", programmes=rows, may_edit=current_viewer().is_admin
    )


@blueprint.get("/<slug>/")
def show(slug: str) -> str:
    """A profile in words."""
    return _page(find(slug))


def _page(programme: Programme, logo: LogoForm | None = None) -> str:
    is_editor = current_viewer().is_admin
    labels = {field.short_name: str(field.label.text) for field in _blank(programme)}
    return render_template(
        "programmes/show.html",
        programme=programme,
        general=rules.groups(None),
        may_edit=is_editor,
        logo_form=logo or LogoForm(formdata=None),
        log=log_of(rules.entity(programme), labels) if is_editor else [],
    )


def _blank(programme: Programme) -> ProgrammeForm:
    """The form as the programme is stored."""
    return ProgrammeForm(programme, all_funds(), formdata=None)


# A new one


@blueprint.get("/new")
def new() -> str:
    """Only its name is asked."""
    require_administrator()
    return render_template("programmes/new.html", form=NewProgrammeForm())


@blueprint.post("/new")
def create() -> ResponseReturnValue:
    """Store it and go on to the rest."""
    require_administrator()
    form = NewProgrammeForm()
    if not form.validate():
        return render_template("programmes/new.html", form=form), 422
    with write():
        programme = rules.create(form.name.data)
    flash(_("The programme is here now. Tell its rules."), "success")
    return redirect(url_for(".edit", slug=programme.slug), 303)


# The profile


@blueprint.get("/<slug>/edit")
def edit(slug: str) -> str:
    """The form."""
    require_administrator()
    programme = find(slug)
    return _form_page(programme, ProgrammeForm(programme, all_funds()))


@blueprint.post("/<slug>/edit")
def save(slug: str) -> ResponseReturnValue:
    """Store the form; its other buttons only add a row."""
    require_administrator()
    programme, funds = find(slug), all_funds()
    form = ProgrammeForm(programme, funds)
    for rows in form.all_rows:
        if rows.add_name in request.form:
            rows.add_row()
            return _form_page(programme, form)
    if not form.validate():
        return _form_page(programme, form), 422
    values: dict[str, Any] = {name: form[name].data for name in _FIELDS}
    try:
        with write():
            by_slug = {fund.slug: fund for fund in funds}
            rules.edit(programme, str(form.posted_revision.data), values, by_slug)
    except rules.Stale:
        return _stale(slug, form), 409
    flash(_("The profile is saved."), "success")
    return redirect(url_for(".show", slug=slug), 303)


def _stale(slug: str, form: ProgrammeForm) -> str:
    """Both versions; the next attempt starts from what is stored now."""
    programme = find(slug)
    form.renew(programme.revision)
    return _form_page(programme, form, versions(form, _blank(programme)), is_stale=True)


def _form_page(
    programme: Programme,
    form: ProgrammeForm,
    both: list[Version] | None = None,
    *,
    is_stale: bool = False,
) -> str:
    return render_template(
        "programmes/edit.html", programme=programme, form=form, both=both or [], is_stale=is_stale
    )


# The logo


@blueprint.post("/<slug>/logo")
def set_logo(slug: str) -> ResponseReturnValue:
    """Another picture; it was drawn anew while the form was read."""
    require_administrator()
    programme, form = find(slug), LogoForm()
    if not form.validate():
        return _page(programme, form), 422
    with write():
        change_logo(programme, rules.entity(programme), form.logo.data)
    flash(_("The logo is saved."), "success")
    return redirect(url_for(".show", slug=slug, _anchor="logo-part"), 303)


@blueprint.post("/<slug>/logo/removal")
def remove_logo(slug: str) -> ResponseReturnValue:
    """No picture any more."""
    require_administrator()
    programme = find(slug)
    with write():
        change_logo(programme, rules.entity(programme), None)
    flash(_("The logo is taken away."), "success")
    return redirect(url_for(".show", slug=slug, _anchor="logo-part"), 303)
