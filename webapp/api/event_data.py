"""Events as the API tells them: what everybody may read on their pages, and nothing that moves
with each registration or with the clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from webapp.api.parts import (
    Links,
    OrganisationName,
    ProjectName,
    Text,
    Venue,
    When,
    calendar_address,
    organisation_name,
    project_name,
    site_address,
    text_of,
    text_or_none,
    venue,
    when_of,
    when_or_none,
)
from webapp.api.schema import Url
from webapp.core.periods import Period
from webapp.events import models
from webapp.events.calendar import page_address
from webapp.events.parts import Contributor, EventPlace
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project


class Standing(StrEnum):
    """Where a public event stands."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"


class Happened(StrEnum):
    """What happened to its date."""

    MOVED = "moved"
    POSTPONED = "postponed"


class Part(StrEnum):
    """What a contributor does."""

    SPEAKER = "speaker"
    MENTOR = "mentor"
    EXPERT = "expert"
    GUEST = "guest"
    PRESENTER = "presenter"
    REVIEWER = "reviewer"


@dataclass(frozen=True)
class DateChange:
    """What happened to the date of an event, and why."""

    what: Happened
    before: Annotated[When | None, "The date it had before."]
    reason: Text | None


@dataclass(frozen=True)
class Registering:
    """How one gets in. How many places are left stands on the page only: it moves all the time."""

    mode: models.RegistrationMode
    page: Annotated[Url | None, "Where to register, also at another site; null where one cannot."]
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Contribution:
    """A person or an organisation with a part in an event. Persons are named on its page alone:
    they agreed to that, and not to lists that programs copy."""

    role: Part
    organisation: OrganisationName | None
    about: Annotated[Text | None, "What the contribution is about."]


@dataclass(frozen=True)
class TargetGroupName:
    """A group of people that something is for."""

    slug: str
    name: Text


@dataclass(frozen=True)
class Event:
    """A public event."""

    code: Annotated[str, "Short, for addresses; never changes."]
    uid: Annotated[str, "The UID it has in every calendar; never changes."]
    title: Text
    summary: Text | None
    description: Annotated[Text | None, "Markdown."]
    status: Standing
    status_reason: Annotated[Text | None, "Why it was cancelled."]
    date_change: Annotated[DateChange | None, "Null unless it was moved or postponed."]
    when: When
    kind: models.Kind
    also: Annotated[list[models.Kind], "What it is besides."]
    subkind: Annotated[models.Subkind | None, "Which partner meeting it is."]
    number: Annotated[str | None, "Its number in its project, such as “TNM 6”."]
    mode: models.Mode
    is_optional: bool
    organiser: OrganisationName
    host: OrganisationName | None
    projects: Annotated[list[ProjectName], "The main one first."]
    places: list[Venue]
    languages: Annotated[list[str], "Working languages (BCP 47), not those of the texts."]
    audience: Annotated[Text | None, "Who may come, in words."]
    target_groups: list[TargetGroupName]
    contributors: list[Contribution]
    price: Text | None
    contact_email: Annotated[str | None, "A functional address for questions."]
    registration: Registering
    follows: Annotated[str | None, "The code of the public event that it follows."]
    funding_statement: Annotated[Text | None, "The sentence its programme asks for."]
    published_at: datetime | None
    changed_at: Annotated[datetime, "When any of this was changed last, for `changed_since`."]
    links: Links


@dataclass(frozen=True)
class EventList:
    """A page of events in the order of time; those without a date come last."""

    items: list[Event]
    next: Annotated[Url | None, "The next page; null: this is the last."]


