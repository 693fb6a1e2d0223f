"""Rows of study visits for tests: agenda items and versions, delegations; see `tests.factories`."""

from datetime import datetime, timedelta
from typing import Any

from tests.factories import (
    Row,
    Words,
    make_organisation,
    make_registration,
    worded,
    words,
    writing,
)
from webapp.agenda.models import AgendaItem, AgendaVersion
from webapp.agenda.rules import PURPOSE
from webapp.choices.models import WAITING, Choice
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.delegations.plans import USUAL_QUOTA
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration, State
from webapp.seats import rules as seats

TOWNS = (
    ("Nevers", "FR"),
    ("Razlog", "BG"),
    ("Åbo", "FI"),
    ("Kežmarok", "SK"),
    ("Esposende", "PT"),
    ("Ånge", "SE"),
    ("Dunaharaszti", "HU"),
    ("Otava", "CZ"),
)
STATES = {
    Standing.MEMBER: State.CONFIRMED,
    Standing.RESERVE: State.WAITING,
    Standing.WISH: State.AWAITING_APPROVAL,
    Standing.OUT: State.CANCELLED,
}


def make_item(
    event: Event,
    title: Words = "Visit to the works",
    *,
    period: Period | None = None,
    hour: int = 10,
    hours: float = 2,
    day: int = 0,
    zone: str = "Europe/Riga",
    capacity: int | None = None,
    **values: Any,
) -> AgendaItem:
    """A company visit of two hours on the first day of the event (*day* later); *period* of one
    day instead has no hours. With *capacity* it has places of its own."""
    values = {"kind": "company", **values}
    with writing():
        item = AgendaItem(event_id=event.id, name=words(title), **worded(AgendaItem, values))
        put(item, period or _period(event, day, hour, hours, zone))
        if capacity is not None or item.needs_choice:
            item.pool = seats.new_pool(capacity, purpose=PURPOSE)
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


def make_plan(event: Event, **values: Any) -> DelegationPlan:
    """What holds for all delegations: four people each, no deadlines."""
    with writing():
        return _stored(
            DelegationPlan(event_id=event.id, **{"default_quota": USUAL_QUOTA, **values})
        )


def make_delegation(
    event: Event, partner: Organisation | str = "Nevers", quota: int = USUAL_QUOTA, **values: Any
) -> Delegation:
    """The delegation of a partner, whose seats are all kept (*reserved*: so many of them); led by
    Claire, not written to yet."""
    leader = {"leader_name": "Claire Moulin", "leader_email": "claire@example.org"}
    with writing():
        if isinstance(partner, str):
            partner = make_organisation(partner, country=dict(TOWNS).get(partner, "LV"))
        reserved = values.pop("reserved", quota)
        pool = seats.new_pool(quota, event.pool, reserved=reserved, purpose="delegation")
        own_quota = None if quota == USUAL_QUOTA else quota
        of = {"event_id": event.id, "organisation_id": partner.id, "pool_id": pool.id}
        made = _stored(Delegation(own_quota=own_quota, **of, **{**leader, **values}))
        db.session.refresh(made)
        return made


def make_delegate(
    delegation: Delegation,
    who: Registration | str = "Jean Martin",
    standing: Standing = Standing.MEMBER,
    **values: Any,
) -> Delegate:
    """Somebody in it, by name or with their registration; a member takes one of its seats. What
    registrations have goes there."""
    mine = {each: values.pop(each) for each in list(values) if hasattr(Delegate, each)}
    with writing():
        if isinstance(who, str):
            values = {"email": f"{who.split()[0].casefold()}@example.org", **values}
            state = values.pop("state", STATES[standing])
            who = make_registration(delegation.event, who, state=state, **values)
        _seat(who, delegation)
        if standing is Standing.RESERVE:
            who.held_back_at = now()
        part = {"role": "elected", "payer": "project", **mine}
        delegate = Delegate(registration_id=who.id, standing=standing.value, **part)
        delegation.delegates.append(delegate)
        db.session.flush()
        db.session.refresh(delegation)
        return delegate


def make_choice(item: AgendaItem, registration: Registration, state: str = "taken") -> Choice:
    """Somebody at an item, or in line for it."""
    with writing():
        since = now() if state == WAITING else None
        if state != WAITING and item.pool is not None:
            item.pool.taken += 1
        values = {"item_id": item.id, "registration_id": registration.id, "waiting_since": since}
        return _stored(Choice(state=state, **values))


def _seat(registration: Registration, delegation: Delegation) -> None:
    """Their seat counts in the delegation and no longer by itself, if they hold one."""
    registration.seat_pool_id = delegation.pool_id
    if registration.state == State.CONFIRMED:
        delegation.event.pool.taken -= 1
        db.session.flush()
        assert seats.take([delegation.pool_id])


def _period(event: Event, day: int, hour: int, hours: float, zone: str) -> Period:
    assert event.first_on is not None
    starts = datetime.combine(event.first_on, datetime.min.time()) + timedelta(days=day, hours=hour)
    return Period.at(starts, starts + timedelta(hours=hours), zone)


def _stored(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
