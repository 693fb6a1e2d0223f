"""Rows of study visits for tests: agenda items and versions, delegations; see `tests.factories`."""

from datetime import datetime, timedelta
from typing import Any

from tests.factories import Row, Words, worded, words, writing
from webapp.agenda.models import AgendaItem, AgendaVersion
from webapp.choices.models import WAITING, Choice
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration
from webapp.seats.models import SeatPool


def make_item(
    event: Event,
    title: Words = "Visit to the works",
    *,
    period: Period | None = None,
    hour: int = 10,
    hours: float = 2,
    day: int = 0,
    capacity: int | None = None,
    **values: Any,
) -> AgendaItem:
    """A company visit of two hours on the first day of the event (*day* later); *period* of one
    day instead has no hours. With *capacity* it has places of its own."""
    values = {"kind": "company", **values}
    with writing():
        item = AgendaItem(event_id=event.id, name=words(title), **worded(AgendaItem, values))
        put(item, period or _period(event, day, hour, hours))
        if capacity is not None or item.needs_choice:
            item.pool = SeatPool(capacity=capacity)
        return _stored(item)


def put(item: AgendaItem, period: Period) -> None:
    """Give an item its day, and its hours if *period* has some."""
    assert period.first_on is not None
    item.day_on, item.starts_zone = period.first_on, period.starts_zone or "Europe/Riga"
    item.starts_local, item.ends_local = period.starts_local, period.ends_local
    item.starts_at, item.ends_at = period.starts_at, period.ends_at
    item.starts_fold, item.ends_fold = period.starts_fold, period.ends_fold
    item.ends_zone = period.ends_zone or item.starts_zone


def make_agenda_version(event: Event, number: int = 1, **values: Any) -> AgendaVersion:
    """Publishes the agenda, or tells of it once more."""
    with writing():
        event.has_agenda = True
        values = {"items": [], **values}
        return _stored(AgendaVersion(event_id=event.id, number=number, **values))


def make_delegation(
    event: Event, organisation: Organisation, quota: int = 4, **values: Any
) -> Delegation:
    """The delegation of a partner, its places reserved."""
    with writing():
        pool = SeatPool(parent_id=event.pool_id, capacity=quota, reserved=quota)
        event.pool.taken += quota
        values = {"event_id": event.id, "organisation_id": organisation.id, **values}
        return _stored(Delegation(pool=pool, own_quota=quota, **values))


def make_delegate(
    delegation: Delegation, registration: Registration, standing: str = "member", **values: Any
) -> Delegate:
    """Somebody in a delegation; whoever is a member has a seat of its pool."""
    values = {"role": "staff", "payer": "partner", **values}
    with writing():
        registration.seat_pool_id = delegation.pool_id
        if standing == "member":
            delegation.pool.taken += 1
        delegate = Delegate(registration_id=registration.id, standing=standing, **values)
        delegation.delegates.append(delegate)
        db.session.flush()
        return delegate


def make_choice(item: AgendaItem, registration: Registration, state: str = "taken") -> Choice:
    """Somebody at an item, or in line for it."""
    with writing():
        since = now() if state == WAITING else None
        if state != WAITING and item.pool is not None:
            item.pool.taken += 1
        values = {"item_id": item.id, "registration_id": registration.id, "waiting_since": since}
        return _stored(Choice(state=state, **values))


def _period(event: Event, day: int, hour: int, hours: float) -> Period:
    assert event.first_on is not None
    starts = datetime.combine(event.first_on, datetime.min.time()) + timedelta(days=day, hours=hour)
    return Period.at(starts, starts + timedelta(hours=hours), "Europe/Riga")


def _stored(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
