"""What every act on an event begins and ends with."""

from typing import Any

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.events.errors import NotNow, ReasonMissing, Stale
from webapp.events.models import Event, Status
from webapp.events.snapshot import facts
from webapp.seats import rules as seats

#: What the public is told: in several languages, or a plain text in the event's main language.
Reason = LocalText | str | None


def begin(event: Event, expected: int | None) -> dict[str, Any]:
    """Take the event for this transaction, and return its facts before the act.

    Raises `Stale` when its revision is not *expected*, `NotNow` when it was withdrawn.
    """
    # PostgreSQL keeps others waiting at this row from here on; SQLite has one writer anyway. Not at
    # the row's key: a registration refers to it and may hold the seats this act asks for next.
    db.session.refresh(event, with_for_update={"of": Event, "key_share": True})
    # Who is registering at this moment is counted and told of the act; who comes next sees it.
    seats.lock([event.pool_id])
    if expected is not None and expected != event.revision:
        raise Stale(event, expected)
    if event.withdrawn_at is not None:
        raise NotNow("change", "withdrawn")
    return facts(event)


def finish(
    event: Event, verb: str, before: dict[str, Any], reason: LocalText | None = None
) -> None:
    """Count the revision and write the change log."""
    event.touch()
    db.session.flush()
    record(event.key, verb, before, facts(event), str(reason) if reason else None)


def require_state(event: Event, act: str, *states: Status) -> None:
    """Raise `NotNow` unless the event is in one of *states*."""
    if event.status not in states:
        raise NotNow(act, event.status)


def require_ahead(event: Event, act: str) -> None:
    """Raise `NotNow` when its date has passed: then only the outcome can be recorded."""
    if event.is_over:
        raise NotNow(act, "over")


def in_words(event: Event, reason: Reason) -> LocalText | None:
    """The reason as a text, None where none was given."""
    if isinstance(reason, str):
        reason = LocalText({event.name.main: reason}, event.name.main)
    return reason or None


def needed(event: Event, reason: Reason) -> LocalText:
    """The reason as a text; raises `ReasonMissing` where none was given."""
    words = in_words(event, reason)
    if words is None:
        raise ReasonMissing
    return words


def registered(event: Event) -> int:
    """How many people hold a seat or wait for one; what is kept for a delegation is nobody's."""
    held = event.pool.taken
    if held:
        held -= seats.kept_free(event.pool_id)
    return held + seats.waiting_for(event.pool_id)
