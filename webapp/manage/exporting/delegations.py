"""The delegations of events; who leads them and how they stand only for whoever asks for people."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.core.database import db
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names
from webapp.manage.exporting.people_accounts import link
from webapp.projects.organisations import Organisation


def delegations_of(ids: Sequence[int], choice: Choice, names: Names) -> dict[int, Record]:
    """What holds for the delegations of each event that has some."""
    plans = {
        row.event_id: row
        for row in db.session.scalars(
            select(DelegationPlan).where(DelegationPlan.event_id.in_(ids))
        )
    }
    partners = _partners(ids)
    found: dict[int, Record] = {}
    for event_id in ids:
        rows, plan = partners[event_id], plans.get(event_id)
        if plan is not None or rows:
            found[event_id] = {
                **(_plan(plan) if plan is not None else {}),
                "partners": [_delegation(each, choice, names) for each in rows] or None,
            }
    return found


def _partners(ids: Sequence[int]) -> dict[int, list[Delegation]]:
    query = select(Delegation).options(selectinload(Delegation.pool)).order_by(Delegation.id)
    found: dict[int, list[Delegation]] = defaultdict(list)
    for row in db.session.scalars(query.where(Delegation.event_id.in_(ids))):
        found[row.event_id].append(row)
    return found


def _plan(row: DelegationPlan) -> Record:
    return {
        "quota": row.default_quota,
        "reserves": row.reserves_seats,
        "names_due": values.instant(row.names_due_at),
        "travel_due": values.instant(row.travel_due_at),
        "diet_due": values.instant(row.diet_due_at),
        "releases": values.instant(row.releases_at),
        "released": values.instant(row.released_at),
        "note": values.words(row.note),
        "revision": row.revision,
    }


def _delegation(row: Delegation, choice: Choice, names: Names) -> Record:
    found: Record = {
        "organisation": names.of(Organisation, row.organisation_id),
        "quota": row.own_quota,
        "reserves": row.own_reserves_seats,
    }
    if choice.people:
        found |= {"leader": _leader(row), "kept": _kept(row)}
    return found


def _leader(row: Delegation) -> Record:
    return {
        "name": row.leader_name or None,
        "email": values.bare(row.leader_email),
        "language": values.bare(row.leader_language),
    }


def _kept(row: Delegation) -> Record:
    return {
        **link(row),
        "seats_kept": row.pool.reserved,
        "revision": row.revision,
        "created": values.instant(row.created_at),
        "invited": values.instant(row.invited_at),
        "opened": values.instant(row.opened_at),
        "completed": values.instant(row.completed_at),
        "declined": values.instant(row.declined_at),
        "declined_reason": values.text(row.declined_reason),
        "ends": values.instant(row.ends_at),
        "reminded": values.instant(row.reminded_at),
        "released": values.instant(row.released_at),
    }
