"""Work of delegations that waits for its time: reminders, news, and seats nobody was named for.

Every sweep is idempotent, may run in any number of workers at once, and writes in short
transactions of its own, one for each event or delegation.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy import select

from webapp.core.database import Model, db, write
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.delegations import news_telling, releasing, reminders
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.events.models import Event

M = TypeVar("M", bound=Model)


@sweep("delegation-reminders", every=600)
def remind() -> int:
    """Write to leaders around the deadlines; how many letters."""
    return _in_each(Event, reminders.events_near_deadline(), reminders.remind_due)


@sweep("delegation-reserves", every=300)
def release() -> int:
    """Give seats that were kept for delegations and have no name to the line; how many."""
    query = select(DelegationPlan.event_id).where(
        DelegationPlan.releases_at <= now(), DelegationPlan.released_at.is_(None)
    )
    due = list(db.session.scalars(query.order_by(DelegationPlan.event_id)))
    return _in_each(Event, due, releasing.release_unused)


@sweep("delegation-news", every=120)
def tell_news() -> int:
    """Tell leaders what has happened without them; how many letters."""
    return _in_each(Delegation, news_telling.waiting(), news_telling.tell)


def _in_each(of: type[M], numbers: Iterable[int], work: Callable[[M], int]) -> int:
    done = 0
    db.session.rollback()
    for number in numbers:
        if stopping.is_set():
            break
        with write():
            done += work(db.session.get_one(of, number))
    return done
