"""Lists of events page by page: by key, so that the last page costs as much as the first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from webapp.core.database import db
from webapp.events.models import Event


@dataclass(frozen=True)
class EventsPage:
    """A page of a list: its events, and the codes to go on from in either direction."""

    events: list[Event]
    earlier: str | None = None
    later: str | None = None

    @property
    def is_last(self) -> bool:
        """Whether the list ends here."""
        return self.later is None


def page(
    query: Select[Event], *, rising: bool, after: str = "", before: str = "", size: int
) -> EventsPage:
    """One page of the events of *query*: the next first (*rising*) or the newest first.

    *after* and *before* are codes of events: the page goes on behind the one or ends before the
    other. An unknown code, or one behind which nothing stands, begins at the beginning.
    """
    cursor = _position(after or before)
    backwards = bool(before) and cursor is not None
    wanted = query if cursor is None else query.where(_beyond(cursor, rising != backwards))
    found = list(db.session.scalars(in_order(wanted, rising != backwards).limit(size + 1)))
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return EventsPage([]) if cursor is None else page(query, rising=rising, size=size)
    is_first = cursor is None or (backwards and not has_more)
    is_last = not backwards and not has_more
    return EventsPage(
        found, None if is_first else found[0].code, None if is_last else found[-1].code
    )


def in_order(query: Select[Event], rising: bool) -> Select[Event]:
    """In the order of time, undated ones as the latest."""
    if rising:
        return query.order_by(Event.sorts_at, Event.id)
    return query.order_by(Event.sorts_at.desc(), Event.id.desc())


def _position(code: str) -> Any:
    """Where an event stands in that order; None for what is no code of one."""
    if not code.isalnum() or not code.isascii():
        return None
    query = select(Event.sorts_at, Event.id).where(Event.code == code)
    return db.session.execute(query).one_or_none()


def _beyond(cursor: Any, rising: bool) -> ColumnElement[bool]:
    sorts_at, row = cursor
    if rising:
        return or_(Event.sorts_at > sorts_at, and_(Event.sorts_at == sorts_at, Event.id > row))
    return or_(Event.sorts_at < sorts_at, and_(Event.sorts_at == sorts_at, Event.id < row))
