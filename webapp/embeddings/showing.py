"""What stands in a frame: the coming events, or those of a month, as everybody may see them.

Nothing of it depends on who looks: not their language, not their zone, not whether they are signed
in on this site.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import abort, url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.i18n import configured_languages, current_language
from webapp.core.month_table import Week, month_weeks
from webapp.core.permissions import NOBODY
from webapp.core.renaming import known_as
from webapp.core.text import LocalText
from webapp.core.times import now, to_wall
from webapp.embeddings.models import FILTERS, Embedding
from webapp.events import queries
from webapp.events.forms import Filters
from webapp.events.listing import Month, bars, by_month, neighbours
from webapp.events.models import Event
from webapp.programmes.models import Programme, TargetGroup
from webapp.projects.models import Project

_MONTH = re.compile(r"(\d{4})-(\d\d)")


@dataclass(frozen=True)
class Funding:
    """The sentence a project's programme asks for, where all events are that project's."""

    statement: LocalText
    programme: Programme


def language_of(embedding: Embedding) -> str:
    """Its language; the main one where the installation has given that up."""
    languages = configured_languages()
    return embedding.language if embedding.language in languages else languages[0]


def today(embedding: Embedding) -> date:
    """The date where its organisation is."""
    return to_wall(now(), embedding.organisation.zone).date()


def month_asked(text: str, embedding: Embedding) -> date:
    """The first day of the month asked for, by default the present one; 404 for what is none."""
    if not text:
        return today(embedding).replace(day=1)
    found = _MONTH.fullmatch(text)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1900 <= year <= 2199 or not 1 <= number <= 12:
        abort(404)
    return date(year, number, 1)


def listed(embedding: Embedding) -> list[Month]:
    """The next events, grouped by month."""
    filters, more = _narrowed(embedding)
    wanted = [*queries.matching(filters), *more]
    events = queries.coming(NOBODY, *wanted, limit=embedding.most)
    return by_month(events, today(embedding))


def in_month(embedding: Embedding, first: date) -> dict[str, Any]:
    """What the table of a month shows."""
    filters, more = _narrowed(embedding)
    events = queries.spanning_month(NOBODY, filters, first, *more)
    before, after = neighbours(first)
    return {
        "first": first,
        "events": events,
        "vague": queries.vague_in_month(NOBODY, filters, first, *more),
        "weeks": _weeks(first, events, today(embedding)),
        "before": before,
        "after": after,
    }


def _weeks(first: date, events: list[Event], on: date) -> list[Week]:
    leading = [replace(bar, url=event_address(bar.event)) for bar in bars(events)]
    return month_weeks(first.year, first.month, leading, on)


def event_address(event: Event) -> str:
    """The event's page in the language of the frame, which its reader reads already."""
    return url_for("events.show", code=event.code, lang=current_language())


def all_events_address(embedding: Embedding) -> str:
    """The list on this site with the same filters, as far as it has them."""
    return url_for("events.index", **_narrowed(embedding)[0].as_query(), lang=current_language())


def subscribe_address(embedding: Embedding) -> str:
    """The page that offers the calendar of the same events."""
    words: dict[str, Any] = {**chosen(embedding), "lang": current_language()}
    return url_for("calendars.index", _anchor="made" if chosen(embedding) else None, **words)


def chosen(embedding: Embedding) -> dict[str, list[str]]:
    """Its filters that are set."""
    return {name: words for name in FILTERS if (words := embedding.filters.get(name))}


def _narrowed(embedding: Embedding) -> tuple[Filters, list[ColumnElement[bool]]]:
    words: dict[str, Any] = {name: tuple(several) for name, several in chosen(embedding).items()}
    groups = words.pop("target_group", ())
    more = [Event.target_groups.any(TargetGroup.slug.in_(groups))] if groups else []
    return Filters(**words), more


def funding_of(embedding: Embedding) -> Funding | None:
    """What its foot says, where everything in it belongs to one project."""
    if embedding.project is None:
        return None
    query = (
        select(Project)
        .where(known_as(Project, [embedding.project]))
        .options(joinedload(Project.programme).selectinload(Programme.statements))
    )
    project = db.session.scalar(query)
    if project is None or project.programme is None:
        return None
    statement = project.programme.statement_on(today(embedding))
    return None if statement is None else Funding(statement, project.programme)
