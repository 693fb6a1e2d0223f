"""One person's travel, filled in by the staff: who telephoned, who has no address."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.permissions import Act
from webapp.events.models import Event
from webapp.logistics.desk import blueprint, find_event, frame
from webapp.logistics.travel_page import TravelPage
from webapp.registrations.people_desk import find_person


@blueprint.get("/people/<public_id>")
def person(code: str, public_id: str) -> ResponseReturnValue:
    """The same form as the person's own."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    return _show(event, TravelPage(find_person(event, public_id)))


@blueprint.post("/people/<public_id>")
def save_person(code: str, public_id: str) -> ResponseReturnValue:
    """Keep what was said."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    travel = TravelPage(find_person(event, public_id))
    status = travel.send()
    if status != 303:
        return _show(event, travel), status
    flash(_("Saved."), "success")
    return redirect(url_for(".side", code=code, name="arrivals"), 303)


def _show(event: Event, travel: TravelPage) -> str:
    return travel.render("logistics/desk/person.html", **frame(event, "arrivals"))
