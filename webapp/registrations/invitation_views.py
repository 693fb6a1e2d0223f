"""The link that lets its holder know of an event and register for it."""

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.limits import slow_down_guessing
from webapp.core.permissions import public
from webapp.registrations import invitees
from webapp.registrations.invitations import remember
from webapp.registrations.invitee_forms import AnswerForm
from webapp.registrations.models import Invitation

blueprint = Blueprint("invitations", __name__)
slow_down_guessing(blueprint)


@blueprint.get("/invitations/<token>/")
@public
def show(token: str) -> ResponseReturnValue:
    """Remember the invitation in this browser and show the event."""
    invitation = Invitation.find_by_token(token)
    code = invitation.event.code
    remember(invitation, session)
    _note_opened(invitation)
    return redirect(url_for("events.show", code=code), 303)


@blueprint.get("/invitations/<token>/answer")
@public
def answer(token: str) -> ResponseReturnValue:
    """The button behind "I cannot come" (mail scanners open links, they press no buttons)."""
    return _answer_page(Invitation.find_by_token(token), AnswerForm())


@blueprint.post("/invitations/<token>/answer")
@public
def decline(token: str) -> ResponseReturnValue:
    """They cannot come; the organiser sees it, and they are not reminded."""
    invitation = Invitation.find_by_token(token)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _answer_page(invitation, form), 422
    with write():
        invitee = invitees.invitee_of(invitation)
        if invitee is not None:
            invitees.decline(invitee, form.reason.data)
    return redirect(url_for(".answer", token=token), 303)


def _answer_page(invitation: Invitation, form: AnswerForm) -> str:
    invitee = invitees.invitee_of(invitation)
    return render_template(
        "registrations/invitation_answer.html",
        invitation=invitation,
        event=invitation.event,
        has_declined=invitee is not None and invitee.declined_at is not None,
        is_personal=invitee is not None,
        form=form,
        title=_("Invitation"),
    )


def _note_opened(invitation: Invitation) -> None:
    invitee = invitees.invitee_of(invitation)
    if invitee is not None and invitee.opened_at is None:
        with write():
            invitees.note_opened(invitation)
