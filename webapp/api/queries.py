"""What the API finds: as everybody finds it, whoever asks. Each in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from webapp.core.changes import Change
from webapp.core.database import db
from webapp.core.permissions import NOBODY
from webapp.core.renaming import Renamable, known_as
from webapp.entries.models import Entry
from webapp.events.access import listed_for
from webapp.events.models import Event
from webapp.events.queries import WHOLE
from webapp.projects.models import Contact, Membership, Milestone, Phase, Project
from webapp.projects.organisations import Organisation

#: What an entry of the change log is called when it changed what the public reads.
PUBLIC_VERBS = (
    "edited",
    "imported",
    "published",
    "confirmed",
    "moved",
    "date-fixed",
    "postponed",
    "cancelled",
    "mode-changed",
    "outcome-recorded",
)
EVENT: tuple[ExecutableOption, ...] = (*WHOLE, selectinload(Event.follows))
PROJECT: tuple[ExecutableOption, ...] = (
    joinedload(Project.programme),
    joinedload(Project.fund),
    selectinload(Project.phases)
    .selectinload(Phase.memberships)
    .joinedload(Membership.organisation),
    selectinload(Project.milestones).joinedload(Milestone.organisation),
    selectinload(Project.contacts).joinedload(Contact.organisation),
)


def public_events() -> Select[Event]:
    """The public events with all that is told of them."""
    return select(Event).where(listed_for(NOBODY)).options(*EVENT)


def changed_at(events: Sequence[Event]) -> dict[int, datetime]:
    """When what the public reads of each of these events changed last: its own facts by the change
    log, the names it is told with by its calendar entry."""
    keys = [event.key for event in events]
    entries = select(Entry.owner, Entry.changed_at).where(Entry.owner.in_(keys))
    log = select(Change.entity, func.max(Change.at)).group_by(Change.entity)
    log = log.where(Change.entity.in_(keys), Change.verb.in_(PUBLIC_VERBS))
    found: dict[str, datetime] = {}
    for key, at in [*db.session.execute(entries), *db.session.execute(log)]:
        found[key] = max(at, found.get(key, at))
    return {
        each.id: _latest(each.published_at or each.created_at, found.get(each.key))
        for each in events
    }


def changed_since(instant: datetime) -> ColumnElement[bool]:
    """Events of which `changed_at` is that instant or later."""
    key = literal("event:").concat(cast(Event.id, String))
    entries = select(Entry.owner).where(Entry.changed_at >= instant)
    log = select(Change.entity).where(Change.at >= instant, Change.verb.in_(PUBLIC_VERBS))
    return or_(Event.published_at >= instant, key.in_(union_all(entries, log)))


def public_partners() -> ColumnElement[bool]:
    """Organisations that take part in a project, or organise or host a public event."""
    takes_part = exists().where(Membership.organisation_id == Organisation.id)
    listed = listed_for(NOBODY)
    organises = exists().where(Event.organiser_id == Organisation.id, listed)
    hosts = exists().where(Event.host_id == Organisation.id, listed)
    return or_(takes_part, organises, hosts)


def has_partner(slugs: Iterable[str]) -> ColumnElement[bool]:
    """Projects in which one of these organisations takes part."""
    members = (
        select(Phase.project_id)
        .join(Membership)
        .join(Organisation)
        .where(known_as(Organisation, slugs))
    )
    return Project.id.in_(members)


def in_project(slugs: Iterable[str]) -> ColumnElement[bool]:
    """Organisations that take part in one of these projects."""
    members = (
        select(Membership.organisation_id).join(Phase).join(Project).where(known_as(Project, slugs))
    )
    return Organisation.id.in_(members)


def memberships(organisations: Sequence[Organisation]) -> Mapping[int, list[Membership]]:
    """The parts of each of these organisations in projects."""
    found: dict[int, list[Membership]] = {each.id: [] for each in organisations}
    query = (
        select(Membership)
        .where(Membership.organisation_id.in_(found))
        .options(joinedload(Membership.phase).joinedload(Phase.project))
    )
    for membership in db.session.scalars(query):
        found[membership.organisation_id].append(membership)
    return found


def unknown_slug(model: Any, slugs: Sequence[str]) -> str | None:
    """The first of these slugs that no row of *model* has, or had before it was renamed."""
    query = select(model.slug).where(model.slug.in_(slugs))
    if issubclass(model, Renamable):
        former = model.former_slugs
        known = db.session.scalars(
            query.union_all(select(former.slug).where(former.slug.in_(slugs)))
        )
    else:
        known = db.session.scalars(query)
    found = set(known)
    return next((slug for slug in slugs if slug not in found), None)


def touches_days(first: Any, last: Any) -> list[ColumnElement[bool]]:
    """Events that are, or may come to be, on a day from *first* to *last*; None: without end."""
    found: list[ColumnElement[bool]] = []
    if first is not None:
        found.append(or_(Event.last_on >= first, _is_open(Event.last_on)))
    if last is not None:
        found.append(or_(Event.first_on <= last, _is_open(Event.first_on)))
    return found


def _is_open(column: Any) -> ColumnElement[bool]:
    """Not known, of an event that has a date all the same."""
    return and_(column.is_(None), or_(Event.first_on.is_not(None), Event.last_on.is_not(None)))


def _latest(first: datetime, second: datetime | None) -> datetime:
    return first if second is None else max(first, second)
