"""The accessibility statement, and the administrator's form for it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.form_versions import versions
from webapp.core.permissions import current_viewer, public, require
from webapp.site import statement
from webapp.site.accessibility_forms import COLUMNS, StatementForm
from webapp.site.authorities import ACCESSIBILITY
from webapp.site.pages import blueprint
from webapp.site.privacy import organisers


@blueprint.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """How accessible the site is, how that was found out, and whom to tell of a barrier."""
    current = statement.current()
    return render_template(
        "site/accessibility.html",
        statement=current,
        conformance=statement.CONFORMANCE[current.conformance],
        method=statement.METHODS[current.method],
        authority=ACCESSIBILITY.get(current.country or ""),
        contacts=[each for each in organisers() if each.contact_email],
        checked_on=statement.CHECKED_ON,
        missing=statement.missing(current) if current_viewer().is_admin else [],
    )


@blueprint.get("/manage/accessibility")
def edit_accessibility() -> ResponseReturnValue:
    """What only the institution knows."""
    require(current_viewer().is_admin)
    current = statement.current()
    form = StatementForm(obj=current)
    form.starts_from(current.revision)
    return _form_page(form)


@blueprint.post("/manage/accessibility")
def save_accessibility() -> ResponseReturnValue:
    """Store it, unless somebody else has saved meanwhile."""
    require(current_viewer().is_admin)
    form = StatementForm()
    if not form.validate_on_submit():
        return _form_page(form), 422
    with write():
        is_stale = form.is_stale(statement.current().revision)
        if not is_stale:
            statement.store({name: form[name].data or None for name in COLUMNS})
    if is_stale:
        return _stale(form), 409
    flash(_("The accessibility statement is saved."), "success")
    return redirect(url_for(".accessibility"), 303)


def _stale(form: StatementForm) -> str:
    stored = statement.current()
    form.renew(stored.revision)
    return _form_page(form, versions(form, StatementForm(formdata=None, obj=stored)))


def _form_page(form: StatementForm, both: list[tuple[str, str, str]] | None = None) -> str:
    return render_template(
        "site/accessibility_edit.html",
        form=form,
        both=both,
        missing=statement.missing(statement.current()),
    )
