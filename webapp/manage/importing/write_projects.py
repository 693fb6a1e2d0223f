"""Stores projects with their phases, partners, money, milestones, groups and documents."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.periods import Period, Precision
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.former import keep_former
from webapp.manage.importing.ledger import Differences, Ledger, settle, sync
from webapp.projects.models import (
    Contact,
    LocalGroup,
    Membership,
    Milestone,
    Phase,
    ProjectDocument,
    StatedNumber,
    Territory,
)
from webapp.projects.money import Budget, Share

_PROJECT = {
    "acronym": "acronym",
    "title": "name",
    "number": "number",
    "goal": "goal",
    "expected_result": "expected_result",
    "website": "website",
}
_PROJECT_REFS = {
    "programme": ("programmes", "programme"),
    "fund": ("funds", "fund"),
    "reported_by": ("organisations", "reporting_organisation"),
}
_PHASE = {"name": "name", "months": "planned_months", "status": "status", "result": "result"}


def write_projects(ledger: Ledger) -> None:
    """Projects and everything inside them."""
    for facts in ledger.facts["projects"]:
        values = facts.given(_PROJECT)
        for key, (section, column) in _PROJECT_REFS.items():
            if key in facts:
                values[column] = ledger.finder.find(section, facts[key])
        row, differences = ledger.put("projects", facts, values)
        for key, write in _LISTS.items():
            if key in facts and write(ledger, row, facts):
                differences[key] = (None, len(facts.get(key, [])))
        db.session.flush()
        if keep_former(ledger, facts, row):
            differences["formerly"] = (None, facts["formerly"])
        for key, write in _KEYED.items():
            if key in facts and write(ledger, row, facts):
                differences[key] = (None, len(facts.get(key, [])))
        ledger.close(facts, row, differences)


# ---- phases and their partners


def _phases(ledger: Ledger, project: Any, facts: Facts) -> bool:
    """Phases by number. One that the file leaves out stays: money and events hang on it."""
    differs = False
    found = {phase.number: phase for phase in project.phases}
    for each in parts(facts, "phases"):
        phase = found.get(each["number"])
        if phase is None:
            phase = Phase(number=each["number"])
            project.phases.append(phase)
            differs = True
        differs |= bool(settle(phase, each.given(_PHASE) | _dates(each)))
        differs |= _memberships(ledger, phase, each)
    return differs


def _dates(facts: Facts) -> dict[str, Any]:
    """Each end as exactly as the file says it; what it leaves out stays unknown."""
    starts: Period | None = facts.get("starts")
    ends: Period | None = facts.get("ends")
    given = starts or ends
    is_even = starts is None or ends is None or starts.precision is ends.precision
    return {
        "precision": (given.precision if given else Precision.UNDATED).value,
        "end_precision": None if is_even or ends is None else ends.precision.value,
        "first_on": starts.first_on if starts else None,
        "last_on": ends.last_on if ends else None,
    }


def _memberships(ledger: Ledger, phase: Phase, facts: Facts) -> bool:
    """The partnership of a phase, as a whole."""
    if not any(key in facts for key in ("lead", "partners", "associated")):
        return False
    lead = facts.get("lead")
    roles: dict[Any, str] = {}
    for role, refs in (
        ("lead", [lead] if lead else []),
        ("partner", facts.get("partners", [])),
        ("associated", facts.get("associated", [])),
    ):
        for organisation in ledger.finder.find_all("organisations", refs):
            roles.setdefault(organisation, role)
    _make_room_for_lead(phase, roles)
    stays = {
        ledger.finder.find("organisations", each["organisation"]): each
        for each in parts(facts, "stays")
    }
    dates = {"from": "from_on", "until": "until_on"}
    wanted = [
        {"organisation": each, "role": role} | (stays[each].given(dates) if each in stays else {})
        for each, role in roles.items()
    ]
    return sync(phase.memberships, wanted, Membership, ("organisation",))


def _make_room_for_lead(phase: Phase, roles: dict[Any, str]) -> None:
    """Let go of another lead first: the database allows one at a time."""
    for membership in phase.memberships:
        if membership.role == "lead" and roles.get(membership.organisation) != "lead":
            membership.role = "partner"
            db.session.flush()


# ---- plain lists


def _stated(ledger: Ledger, project: Any, facts: Facts) -> bool:
    wanted = [
        {
            "what": each["what"],
            "value": each["value"],
            "source_slug": each["source"].name if each.get("source") else None,
        }
        for each in parts(facts, "stated")
    ]
    return sync(project.stated, wanted, StatedNumber, ("what", "source_slug"))


def _territories(ledger: Ledger, project: Any, facts: Facts) -> bool:
    wanted = [
        {
            "organisation": ledger.finder.find("organisations", each["organisation"]),
            "place": ledger.finder.find("places", each["place"]),
        }
        for each in parts(facts, "territories")
    ]
    return sync(project.territories, wanted, Territory, ("organisation", "place"))


def _contacts(ledger: Ledger, project: Any, facts: Facts) -> bool:
    wanted = [
        each.given({"role": "role", "email": "email"})
        | {"organisation": ledger.finder.find("organisations", each["organisation"])}
        for each in parts(facts, "contacts")
    ]
    return sync(project.contacts, wanted, Contact, ("organisation",))


# ---- records with an id of their own


def _milestones(ledger: Ledger, project: Any, facts: Facts) -> bool:
    for each in parts(facts, "milestones"):
        _milestone(ledger, each, {"project_id": project.id})
    return False


def write_milestones(ledger: Ledger) -> None:
    """Milestones of the field, of no project."""
    for facts in ledger.facts["milestones"]:
        _milestone(ledger, facts, {})


def _milestone(ledger: Ledger, facts: Facts, values: dict[str, Any]) -> None:
    values = values | facts.given({"what": "what"}) | _organisation(ledger, facts)
    if "when" in facts:
        period: Period = facts.get("when") or Period.undated()
        stored = db.session.scalar(select(Milestone).where(Milestone.slug == facts.id))
        # One that lacks an end may be stored as exactly as its other end is known.
        if stored is None or stored.period != period:
            values |= {
                "precision": period.precision.value,
                "first_on": period.first_on,
                "last_on": period.last_on,
            }
    ledger.close(facts, *_keyed(ledger, Milestone, facts, values))


def _local_groups(ledger: Ledger, project: Any, facts: Facts) -> bool:
    for each in parts(facts, "local_groups"):
        values = each.given({"name": "name", "task": "task"}) | _organisation(ledger, each)
        row, differences = _keyed(ledger, LocalGroup, each, values | {"project_id": project.id})
        groups = ledger.finder.find_all("target_groups", each.get("target_groups"))
        if "target_groups" in each and set(row.target_groups) != set(groups):
            differences["target_groups"] = (None, len(groups))
            row.target_groups = groups
        ledger.close(each, row, differences)
    return False


def _documents(ledger: Ledger, project: Any, facts: Facts) -> bool:
    names = {"kind": "kind", "title": "title", "about": "about", "status": "status"}
    for each in parts(facts, "documents"):
        values = each.given(names) | _organisation(ledger, each)
        ledger.close(
            each, *_keyed(ledger, ProjectDocument, each, values | {"project_id": project.id})
        )
    return False


def write_good_practices(ledger: Ledger) -> None:
    """Proven solutions worth taking over."""
    for facts in ledger.facts["good_practices"]:
        names = {"what": "what", "status": "status", "public": "is_public"}
        values = facts.given(names) | _organisation(ledger, facts)
        if "project" in facts:
            project = ledger.finder.find("projects", facts["project"])
            values["project_id"] = None if project is None else project.id
        is_new = facts.id not in ledger.finder.rows["good_practices"]
        row, differences = ledger.put("good_practices", facts, values)
        if is_new and facts.get("revision"):
            row.revision = facts["revision"]
        ledger.close(facts, row, differences)
        if facts.get("event"):
            db.session.flush()
            ledger.carried.met[row.id] = (facts["event"], facts.get("item"), facts.line)


def _organisation(ledger: Ledger, facts: Facts) -> dict[str, Any]:
    if "organisation" not in facts:
        return {}
    return {"organisation": ledger.finder.find("organisations", facts["organisation"])}


def _keyed(
    ledger: Ledger, model: type[Any], facts: Facts, values: dict[str, Any]
) -> tuple[Any, Differences]:
    row = db.session.scalar(select(model).where(model.slug == facts.id))
    if row is None:
        row = ledger.make(model, slug=facts.id)
    return row, settle(row, values)


# ---- money


def _budgets(ledger: Ledger, project: Any, facts: Facts) -> bool:
    """Budgets, one for each organisation (or the whole project) and phase."""
    phases = {phase.number: phase for phase in project.phases}
    query = select(Budget).where(Budget.project_id == project.id)
    found = {(each.organisation_id, each.phase_id): each for each in db.session.scalars(query)}
    differs = False
    for each in parts(facts, "budgets"):
        phase = phases.get(each.get("phase"))
        if phase is None and each.get("phase") is not None:
            why = _("the project has no phase %(number)s", number=each["phase"])
            ledger.problems.add(each.line, why)
        organisation = ledger.finder.find("organisations", each.get("organisation"))
        key = (organisation.id if organisation else None, phase.id if phase else None)
        budget = found.get(key)
        if budget is None:
            ids = {"organisation_id": key[0], "phase_id": key[1], "project_id": project.id}
            budget = found[key] = ledger.make(Budget, **ids)
            differs = True
        differs |= bool(settle(budget, each.given({"amount": "amount", "status": "status"})))
        differs |= "shares" in each and _shares(ledger, budget, each)
    return differs


def _shares(ledger: Ledger, budget: Budget, facts: Facts) -> bool:
    wanted: list[dict[str, Any]] = []
    for position, each in enumerate(parts(facts, "shares")):
        fund = ledger.finder.find("funds", each["fund"])
        values = {"percent": each.get("percent"), "amount": each.get("amount")}
        wanted.append({"fund": fund, "position": position, **values})
    return sync(budget.shares, wanted, Share, ("fund",))


_Write = Callable[[Ledger, Any, Facts], bool]
_LISTS: dict[str, _Write] = {
    "phases": _phases,
    "stated": _stated,
    "territories": _territories,
    "contacts": _contacts,
}
#: These need the project's id.
_KEYED: dict[str, _Write] = {
    "budgets": _budgets,
    "milestones": _milestones,
    "local_groups": _local_groups,
    "documents": _documents,
}
