"""Work out again when events begin and end, after the rules of a time zone have changed.

What people agreed on is the wall clock; the instants are derived from it for queries. A change of
the rules moves the instants and nothing else: no revision, no letter, no entry in the change log.
"""

from collections.abc import Iterator

from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.times import Precision
from webapp.events.models import Event

BATCH = 200
DERIVED = ("starts_at", "ends_at", "sorts_at", "over_at")


def rederive() -> int:
    """Derive the instants of all events with hours again; how many were others before."""
    return sum(_rederive(batch) for batch in _batches())


def _batches() -> Iterator[list[int]]:
    query = select(Event.id).where(Event.precision == Precision.TIME.value).order_by(Event.id)
    ids = list(db.session.scalars(query))
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _rederive(ids: list[int]) -> int:
    with write():
        events = db.session.scalars(select(Event).where(Event.id.in_(ids)))
        return sum(_differs(event) for event in events)


def _differs(event: Event) -> bool:
    before = [getattr(event, name) for name in DERIVED]
    event.derive_times()
    return before != [getattr(event, name) for name in DERIVED]
