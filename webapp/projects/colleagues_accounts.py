"""Thin routes for staff: one colleague, the letter once more, closing and opening the account."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.accounts.models import Account
from webapp.core.database import db, write
from webapp.core.permissions import current_viewer, require
from webapp.projects import colleagues_rules as rules
from webapp.projects.colleagues_desk import (
    NUMBER,
    blueprint,
    colleague_or_404,
    colleagues_page,
    own_account,
)
from webapp.projects.colleagues_errors import ColleagueError
from webapp.projects.colleagues_forms import EndForm
from webapp.projects.colleagues_invitations import send_again
from webapp.projects.colleagues_lists import Colleague
from webapp.projects.colleagues_places import left_alone
from webapp.projects.colleagues_rights import may_give_any


@blueprint.get(f"/{NUMBER}/")
def show(number: int) -> ResponseReturnValue:
    """One colleague: their roles, and what can be done about them."""
    return colleagues_page(
        "show.html",
        colleague=colleague_or_404(number),
        may_invite=may_give_any(current_viewer()),
        form=EndForm(),
    )


@blueprint.post(f"/{NUMBER}/invitation")
def invite_again(number: int) -> ResponseReturnValue:
    """The letter once more, with a fresh link."""
    colleague = colleague_or_404(number)
    require(may_give_any(current_viewer()))
    role = colleague.invited_by
    if role is None or not EndForm().validate_on_submit():
        flash(_("There is no invitation to send again."), "warning")
        return redirect(url_for(".show", number=number), 303)
    with write():
        send_again(role, own_account())
    flash(_("A new letter is on its way; links sent before no longer work."), "success")
    return redirect(url_for(".show", number=number), 303)


@blueprint.get(f"/{NUMBER}/deactivation")
def deactivation(number: int) -> ResponseReturnValue:
    """Says what closing an account does."""
    return _close_page(_closable(number), EndForm())


@blueprint.post(f"/{NUMBER}/deactivation")
def deactivate(number: int) -> ResponseReturnValue:
    """Close it."""
    colleague, form = _closable(number), EndForm()
    if not form.validate_on_submit():
        return _close_page(colleague, form), 422
    try:
        with write():
            rules.deactivate(
                current_viewer(),
                db.session.get_one(Account, number),
                even_if_last=form.even_if_last.data,
            )
    except ColleagueError as error:
        form.add_error("", str(error))
        return _close_page(_closable(number), form), 422
    flash(_("The account is closed."), "success")
    return redirect(url_for(".show", number=number), 303)


@blueprint.post(f"/{NUMBER}/reactivation")
def reactivate(number: int) -> ResponseReturnValue:
    """Open it again."""
    _closable(number)
    if EndForm().validate_on_submit():
        with write():
            rules.reactivate(db.session.get_one(Account, number))
        flash(_("The account is open again, with the roles it had."), "success")
    return redirect(url_for(".show", number=number), 303)


def _closable(number: int) -> Colleague:
    colleague = colleague_or_404(number)
    require(colleague.may_close)
    return colleague


def _close_page(colleague: Colleague, form: EndForm) -> str:
    alone = left_alone(colleague.roles)
    return colleagues_page("deactivation.html", colleague=colleague, form=form, alone=alone)
