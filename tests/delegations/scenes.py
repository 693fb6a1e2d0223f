"""Rows of delegations for tests of the coordinator's side, made without going through the rules."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tests.factories import make_organisation, make_project, make_registration, writing
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.delegations.plans import USUAL_QUOTA
from webapp.events.models import Event
from webapp.events.parts import EventProject
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
_STATES = {
    Standing.MEMBER: State.CONFIRMED,
    Standing.RESERVE: State.WAITING,
    Standing.WISH: State.AWAITING_APPROVAL,
    Standing.OUT: State.CANCELLED,
}


def make_plan(event: Event, **values: Any) -> DelegationPlan:
    """What holds for all delegations: four people each, no deadlines."""
    with writing():
        plan = DelegationPlan(event_id=event.id, **{"default_quota": 4, **values})
        db.session.add(plan)
        db.session.flush()
        return plan


def make_delegation(
    event: Event, partner: Organisation | str = "Nevers", quota: int = 4, **values: Any
) -> Delegation:
    """A delegation of one partner whose seats are kept; led by Claire, not written to yet."""
    leader = {"leader_name": "Claire Moulin", "leader_email": "claire@example.org"}
    with writing():
        if isinstance(partner, str):
            partner = make_organisation(partner, country=dict(TOWNS).get(partner, "LV"))
        reserved = values.pop("reserved", quota)
        pool = seats.new_pool(quota, event.pool, reserved=reserved, purpose="delegation")
        delegation = Delegation(
            event_id=event.id,
            organisation_id=partner.id,
            pool_id=pool.id,
            own_quota=None if quota == USUAL_QUOTA else quota,
            **{**leader, **values},
        )
        db.session.add(delegation)
        db.session.flush()
        db.session.refresh(delegation)
        return delegation


def make_delegate(
    delegation: Delegation,
    name: str = "Jean Martin",
    standing: Standing = Standing.MEMBER,
    **values: Any,
) -> Delegate:
    """Somebody in it; a member takes one of its seats. What registrations have goes there."""
    mine = {each: values.pop(each) for each in list(values) if hasattr(Delegate, each)}
    email = values.pop("email", f"{name.split()[0].casefold()}@example.org")
    with writing():
        event = delegation.event
        state = values.pop("state", _STATES[standing])
        before = event.pool.taken
        registration = make_registration(
            event, name, email, state, seat_pool_id=delegation.pool_id, **values
        )
        if state == State.CONFIRMED:
            event.pool.taken = before
            db.session.flush()
            assert seats.take([delegation.pool_id])
        if standing is Standing.RESERVE:
            registration.held_back_at = now()
        delegate = Delegate(
            delegation_id=delegation.id,
            registration_id=registration.id,
            standing=standing.value,
            **{"role": "elected", "payer": "project", **mine},
        )
        db.session.add(delegate)
        db.session.flush()
        db.session.refresh(delegation)
        return delegate


def make_network(event: Event, delegates: Sequence[int]) -> list[Delegation]:
    """A delegation of each town, with so many delegates."""
    with writing():
        made = [make_delegation(event, name, quota=20) for name, _country in TOWNS]
        for delegation, number in zip(made, delegates, strict=True):
            for each in range(number):
                make_delegate(delegation, f"Person{delegation.id} Number{each}")
        return made


def partnership(event: Event) -> None:
    """A project of the towns, to which the event belongs."""
    with writing():
        towns = [make_organisation(name, country=country) for name, country in TOWNS]
        project = make_project("IoTXchange", lead=towns[0], partners=towns[1:])
        event.project_links.append(EventProject(project_id=project.id, is_main=True))


def registration_of(delegate: Delegate) -> Registration:
    """Read anew."""
    return db.session.scalars(
        select(Registration).where(Registration.id == delegate.registration_id)
    ).one()
