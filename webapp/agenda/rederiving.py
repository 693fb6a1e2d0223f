"""Work out again when agenda items begin and end, after the rules of a time zone have changed.

As for events: instants follow the wall clock, and nothing else changes.
"""

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from webapp.agenda.models import AgendaItem
from webapp.agenda.times import Hours
from webapp.core.database import db, write

BATCH = 200


def rederive_items() -> int:
    """Derive the instants of all items with hours again; how many were others before."""
    query = select(AgendaItem.id).where(AgendaItem.starts_local.is_not(None))
    ids = list(db.session.scalars(query.order_by(AgendaItem.id)))
    batches = (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
    return sum(_rederive(batch) for batch in batches)


def _rederive(ids: list[int]) -> int:
    with write():
        items = db.session.scalars(select(AgendaItem).where(AgendaItem.id.in_(ids)))
        return sum(_differs(item) for item in items)


def _differs(item: AgendaItem) -> bool:
    hours = Hours.of(item)
    right = hours.starts_at, hours.ends_at
    differs = (item.starts_at, item.ends_at) != right
    if differs:
        item.starts_at, item.ends_at = right
        # Not an edit, which would set it anew: people read the same wall clock as before.
        flag_modified(item, "changed_at")
    return differs
