"""Publishing an agenda: the first version makes it visible, each later one tells what changed.

Rules run inside ``with write():``. A version keeps all items as they were, internal ones too.
"""

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import defer

from webapp.agenda.arranging import Day, days_of
from webapp.agenda.changes import ItemChange, changes_between
from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem, AgendaVersion
from webapp.agenda.queries import items_of
from webapp.agenda.shown import latest_version
from webapp.agenda.snapshots import ItemThen
from webapp.core.changes import record
from webapp.core.database import db, is_sqlite
from webapp.core.permissions import current_viewer
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.seats import rules as seats


class NothingToPublish(Exception):
    """There are no items; ``str()`` says what to do."""

    def __str__(self) -> str:
        return str(_("There is nothing on the agenda yet. Add an item first."))


def publish(event: Event, note: LocalText | None = None) -> AgendaVersion:
    """Keep the agenda as it is now as the next version; the first makes it visible.

    *note* is what those concerned are told about it. Raises `NothingToPublish` without items.
    """
    if not is_sqlite():
        seats.lock([event.pool_id])  # one after the other: two of them never make the same version
    items = items_of(event)
    if not items:
        raise NothingToPublish
    version = AgendaVersion(
        event_id=event.id,
        number=_next_number(event.id),
        published_by_id=current_viewer().account_id,
        note=note or None,
        items=[ItemThen.of(item).as_json() for item in items],
    )
    db.session.add(version)
    if not event.has_agenda:
        event.has_agenda = True
    db.session.flush()
    record(event.key, "agenda-published", after={"version": version.number, "items": len(items)})
    return version


def pending(event: Event, level: Level = Level.INTERNAL) -> dict[str, ItemChange]:
    """What has changed since the last version for a reader of *level*, by id of the item."""
    version = latest_version(event.id) if event.has_agenda else None
    if version is None:
        return {}
    return changes_between(read(version), map(ItemThen.of, items_of(event)), level)


def read(version: AgendaVersion) -> list[ItemThen]:
    """The items of a version as they were."""
    return [ItemThen.read(each) for each in version.items]


def days_then(version: AgendaVersion, level: Level = Level.INTERNAL) -> list[Day]:
    """A version as a reader of *level* saw it."""
    return days_of(each for each in read(version) if level.sees(each.visibility))


def versions_of(event_id: int) -> list[AgendaVersion]:
    """All versions without their items, the newest first."""
    query = select(AgendaVersion).where(AgendaVersion.event_id == event_id)
    query = query.options(defer(AgendaVersion.items)).order_by(AgendaVersion.number.desc())
    return list(db.session.scalars(query))


def version_of(event_id: int, number: int) -> AgendaVersion | None:
    """One version by its number, and None where there is none."""
    query = select(AgendaVersion).where(
        AgendaVersion.event_id == event_id, AgendaVersion.number == number
    )
    return db.session.scalar(query)


def changed_in(version: AgendaVersion, level: Level = Level.INTERNAL) -> list[ItemChange]:
    """What a version changed against the one before; nothing for the first."""
    before = version_of(version.event_id, version.number - 1)
    if before is None:
        return []
    return list(changes_between(read(before), read(version), level).values())


def _next_number(event_id: int) -> int:
    last = select(func.max(AgendaVersion.number)).where(AgendaVersion.event_id == event_id)
    return (db.session.scalar(last) or 0) + 1


def number_of_items(event_id: int) -> dict[str, int]:
    """How many items there are by their visibility, those called off left out."""
    query = (
        select(AgendaItem.visibility, func.count())
        .where(AgendaItem.event_id == event_id, AgendaItem.cancelled_at.is_(None))
        .group_by(AgendaItem.visibility)
    )
    return dict(db.session.execute(query).all())
