"""Whether a project still has events that somebody must see to."""

from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event, Status
from webapp.events.parts import EventProject
from webapp.projects.signals import live_asked

_LIVE = (Status.DRAFT.value, Status.TENTATIVE.value, Status.CONFIRMED.value)


@live_asked.connect
def has_live_events(project_id: int, **_: Any) -> bool:
    """Whether an event of the project is planned or waits for its outcome to be recorded."""
    query = (
        select(Event.id)
        .join(EventProject, EventProject.event_id == Event.id)
        .where(
            EventProject.project_id == project_id,
            Event.status.in_(_LIVE),
            Event.withdrawn_at.is_(None),
        )
    )
    return db.session.scalar(query.limit(1)) is not None
