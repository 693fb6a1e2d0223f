"""Thin routes for staff: what one button does to a delegation."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.changes import record
from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.core.times import now
from webapp.delegations import rules
from webapp.delegations.desk import blueprint, find_delegation, find_event


@blueprint.post("/<public_id>/link")
def renew_link(code: str, public_id: str) -> ResponseReturnValue:
    """Make the link given out so far gone, and show the new one; one that was withdrawn works
    again, by a new address."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    with write():
        delegation.renew_link()
        delegation.link_revoked_at = None
        record(delegation.key, "link-renewed")
    flash(
        _("The earlier link no longer works. Pass on the new one, or write to the leader."),
        "success",
    )
    return redirect(url_for(".show", code=code, public_id=public_id, _anchor="link"), 303)


@blueprint.post("/<public_id>/link/withdrawal")
def withdraw_link(code: str, public_id: str) -> ResponseReturnValue:
    """The leader can change nothing any more; the people and their seats stay."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    with write():
        if delegation.link_revoked_at is None:
            delegation.link_revoked_at = now()
            record(delegation.key, "link-withdrawn")
    flash(_("The link no longer works. Whom the leader has named stays."), "success")
    return redirect(url_for(".show", code=code, public_id=public_id, _anchor="link"), 303)


@blueprint.post("/<public_id>/invitation/again")
def ask_again(code: str, public_id: str) -> ResponseReturnValue:
    """A partner that has declined may come after all; its seats are kept again."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    try:
        with write():
            rules.reinvite(delegation)
    except rules.REFUSALS as error:
        flash(str(error), "warning")
    else:
        flash(_("The delegation can answer again. Send the leader their link."), "success")
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


@blueprint.post("/<public_id>/removal")
def take_away(code: str, public_id: str) -> ResponseReturnValue:
    """Undo the making of a delegation in which nobody was ever named."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    try:
        with write():
            rules.take_away(delegation)
    except rules.REFUSALS as error:
        flash(str(error), "warning")
        return redirect(url_for(".show", code=code, public_id=public_id), 303)
    flash(_("The delegation is taken away; its seats are free."), "success")
    return redirect(url_for(".index", code=code), 303)
