"""The row of somebody new: the unique indexes of the database say who is there already."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import set_committed_value

from webapp.core.database import db, is_sqlite
from webapp.events.models import Event
from webapp.registrations.models import Registration


def store(event: Event, **values: Any) -> Registration | None:
    """Insert the row; None where the same person is in the running or the form was sent before.

    The unique indexes decide, in one statement that leaves the transaction whole: looking first
    would cost a statement and still lose a race on PostgreSQL.
    """
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    statement = (
        insert(Registration)
        .values(event_id=event.id, **values)
        .on_conflict_do_nothing()
        .returning(Registration)
    )
    registration = db.session.scalar(statement)
    if registration is not None:
        set_committed_value(registration, "event", event)
    return registration
