"""Writing to leaders: all who have had no letter yet, all whose delegation lacks something, one."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.delegations import inviting, reminders
from webapp.delegations.desk import blueprint, find_delegation, find_event, page
from webapp.delegations.desk_forms import SendForm
from webapp.events.models import Event
from webapp.events.rehearsing import rehearse
from webapp.registrations.invitee_manage import why_not


@blueprint.route("/invitations", methods=["GET", "POST"])
def invite(code: str) -> ResponseReturnValue:
    """The letter to the leaders who have had none, and to how many; with the number seen, send."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    nobody = _("Every leader with an e-mail address has had the letter already.")
    return _send(event, _("Invite the leaders"), nobody, lambda: inviting.invite_all(event))


@blueprint.route("/reminders", methods=["GET", "POST"])
def remind(code: str) -> ResponseReturnValue:
    """The reminder to the leaders whose delegation lacks something; with the number seen, send."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    nobody = _(
        "No delegation lacks anything, or its leader was written to within the last two days."
    )
    return _send(event, _("Remind the leaders"), nobody, lambda: reminders.remind_all(event))


@blueprint.post("/<public_id>/invitation")
def invite_one(code: str, public_id: str) -> ResponseReturnValue:
    """The letter with the link to one leader, for the first time or again."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    refusal = _refusal(event)
    if refusal:
        flash(refusal, "warning")
        return redirect(url_for(".show", code=code, public_id=public_id), 303)
    with write():
        is_written = inviting.invite_one(event, delegation)
    if is_written:
        flash(_("The letter with the link goes to the leader."), "success")
    else:
        flash(_("Give the delegation a leader with an e-mail address first."), "warning")
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


@blueprint.post("/<public_id>/reminder")
def remind_one(code: str, public_id: str) -> ResponseReturnValue:
    """The reminder to one leader, unless they were written to within two days."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    with write():
        is_written = not _refusal(event) and reminders.remind_one(event, delegation)
    if is_written:
        flash(_("The reminder goes to the leader."), "success")
    else:
        flash(
            _(
                "No reminder goes out: nothing is missing, or the last letter is younger than two"
                " days."
            ),
            "warning",
        )
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


def _send(event: Event, title: str, nobody: str, act: Callable[[], int]) -> ResponseReturnValue:
    form, refusal = SendForm(), _refusal(event)
    if refusal:
        flash(refusal, "warning")
        return redirect(url_for(".index", code=event.code), 303)
    is_sent = form.validate_on_submit()
    rehearsal = rehearse(event, act)
    if not (is_sent and form.has_seen(rehearsal.letters)):
        form.seen.data = str(rehearsal.letters)
        shown = page(
            "letters.html", event, form=form, rehearsal=rehearsal, title=title, nobody=nobody
        )
        return shown, 422 if form.is_submitted() and not is_sent else 200
    with write():
        number = act()
    flash(
        ngettext("%(num)d leader was written to.", "%(num)d leaders were written to.", number),
        "success" if number else "warning",
    )
    return redirect(url_for(".index", code=event.code), 303)


def _refusal(event: Event) -> str:
    """Why no leader can be written to now; "" where one can."""
    return "" if reminders.goes_on(event) else why_not(event)
