"""Reminding leaders of what their delegation lacks: by hand, and by itself around each deadline.

By itself at nine in the morning, three days before a deadline and on its day, by clocks at the
event; only to delegations that lack what is due, and never twice within two days, whoever asks.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import or_, select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now, to_utc_leniently, to_wall
from webapp.delegations import letters
from webapp.delegations.board import Row, asked_for, delegations_of, row_of
from webapp.delegations.lacks import DIET, NAMES, TRAVEL
from webapp.delegations.models import Delegation, DelegationPlan, DelegationState
from webapp.delegations.plans import plan_of
from webapp.events.models import Event, Status
from webapp.registrations.letter_facts import event_zone

#: No leader is written to twice within so long.
BETWEEN = timedelta(days=2)
DAYS_BEFORE = (3, 0)
HOUR = time(9)
#: A worker that stood still for longer lets a reminder go.
GRACE = timedelta(days=1)
GOING_ON = (Status.TENTATIVE.value, Status.CONFIRMED.value)
_DUE = (
    DelegationPlan.names_due_at,
    DelegationPlan.travel_due_at,
    DelegationPlan.diet_due_at,
)


def remind_all(event: Event) -> int:
    """Write to every leader whose delegation lacks something; how many. `to_remind` says whom."""
    return _write(row for row in _rows(event) if may_remind(row))


def remind_one(event: Event, delegation: Delegation) -> bool:
    """Write to the leader of one delegation; False where `may_remind` says no."""
    return bool(
        _write(row for row in _rows(event) if row.delegation is delegation and may_remind(row))
    )


def remind_due(event: Event) -> int:
    """Write to those whose deadline has come near at this moment; how many."""
    plan = plan_of(event.id)
    if plan is None or not goes_on(event):
        return 0
    near = set(due_now(plan, event_zone(event)))
    rows = (row for row in _rows(event) if may_remind(row))
    return _write(row for row in rows if any(lack.what in near for lack in row.lacks))


def may_remind(row: Row) -> bool:
    """Whether its leader may be written to now, and about something."""
    delegation = row.delegation
    if not row.lacks or not delegation.leader_email or delegation.link_revoked_at is not None:
        return False
    if delegation.invited_at is None or delegation.state is DelegationState.DECLINED:
        return False
    last = max(delegation.invited_at, delegation.reminded_at or delegation.invited_at)
    return last <= now() - BETWEEN


def due_now(plan: DelegationPlan, zone: str) -> Iterable[str]:
    """What a reminder is due of at this moment: `NAMES`, `TRAVEL`, `DIET`."""
    at = now()
    for what, due_at in zip((NAMES, TRAVEL, DIET), _deadlines(plan), strict=True):
        moments = [] if due_at is None else reminder_moments(due_at, zone)
        if any(moment <= at < moment + GRACE for moment in moments):
            yield what


def reminder_moments(due_at: datetime, zone: str) -> list[datetime]:
    """When leaders are reminded of a deadline: nine in the morning, or the deadline if earlier."""
    day = to_wall(due_at, zone).date()
    mornings = [
        to_utc_leniently(datetime.combine(day - timedelta(days=days), HOUR), zone)
        for days in DAYS_BEFORE
    ]
    return [min(morning, due_at) for morning in mornings]


def events_near_deadline() -> list[int]:
    """Events of which a deadline lies so near that somebody may have to be reminded."""
    first, last = now() - 2 * GRACE, now() + timedelta(days=max(DAYS_BEFORE) + 2)
    query = (
        select(Event.id)
        .join(DelegationPlan, DelegationPlan.event_id == Event.id)
        .where(or_(*(column.between(first, last) for column in _DUE)))
        .where(Event.status.in_(GOING_ON), Event.withdrawn_at.is_(None))
        .order_by(Event.id)
    )
    return list(db.session.scalars(query))


def goes_on(event: Event) -> bool:
    """Whether delegations are still to come to it."""
    return event.status in GOING_ON and event.withdrawn_at is None and not event.is_over


def _deadlines(plan: DelegationPlan) -> tuple[datetime | None, ...]:
    return plan.names_due_at, plan.travel_due_at, plan.diet_due_at


def _rows(event: Event) -> list[Row]:
    """The delegations as they are now; whoever else reminds them waits for this transaction."""
    locked = select(Delegation).where(Delegation.event_id == event.id).order_by(Delegation.id)
    db.session.scalars(locked.with_for_update().execution_options(populate_existing=True)).all()
    found = delegations_of(event.id)
    asked = asked_for(event, plan_of(event.id), found)
    return [row_of(each, asked) for each in found]


def _write(rows: Iterable[Row]) -> int:
    """Store the letters, and note that they were written; how many."""
    number = 0
    for row in rows:
        if letters.remind(row.delegation, row.lacks):
            row.delegation.reminded_at = now()
            record(row.delegation.key, "reminded")
            number += 1
    return number
