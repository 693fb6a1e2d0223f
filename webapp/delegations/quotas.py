"""How many each delegation may send: the plan of an event, quotas of their own, seats kept.

A delegation's pool is a part of the event's: its capacity is the quota, its reserve the seats kept
free. All of it runs inside ``with write():`` and raises one of `errors.REFUSALS` to refuse; then
nothing at all was changed.
"""

from collections.abc import Iterable
from typing import Any

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.delegations.errors import DelegationExists, NoRoomToKeep, QuotaBelowNamed, Stale
from webapp.delegations.finding import partners_of
from webapp.delegations.holding import hold_all, names_of, of_standing
from webapp.delegations.leading import follow_address
from webapp.delegations.models import Delegation, DelegationPlan, Standing
from webapp.delegations.plans import USUAL_QUOTA, keeps_seats, plan_of, quota_of, usual_quota
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.seats import rules as seats
from webapp.seats.errors import ReserveTooLarge


def save_plan(event: Event, revision: int, **values: Any) -> DelegationPlan:
    """Change the plan (names of its columns); *revision* 0 where there is none yet.

    Another default changes every delegation without a number of its own, all or none. Raises
    `QuotaBelowNamed` with all that stand in the way, `NoRoomToKeep`, `Stale`.
    """
    plan, delegations = hold_all(event)
    if revision != (plan.revision if plan is not None else 0):
        raise Stale
    changed = sorted(k for k, value in values.items() if getattr(plan, k, None) != value)
    if plan is None:
        plan = _new_plan(event, values)
    elif not changed:
        return plan
    else:
        _put_on(plan, values)
        plan.touch()
    _fit_all(delegations, plan)
    record(event.key, "delegations-planned", after={"fields": changed})
    return plan


def create_all(event: Event, organisation_ids: Iterable[int], quota: int) -> int:
    """A delegation for each of these organisations that has none; how many were made.

    Without a plan *quota* becomes everybody's; else it is their own where the plan says otherwise.
    """
    plan, delegations = hold_all(event)
    if plan is None:
        plan = _new_plan(event, {"default_quota": quota})
    known = {each.organisation_id for each in delegations}
    wanted = [each for each in dict.fromkeys(organisation_ids) if each not in known]
    own = None if quota == plan.default_quota else quota
    for number in wanted:
        _add(event, plan, db.session.get_one(Organisation, number), own_quota=own)
    return len(wanted)


def add_partners(event: Event) -> int:
    """A delegation for each partner of the event's projects at its date that has none; how many."""
    numbers = [each.id for each in partners_of(event)]
    return create_all(event, numbers, usual_quota(plan_of(event.id)))


def add_delegation(
    event: Event,
    organisation: Organisation,
    *,
    quota: int | None = None,
    keeps: bool | None = None,
    **leader: Any,
) -> Delegation:
    """A delegation of one organisation; *quota* and *keeps* (whether seats are kept) where they
    differ from the plan. *leader*: ``leader_name``, ``leader_email``, ``leader_language``.

    Raises `DelegationExists`, `NoRoomToKeep`.
    """
    plan, delegations = hold_all(event)
    if any(each.organisation_id == organisation.id for each in delegations):
        raise DelegationExists(plain_text(organisation.name))
    return _add(event, plan, organisation, own_quota=quota, own_reserves_seats=keeps, **leader)


def change(delegation: Delegation, revision: int | None, **values: Any) -> Delegation:
    """Change a delegation (names of its columns): leader, own quota, whether seats are kept.

    Raises `QuotaBelowNamed`, `NoRoomToKeep`, `Stale`.
    """
    plan, delegations = hold_all(delegation.event)
    held = next(each for each in delegations if each.id == delegation.id)
    if revision is not None and revision != held.revision:
        raise Stale
    changed = sorted(key for key, value in values.items() if getattr(held, key) != value)
    if not changed:
        return held
    if "own_reserves_seats" in changed:
        held.released_at = None  # whoever says so now means it from now on
    before = held.leader_email
    for key in changed:
        setattr(held, key, values[key])
    _fit_all([held], plan)
    held.touch()
    record(held.key, "changed", after={"fields": changed})
    follow_address(held, before)
    return held


