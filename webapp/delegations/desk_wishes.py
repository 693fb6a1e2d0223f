"""Thin routes for staff: somebody a leader wishes to bring beyond the quota."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.delegations import board, rules
from webapp.delegations.desk import blueprint, find_delegation, find_event, page
from webapp.delegations.desk_forms import WishForm
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.delegations.plans import plan_of
from webapp.events.models import Event


@blueprint.get("/<public_id>/wishes/<registration>")
def wish(code: str, public_id: str, registration: str) -> ResponseReturnValue:
    """Who, as what, and why; what the coordinator says to it."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    delegate = _find(delegation, registration)
    if not _is_open(delegate):
        return _back(event, delegation)
    return _page(event, delegation, delegate, WishForm())


@blueprint.post("/<public_id>/wishes/<registration>")
def answer_wish(code: str, public_id: str, registration: str) -> ResponseReturnValue:
    """Grant it or not; the leader is told."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    delegate = _find(delegation, registration)
    form, answer = WishForm(), request.form.get("answer", "")
    if not form.validate_on_submit() or answer not in ("grant", "refuse"):
        return _page(event, delegation, delegate, form), 422
    try:
        with write():
            if answer == "grant":
                rules.grant(delegate, form.reason.data)
            else:
                rules.refuse(delegate, form.reason.data)
    except rules.REFUSALS as error:
        form.add_error("", str(error))
        delegation = find_delegation(event, public_id)
        return _page(event, delegation, _find(delegation, registration), form), 422
    done = _("The wish is granted.") if answer == "grant" else _("The wish is not granted.")
    flash(done, "success")
    return _back(event, delegation)


def _find(delegation: Delegation, public_id: str) -> Delegate:
    """Who has this registration in the delegation; else 404."""
    found = (each for each in delegation.delegates if each.registration.public_id == public_id)
    return next(found, None) or abort(404)


def _is_open(delegate: Delegate) -> bool:
    return delegate.standing == Standing.WISH and delegate.registration.is_live


def _back(event: Event, delegation: Delegation) -> ResponseReturnValue:
    return redirect(url_for(".show", code=event.code, public_id=delegation.public_id), 303)


def _page(event: Event, delegation: Delegation, delegate: Delegate, form: WishForm) -> str:
    asked = board.asked_for(event, plan_of(event.id), [delegation])
    row = board.row_of(delegation, asked)
    return page("wish.html", event, delegation=delegation, delegate=delegate, row=row, form=form)
