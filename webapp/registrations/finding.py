"""Looking registrations up."""

from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations.models import LIVE, Registration


def live_duplicate(
    event: Event, email_key: str | None, name_key: str, but: Registration | None = None
) -> Registration | None:
    """The registration that keeps this person from registering once more (*but* not this one).

    Its hold may have run out. Somebody without an address is never recognised.
    """
    if email_key is None:
        return None
    query = (
        select(Registration)
        .where(Registration.event_id == event.id)
        .where(Registration.email_key == email_key, Registration.name_key == name_key)
        .where(Registration.state.in_(LIVE))
        .execution_options(populate_existing=True)
    )
    if but is not None:
        query = query.where(Registration.id != but.id)
    return db.session.scalar(query)
