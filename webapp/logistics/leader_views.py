"""Thin routes for leaders: the travel of their people, who may have no address of their own."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.permissions import public
from webapp.delegations import pages
from webapp.delegations.models import Delegation, Standing
from webapp.logistics.asking import asks_of, travel_missing
from webapp.logistics.travel_page import TravelPage, is_coming
from webapp.logistics.travel_views import blueprint
from webapp.registrations.letter_facts import event_zone


@blueprint.get("/delegations/<token>/travel/")
@public
def delegation(token: str) -> ResponseReturnValue:
    """Everybody who comes, and whose travel is missing."""
    found = pages.find(token)
    asks = asks_of(found.event_id)
    if not asks:
        abort(404)
    people = [
        each.registration
        for each in found.delegates
        if each.standing == Standing.MEMBER and is_coming(each.registration)
    ]
    missing = travel_missing([each.id for each in people])
    return render_template(
        "logistics/delegation.html",
        delegation=found,
        event=found.event,
        token=token,
        people=people,
        missing=missing,
        asks=asks,
        zone=event_zone(found.event),
    )


@blueprint.get("/delegations/<token>/travel/<public_id>")
@public
def delegate(token: str, public_id: str) -> ResponseReturnValue:
    """The same form as the delegate's own."""
    found = pages.find(token)
    return _show(found, _page(found, public_id))


@blueprint.post("/delegations/<token>/travel/<public_id>")
@public
def save_delegate(token: str, public_id: str) -> ResponseReturnValue:
    """Keep what was said."""
    found = pages.find(token)
    travel = _page(found, public_id)
    status = travel.send()
    if status != 303:
        return _show(found, travel), status
    flash(_("Saved."), "success")
    return redirect(url_for(".delegation", token=token), 303)


def _page(found: Delegation, public_id: str) -> TravelPage:
    """The form of a member with a place; else 404."""
    row = pages.find_delegate(found, public_id)
    travel = TravelPage(row.registration, by_leader=True)
    return travel if row.standing == Standing.MEMBER and travel.is_open else abort(404)


def _show(found: Delegation, travel: TravelPage) -> str:
    return travel.render("logistics/delegate.html", token=found.token(), delegation=found)
