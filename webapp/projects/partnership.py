"""Who takes part in a project, country by country, phase by phase."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from flask.sansio.app import App
from flask_babel import gettext

from webapp.core.date_words import days_text
from webapp.core.i18n import current_language, reading_order
from webapp.projects.models import MEMBER_ROLES, Membership, Phase, Project
from webapp.projects.organisations import Organisation
from webapp.projects.words import country_name

_: Callable[..., str] = gettext


@dataclass
class Partner:
    """An organisation and its part in each of the phases; None where it has none."""

    organisation: Organisation
    members: list[Membership | None]

    @property
    def rank(self) -> tuple[int, str]:
        """Its highest role, then its name."""
        roles = [MEMBER_ROLES.index(each.role) for each in self.members if each is not None]
        return min(roles), reading_order(self.organisation.name)


@dataclass
class Country:
    """A country and its partners."""

    code: str | None
    partners: list[Partner] = field(default_factory=list)


@dataclass
class Partnership:
    """All of it: the phases that have partners, and the countries in the reader's order."""

    phases: list[Phase]
    countries: list[Country]


def partners_by_country(project: Project) -> Partnership:
    """Countries by name, the lead partner first in its own."""
    phases = [phase for phase in project.phases if phase.memberships]
    partners: dict[int, Partner] = {}
    for place, phase in enumerate(phases):
        for member in phase.memberships:
            blank: list[Membership | None] = [None] * len(phases)
            new = Partner(member.organisation, blank)
            partners.setdefault(member.organisation_id, new).members[place] = member
    countries: dict[str | None, Country] = {}
    for partner in sorted(partners.values(), key=lambda each: each.rank):
        code = partner.organisation.country
        countries.setdefault(code, Country(code)).partners.append(partner)
    return Partnership(phases, sorted(countries.values(), key=_order))


def _order(country: Country) -> tuple[bool, str]:
    """By name; who has no country comes last."""
    return country.code is None, reading_order(country_name(country.code or ""))


def membership_days(member: Membership) -> str:
    """From when to when, where it is not the whole phase; "" where it is."""
    if member.from_on and member.until_on:
        return _(
            "from %(start)s until %(end)s", start=_day(member.from_on), end=_day(member.until_on)
        )
    if member.from_on:
        return _("from %(start)s", start=_day(member.from_on))
    return _("until %(end)s", end=_day(member.until_on)) if member.until_on else ""


def _day(on: date) -> str:
    return days_text(on, on, current_language())


def init_app(app: App) -> None:
    """Offer the partnership to templates."""
    app.add_template_global(partners_by_country)
    app.add_template_global(membership_days)
