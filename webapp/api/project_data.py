"""Projects and partners as the API tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from webapp.api.parts import (
    Links,
    OrganisationName,
    ProjectName,
    Text,
    When,
    calendar_address,
    organisation_name,
    project_name,
    site_address,
    text_of,
    text_or_none,
    when_of,
    when_or_none,
)
from webapp.api.schema import Url
from webapp.projects import models
from webapp.projects.organisations import Organisation


class PhaseStatus(StrEnum):
    """Where a phase stands."""

    PLANNED = "planned"
    APPROVED = "approved"
    CLOSED = "closed"


class MemberRole(StrEnum):
    """What a partner is in a phase."""

    LEAD = "lead"
    PARTNER = "partner"
    ASSOCIATED = "associated"


@dataclass(frozen=True)
class Member:
    """An organisation's part in a phase."""

    role: MemberRole
    organisation: OrganisationName
    country: Annotated[str | None, "Two letters (ISO 3166-1)."]
    from_on: Annotated[date | None, "Null: from the beginning of the phase."]
    until_on: Annotated[date | None, "Null: until its end."]


@dataclass(frozen=True)
class Phase:
    """A part of a project with partners of its own."""

    number: int
    name: Text | None
    status: PhaseStatus
    starts: Annotated[When | None, "Its beginning, as exactly as it is known."]
    ends: Annotated[When | None, "Its end, as exactly as it is known."]
    planned_months: int | None
    partners: Annotated[list[Member], "The lead partner first, then by slug."]


@dataclass(frozen=True)
class Milestone:
    """Something that happened or must happen in a project."""

    what: Text
    when: When
    organisation: OrganisationName | None


@dataclass(frozen=True)
class Contact:
    """Whom to ask: a function at an organisation, never a private person."""

    organisation: OrganisationName
    role: Text
    email: str | None


@dataclass(frozen=True)
class Project:
    """A project: who takes part, when, and what for."""

    slug: Annotated[str, "For addresses; the old one leads on when it is renamed."]
    acronym: Annotated[str | None, "What people call it, where it is called by an acronym."]
    name: Text
    number: Annotated[str | None, "Its number at the programme."]
    goal: Text | None
    expected_result: Text | None
    website: str | None
    programme: Annotated[Text | None, "The name of the programme that funds it."]
    fund: Annotated[Text | None, "The name of the fund that pays."]
    phases: list[Phase]
    milestones: Annotated[list[Milestone], "In the order of time."]
    contacts: list[Contact]
    links: Links


@dataclass(frozen=True)
class ProjectList:
    """A page of projects, by slug."""

    items: list[Project]
    next: Annotated[Url | None, "The next page; null: this is the last."]


@dataclass(frozen=True)
class PartInProject:
    """What an organisation is or was in a project."""

    project: ProjectName
    roles: Annotated[list[MemberRole], "In any of its phases."]


@dataclass(frozen=True)
class Partner:
    """An organisation that takes part in a project, or organises or hosts a public event."""

    slug: Annotated[str, "For addresses; the old one leads on when it is renamed."]
    name: Text
    unit: Text | None
    city: Text | None
    country: Annotated[str | None, "Two letters (ISO 3166-1)."]
    zone: Annotated[str, "The IANA time zone of its place."]
    website: str | None
    contact_email: Annotated[str | None, "A functional address for questions."]
    about: Annotated[Text | None, "Markdown."]
    projects: Annotated[list[PartInProject], "By slug."]
    links: Links


@dataclass(frozen=True)
class PartnerList:
    """A page of partners, by slug."""

    items: list[Partner]
    next: Annotated[Url | None, "The next page; null: this is the last."]


def project_data(row: models.Project) -> Project:
    """What the API tells of a project, loaded with its parts."""
    return Project(
        slug=row.slug,
        acronym=row.acronym or None,
        name=text_of(row.name),
        number=row.number or None,
        goal=text_or_none(row.goal),
        expected_result=text_or_none(row.expected_result),
        website=row.website or None,
        programme=text_of(row.programme.name) if row.programme else None,
        fund=text_of(row.fund.name) if row.fund else None,
        phases=[_phase(each) for each in row.phases],
        milestones=[_milestone(each) for each in sorted(row.milestones, key=_age)],
        contacts=[_contact(each) for each in sorted(row.contacts, key=lambda each: each.id)],
        links=_links("projects", row.slug),
    )


def partner_data(row: Organisation, memberships: Iterable[models.Membership]) -> Partner:
    """What the API tells of an organisation; *memberships* are its own."""
    return Partner(
        slug=row.slug,
        name=text_of(row.name),
        unit=text_or_none(row.unit),
        city=text_or_none(row.city),
        country=row.country or None,
        zone=row.zone,
        website=row.website or None,
        contact_email=row.contact_email or None,
        about=text_or_none(row.about),
        projects=_parts(memberships),
        links=_links("partners", row.slug),
    )


def _phase(row: models.Phase) -> Phase:
    members = sorted(
        row.memberships, key=lambda each: (each.role != "lead", each.organisation.slug)
    )
    return Phase(
        number=row.number,
        name=text_or_none(row.name),
        status=PhaseStatus(row.status),
        starts=when_or_none(row.starts),
        ends=when_or_none(row.ends),
        planned_months=row.planned_months,
        partners=[_member(each) for each in members],
    )


def _member(row: models.Membership) -> Member:
    return Member(
        role=MemberRole(row.role),
        organisation=organisation_name(row.organisation),
        country=row.organisation.country or None,
        from_on=row.from_on,
        until_on=row.until_on,
    )


def _age(row: models.Milestone) -> tuple[date, str]:
    return row.first_on or row.last_on or date.max, row.slug


def _milestone(row: models.Milestone) -> Milestone:
    organisation = organisation_name(row.organisation) if row.organisation else None
    return Milestone(text_of(row.what), when_of(row.period), organisation)


def _contact(row: models.Contact) -> Contact:
    return Contact(organisation_name(row.organisation), text_of(row.role), row.email or None)


def _parts(memberships: Iterable[models.Membership]) -> list[PartInProject]:
    projects = {each.phase.project_id: each.phase.project for each in memberships}
    roles: dict[int, set[str]] = {}
    for each in memberships:
        roles.setdefault(each.phase.project_id, set()).add(each.role)
    return [
        PartInProject(project_name(row), [role for role in MemberRole if role in roles[number]])
        for number, row in sorted(projects.items(), key=lambda pair: pair[1].slug)
    ]


def _links(folder: str, slug: str) -> Links:
    return Links(
        api=site_address(f"/api/v1/{folder}/{slug}"),
        page=site_address(f"/{folder}/{slug}/"),
        ics=calendar_address(f"/calendars/{folder}/{slug}.ics"),
        jcal=calendar_address(f"/calendars/{folder}/{slug}.json"),
    )
