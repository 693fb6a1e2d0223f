"""The list of who registered: narrowed, sorted, a page at a time, in a fixed number of statements.

Paging is by key and not by counting: the last page of ten thousand costs what the first does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.forms import clean_line, clean_text
from webapp.core.text import search_key
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.guardian_models import Answer, GuardianConsent
from webapp.registrations.models import LIVE, Registration, State

PAGE = 100
_WORDS = 8
#: What the list can be sorted by; the first is usual.
SORTS = ("time", "name", "state")
#: Every state, and all that are still in the running.
STATES = ("live", *(state.value for state in State))
#: What else one looks for: who wants to be left out of pictures, whose guardian has not agreed.
MARKS: dict[str, ColumnElement[bool]] = {
    "no-photos": Registration.not_in_photos.is_(True),
    "no-consent": exists().where(
        GuardianConsent.registration_id == Registration.id,
        GuardianConsent.answer != Answer.GIVEN,
    ),
}
#: Who did not say which group they belong to.
NO_GROUP = "none"
#: The order of states on pages: who needs an answer first, who is out last.
ORDER = (
    State.AWAITING_APPROVAL,
    State.CONFIRMED,
    State.OFFERED,
    State.UNVERIFIED,
    State.WAITING,
    State.DECLINED,
    State.EXPIRED,
    State.CANCELLED,
)


@dataclass(frozen=True)
class PeopleFilters:
    """What the list is narrowed and sorted by, as it stands in the address."""

    q: str = ""
    state: str = ""
    group: str = ""
    language: str = ""
    mark: str = ""
    sort: str = SORTS[0]

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "PeopleFilters":
        """From the query of an address; what is not offered is left out."""
        names = ("q", "state", "group", "language", "mark", "sort")
        given = {name: clean_line(clean_text(arguments.get(name, "")))[:100] for name in names}
        found = cls(**given)
        return replace(
            found,
            state=found.state if found.state in STATES else "",
            group=found.group if _is_group(found.group) else "",
            mark=found.mark if found.mark in MARKS else "",
            sort=found.sort if found.sort in SORTS else SORTS[0],
        )

    def as_query(self) -> dict[str, str]:
        """For ``url_for``: only what is set."""
        return {name: value for name, value in vars(self).items() if value and value != SORTS[0]}

    def but(self, **values: str) -> dict[str, str]:
        """The query with some of it replaced."""
        return replace(self, **values).as_query()

    @property
    def number(self) -> int:
        """How many narrow the list."""
        return sum(
            bool(value) for value in (self.q, self.state, self.group, self.language, self.mark)
        )


@dataclass(frozen=True)
class Facets:
    """How many registrations there are by state as shown, group (None: not said) and language."""

    states: Counter[str]
    groups: Counter[int | None]
    languages: Counter[str]

    @property
    def total(self) -> int:
        """All that ever came in."""
        return self.states.total()

    @property
    def live(self) -> int:
        """Those still in the running."""
        return sum(self.states[state] for state in LIVE)


@dataclass(frozen=True)
class PeoplePage:
    """Some registrations, their places in line by id, and the public ids to go on from."""

    registrations: list[Registration]
    places: dict[int, int]
    before: str | None = None
    after: str | None = None


def shown_state() -> ColumnElement[str]:
    """`Registration.shown_state` for the database: an overdue hold reads *expired*."""
    return case((Registration.held_until <= now(), State.EXPIRED.value), else_=Registration.state)


def facets_of(event: Event) -> Facets:
    """The numbers over the list, in one statement, whatever it is narrowed to."""
    state = shown_state().label("shown")
    rest = (Registration.target_group_id, Registration.language)
    query = select(state, *rest, func.count()).where(Registration.event_id == event.id)
    # By its name: PostgreSQL would not see that an expression with the same values is the same.
    query = query.group_by("shown", *rest)
    facets = Facets(Counter(), Counter(), Counter())
    for shown, group, language, number in db.session.execute(query):
        facets.states[shown] += number
        facets.groups[group] += number
        facets.languages[language] += number
    return facets


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


def matching(event: Event, filters: PeopleFilters) -> Select[Registration]:
    """The registrations the list is narrowed to, in no order."""
    query = select(Registration).where(Registration.event_id == event.id)
    if filters.state == "live":
        query = query.where(shown_state().in_(LIVE))
    elif filters.state:
        query = query.where(shown_state() == filters.state)
    if filters.group:
        number = None if filters.group == NO_GROUP else int(filters.group)
        query = query.where(Registration.target_group_id == number)
    if filters.language:
        query = query.where(Registration.language == filters.language)
    if filters.mark:
        query = query.where(MARKS[filters.mark])
    return query.where(*(_says(word) for word in search_key(filters.q).split()[:_WORDS]))


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
        .subquery()
    )
    query = select(line.c.id, line.c.place)
    if ids is not None:
        query = query.where(line.c.id.in_(list(ids)))
    return dict(db.session.execute(query).all())


def _is_group(text: str) -> bool:
    return text == NO_GROUP or (text.isascii() and text.isdecimal() and len(text) < 10)


def _says(word: str) -> ColumnElement[bool]:
    known = select(Organisation.id).where(Organisation.search_key.contains(word, autoescape=True))
    return or_(
        Registration.name_key.contains(word, autoescape=True),
        Registration.email_key.contains(word, autoescape=True),
        Registration.organisation_key.contains(word, autoescape=True),
        Registration.organisation_id.in_(known),
    )


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
