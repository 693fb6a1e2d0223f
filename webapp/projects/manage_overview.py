"""What the overview of a project tells: what is missing, what comes next, what to pass on."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from webapp.core.addresses import public_url
from webapp.core.i18n import configured_languages, language_name
from webapp.projects import sums
from webapp.projects.manage_work import in_time
from webapp.projects.models import Milestone, Project
from webapp.projects.money import Budget

_NEXT = 5


@dataclass(frozen=True)
class Missing:
    """Something not told yet: in words, and the page it belongs on."""

    words: str
    address: str


@dataclass(frozen=True)
class Address:
    """An address to pass on."""

    name: str
    words: str
    url: str


def missing(project: Project, budgets: list[Budget], day: date) -> list[Missing]:
    """What partners and the programme will ask for, the most needed first."""
    return [
        *_missing_partners(project),
        *_missing_money(project, budgets, day),
        *_missing_facts(project),
    ]


def _missing_partners(project: Project) -> list[Missing]:
    if not project.phases:
        address = url_for("manage_projects.new_phase", slug=project.slug)
        return [Missing(_("It has no phase yet, and so no partners."), address)]
    found = []
    for phase in project.phases:
        address = url_for("manage_projects.phase", slug=project.slug, number=phase.number)
        if not phase.memberships:
            words = _("Nobody takes part in phase %(number)d yet.", number=phase.number)
            found.append(Missing(words, address))
        elif phase.lead is None:
            words = _("The lead partner of phase %(number)d is not known.", number=phase.number)
            found.append(Missing(words, address))
        if phase.first_on is None and phase.last_on is None:
            words = _("Phase %(number)d has no dates.", number=phase.number)
            found.append(Missing(words, address))
    return found


def _missing_money(project: Project, budgets: list[Budget], day: date) -> list[Missing]:
    found = []
    if not budgets:
        address = url_for("manage_projects.new_budget", slug=project.slug)
        found.append(Missing(_("No sum of money is entered."), address))
    elif not any(each.shares for each in budgets):
        address = url_for("manage_projects.money", slug=project.slug)
        found.append(Missing(_("No source of money is named."), address))
    for each in budgets:
        address = url_for("manage_projects.budget", slug=project.slug, number=each.id)
        found += [
            Missing(finding.words, address)
            for finding in sums.findings(each.amount, each.shares)
            if finding.tone in ("bad", "warn")
        ]
    programme = project.programme
    address = url_for("manage_projects.facts", slug=project.slug)
    if programme is None:
        words = _("It belongs to no programme, so no funding statement is shown.")
        found.append(Missing(words, f"{address}#programme"))
    elif programme.statement_on(day) is None:
        found.append(Missing(_("Its programme has no funding statement for today."), address))
    return found


def _missing_facts(project: Project) -> list[Missing]:
    address = url_for("manage_projects.facts", slug=project.slug)
    found = []
    if not project.goal:
        anchor = f"{address}#goal-{configured_languages()[0]}"
        found.append(Missing(_("Its goal is not told."), anchor))
    texts = (project.name, project.goal, project.expected_result)
    for tag in configured_languages():
        if any(text and text.get(tag) is None for text in texts):
            words = _(
                "Its texts are not all written in this language: %(language)s.",
                language=language_name(tag),
            )
            found.append(Missing(words, f"{address}#name-{tag}"))
    if not project.contacts:
        contacts = url_for("manage_projects.contacts", slug=project.slug)
        found.append(Missing(_("Nobody is named whom people can ask."), contacts))
    return found


def next_milestones(project: Project, day: date) -> list[Milestone]:
    """The milestones that are not over, the next one first."""
    ahead = [each for each in project.milestones if each.last_on is None or each.last_on >= day]
    return in_time(ahead)[:_NEXT]


def addresses(project: Project) -> list[Address]:
    """What partners put into their letters and calendars."""
    page = public_url("projects.show", slug=project.slug)
    feed = public_url("calendars.project_feed", slug=project.slug)
    return [
        Address("public-page", _("Public page"), page),
        Address("calendar-feed", _("Calendar of the project"), feed),
    ]
