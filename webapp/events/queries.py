"""Which events stand in a list, in which order, loaded in a fixed number of statements."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    inspect,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from webapp.core.content import VERSION
from webapp.core.database import db, look
from webapp.core.periods import Precision
from webapp.core.permissions import Viewer
from webapp.core.renaming import known_as
from webapp.core.seasons import month_end
from webapp.core.text import search_key
from webapp.core.times import now
from webapp.events.access import listed_for
from webapp.events.forms import Filters
from webapp.events.models import Event, Status
from webapp.events.paging import EventsPage, in_order, page
from webapp.events.parts import (
    Contributor,
    EventKindLink,
    EventLanguage,
    EventPlace,
    EventProject,
)
from webapp.programmes.models import Programme, TargetGroup
from webapp.projects.models import Membership, Phase, Project
from webapp.projects.organisations import Organisation, Place
from webapp.seats.models import SeatPool

PAGE = 60
#: A month with more than this is read by filters, not by scrolling.
MOST_IN_A_MONTH = 300
_WORDS = 8

#: What a line of a list shows.
LINE: tuple[ExecutableOption, ...] = (
    joinedload(Event.organiser),
    joinedload(Event.pool),
    selectinload(Event.place_links).joinedload(EventPlace.place),
    selectinload(Event.kind_links),
)
_MAIN_PROGRAMME = (
    selectinload(Event.project_links)
    .joinedload(EventProject.project)
    .joinedload(Project.programme)
    .selectinload(Programme.statements)
)
#: What the page of an event shows.
WHOLE: tuple[ExecutableOption, ...] = (
    joinedload(Event.organiser),
    joinedload(Event.host),
    joinedload(Event.pool),
    _MAIN_PROGRAMME,
    selectinload(Event.place_links).joinedload(EventPlace.place),
    selectinload(Event.kind_links),
    selectinload(Event.language_links),
    selectinload(Event.contributors).joinedload(Contributor.organisation),
    selectinload(Event.target_groups),
)


def is_coming() -> ColumnElement[bool]:
    """Not over yet; undated ones too, unless no date will come any more."""
    return or_(Event.over_at > now(), and_(Event.over_at.is_(None), not_(_comes_no_more())))


def is_past() -> ColumnElement[bool]:
    """Over. What never had a date and gets none any more stands behind these: `undated_past`."""
    return Event.over_at <= now()


def is_behind() -> ColumnElement[bool]:
    """Everything that is not coming."""
    return or_(is_past(), and_(Event.over_at.is_(None), _comes_no_more()))


def _comes_no_more() -> ColumnElement[bool]:
    """Of an event without a date: it was settled, or all phases of its projects are over."""
    phases = (
        exists()
        .where(EventProject.event_id == Event.id, EventProject.project_id == Phase.project_id)
        .correlate(Event)
    )
    goes_on = or_(Phase.last_on.is_(None), Phase.last_on >= now().date())
    is_open = phases.where(Phase.status != "closed", goes_on)
    return or_(Event.status.in_((Status.CANCELLED, Status.HELD)), and_(phases, not_(is_open)))


def undated_past(
    viewer: Viewer, *conditions: ColumnElement[bool], limit: int = PAGE
) -> list[Event]:
    """What never had a date and gets none any more, by title; it stands last in lists."""
    query = _listed(viewer).where(Event.over_at.is_(None), _comes_no_more(), *conditions)
    return _all(query.order_by(Event.sort_key, Event.id).limit(limit))


def coming(viewer: Viewer, *conditions: ColumnElement[bool], limit: int = PAGE) -> list[Event]:
    """The next events *viewer* finds in lists, undated ones last."""
    query = _listed(viewer).where(is_coming(), *conditions)
    return _all(query.order_by(Event.sorts_at, Event.id).limit(limit))


def past(viewer: Viewer, *conditions: ColumnElement[bool], limit: int = PAGE) -> list[Event]:
    """The last events *viewer* finds in lists, newest first."""
    query = _listed(viewer).where(is_past(), *conditions)
    found = _all(query.order_by(Event.sorts_at.desc(), Event.id.desc()).limit(limit))
    return [*found, *undated_past(viewer, *conditions, limit=limit)][:limit]


def number_past(viewer: Viewer, *conditions: ColumnElement[bool]) -> int:
    """How many events *viewer* finds among what has been."""
    query = select(func.count()).select_from(Event).where(listed_for(viewer), is_behind())
    return db.session.scalar(query.where(*conditions)) or 0


def page_of(
    viewer: Viewer,
    filters: Filters,
    *,
    in_past: bool = False,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> EventsPage:
    """One page of the coming events (the next first) or the past ones (the newest first).

    *after* and *before* are codes of events, see `paging.page`.
    """
    query = _listed(viewer).where(is_past() if in_past else is_coming(), *matching(filters))
    found = page(query, rising=not in_past, after=after, before=before, size=size)
    if in_past and found.is_last:
        found = replace(found, events=found.events + undated_past(viewer, *matching(filters)))
    return found


def spanning_month(
    viewer: Viewer, filters: Filters, first: date, *conditions: ColumnElement[bool]
) -> list[Event]:
    """Events with known days in the month that begins on *first*."""
    is_known = Event.precision.in_((Precision.TIME.value, Precision.DAY.value))
    return _in_month(viewer, filters, first, MOST_IN_A_MONTH, is_known, *conditions)


def vague_in_month(
    viewer: Viewer, filters: Filters, first: date, *conditions: ColumnElement[bool]
) -> list[Event]:
    """Events that may come to lie in the month: "in May", "summer 2027"."""
    is_vague = Event.precision.in_((Precision.MONTH.value, Precision.SEASON.value))
    return _in_month(viewer, filters, first, PAGE, is_vague, *conditions)


def relatives(event: Event, viewer: Viewer) -> list[Event]:
    """What it follows, what follows it and the rest of its series, as far as *viewer* finds it."""
    ways = [Event.follows_id == event.id]
    if event.follows_id is not None:
        ways.append(Event.id == event.follows_id)
    if event.series_id:
        ways.append(Event.series_id == event.series_id)
    query = _listed(viewer, loading=()).where(or_(*ways), Event.id != event.id)
    return _all(query.order_by(Event.sorts_at, Event.id).limit(PAGE))


def partner_zones(event: Event) -> list[str]:
    """The time zones of the partners of its projects and of its organiser, westernmost last."""
    members = (
        select(Membership.organisation_id)
        .join(Phase)
        .where(Phase.project_id.in_(event.project_ids))
    )
    query = select(Organisation.zone).where(
        or_(Organisation.id.in_(members), Organisation.id == event.organiser_id)
    )
    return sorted(set(db.session.scalars(query)))


def shown(code: str) -> tuple[object, ...] | None:
    """What the page of an event shows that may change, as numbers; None: there is no event."""
    row = next(iter(look(_SHOWN, {"code": code})), None)
    return None if row is None else (*row[1:], *(moves(row.id) for moves in moving_parts))


#: What else moves on an event's page, told by the capabilities above: from its id to a number.
moving_parts: list[Callable[[int], Hashable]] = []
# Of tables and not of models, which halves what it takes.
_events, _pools = inspect(Event).local_table, inspect(SeatPool).local_table
_SHOWN = (
    select(_events.c.id, VERSION.label("version"), _pools.c.capacity, _pools.c.taken)
    .join_from(_events, _pools, _pools.c.id == _events.c.pool_id)
    .where(_events.c.code == bindparam("code"))
)


# Filters


def matching(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions of a list's filters."""
    found = []
    if filters.project:
        found.append(_project(known_as(Project, filters.project)))
    if filters.partner:
        found.append(of_partner(known_as(Organisation, filters.partner)))
    if filters.kind:
        also = exists().where(
            EventKindLink.event_id == Event.id, EventKindLink.kind.in_(filters.kind)
        )
        found.append(or_(Event.kind.in_(filters.kind), also))
    if filters.language:
        found.append(
            exists().where(
                EventLanguage.event_id == Event.id, EventLanguage.language.in_(filters.language)
            )
        )
    if filters.place:
        found.append(_place(Place.slug.in_(filters.place)))
    if filters.target_group:
        found.append(Event.target_groups.any(TargetGroup.slug.in_(filters.target_group)))
    return [*found, *(_says(word) for word in search_key(filters.q).split()[:_WORDS])]


