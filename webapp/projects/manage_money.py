"""Editing money: totals of the project and of partners, who pays them, whether it adds up."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.database import db, write
from webapp.core.forms import BaseForm
from webapp.core.i18n import plain_text
from webapp.programmes.models import Fund
from webapp.projects import manage_choices as choices
from webapp.projects import queries, sums
from webapp.projects.manage_desk import blueprint, desk_page, find
from webapp.projects.manage_money_forms import BudgetForm
from webapp.projects.manage_sections import Section, edit, lock, note, save
from webapp.projects.models import Project
from webapp.projects.money import Budget, Share
from webapp.projects.organisations import Organisation


class OneBudget(Section):
    """A budget with its shares; of no id: one that is new."""

    name = "money"
    template = "budget.html"
    form_class = BudgetForm

    def __init__(self, budget_id: int | None = None) -> None:
        self.budget_id = budget_id
        self.verb = "money-added" if budget_id is None else "money-edited"

    def budget(self, project: Project) -> Budget | None:
        """The budget that is edited; None for a new one or one of another project."""
        found = db.session.get(Budget, self.budget_id) if self.budget_id else None
        return found if found is not None and found.project_id == project.id else None

    def data(self, project: Project) -> dict[str, Any]:
        """A new one is the whole project's."""
        budget = self.budget(project)
        if budget is None:
            return {"status": "approved", "shares": []}
        phase = next((each for each in project.phases if each.id == budget.phase_id), None)
        return {
            "organisation": budget.organisation.slug if budget.organisation else None,
            "phase": str(phase.number) if phase else None,
            "amount": budget.amount,
            "status": budget.status,
            "shares": [
                {"fund": each.fund.slug, "percent": each.percent, "amount": each.amount}
                for each in budget.shares
            ],
        }

    def offer(self, form: Any, project: Project) -> None:
        """Partners first of all, the phases there are, every source."""
        form.organisation.choices = _partners_first(project)
        form.phase.choices = [
            (str(each.number), _phase_words(each.number, plain_text(each.name)))
            for each in project.phases
        ]
        form.shares.offer("fund", choices.funds())

    def step(self, form: Any, project: Project) -> bool:
        """Besides an empty row: the rates of the programme, and splitting by the rates."""
        if "rates" in request.form and project.programme is not None:
            rates = sorted(project.programme.rates, key=lambda rate: -rate.percent)
            known = [{"fund": rate.fund.slug, "percent": rate.percent} for rate in rates]
            form.shares.show([*form.shares.data, *_not_there(known, form.shares.data)])
            self.offer(form, project)
            return True
        if "split" in request.form:
            form.split_by_rates()
            return True
        return super().step(form, project)

    def context(self, form: Any, project: Project) -> dict[str, Any]:
        """What there is to say about the sums as they stand in the form."""
        programme = project.programme
        return {
            "budget": self.budget(project),
            "findings": form.findings(),
            "has_rates": programme is not None and bool(programme.rates),
        }

    def check(self, form: Any, project: Project) -> bool:
        """One budget for each partner (or the whole) and phase."""
        asked = (form.organisation.data or None, form.phase.data or None)
        for other in queries.budgets_of(project):
            if other.id != self.budget_id and _key(other, project) == asked:
                form.add_error(
                    "organisation", _("There is a sum for this partner and phase already. Edit it.")
                )
                return False
        return True

    def store(self, form: Any, project: Project) -> None:
        """The sum and its shares, in their order."""
        budget = self.budget(project)
        if budget is None:
            budget = Budget(project_id=project.id)
        phases = {str(each.number): each.id for each in project.phases}
        budget.organisation = choices.by_slug(Organisation, form.organisation.data)
        budget.phase_id = phases.get(form.phase.data or "")
        budget.amount, budget.status = form.amount.data, form.status.data
        _store_shares(budget, form.shares.data)
        # Not before it is whole: a look-up in between would store it half filled in.
        db.session.add(budget)
        db.session.flush()
        self.budget_id = budget.id

    def said(self) -> str:
        """What was done."""
        return str(_("The sum is saved."))


