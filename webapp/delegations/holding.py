"""Reading a delegation so that nobody else changes it until the transaction ends."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations.errors import HasDeclined, IsComplete, NotAsItWas, Stale
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.events.models import Event
from webapp.registrations import naming
from webapp.seats import rules as seats


def hold(delegation: Delegation, revision: int | None = None) -> Delegation:
    """The delegation, its event and people as they are now, kept still: whoever takes or gives
    back a seat of the event waits. Raises `Stale` when *revision* is not the stored one."""
    seats.lock([delegation.pool_id])
    fresh = db.session.scalars(_whole().where(Delegation.id == delegation.id)).one()
    if revision is not None and revision != fresh.revision:
        raise Stale
    return fresh


def hold_all(event: Event) -> tuple[DelegationPlan | None, list[Delegation]]:
    """The plan and all delegations of an event, in the order of their making, kept still."""
    seats.lock([event.pool_id])
    db.session.refresh(event)
    query = select(DelegationPlan).where(DelegationPlan.event_id == event.id).with_for_update()
    plan = db.session.scalar(query.execution_options(populate_existing=True))
    found = _whole().where(Delegation.event_id == event.id).order_by(Delegation.id)
    return plan, list(db.session.scalars(found))


def hold_delegate(delegate: Delegate, *standings: Standing) -> Delegate:
    """Somebody in a delegation, with all of it kept still. Raises `NotAsItWas` when they do not
    stand as one of *standings*."""
    delegation = hold(delegate.delegation)
    if delegate.standing not in standings or not delegate.registration.is_live:
        raise NotAsItWas(delegate.registration.name)
    check_going(delegation)
    return delegate


def check_going(delegation: Delegation) -> None:
    """Whether its people may change still: until the event is over, unless it has declined."""
    naming.check(delegation.event)
    if delegation.declined_at is not None:
        raise HasDeclined


def check_open(delegation: Delegation) -> None:
    """Whether more people can be named."""
    check_going(delegation)
    if delegation.completed_at is not None:
        raise IsComplete


def note(delegation: Delegation) -> None:
    """The leader has done something: what others see of the delegation is old."""
    delegation.touch()
    delegation.opened_at = delegation.opened_at or now()


def of_standing(delegation: Delegation, *standings: Standing) -> list[Delegate]:
    """Its people who stand so and are in the running, in their order."""
    return [
        each
        for each in delegation.delegates
        if each.standing in standings and each.registration.is_live
    ]


def names_of(delegates: Iterable[Delegate]) -> list[str]:
    """What they are called."""
    return [each.registration.name for each in delegates]


def _whole() -> Select[Delegation]:
    people = selectinload(Delegation.delegates).joinedload(Delegate.registration)
    return (
        select(Delegation)
        .options(
            joinedload(Delegation.organisation),
            joinedload(Delegation.pool),
            joinedload(Delegation.event),
            people,
        )
        .execution_options(populate_existing=True)
    )
