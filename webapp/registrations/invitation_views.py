"""The link that lets its holder know of an event and register for it."""

from flask import Blueprint, redirect, session, url_for
from flask.typing import ResponseReturnValue

from webapp.core.limits import slow_down_guessing
from webapp.core.permissions import public
from webapp.registrations.invitations import remember
from webapp.registrations.models import Invitation

blueprint = Blueprint("invitations", __name__)
slow_down_guessing(blueprint)


@blueprint.get("/invitations/<token>/")
@public
def show(token: str) -> ResponseReturnValue:
    """Remember the invitation in this browser and show the event."""
    invitation = Invitation.find_by_token(token)
    remember(invitation, session)
    return redirect(url_for("events.show", code=invitation.event.code), 303)
