"""Work of delegations that waits for its time: reminders, and seats nobody was named for.

Every sweep is idempotent, may run in any number of workers at once, and writes in short
transactions of its own, one for each event.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.delegations import releasing, reminders
from webapp.delegations.models import DelegationPlan
from webapp.events.models import Event


@sweep("delegation-reminders", every=600)
def remind() -> int:
    """Write to leaders around the deadlines; how many letters."""
    return _in_each(reminders.events_near_deadline(), reminders.remind_due)


@sweep("delegation-reserves", every=300)
def release() -> int:
    """Give seats that were kept for delegations and have no name to the line; how many."""
    query = select(DelegationPlan.event_id).where(
        DelegationPlan.releases_at <= now(), DelegationPlan.released_at.is_(None)
    )
    due = list(db.session.scalars(query.order_by(DelegationPlan.event_id)))
    return _in_each(due, releasing.release_unused)


def _in_each(numbers: Iterable[int], work: Callable[[Event], int]) -> int:
    done = 0
    db.session.rollback()
    for number in numbers:
        if stopping.is_set():
            break
        with write():
            done += work(db.session.get_one(Event, number))
    return done
