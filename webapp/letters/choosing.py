"""People picked in the list of who registered, as its address names them."""

from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations.models import Registration
from webapp.registrations.people_desk import are_public_ids
from webapp.registrations.people_lists import PeopleFilters, matching_ids

#: As many as one could want to write to by hand.
MOST = 20_000


def chosen_ids(event: Event, arguments: Any) -> list[int]:
    """The ids of those whose boxes are ticked (``chosen``), or of all the list is narrowed to
    (``all``)."""
    if arguments.get("all"):
        return matching_ids(event, PeopleFilters.read(arguments), MOST)
    wanted = are_public_ids(arguments.getlist("chosen"))
    if not wanted:
        return []
    query = select(Registration.id).where(
        Registration.event_id == event.id, Registration.public_id.in_(wanted)
    )
    return list(db.session.scalars(query.order_by(Registration.id)))
