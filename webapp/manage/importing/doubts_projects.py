"""What does not agree, or is left open, in programmes and projects."""

from collections import defaultdict
from decimal import Decimal

from flask_babel import format_currency
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.core.periods import Period, Precision
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.projects.models import Phase, Project
from webapp.projects.money import CENT, Budget


def doubt_programme(ledger: Ledger, facts: Facts) -> None:
    """Numbers that do not fit the lists beside them."""
    for each in parts(facts, "stated"):
        counted = len(facts.get("priorities", []))
        if each["what"] == "priorities" and each["value"] != counted:
            numbers = {"stated": each["value"], "counted": counted}
            why = _("%(counted)s priorities are listed, %(stated)s are stated", **numbers)
            ledger.doubt("stated-count", facts, why + by(ledger, each), each)
    for call in parts(facts, "calls"):
        if call.get("projects_approved", 0) > call.get("applications_submitted", 10**9):
            ledger.doubt("call", facts, _("more projects are approved than were submitted"))


def doubt_project(ledger: Ledger, facts: Facts) -> None:
    """Everything about one project."""
    project: Project = ledger.finder.rows["projects"][facts.id]
    _doubt_lead(ledger, facts, project)
    _doubt_counts(ledger, facts, project)
    _doubt_sources(ledger, facts)
    for phase in project.phases:
        _doubt_phase(ledger, facts, phase)
    for milestone in parts(facts, "milestones"):
        _doubt_milestone(ledger, facts, project, milestone)
    _doubt_money(ledger, facts, project)


def _doubt_lead(ledger: Ledger, facts: Facts, project: Project) -> None:
    known = [phase for phase in project.phases if phase.memberships]
    if known and not any(phase.lead for phase in known):
        ledger.doubt("lead-unknown", facts, _("the lead partner is not named"))
    for phase in project.phases:
        if known and not phase.memberships:
            why = _("the partners of phase %(number)s are not named", number=phase.number)
            ledger.doubt("partners-unknown", facts, why)


# ---- counts


def partnership(project: Project) -> Phase | None:
    """The phase whose partners stand for the project: the last one that has any."""
    return next((phase for phase in reversed(project.phases) if phase.memberships), None)


def _doubt_counts(ledger: Ledger, facts: Facts, project: Project) -> None:
    phase = partnership(project)
    partners = 0 if phase is None else len(phase.memberships)
    counted = {
        "partners": partners,
        "other-partners": max(0, partners - 1),
        "countries": 0 if phase is None else len(phase.countries),
    }
    for each in parts(facts, "stated"):
        number = counted.get(each["what"])
        if number is not None and number != each["value"]:
            why = _counts(each["what"], number, each["value"])
            ledger.doubt("stated-count", facts, why + by(ledger, each), each)


def _counts(what: str, counted: int, stated: int) -> str:
    numbers = {"counted": counted, "stated": stated}
    sentences = {
        "partners": _("%(counted)s partners are listed, %(stated)s are stated", **numbers),
        "other-partners": _(
            "%(counted)s other partners are listed, %(stated)s are stated", **numbers
        ),
        "countries": _(
            "partners of %(counted)s countries are listed, %(stated)s are stated", **numbers
        ),
    }
    return str(sentences[what])


def _doubt_sources(ledger: Ledger, facts: Facts) -> None:
    """Two sources, two numbers."""
    values: dict[str, set[int]] = defaultdict(set)
    for each in parts(facts, "stated"):
        values[each["what"]].add(each["value"])
    for what, found in values.items():
        if len(found) > 1:
            numbers = ", ".join(str(value) for value in sorted(found))
            why = _(
                "the sources do not agree on “%(what)s”: %(numbers)s", what=what, numbers=numbers
            )
            ledger.doubt("sources-disagree", facts, why)


def by(ledger: Ledger, facts: Facts) -> str:
    """Which source says so."""
    source = ledger.finder.find("sources", facts.get("source"))
    return _(" (according to “%(title)s”)", title=str(source.title)) if source else ""


# ---- phases and milestones


