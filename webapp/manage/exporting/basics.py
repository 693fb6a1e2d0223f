"""Sources, funds, programmes, target groups, places and organisations as the file says them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.core.database import db
from webapp.manage.exporting import values
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names
from webapp.programmes.models import Call, Fund, Programme, TargetGroup
from webapp.projects.organisations import Organisation, Place
from webapp.projects.sources import Source

Record = dict[str, Any]


def by_slug(choice: Choice, model: type[Any], *parts: Any) -> list[Any]:
    """The chosen rows of a model in the order of their ids: databases sort texts differently."""
    query = choice.among(model, select(model)).options(*(selectinload(part) for part in parts))
    return sorted(db.session.scalars(query), key=lambda row: str(row.slug))


def formerly(model: Any) -> dict[int, list[Any]]:
    """The addresses that rows of a model had before, which lead on to them for ever."""
    former = model.former_slugs
    found: dict[int, list[Any]] = {}
    for row_id, slug in sorted(db.session.execute(select(former.row_id, former.slug)).all()):
        found.setdefault(row_id, []).append(values.bare(slug))
    return found


def sources(choice: Choice, names: Names) -> Iterator[Record]:
    """The published texts that facts come from."""
    for row in by_slug(choice, Source):
        yield {
            "id": values.bare(row.slug),
            "title": values.words(row.title),
            "publisher": row.publisher,
            "published": values.bare(row.published_on or row.published_year),
            "address": values.bare(row.address),
            "example": values.only(row.is_example),
        }


def funds(choice: Choice, names: Names) -> Iterator[Record]:
    """Who pays."""
    for row in by_slug(choice, Fund):
        yield {
            "id": values.bare(row.slug),
            "name": values.words(row.name),
            "abbreviation": values.words(row.abbreviation),
            "in_sentence": values.words(row.in_sentence),
            "source": names.sources(f"fund:{row.id}"),
            "example": values.only(row.is_example),
        }


def programmes(choice: Choice, names: Names) -> Iterator[Record]:
    """Programmes with the lists of their profiles."""
    lists = (Programme.statements, Programme.priorities, Programme.rates)
    for row in by_slug(choice, Programme, *lists, Programme.deadlines, Programme.calls):
        texts = ("name", "kind", "purpose", "method", "measure", "body")
        yield {
            "id": values.bare(row.slug),
            **{name: values.words(getattr(row, name)) for name in texts},
            "period": values.years(row.period_start, row.period_end),
            "fund": names.of(Fund, row.fund_id),
            "emblem": row.shows_emblem,
            "retention_years": row.retention_years,
            "website": values.bare(row.website),
            "logo": values.bare(row.logo),
            **_profile(row, names),
            "source": names.sources(f"programme:{row.id}"),
            "example": values.only(row.is_example),
        }


def _profile(row: Programme, names: Names) -> Record:
    found: Record = {
        "statements": [
            {
                "text": values.words(each.text),
                "from": values.bare(each.valid_from),
                "until": values.bare(each.valid_to),
            }
            for each in sorted(row.statements, key=lambda each: each.age())
        ],
        "priorities": [values.words(each.name) for each in row.priorities],
        "rates": [
            {"fund": names.of(Fund, each.fund_id), "percent": values.percent(each.percent)}
            for each in sorted(row.rates, key=lambda each: each.id)
        ],
        "deadlines": [
            {"kind": values.bare(each.kind), "days": each.days}
            for each in sorted(row.deadlines, key=lambda each: each.id)
        ],
        "calls": [_call(each) for each in sorted(row.calls, key=lambda each: each.id)],
    }
    return {key: each for key, each in found.items() if each}


def _call(row: Call) -> Record:
    numbers = (
        "applications_submitted",
        "applicant_partners",
        "applicant_countries",
        "projects_approved",
    )
    return {
        "name": values.words(row.name),
        **{name: getattr(row, name) for name in numbers},
        "decided": values.bare(row.decided_on),
    }


def target_groups(choice: Choice, names: Names) -> Iterator[Record]:
    """Whom projects want to reach, in the order in which they are offered."""
    for row in sorted(by_slug(choice, TargetGroup), key=lambda row: row.position):
        yield {
            "id": values.bare(row.slug),
            "name": values.words(row.name),
            "programme": names.of(Programme, row.programme_id),
            "position": row.position,
            "retired": values.only(row.is_retired),
            "source": names.sources(f"target-group:{row.id}"),
            "example": values.only(row.is_example),
        }


def places(choice: Choice, names: Names) -> Iterator[Record]:
    """Where things take place."""
    for row in by_slug(choice, Place):
        yield {
            "id": values.bare(row.slug),
            "name": values.words(row.name),
            "address": values.words(row.address),
            "country": values.bare(row.country),
            "zone": values.bare(row.zone),
            "latitude": values.degrees(row.latitude),
            "longitude": values.degrees(row.longitude),
            "step_free": row.step_free,
            "source": names.sources(f"place:{row.id}"),
            "example": values.only(row.is_example),
        }


def organisations(choice: Choice, names: Names) -> Iterator[Record]:
    """Organisations with every form of their names."""
    renamed = formerly(Organisation)
    for row in by_slug(choice, Organisation, Organisation.aliases):
        yield {
            "id": values.bare(row.slug),
            "formerly": renamed.get(row.id),
            "name": values.words(row.name),
            "aliases": [_alias(each) for each in sorted(row.aliases, key=lambda a: a.name)] or None,
            "kind": values.bare(row.kind),
            "unit": values.words(row.unit),
            "country": values.bare(row.country),
            "city": values.words(row.city),
            "zone": values.bare(row.zone),
            "website": values.bare(row.website),
            "email": values.bare(row.contact_email),
            "sender_name": row.sender_name,
            "privacy_notice": values.words(row.privacy_notice),
            "data_protection": row.data_protection_contact,
            "photo_notice": values.words(row.photo_notice),
            "retention_months": row.retention_months,
            "about": values.words(row.about),
            "logo": values.bare(row.logo),
            "source": names.sources(f"organisation:{row.id}"),
            "example": values.only(row.is_example),
        }


def _alias(row: Any) -> Any:
    return {row.language: row.name} if row.language else row.name