def event_data(row: models.Event, changed_at: datetime) -> Event:
    """What the API tells of a public event, loaded with all that its page shows."""
    return Event(
        code=row.code,
        uid=row.uid,
        title=text_of(row.name),
        summary=text_or_none(row.summary),
        description=text_or_none(row.description),
        status=Standing(row.status),
        status_reason=text_or_none(row.status_reason) if row.is_cancelled else None,
        date_change=_date_change(row),
        when=when_of(row.period),
        kind=models.Kind(row.kind),
        also=[models.Kind(kind) for kind in sorted(row.kinds[1:])],
        subkind=models.Subkind(row.subkind) if row.subkind else None,
        number=row.number or None,
        mode=models.Mode(row.mode),
        is_optional=row.is_optional,
        organiser=organisation_name(row.organiser),
        host=organisation_name(row.host) if row.host else None,
        projects=[project_name(project) for project in _in_order(row)],
        places=[venue(link.place) for link in _by_position(row)],
        languages=row.languages,
        audience=text_or_none(row.audience),
        target_groups=[TargetGroupName(each.slug, text_of(each.name)) for each in _groups(row)],
        contributors=[_contribution(each) for each in row.contributors],
        price=text_or_none(row.price),
        contact_email=row.contact_email or row.organiser.contact_email or None,
        registration=_registering(row),
        follows=_follows(row),
        funding_statement=_statement(row),
        published_at=row.published_at,
        changed_at=changed_at,
        links=_links(row),
    )


def is_public(row: models.Event) -> bool:
    """Whether everybody finds it in the lists of the site."""
    return row.visibility == models.Visibility.PUBLIC and row.has_calendar


def _date_change(row: models.Event) -> DateChange | None:
    """As long as it is known: calendars tell it too, whether or not the new date has passed."""
    if row.is_cancelled or (row.postponed_at is None and row.moved_at is None):
        return None
    what = Happened.POSTPONED if row.postponed_at is not None else Happened.MOVED
    before = None if row.moved_from is None else Period.from_json(row.moved_from)
    return DateChange(what, when_or_none(before), text_or_none(row.status_reason))


def _in_order(row: models.Event) -> list[Project]:
    """In an order of their own: databases give equals back in any."""
    links = sorted(row.project_links, key=lambda link: (not link.is_main, link.project_id))
    return [link.project for link in links]


def _by_position(row: models.Event) -> list[EventPlace]:
    return sorted(row.place_links, key=lambda link: (link.position, link.place_id))


def _groups(row: models.Event) -> list[TargetGroup]:
    return sorted(row.target_groups, key=lambda group: (group.position, group.id))


def _contribution(row: Contributor) -> Contribution:
    return Contribution(
        role=Part(row.role),
        organisation=organisation_name(row.organisation) if row.organisation else None,
        about=text_or_none(row.about),
    )


def _registering(row: models.Event) -> Registering:
    return Registering(
        mode=models.RegistrationMode(row.registration_mode),
        page=_registration_page(row),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
    )


def _registration_page(row: models.Event) -> str | None:
    """By invitation only whoever holds one registers, at an address of their own."""
    if row.is_cancelled or row.status == models.Status.HELD:
        return None
    if row.registration_mode == models.RegistrationMode.ELSEWHERE:
        return row.registration_url or None
    by_form = (models.RegistrationMode.OPEN, models.RegistrationMode.APPROVAL)
    return f"{page_address(row)}register" if row.registration_mode in by_form else None


def _follows(row: models.Event) -> str | None:
    before = row.follows
    return before.code if before is not None and is_public(before) else None


def _statement(row: models.Event) -> Text | None:
    """Of the main project's programme, in force on its first day."""
    project, on = row.main_project, row.first_on or row.last_on
    if project is None or project.programme is None or on is None:
        return None
    return text_or_none(project.programme.statement_on(on))


def _links(row: models.Event) -> Links:
    is_dated = not row.period.is_undated
    return Links(
        api=site_address(f"/api/v1/events/{row.code}"),
        page=page_address(row),
        ics=calendar_address(f"/events/{row.code}.ics") if is_dated else None,
        jcal=calendar_address(f"/events/{row.code}.json") if is_dated else None,
    )
