"""Needs are forgotten soon: nobody cooks for an event that is over."""

from datetime import timedelta

from sqlalchemy import delete, func, or_, select

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.events.models import Event
from webapp.needs.models import Need

#: How long after the event its caterer may still ask. The privacy page says it in words.
KEPT_FOR = timedelta(days=14)


@sweep("needs", every=3600)
def erase_due() -> int:
    """Erase the needs of events that ended, were cancelled or lost their date so long ago."""
    erased = 0
    for event_id in _due():
        if stopping.is_set():
            break
        with write():
            erased += _erase(event_id)
    return erased


def due_numbers() -> dict[int, int]:
    """How many needs the next sweep erases, by event."""
    before = now() - KEPT_FOR
    ended_at = func.coalesce(Event.over_at, Event.postponed_at)
    query = (
        select(Need.event_id, func.count())
        .join(Event, Event.id == Need.event_id)
        .where(or_(ended_at <= before, Event.cancelled_at <= before))
        .group_by(Need.event_id)
    )
    return dict(db.session.execute(query).all())


def _due() -> list[int]:
    found = sorted(due_numbers())
    db.session.rollback()
    return found


def _erase(event_id: int) -> int:
    number = db.session.scalar(
        select(func.count()).select_from(Need).where(Need.event_id == event_id)
    )
    if not number:
        return 0
    statement = delete(Need).where(Need.event_id == event_id)
    db.session.execute(statement, execution_options={"synchronize_session": False})
    record(f"event:{event_id}", "needs-erased", after={"registrations": number})
    return number
