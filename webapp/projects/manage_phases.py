"""Editing phases: when, how it stands, and who takes part."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from webapp.core.database import db, write
from webapp.core.forms import BaseForm
from webapp.core.periods import Period, Precision
from webapp.projects import manage_choices as choices
from webapp.projects.manage_desk import blueprint, desk_page, find
from webapp.projects.manage_phase_forms import PhaseForm
from webapp.projects.manage_rows import settle
from webapp.projects.manage_sections import Section, edit, lock, note, save
from webapp.projects.models import MEMBER_ROLES, Membership, Phase, Project
from webapp.projects.money import Budget
from webapp.projects.organisations import Organisation

_SAME = ("number", "name", "status", "planned_months", "result")


class OnePhase(Section):
    """A phase with its partners; of no number: one that is new."""

    name = "phases"
    template = "phase.html"
    form_class = PhaseForm

    def __init__(self, number: int | None = None) -> None:
        self.number = number
        self.verb = "phase-added" if number is None else "phase-edited"

    def phase(self, project: Project) -> Phase | None:
        """The phase that is edited."""
        return next((each for each in project.phases if each.number == self.number), None)

    def data(self, project: Project) -> dict[str, Any]:
        """A new phase takes the next number."""
        phase = self.phase(project)
        if phase is None:
            numbers = [each.number for each in project.phases]
            return {"number": max(numbers, default=0) + 1, "status": "planned", "partners": []}
        return {name: getattr(phase, name) for name in _SAME} | {
            "starts": phase.starts,
            "ends": phase.ends,
            "partners": members_data(phase),
        }

    def offer(self, form: Any, project: Project) -> None:
        """Any organisation may take part."""
        form.partners.offer("organisation", choices.organisations())

    def before(self, project: Project) -> Phase | None:
        """The phase before this one, whose partners can be copied."""
        earlier = [
            phase
            for phase in project.phases
            if phase.memberships and (self.number is None or phase.number < self.number)
        ]
        return earlier[-1] if earlier else None

    def step(self, form: Any, project: Project) -> bool:
        """Besides an empty row: the partners of the phase before."""
        before = self.before(project)
        if "copy" not in request.form or before is None:
            return super().step(form, project)
        form.partners.show(members_data(before, with_days=False))
        self.offer(form, project)
        return True

    def context(self, form: Any, project: Project) -> dict[str, Any]:
        """The phase, and the one before."""
        return {"phase": self.phase(project), "before": self.before(project)}

    def check(self, form: Any, project: Project) -> bool:
        """The number is free."""
        taken = {each.number for each in project.phases if each.number != self.number}
        if form.number.data in taken:
            form.add_error("number", _("There is a phase of this number. Choose another."))
            return False
        return True

    def store(self, form: Any, project: Project) -> None:
        """The phase, its dates, its partners."""
        phase = self.phase(project)
        if phase is None:
            phase = Phase(number=form.number.data)
            project.phases.append(phase)
        for name in _SAME:
            value = form[name].data
            setattr(phase, name, value if value or name in ("number", "status") else None)
        store_dates(phase, form.starts.data, form.ends.data)
        db.session.flush()
        store_members(phase, form.partners.data)
        self.number = form.number.data

    def said(self) -> str:
        """What was done."""
        return str(_("Phase %(number)d is saved.", number=self.number or 0))


def members_data(phase: Phase, *, with_days: bool = True) -> list[dict[str, Any]]:
    """The partnership for the rows of a form: lead, partners, associated, each by name."""
    order = sorted(
        phase.memberships,
        key=lambda each: (MEMBER_ROLES.index(each.role), each.organisation.sort_key),
    )
    return [
        {
            "organisation": each.organisation.slug,
            "role": each.role,
            "from_on": each.from_on if with_days else None,
            "until_on": each.until_on if with_days else None,
        }
        for each in order
    ]


def store_dates(phase: Phase, starts: Period | None, ends: Period | None) -> None:
    """Each end as exactly as it is known."""
    given = starts or ends
    is_even = starts is None or ends is None or starts.precision is ends.precision
    phase.precision = (given.precision if given else Precision.UNDATED).value
    phase.end_precision = None if is_even or ends is None else ends.precision.value
    phase.first_on = starts.first_on if starts else None
    phase.last_on = ends.last_on if ends else None


def store_members(phase: Phase, rows: list[dict[str, Any]]) -> None:
    """The partnership as a whole; the database allows one lead at a time."""
    organisations = choices.by_slugs(Organisation, (row["organisation"] for row in rows))
    leads = {row["organisation"] for row in rows if row["role"] == "lead"}
    for each in phase.memberships:
        if each.role == "lead" and each.organisation.slug not in leads:
            each.role = "partner"
    db.session.flush()
    wanted = [
        {
            "organisation_id": organisations[row["organisation"]].id,
            "role": row["role"] or "partner",
            "from_on": row["from_on"],
            "until_on": row["until_on"],
        }
        for row in rows
    ]
    settle(phase.memberships, wanted, Membership, "membership", key=("organisation_id",))


# Pages


@blueprint.get("/<slug>/phases/")
def phases(slug: str) -> ResponseReturnValue:
    """All phases: the time line, and who takes part in which."""
    return desk_page("phases.html", find(slug), "phases")


@blueprint.get("/<slug>/phases/new")
def new_phase(slug: str) -> ResponseReturnValue:
    """The form of one more phase."""
    return edit(OnePhase(), find(slug, edits=True))


@blueprint.post("/<slug>/phases/new")
def add_phase(slug: str) -> ResponseReturnValue:
    """Store it."""
    return save(OnePhase(), find(slug, edits=True))


@blueprint.get("/<slug>/phases/<int:number>/")
def phase(slug: str, number: int) -> ResponseReturnValue:
    """The form of one phase."""
    project = find(slug, edits=True)
    return edit(_known(project, number), project)


@blueprint.post("/<slug>/phases/<int:number>/")
def save_phase(slug: str, number: int) -> ResponseReturnValue:
    """Store it."""
    project = find(slug, edits=True)
    return save(_known(project, number), project)


def _known(project: Project, number: int) -> OnePhase:
    section = OnePhase(number)
    if section.phase(project) is None:
        abort(404)
    return section


@blueprint.get("/<slug>/phases/<int:number>/deletion")
def phase_deletion(slug: str, number: int) -> ResponseReturnValue:
    """What goes when the phase goes, and the button."""
    project = find(slug, edits=True)
    return _deletion_page(project, _phase_of(project, number))


@blueprint.post("/<slug>/phases/<int:number>/deletion")
def delete_phase(slug: str, number: int) -> ResponseReturnValue:
    """Remove it with its partnership; not while money stands under it."""
    project = find(slug, edits=True)
    phase = _phase_of(project, number)
    if _budgets(phase):
        return _deletion_page(project, phase), 409
    with write():
        lock(project)
        if _budgets(phase):
            abort(409)
        project.phases.remove(phase)
        project.touch()
        note(project, "phase-removed", {"number": number}, {"number": None})
    flash(_("Phase %(number)d is removed.", number=number), "success")
    return redirect(url_for(".phases", slug=project.slug), 303)


def _phase_of(project: Project, number: int) -> Phase:
    found = OnePhase(number).phase(project)
    return found if found is not None else abort(404)


def _budgets(phase: Phase) -> int:
    query = select(func.count()).select_from(Budget).where(Budget.phase_id == phase.id)
    return int(db.session.scalar(query) or 0)


def _deletion_page(project: Project, phase: Phase) -> str:
    partners = len(phase.memberships)
    goes = ngettext(
        "Its partnership goes with it: %(num)d partner.",
        "Its partnership goes with it: %(num)d partners.",
        partners,
    )
    return desk_page(
        "deletion.html",
        project,
        "phases",
        form=BaseForm(),
        title=_("Remove phase %(number)d", number=phase.number),
        goes=goes if partners else "",
        obstacle=_("Money stands under this phase. Remove it or give it to another phase first.")
        if _budgets(phase)
        else "",
        back=url_for(".phase", slug=project.slug, number=phase.number),
    )