def _doubt_phase(ledger: Ledger, facts: Facts, phase: Phase) -> None:
    number = phase.number
    if phase.starts is None:
        why = _("when phase %(number)s begins is not known", number=number)
        ledger.doubt("phase-open", facts, why)
    elif phase.ends is None and phase.planned_months is None:
        why = _("when phase %(number)s ends is not known", number=number)
        ledger.doubt("phase-open", facts, why)
    counted = _months(phase)
    if counted is not None and phase.planned_months not in (None, counted):
        why = _(
            "phase %(number)s is to last %(stated)s months, its dates make it %(counted)s",
            number=number,
            stated=phase.planned_months,
            counted=counted,
        )
        ledger.doubt("phase-length", facts, why)


def _months(phase: Phase) -> int | None:
    """How many calendar months a phase touches; None when an end is unknown or no month."""
    vague = (Precision.SEASON, Precision.YEAR)
    if phase.first_on is None or phase.last_on is None or phase.precision in vague:
        return None
    months = (phase.last_on.year - phase.first_on.year) * 12
    months += phase.last_on.month - phase.first_on.month
    return months + (phase.last_on.day >= phase.first_on.day)


def _doubt_milestone(ledger: Ledger, facts: Facts, project: Project, milestone: Facts) -> None:
    """A milestone that begins or ends a phase on another day than the phase does."""
    said: Period | None = milestone.get("when")
    phases = {phase.number: phase for phase in project.phases}
    for key in ("starts_phase", "ends_phase"):
        phase = phases.get(milestone.get(key))
        known = None if phase is None else (phase.starts if key == "starts_phase" else phase.ends)
        if said is None or known is None or _may_be_same(said, known):
            continue
        why = _(
            "“%(milestone)s” does not agree with the dates of phase %(number)s",
            milestone=str(milestone["what"]),
            number=milestone[key],
        )
        ledger.doubt("phase-dates", facts, why, milestone)


def _may_be_same(one: Period, other: Period) -> bool:
    if one.first_on is None or one.last_on is None:
        return True
    return other.reaches(one.first_on, one.last_on)


# ---- money


def _doubt_money(ledger: Ledger, facts: Facts, project: Project) -> None:
    query = select(Budget).where(Budget.project_id == project.id).order_by(Budget.id)
    budgets = list(db.session.scalars(query))
    totals = [budget.amount for budget in budgets if budget.organisation_id is None]
    for budget in budgets:
        _doubt_rest(ledger, facts, budget)
        _doubt_shares(ledger, facts, budget)
        if budget.organisation_id and totals and budget.amount > max(totals):
            why = _("the budget of %(who)s is larger than the whole project's", who=_who(budget))
            ledger.doubt("budget-too-large", facts, why)


def _doubt_rest(ledger: Ledger, facts: Facts, budget: Budget) -> None:
    """Who pays what the named shares leave?"""
    unnamed = [part for part in budget.parts if part.name is None] if budget.shares else []
    for part in unnamed:
        why = _(
            "who pays %(percent)s per cent (%(amount)s) of the budget of %(who)s is not named",
            percent=f"{part.percent:f}".rstrip("0").rstrip("."),
            amount=_in_euro(part.amount),
            who=_who(budget),
        )
        ledger.doubt("unnamed-share", facts, why)


def _doubt_shares(ledger: Ledger, facts: Facts, budget: Budget) -> None:
    for share in budget.shares:
        if share.percent is None or share.amount is None:
            continue
        computed = (budget.amount * share.percent / 100).quantize(CENT)
        if abs(computed - share.amount) > CENT:
            why = _(
                "%(percent)s per cent of the budget of %(who)s are %(computed)s, not %(printed)s",
                percent=share.percent,
                who=_who(budget),
                computed=_in_euro(computed),
                printed=_in_euro(share.amount),
            )
            ledger.doubt("share-amount", facts, why)
    paid = sum((share.amount for share in budget.shares if share.amount), Decimal(0))
    if paid > budget.amount:
        why = _("the shares of the budget of %(who)s add up to more than it", who=_who(budget))
        ledger.doubt("shares-too-large", facts, why)


def _who(budget: Budget) -> str:
    if budget.organisation is None:
        return str(_("the whole project"))
    return str(budget.organisation.name)


def _in_euro(amount: Decimal) -> str:
    words: str = format_currency(amount, "EUR")
    return words.replace("\u00a0", " ")
