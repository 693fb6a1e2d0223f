"""What letters hear of events: a moved event is reminded of at its new time, a copy takes along.

Imported by ``wiring``, which connects it.
"""

from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.events import signals
from webapp.events.models import Event
from webapp.letters import automatic
from webapp.letters.models import EventLetter, Purpose, Stage
from webapp.letters.rules import copy_of


@signals.event_published.connect
@signals.event_moved.connect
@signals.event_changed.connect
@signals.event_postponed.connect
@signals.event_cancelled.connect
def _on_another_date(event: Event, **_: Any) -> None:
    automatic.remind_again(event)


@signals.event_copied.connect
def _on_copied(event: Event, source: Event, with_letters: bool = False, **_: Any) -> None:
    """What was written by hand as drafts; what goes by itself switched as it was."""
    if not with_letters:
        return
    query = select(EventLetter).where(EventLetter.event_id == source.id).order_by(EventLetter.id)
    automatically: dict[str, EventLetter] = {}
    for letter in db.session.scalars(query):
        if letter.is_automatic:
            automatically[letter.purpose] = letter  # the newest says what is wanted
        else:
            db.session.add(copy_of(letter, event))
    for letter in automatically.values():
        copied = copy_of(letter, event)
        if letter.stage != Stage.DRAFT:
            copied.stage = Stage.SCHEDULED.value
        if copied.purpose == Purpose.REMINDER:
            copied.due_at = automatic.reminder_at(event, copied.days_before or 0)
        db.session.add(copied)