def set_quota(delegation: Delegation, quota: int | None) -> Delegation:
    """How many it may send; None: as the plan says. Raises `QuotaBelowNamed`, `NoRoomToKeep`."""
    return change(delegation, None, own_quota=quota)


def take_away(delegation: Delegation) -> None:
    """Undo the making of a delegation in which nobody has ever been named; its seats are free."""
    event = delegation.event
    hold_all(event)
    if delegation.delegates:
        found = names_of(delegation.delegates)
        raise QuotaBelowNamed([(plain_text(delegation.organisation.name), len(found), found)])
    pool, partner = delegation.pool, delegation.organisation.slug
    record(event.key, "delegation-taken-away", before={"partner": partner})
    db.session.delete(delegation)
    db.session.flush()
    seats.release_reserve(pool)
    db.session.delete(pool)


def fit(delegation: Delegation, plan: DelegationPlan | None) -> None:
    """Make its pool what quota and plan say. Raises `NoRoomToKeep`."""
    pool, quota = delegation.pool, quota_of(delegation, plan)
    kept = _seats_to_keep(delegation, plan, quota)
    if kept < pool.reserved:
        seats.set_reserved(pool, kept)
    if quota != pool.capacity:
        seats.set_capacity(pool, quota)
    if kept <= pool.reserved:
        return
    try:
        seats.set_reserved(pool, kept)
    except ReserveTooLarge as error:
        raise NoRoomToKeep(plain_text(delegation.organisation.name), error.possible) from error


def _seats_to_keep(delegation: Delegation, plan: DelegationPlan | None, quota: int) -> int:
    if delegation.declined_at is not None or not keeps_seats(delegation, plan):
        return 0
    if delegation.released_at is not None:  # what it gave back it does not get again by itself
        return min(quota, delegation.pool.reserved)
    return quota


def _fit_all(delegations: list[Delegation], plan: DelegationPlan | None) -> None:
    """First those that get smaller, so that the others find room."""
    _check_named(delegations, plan)
    for each in sorted(
        delegations, key=lambda each: quota_of(each, plan) - (each.pool.capacity or 0)
    ):
        fit(each, plan)


def _check_named(delegations: list[Delegation], plan: DelegationPlan | None) -> None:
    found = []
    for each in delegations:
        members, quota = of_standing(each, Standing.MEMBER), quota_of(each, plan)
        if len(members) > quota:
            last = sorted(members, key=lambda member: (member.named_at, member.id))[quota:]
            found.append((plain_text(each.organisation.name), len(members), names_of(last)))
    if found:
        raise QuotaBelowNamed(found)


def _new_plan(event: Event, values: dict[str, Any]) -> DelegationPlan:
    plan = DelegationPlan(event_id=event.id, default_quota=USUAL_QUOTA, reserves_seats=True)
    db.session.add(plan)
    _put_on(plan, values)
    db.session.flush()
    return plan


def _put_on(plan: DelegationPlan, values: dict[str, Any]) -> None:
    releases_at = values.get("releases_at", plan.releases_at)
    if releases_at != plan.releases_at:
        plan.released_at = None  # another day, so it is done again then
    for key, value in values.items():
        setattr(plan, key, value)


def _add(
    event: Event, plan: DelegationPlan | None, organisation: Organisation, **values: Any
) -> Delegation:
    delegation = Delegation(
        event_id=event.id,
        organisation_id=organisation.id,
        pool=seats.new_pool(0, event.pool, purpose="delegation"),
        **values,
    )
    db.session.add(delegation)
    db.session.flush()
    fit(delegation, plan)
    record(delegation.key, "created", after={"quota": delegation.pool.capacity})
    return delegation
