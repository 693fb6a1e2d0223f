"""The agenda of an event as one reader sees it, in a fixed number of statements.

Before its first version is published nobody but the staff of the event sees any of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from webapp.agenda.arranging import Day, days_of
from webapp.agenda.changes import ItemChange, changes_between
from webapp.agenda.levels import Level, level_of
from webapp.agenda.models import AgendaItem, AgendaVersion
from webapp.agenda.queries import items_of
from webapp.agenda.snapshots import ItemThen
from webapp.core.database import db
from webapp.core.permissions import current_viewer
from webapp.events.models import Event


@dataclass(frozen=True)
class Agenda:
    """What a reader of *level* sees: the days with their items, and what has changed since
    *version* (by public id of the item; None: not published yet)."""

    event: Event
    level: Level
    days: list[Day]
    version: AgendaVersion | None
    changes: dict[str, ItemChange]

    @property
    def items(self) -> list[AgendaItem]:
        """All of them, in order."""
        return [item for day in self.days for item in day.items]

    @property
    def places(self) -> list[AgendaItem]:
        """The first item at each place, in order, for a list of the places."""
        first: dict[int, AgendaItem] = {}
        for item in self.items:
            if item.place_id is not None and not item.is_cancelled:
                first.setdefault(item.place_id, item)
        return list(first.values())


def agenda_of(event: Event, level: Level) -> Agenda:
    """The agenda for a reader of *level*; three statements. Without days where there is none."""
    is_staff = level is Level.INTERNAL
    if not event.has_agenda and not is_staff:
        return Agenda(event, level, [], None, {})
    version = latest_version(event.id) if event.has_agenda else None
    items = items_of(event, level)
    return Agenda(event, level, days_of(items), version, _changes(version, items, level))


def agenda_shown(event: Event) -> Agenda | None:
    """For the page of the event: None where nothing is published; then no statement is sent."""
    if not event.has_agenda:
        return None
    return agenda_of(event, level_of(event, current_viewer()))


def latest_version(event_id: int) -> AgendaVersion | None:
    """The last one published."""
    query = (
        select(AgendaVersion)
        .where(AgendaVersion.event_id == event_id)
        .order_by(AgendaVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _changes(
    version: AgendaVersion | None, items: Iterable[AgendaItem], level: Level
) -> dict[str, ItemChange]:
    if version is None:
        return {}
    before = [ItemThen.read(each) for each in version.items]
    return changes_between(before, [ItemThen.of(item) for item in items], level)
