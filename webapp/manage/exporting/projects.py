"""Projects with phases, partners and money, milestones and good practices as the file says them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record, by_slug, formerly
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names, event_names
from webapp.programmes.models import Fund, Programme, TargetGroup
from webapp.projects.models import GoodPractice, Membership, Milestone, Phase, Project
from webapp.projects.money import Budget
from webapp.projects.organisations import Organisation, Place

_SECTION = (
    Project.phases,
    Project.milestones,
    Project.territories,
    Project.local_groups,
    Project.documents,
    Project.contacts,
    Project.stated,
)


def projects(choice: Choice, names: Names) -> Iterator[Record]:
    """Projects and everything inside them."""
    renamed, budgets = formerly(Project), _budgets_by_project()
    for row in by_slug(choice, Project, *_SECTION):
        yield {
            "id": values.bare(row.slug),
            "formerly": renamed.get(row.id),
            "acronym": row.acronym,
            "title": values.words(row.name),
            "number": row.number,
            "programme": names.of(Programme, row.programme_id),
            "fund": names.of(Fund, row.fund_id),
            "reported_by": names.of(Organisation, row.reporting_organisation_id),
            "goal": values.words(row.goal),
            "expected_result": values.words(row.expected_result),
            "website": values.bare(row.website),
            **_parts(row, names, budgets[row.id]),
            "source": names.sources(f"project:{row.id}"),
            "example": values.only(row.is_example),
        }


def _parts(row: Project, names: Names, budgets: list[Budget]) -> Record:
    phases = {phase.id: phase.number for phase in row.phases}
    found: Record = {
        "phases": [_phase(each, names) for each in row.phases],
        "stated": [_stated(each, names) for each in sorted(row.stated, key=lambda each: each.id)],
        "budgets": [_budget(each, names, phases) for each in budgets],
        "milestones": [_milestone(each, names) for each in _ordered(row.milestones)],
        "territories": [
            {
                "organisation": names.of(Organisation, each.organisation_id),
                "place": names.of(Place, each.place_id),
            }
            for each in sorted(row.territories, key=lambda each: each.id)
        ],
        "local_groups": [_local_group(each, names) for each in _ordered(row.local_groups)],
        "documents": [_document(each, names) for each in _ordered(row.documents)],
        "contacts": [
            {
                "organisation": names.of(Organisation, each.organisation_id),
                "role": values.words(each.role),
                "email": values.bare(each.email),
            }
            for each in sorted(row.contacts, key=lambda each: each.id)
        ],
    }
    return {key: each for key, each in found.items() if each}


def _ordered(rows: list[Any]) -> list[Any]:
    """In the order in which they were made, which pages keep."""
    return sorted(rows, key=lambda each: each.id)


def _phase(row: Phase, names: Names) -> Record:
    roles: dict[str, list[Any]] = defaultdict(list)
    for each in _ordered(row.memberships):
        roles[each.role].append(names.of(Organisation, each.organisation_id))
    dated = [each for each in _ordered(row.memberships) if each.from_on or each.until_on]
    return {
        "number": row.number,
        "name": values.words(row.name),
        "starts": values.dates(row.starts),
        "ends": values.dates(row.ends),
        "months": row.planned_months,
        "status": values.bare(row.status),
        "result": values.words(row.result),
        "lead": next(iter(roles["lead"]), None),
        "partners": roles["partner"] or None,
        "associated": roles["associated"] or None,
        "stays": [_stay(each, names) for each in dated] or None,
    }


def _stay(row: Membership, names: Names) -> Record:
    return {
        "organisation": names.of(Organisation, row.organisation_id),
        "from": values.bare(row.from_on),
        "until": values.bare(row.until_on),
    }


def _stated(row: Any, names: Names) -> Record:
    is_known = row.source_slug in names.known_sources
    return {
        "what": values.bare(row.what),
        "value": row.value,
        "source": values.bare(row.source_slug) if is_known else None,
    }


def _budgets_by_project() -> dict[int, list[Budget]]:
    query = select(Budget).options(selectinload(Budget.shares)).order_by(Budget.id)
    found: dict[int, list[Budget]] = defaultdict(list)
    for budget in db.session.scalars(query):
        found[budget.project_id].append(budget)
    return found


def _budget(row: Budget, names: Names, phases: dict[int, int]) -> Record:
    shares = [
        {
            "fund": names.of(Fund, each.fund_id),
            "percent": values.percent(each.percent),
            "amount": values.amount(each.amount),
        }
        for each in sorted(row.shares, key=lambda each: (each.position, each.id))
    ]
    return {
        "organisation": names.of(Organisation, row.organisation_id),
        "phase": None if row.phase_id is None else phases[row.phase_id],
        "amount": values.amount(row.amount),
        "status": values.bare(row.status),
        "shares": shares or None,
    }


def _milestone(row: Milestone, names: Names) -> Record:
    return {
        "id": values.bare(row.slug),
        "what": values.words(row.what),
        "when": values.dates(row.period),
        "organisation": names.of(Organisation, row.organisation_id),
        "source": names.sources(f"milestone:{row.id}"),
    }


def _local_group(row: Any, names: Names) -> Record:
    groups = sorted(row.target_groups, key=lambda each: (each.position, each.slug))
    return {
        "id": values.bare(row.slug),
        "name": values.words(row.name),
        "organisation": names.of(Organisation, row.organisation_id),
        "task": values.words(row.task),
        "target_groups": names.many(TargetGroup, (each.id for each in groups)) or None,
        "source": names.sources(f"local-group:{row.id}"),
    }


def _document(row: Any, names: Names) -> Record:
    return {
        "id": values.bare(row.slug),
        "kind": values.bare(row.kind),
        "title": values.words(row.title),
        "about": values.words(row.about),
        "organisation": names.of(Organisation, row.organisation_id),
        "status": values.bare(row.status),
        "source": names.sources(f"document:{row.id}"),
    }


def milestones(choice: Choice, names: Names) -> Iterator[Record]:
    """Milestones of the field, of no project; only with everything else."""
    if choice.is_whole:
        for row in by_slug(choice, Milestone):
            if row.project_id is None:
                yield _milestone(row, names)


def good_practices(choice: Choice, names: Names) -> Iterator[Record]:
    """Proven solutions worth taking over."""
    for row in by_slug(choice, GoodPractice):
        yield {
            "id": values.bare(row.slug),
            "organisation": names.of(Organisation, row.organisation_id),
            "what": values.words(row.what),
            "project": names.of(Project, row.project_id),
            "status": values.bare(row.status),
            "public": None if row.is_public else False,
            **_met(row, choice),
            "revision": row.revision if row.revision > 1 else None,
            "source": names.sources(f"good-practice:{row.id}"),
        }


def _met(row: GoodPractice, choice: Choice) -> Record:
    """The event and the item of its agenda where it was met, where these go along."""
    if row.event_id is None or not choice.has(Event, row.event_id):
        return {}
    item = select(AgendaItem.public_id).where(
        AgendaItem.id == row.item_id, AgendaItem.event_id == row.event_id
    )
    return {
        "event": values.bare(event_names([row.event_id])[row.event_id]),
        "item": values.bare(db.session.scalar(item)),
    }
