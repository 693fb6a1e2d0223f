"""Thin routes for staff: changing a role of a colleague, and ending it."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.permissions import current_viewer, require
from webapp.projects import colleagues_rules as rules
from webapp.projects.colleagues_desk import (
    NUMBER,
    blueprint,
    colleagues_page,
    is_mine,
    role_or_404,
)
from webapp.projects.colleagues_errors import (
    ColleagueError,
    LastCoordinator,
    RoleGone,
    StaleRole,
)
from webapp.projects.colleagues_forms import EndForm, RoleForm
from webapp.projects.colleagues_places import left_alone
from webapp.projects.roles import RoleAssignment


@blueprint.get(f"/roles/{NUMBER}/edit")
def edit(number: int) -> ResponseReturnValue:
    """The form of a role."""
    role = _changeable(number)
    form = RoleForm()
    form.prepare(current_viewer(), role)
    return colleagues_page("edit.html", role=role, form=form)


@blueprint.post(f"/roles/{NUMBER}/edit")
def change(number: int) -> ResponseReturnValue:
    """Store it."""
    viewer, role = current_viewer(), _changeable(number)
    form = RoleForm()
    form.prepare(viewer, role)
    if not (form.validate_on_submit() and form.check_days()):
        return colleagues_page("edit.html", role=role, form=form), 422
    given, revision = form.given(), str(form.posted_revision.data or "")
    try:
        with write():
            changed = rules.change(
                viewer, number, given, revision, even_if_last=form.even_if_last.data
            )
            account_id = changed.account_id
    except RoleGone:
        abort(404)
    except ColleagueError as error:
        return _not_changed(number, form, error), 422
    flash(_("The role is changed."), "success")
    return redirect(url_for(".show", number=account_id), 303)


@blueprint.get(f"/roles/{NUMBER}/end")
def ending(number: int) -> ResponseReturnValue:
    """Says what ending a role does."""
    role = _endable(number)
    return _end_page(role, EndForm())


@blueprint.post(f"/roles/{NUMBER}/end")
def end(number: int) -> ResponseReturnValue:
    """End it."""
    viewer, role = current_viewer(), _endable(number)
    form, account_id = EndForm(), role.account_id
    if not form.validate_on_submit():
        return _end_page(role, form), 422
    try:
        with write():
            rules.end(viewer, number, even_if_last=form.even_if_last.data)
    except RoleGone:
        abort(404)
    except ColleagueError as error:
        form.add_error("", str(error))
        return _end_page(role_or_404(number), form), 422
    flash(_("The role has ended."), "success")
    if account_id == viewer.account_id:  # what one may see has changed as well
        return redirect(url_for("manage.home"), 303)
    return redirect(url_for(".index"), 303)


def _changeable(number: int) -> RoleAssignment:
    role = role_or_404(number)
    require(is_mine(role))
    return role


def _endable(number: int) -> RoleAssignment:
    """One's own role can be laid down by everybody."""
    role = role_or_404(number)
    require(is_mine(role) or role.account_id == current_viewer().account_id)
    return role


def _end_page(role: RoleAssignment, form: EndForm) -> str:
    return colleagues_page("end.html", role=role, form=form, alone=left_alone([role]))


def _not_changed(number: int, form: RoleForm, error: ColleagueError) -> str:
    """The form again, with both versions where somebody else was quicker."""
    role, versions = role_or_404(number), []
    if isinstance(error, StaleRole):
        versions = form.versions(role)
        form.renew(role.revision)
    else:
        form.add_error(error.field, str(error))
    return colleagues_page(
        "edit.html",
        role=role,
        form=form,
        is_stale=isinstance(error, StaleRole),
        is_last=isinstance(error, LastCoordinator),
        versions=versions,
    )
