"""Seats kept for delegations for which nobody was named: at a deadline they go to the line."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations import letters
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.events.models import Event
from webapp.seats import rules as seats


def release_unused(event: Event) -> int:
    """Give back what no delegation of *event* uses, once; how many seats. The line moves.

    Whom a leader has named keeps their seat for the delegation: somebody else can step in for them.
    The quota stays as a limit. Whoever comes second finds it done.
    """
    plan = _plan_alone(event)
    if plan is None or not is_due(plan):
        return 0
    plan.released_at = now()
    return sum(_release(each) for each in _delegations(event))


def is_due(plan: DelegationPlan) -> bool:
    """Whether its time has come and nothing was done yet."""
    return plan.released_at is None and plan.releases_at is not None and plan.releases_at <= now()


def _release(delegation: Delegation) -> int:
    pool = delegation.pool
    unused = pool.reserved - pool.taken
    if unused <= 0:
        return 0
    seats.set_reserved(pool, pool.taken)
    delegation.released_at = now()
    record(delegation.key, "reserve-released", after={"seats": unused})
    if delegation.declined_at is None:
        letters.tell_leader(delegation, "released", number=unused)
    return unused


def _plan_alone(event: Event) -> DelegationPlan | None:
    """The plan as it is now; on PostgreSQL whoever else would release waits here."""
    seats.lock([event.pool_id])
    query = select(DelegationPlan).where(DelegationPlan.event_id == event.id)
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(fresh)


def _delegations(event: Event) -> list[Delegation]:
    query = (
        select(Delegation)
        .options(joinedload(Delegation.pool))
        .where(Delegation.event_id == event.id)
        .order_by(Delegation.pool_id)
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))
