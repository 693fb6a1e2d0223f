"""Which rows make up an item's texts in calendars; importing it announces them to ``entries``."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp import entries
from webapp.agenda import calendar, calendar_words, words
from webapp.agenda.calendar import ItemInCalendars
from webapp.agenda.models import AgendaItem, AgendaTrack, AgendaVersion


def _load(session: Session, ids: Sequence[int]) -> Mapping[int, ItemInCalendars]:
    """The items of these ids with all that stands in their texts, in two statements."""
    parts = (AgendaItem.event, AgendaItem.track, AgendaItem.place, AgendaItem.to_place)
    query = select(AgendaItem).where(AgendaItem.id.in_(ids))
    query = query.options(*(joinedload(part) for part in (*parts, AgendaItem.host)))
    rows = list(session.scalars(query))
    events = {row.event_id for row in rows}
    versions = select(AgendaVersion.event_id).where(AgendaVersion.event_id.in_(events)).distinct()
    published = set(session.scalars(versions))
    return {row.id: ItemInCalendars(row, row.event_id in published) for row in rows}


def _ids_after(session: Session, last: int, limit: int) -> Sequence[int]:
    query = select(AgendaItem.id).where(AgendaItem.id > last).order_by(AgendaItem.id).limit(limit)
    return session.scalars(query).all()


def _of_events(session: Session, event_ids: Sequence[int]) -> Sequence[int]:
    query = select(AgendaItem.id).where(AgendaItem.event_id.in_(event_ids)).order_by(AgendaItem.id)
    return session.scalars(query).all()


_FILES = tuple(str(each.__file__) for each in (calendar, calendar_words, words))

entries.provide("agenda_item", _load, _ids_after, _FILES)
entries.follow("agenda_item", "event", _of_events)
entries.owns(AgendaItem, "agenda_item", "id")
#: The first version publishes the agenda, so that all its items begin to stand there.
entries.owns(AgendaVersion, "event", "event_id")
entries.owns(AgendaTrack, "event", "event_id")