def of_project(project_id: int) -> ColumnElement[bool]:
    """Events of one project."""
    return exists().where(EventProject.event_id == Event.id, EventProject.project_id == project_id)


def of_partner(organisation: ColumnElement[bool]) -> ColumnElement[bool]:
    """Events that such an organisation organises or hosts."""
    ids = select(Organisation.id).where(organisation)
    return or_(Event.organiser_id.in_(ids), Event.host_id.in_(ids))


def _says(word: str) -> ColumnElement[bool]:
    """Somewhere in its own texts or the name of its organiser, project or place."""
    return or_(
        Event.search_key.contains(word, autoescape=True),
        Event.organiser.has(Organisation.search_key.contains(word, autoescape=True)),
        _project(Project.search_key.contains(word, autoescape=True)),
        _place(Place.search_key.contains(word, autoescape=True)),
    )


def _project(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        EventProject.event_id == Event.id, EventProject.project_id == Project.id, condition
    )


def _place(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        EventPlace.event_id == Event.id, EventPlace.place_id == Place.id, condition
    )


# Parts of queries


def _listed(viewer: Viewer, loading: Iterable[ExecutableOption] = LINE) -> Select[Event]:
    return select(Event).where(listed_for(viewer)).options(*loading)


def _all(query: Select[Event]) -> list[Event]:
    return list(db.session.scalars(query))


def _in_month(
    viewer: Viewer, filters: Filters, first: date, limit: int, *conditions: ColumnElement[bool]
) -> list[Event]:
    query = _listed(viewer).where(
        *conditions,
        Event.first_on <= month_end(first.year, first.month),
        Event.last_on >= first,
        *matching(filters),
    )
    return _all(in_order(query, rising=True).limit(limit))
