"""What answers are made of: texts, periods, places, and the short form of what they name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from flask import current_app

from webapp.api.schema import Detail, Url
from webapp.calendars.feeds import in_language_of
from webapp.core.i18n import configured_languages, current_language
from webapp.core.period_words import period_words
from webapp.core.periods import Period, Precision
from webapp.core.text import LocalText
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

_WALL_CLOCK = Detail(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$")


@dataclass(frozen=True)
class Text:
    """A text in the language asked for, or in the next best one; and in all it was written in."""

    text: str
    language: Annotated[str, "The language of `text` (BCP 47), not always the one asked for."]
    translations: Annotated[dict[str, str], "Every language it was written in, with the text."]


@dataclass(frozen=True)
class Moment:
    """A time of day at a place: what the clocks there show is what people agreed on."""

    local: Annotated[str, "What clocks there show.", _WALL_CLOCK]
    zone: Annotated[str, "Whose clocks: the name of an IANA time zone."]
    at: Annotated[datetime, "The same instant in UTC."]


@dataclass(frozen=True)
class When:
    """When something is, as exactly as it is known: from the minute to not at all."""

    precision: Annotated[
        Precision,
        "How much of it is known. From `month` on, no day in it is meant more than another.",
    ]
    words: Annotated[str, "The same in words, in the language asked for."]
    first_on: Annotated[date | None, "The first day it can be on."]
    last_on: Annotated[date | None, "The last day it can be on, included."]
    starts: Annotated[Moment | None, "Only with precision `time`."]
    ends: Annotated[Moment | None, "Only with precision `time`; perhaps in another zone."]
    planned_days: Annotated[int | None, "How many days it will take, where only that is known."]


@dataclass(frozen=True)
class OrganisationName:
    """An organisation that something else names. Those without a project or a public event have
    no address in this API."""

    slug: str
    name: Text
    page: Annotated[Url, "Its page for people."]


@dataclass(frozen=True)
class ProjectName:
    """A project that something else names."""

    slug: str
    acronym: Annotated[str | None, "What people call it, where it is called by an acronym."]
    name: Text
    page: Annotated[Url, "Its page for people."]


@dataclass(frozen=True)
class Venue:
    """A place where something takes place."""

    slug: str
    name: Text
    address: Text | None
    country: Annotated[str | None, "Two letters (ISO 3166-1)."]
    latitude: Annotated[float | None, "In degrees (WGS 84)."]
    longitude: Annotated[float | None, "In degrees (WGS 84)."]
    step_free: Annotated[bool | None, "Whether one gets in without steps; null: not known."]


@dataclass(frozen=True)
class Links:
    """Where the same stands in other forms."""

    api: Annotated[Url, "This, in this API."]
    page: Annotated[Url, "For people."]
    ics: Annotated[Url | None, "Its calendar (RFC 5545); null while it has no date."]
    jcal: Annotated[Url | None, "The same calendar as JSON (RFC 7265)."]


def text_of(value: LocalText | str) -> Text:
    """A text for the reader; a plain string is in the installation's first language."""
    if isinstance(value, str):
        value = LocalText({configured_languages()[0]: value})
    picked = value.pick(current_language())
    return Text(picked.text, picked.language, dict(value.texts))


def text_or_none(value: LocalText | None) -> Text | None:
    """The same; None where nothing was written."""
    return text_of(value) if value else None


def when_of(period: Period) -> When:
    """A period as it is known."""
    return When(
        precision=period.precision,
        words=period_words(period, current_language(), with_zone=True),
        first_on=period.first_on,
        last_on=period.last_on,
        starts=_moment(period.starts_local, period.starts_zone, period.starts_at),
        ends=_moment(period.ends_local, period.ends_zone, period.ends_at),
        planned_days=period.planned_days,
    )


def when_or_none(period: Period | None) -> When | None:
    """The same; None where there is none."""
    return None if period is None else when_of(period)


def organisation_name(row: Organisation) -> OrganisationName:
    """The short form of an organisation."""
    return OrganisationName(row.slug, text_of(row.name), site_address(f"/partners/{row.slug}/"))


def project_name(row: Project) -> ProjectName:
    """The short form of a project."""
    page = site_address(f"/projects/{row.slug}/")
    return ProjectName(row.slug, row.acronym or None, text_of(row.name), page)


def venue(row: Place) -> Venue:
    """A place."""
    return Venue(
        slug=row.slug,
        name=text_of(row.name),
        address=text_or_none(row.address),
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
        step_free=row.step_free,
    )


def site_address(path: str) -> str:
    """A path of this site in full."""
    base: str = current_app.config["VIZITE"].base_url
    return f"{base}{path}"


def calendar_address(path: str) -> str:
    """A calendar in the language of the answer, which only the first need not say."""
    return site_address(in_language_of(path, current_language()))


def _moment(local: datetime | None, zone: str | None, at: datetime | None) -> Moment | None:
    if local is None or zone is None or at is None:
        return None
    return Moment(local.isoformat(timespec="seconds"), zone, at)
