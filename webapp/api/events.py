"""Public events: the list and each of them."""

import re
from enum import StrEnum
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, or_, select

from webapp.api import queries
from webapp.api.event_data import Event as EventData
from webapp.api.event_data import EventList, Standing, event_data
from webapp.api.operations import Key, operation
from webapp.api.paging import next_address
from webapp.api.parameters import (
    CHANGED_SINCE,
    CURSOR,
    LIMIT,
    Asked,
    BadParameter,
    Parameter,
    Q,
    choice,
    choices,
    day,
    refuse_unknown,
    slugs,
    tags,
)
from webapp.core.database import db
from webapp.core.links import ALPHABET
from webapp.events.access import PUBLISHED
from webapp.events.forms import Filters
from webapp.events.models import Event, Kind, Visibility
from webapp.events.paging import in_order
from webapp.events.queries import matching
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation


class Order(StrEnum):
    """Which comes first."""

    RISING = "rising"
    FALLING = "falling"


_MODELS = {"project": Project, "partner": Organisation}
_FILTERS: tuple[Parameter, ...] = (
    slugs("project", "Events of any of these projects, by slug."),
    slugs("partner", "Events that any of these organisations organises or hosts, by slug."),
    choices("kind", "Events of any of these kinds.", [kind.value for kind in Kind]),
    tags("language", "Events in any of these working languages (BCP 47)."),
    slugs("target_group", "Events for any of these target groups, by slug."),
    choices("status", "Events that stand so.", [each.value for each in Standing]),
    day(
        "from", "Events that are, or may come to be, on this day or later; only those with a date."
    ),
    day("until", "Events that are, or may come to be, on this day or before; only with a date."),
    CHANGED_SINCE,
    Q,
)
_ORDER = choice(
    "order",
    "By time: “rising” begins with the oldest and ends with those without a date.",
    Order,
    Order.RISING.value,
)
_CODE = Key(
    "code",
    "The code of an event, as in the address of its page.",
    {"type": "string", "pattern": f"^[{ALPHABET}]{{1,12}}$"},
)


@operation("/events", "Public events", answers=EventList, takes=(*_FILTERS, _ORDER, LIMIT, CURSOR))
def events(asked: Asked) -> EventList:
    """Every public event, the coming ones and those of before, cancelled ones too. Values of one
    filter are alternatives, different filters must all be met."""
    rising, size = asked["order"] == Order.RISING, asked["limit"]
    query = _narrowed(queries.public_events(), asked)
    if asked["cursor"] is not None:
        query = query.where(_behind(asked["cursor"], rising))
    found = list(db.session.scalars(in_order(query, rising).limit(size + 1)))
    shown = found[:size]
    changed_at = queries.changed_at(shown)
    last = (shown[-1].sorts_at, shown[-1].id) if len(found) > size else None
    return EventList([event_data(row, changed_at[row.id]) for row in shown], next_address(last))


@operation("/events/{code}", "One event", answers=EventData, key=_CODE, also=(404, 410))
def event(asked: Asked) -> EventData:
    """A public event; 410 after it was withdrawn."""
    if not re.fullmatch(f"[{ALPHABET}]{{1,12}}", asked.key):
        abort(404)
    query = select(Event).where(Event.code == asked.key, Event.visibility == Visibility.PUBLIC)
    row = db.session.scalar(query.where(Event.status.in_(PUBLISHED)).options(*queries.EVENT))
    if row is None:
        abort(404)
    if row.withdrawn_at is not None:
        abort(410)
    return event_data(row, queries.changed_at([row])[row.id])


def _narrowed(query: Select[Any], asked: Asked) -> Select[Any]:
    """Its filters. Raises :class:`BadParameter` for a slug that is nobody's."""
    for name, model in (*_MODELS.items(), ("target_group", TargetGroup)):
        refuse_unknown(name, model, asked.words(name))
    filters = Filters(
        project=asked.words("project"),
        partner=asked.words("partner"),
        kind=asked.words("kind"),
        language=asked.words("language"),
        q=asked["q"] or "",
    )
    query = query.where(*matching(filters), *queries.touches_days(asked["from"], asked["until"]))
    if asked.words("status"):
        query = query.where(Event.status.in_(asked.words("status")))
    if asked.words("target_group"):
        is_for = Event.target_groups.any(TargetGroup.slug.in_(asked.words("target_group")))
        query = query.where(is_for)
    if asked["changed_since"] is not None:
        query = query.where(queries.changed_since(asked["changed_since"]))
    return query


def _behind(cursor: Any, rising: bool) -> ColumnElement[bool]:
    if isinstance(cursor, str):
        raise BadParameter.of_cursor()
    sorts_at, number = cursor
    # Said twice: databases use an index for the plain comparison, and none for the whole.
    if rising:
        behind = and_(Event.sorts_at == sorts_at, Event.id > number)
        return and_(Event.sorts_at >= sorts_at, or_(Event.sorts_at > sorts_at, behind))
    behind = and_(Event.sorts_at == sorts_at, Event.id < number)
    return and_(Event.sorts_at <= sorts_at, or_(Event.sorts_at < sorts_at, behind))
