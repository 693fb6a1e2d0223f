"""Thin routes for delegates: when they come, when they leave, which room they want."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.link_pages import keep_private
from webapp.core.permissions import public
from webapp.logistics.asking import answered, asks_of, travel_missing
from webapp.logistics.items import offered_items
from webapp.logistics.travel_page import TravelPage, is_coming
from webapp.registrations.models import Registration
from webapp.registrations.visit_parts import VisitPart, visit_part

blueprint = Blueprint("travel", __name__, template_folder="templates")
blueprint.add_app_template_global(travel_missing)
blueprint.add_app_template_global(asks_of, "asks_travel")
keep_private(blueprint)


@visit_part(order=20)
def own_travel(registration: Registration) -> VisitPart | None:
    """The link from one's registration to this page."""
    if not is_coming(registration):
        return None
    asks = asks_of(registration.event_id)
    if not asks and not offered_items(registration.event):
        return None
    ways, has_stay = answered(registration.id) if asks else (2, True)
    missing = (2 - ways if asks.travel else 0) + (0 if has_stay or not asks.rooms else 1)
    return VisitPart(
        url_for("travel.show", token=registration.token()),
        _("Travel, room and meals"),
        ngettext("%(num)d answer is missing", "%(num)d answers are missing", missing)
        if missing
        else _("all answered"),
        missing > 0,
        "plane",
    )


@blueprint.get("/registrations/<token>/travel")
@public
def show(token: str) -> ResponseReturnValue:
    """The form with what is known."""
    page = TravelPage(Registration.find_by_token(token))
    return page.render("logistics/travel.html") if page.is_open else _back(token)


@blueprint.post("/registrations/<token>/travel")
@public
def save(token: str) -> ResponseReturnValue:
    """Keep what was said."""
    page = TravelPage(Registration.find_by_token(token))
    if not page.is_open:
        return _back(token)
    status = page.send()
    if status != 303:
        return page.render("logistics/travel.html"), status
    flash(_("Saved. You can change it until you leave."), "success")
    return redirect(url_for(".show", token=token), 303)


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for("registrations.show", token=token), 303)