def _store_shares(budget: Budget, rows: list[dict[str, Any]]) -> None:
    funds = choices.by_slugs(Fund, (row["fund"] for row in rows))
    known = {share.fund_id: share for share in budget.shares}
    kept = []
    for position, row in enumerate(rows):
        fund = funds[row["fund"]]
        share = known.get(fund.id) or Share(fund=fund)
        share.position, share.percent, share.amount = position, row["percent"], row["amount"]
        kept.append(share)
    budget.shares[:] = kept
    if budget.id is not None:
        budget.touch()


def _partners_first(project: Project) -> list[tuple[str, str]]:
    partners = {each.organisation.slug for phase in project.phases for each in phase.memberships}
    return sorted(choices.organisations(), key=lambda choice: choice[0] not in partners)


def _phase_words(number: int, name: str) -> str:
    if name:
        return str(_("Phase %(number)d: %(name)s", number=number, name=name))
    return str(_("Phase %(number)d", number=number))


def _not_there(known: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    there = {row["fund"] for row in rows}
    return [each for each in known if each["fund"] not in there]


def _key(budget: Budget, project: Project) -> tuple[str | None, str | None]:
    numbers = {each.id: str(each.number) for each in project.phases}
    slug = budget.organisation.slug if budget.organisation else None
    return slug, numbers.get(budget.phase_id or 0)


# Pages


@blueprint.get("/<slug>/money/")
def money(slug: str) -> ResponseReturnValue:
    """All sums, and whether they add up."""
    project = find(slug)
    budgets = queries.budgets_of(project)
    return desk_page(
        "money.html",
        project,
        "money",
        budgets=[(each, sums.findings(each.amount, each.shares)) for each in budgets],
        partners=_partners_together(budgets),
        phase_numbers={each.id: each.number for each in project.phases},
    )


def _partners_together(budgets: list[Budget]) -> list[sums.Finding]:
    """The budgets of partners against the project's of the same phase."""
    found = []
    for whole in budgets:
        parts = [
            each.amount
            for each in budgets
            if each.organisation_id is not None and each.phase_id == whole.phase_id
        ]
        if whole.organisation_id is None and parts:
            found.append(sums.of_partners(whole.amount, parts))
    return found


@blueprint.get("/<slug>/money/new")
def new_budget(slug: str) -> ResponseReturnValue:
    """The form of one more sum."""
    return edit(OneBudget(), find(slug, edits=True))


@blueprint.post("/<slug>/money/new")
def add_budget(slug: str) -> ResponseReturnValue:
    """Store it."""
    return save(OneBudget(), find(slug, edits=True))


@blueprint.get("/<slug>/money/<int:number>/")
def budget(slug: str, number: int) -> ResponseReturnValue:
    """The form of one sum."""
    project = find(slug, edits=True)
    return edit(_known(project, number), project)


@blueprint.post("/<slug>/money/<int:number>/")
def save_budget(slug: str, number: int) -> ResponseReturnValue:
    """Store it."""
    project = find(slug, edits=True)
    return save(_known(project, number), project)


def _known(project: Project, number: int) -> OneBudget:
    section = OneBudget(number) if number < 2**62 else OneBudget()
    if section.budget(project) is None:
        abort(404)
    return section


@blueprint.get("/<slug>/money/<int:number>/deletion")
def budget_deletion(slug: str, number: int) -> ResponseReturnValue:
    """The question before a sum goes."""
    project = find(slug, edits=True)
    section = _known(project, number)
    shares = section.budget(project).shares  # type: ignore[union-attr]
    goes = ngettext(
        "%(num)d source of money goes with it.",
        "%(num)d sources of money go with it.",
        len(shares),
    )
    return desk_page(
        "deletion.html",
        project,
        "money",
        form=BaseForm(),
        title=_("Remove this sum"),
        goes=goes if shares else "",
        obstacle="",
        back=url_for(".budget", slug=project.slug, number=number),
    )


@blueprint.post("/<slug>/money/<int:number>/deletion")
def delete_budget(slug: str, number: int) -> ResponseReturnValue:
    """Remove it with its shares."""
    project = find(slug, edits=True)
    section = _known(project, number)
    with write():
        lock(project)
        gone = section.budget(project)
        if gone is None:
            abort(404)
        before = {"amount": str(gone.amount)}
        db.session.delete(gone)
        project.touch()
        note(project, "money-removed", before, {"amount": None})
    flash(_("The sum is removed."), "success")
    return redirect(url_for(".money", slug=project.slug), 303)
