"""The caterer's link: made, renewed, withdrawn on the board of meals."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.permissions import Act, current_viewer, require
from webapp.core.times import now
from webapp.events.models import Event
from webapp.logistics.caterers import link_of
from webapp.logistics.desk import blueprint, find_event
from webapp.logistics.models import CatererLink


@blueprint.post("/meals/link")
def renew_link(code: str) -> ResponseReturnValue:
    """Make the link, or another one in its place: older ones are gone."""
    event = _event(code)
    with write():
        link = link_of(event.id)
        if link is None:
            link = CatererLink(event_id=event.id)
            db.session.add(link)
        else:
            link.renew_link()
        link.link_revoked_at = None
        record(event.key, "caterer-link-made")
    flash(_("This is the caterer's link. Links given before no longer work."), "success")
    return _back(code)


@blueprint.post("/meals/link/withdrawal")
def withdraw_link(code: str) -> ResponseReturnValue:
    """Nobody opens it any more."""
    event = _event(code)
    with write():
        link = link_of(event.id)
        if link is not None:
            link.renew_link()
            link.link_revoked_at = now()
            record(event.key, "caterer-link-withdrawn")
    flash(_("The caterer's link no longer works."), "success")
    return _back(code)


def _event(code: str) -> Event:
    """Whoever gives the numbers away must be allowed to see them."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    require(event.may(current_viewer(), Act.SEE_NEEDS))
    return event


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for(".side", code=code, name="meals", _anchor="caterer"), 303)
