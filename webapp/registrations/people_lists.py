"""The list of who registered: narrowed, sorted, a page at a time, in a fixed number of statements.

Paging is by key and not by counting: the last page of ten thousand costs what the first does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, tuple_
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations.models import Registration, State, is_in_line
from webapp.registrations.people_facets import Facets as Facets
from webapp.registrations.people_facets import facets_of as facets_of
from webapp.registrations.people_filters import NO_GROUP as NO_GROUP
from webapp.registrations.people_filters import ORDER as ORDER
from webapp.registrations.people_filters import SORTS as SORTS
from webapp.registrations.people_filters import PeopleFilters as PeopleFilters
from webapp.registrations.people_filters import matching
from webapp.registrations.people_filters import shown_state as shown_state

PAGE = 100


@dataclass(frozen=True)
class PeoplePage:
    """Some registrations, their places in line by id, and the public ids to go on from."""

    registrations: list[Registration]
    places: dict[int, int]
    before: str | None = None
    after: str | None = None


def page_of(
    event: Event, filters: PeopleFilters, after: str = "", before: str = "", size: int = PAGE
) -> PeoplePage:
    """One page of the list. *after* and *before* are public ids of the rows it follows or precedes;
    an unknown one gives the first page."""
    keys, falls = _keys(filters.sort), filters.sort == "time"
    cursor = _position(event, after or before, keys)
    backwards = bool(before) and not after and cursor is not None
    query = matching(event, filters).options(
        joinedload(Registration.organisation), joinedload(Registration.target_group)
    )
    if cursor is not None:
        query = query.where(_beyond(keys, cursor, rising=falls == backwards))
    found = list(db.session.scalars(_ordered(query, keys, falls == backwards).limit(size + 1)))
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    places = places_in_line(event, [each.id for each in found])
    has_before = cursor is not None and (not backwards or has_more)
    has_after = backwards or has_more
    return PeoplePage(
        found,
        places,
        found[0].public_id if found and has_before else None,
        found[-1].public_id if found and has_after else None,
    )


def matching_ids(event: Event, filters: PeopleFilters, most: int | None = None) -> list[int]:
    """The ids of the whole list in its order, or of its first *most*."""
    query = _ordered(matching(event, filters), _keys(filters.sort), filters.sort != "time")
    return list(db.session.scalars(query.with_only_columns(Registration.id).limit(most)))


def how_many(event: Event, filters: PeopleFilters) -> int:
    """How many registrations the list is narrowed to."""
    query = matching(event, filters).with_only_columns(func.count(Registration.id))
    return db.session.scalar(query) or 0


def places_in_line(event: Event, ids: Iterable[int] | None = None) -> dict[int, int]:
    """Which place in the waiting list each has of these that wait (None: all), in one statement."""
    place = func.row_number().over(order_by=(Registration.waiting_since, Registration.id))
    line = (
        select(Registration.id, place.label("place"))
        .where(Registration.event_id == event.id, Registration.state == State.WAITING)
        .where(is_in_line())
        .subquery()
    )
    query = select(line.c.id, line.c.place)
    if ids is not None:
        query = query.where(line.c.id.in_(list(ids)))
    return dict(db.session.execute(query).all())


def _keys(sort: str) -> list[ColumnElement[Any]]:
    """What the rows are ordered by; the id last, so that the order is total."""
    if sort == "name":
        return [_column(Registration.name_key), _column(Registration.id)]
    if sort == "time":
        return [_column(Registration.created_at), _column(Registration.id)]
    rank = case({state.value: number for number, state in enumerate(ORDER)}, value=shown_state())
    since = func.coalesce(Registration.waiting_since, Registration.created_at)
    return [rank, since, _column(Registration.id)]


def _column(attribute: Any) -> ColumnElement[Any]:
    found: ColumnElement[Any] = attribute.expression
    return found


def _position(event: Event, public_id: str, keys: list[ColumnElement[Any]]) -> Any:
    """The values of *keys* of this registration; None where there is none."""
    if not public_id.isalnum() or not public_id.isascii():
        return None
    query = select(*keys).where(
        Registration.event_id == event.id, Registration.public_id == public_id
    )
    return db.session.execute(query).one_or_none()


def _beyond(keys: list[ColumnElement[Any]], cursor: Any, rising: bool) -> ColumnElement[bool]:
    here = tuple_(*keys)
    there = tuple_(*(literal(value, key.type) for value, key in zip(cursor, keys, strict=True)))
    return here > there if rising else here < there


def _ordered(
    query: Select[Registration], keys: list[ColumnElement[Any]], rising: bool
) -> Select[Registration]:
    return query.order_by(*(keys if rising else [key.desc() for key in keys]))
