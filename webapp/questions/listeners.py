"""What questions hear from the layers below. Imported by ``wiring``, which connects it."""

from typing import Any

from sqlalchemy import func, select

from webapp.core.database import db
from webapp.events import signals as events
from webapp.events.models import Event
from webapp.questions import copying
from webapp.questions.models import Answer
from webapp.seats import signals as seats


@seats.held_asked.connect
def _held(_: None) -> dict[int, int]:
    query = select(Answer.pool_id, func.count()).where(Answer.pool_id.is_not(None))
    found = db.session.execute(query.group_by(Answer.pool_id))
    return {pool_id: number for pool_id, number in found if pool_id is not None}


@events.event_copied.connect
def _on_copied(event: Event, *, source: Event, with_questions: bool, **_: Any) -> None:
    if with_questions:
        copying.copy_questions(source, event)
