"""What the caterer sees by their link: how many eat, and how many of each diet. No names, nobody's
own words; for an event that is over, nothing."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.link_pages import keep_private
from webapp.core.links import LinkRevoked
from webapp.core.permissions import public
from webapp.core.times import now
from webapp.events.models import Event
from webapp.logistics.guests import guests_of
from webapp.logistics.items import MEALS, Attendance, items_of
from webapp.logistics.meals import meals_table, served_at
from webapp.logistics.models import CatererLink
from webapp.logistics.tables import Table, cell_words
from webapp.needs import rules as needs
from webapp.needs.options import Needed, NeedKind
from webapp.registrations.letter_facts import event_zone

#: How long after the event the numbers can still be looked up, for the bill.
OPEN_FOR = timedelta(days=1)

blueprint = Blueprint("caterers", __name__, template_folder="templates")
keep_private(blueprint)


def link_of(event_id: int) -> CatererLink | None:
    """The caterer's link of an event, withdrawn or not."""
    return db.session.scalar(select(CatererLink).where(CatererLink.event_id == event_id))


@blueprint.get("/caterers/<token>/")
@public
def show(token: str) -> ResponseReturnValue:
    """The numbers as they are now; 410 from a day after the event."""
    event = CatererLink.find_by_token(token).event
    if _is_past(event):
        raise LinkRevoked
    table = served_table(event)
    return render_template(
        "logistics/caterer.html",
        event=event,
        table=table,
        cell_words=cell_words,
        zone=event_zone(event),
        at=now(),
    )


def served_table(event: Event) -> Table:
    """The meals of an event in numbers; four statements."""
    items, guests = items_of(event, MEALS), guests_of(event)
    attendance, diets = Attendance(items), _diets(event)
    served = [served_at(item, attendance.of(item, guests), diets) for item in items]
    return meals_table(served, with_diets=True)


def _is_past(event: Event) -> bool:
    ended_at = event.over_at or event.cancelled_at
    return event.is_cancelled or (ended_at is not None and ended_at + OPEN_FOR <= now())


def _diets(event: Event) -> dict[int, Needed]:
    found = needs.of_event(event.id)
    return {number: mine[NeedKind.DIET] for number, mine in found.items() if NeedKind.DIET in mine}
