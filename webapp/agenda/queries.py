"""The items and tracks of an agenda with all that pages tell of them, in few statements."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.agenda.arranging import order
from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem, AgendaTrack, ItemContributor
from webapp.core.database import db
from webapp.core.links import ALPHABET
from webapp.events.models import Event

#: What a page tells of an item, in one statement more.
WHOLE = (
    joinedload(AgendaItem.track),
    joinedload(AgendaItem.place),
    joinedload(AgendaItem.to_place),
    joinedload(AgendaItem.host),
    joinedload(AgendaItem.pool),
    selectinload(AgendaItem.contributors).joinedload(ItemContributor.organisation),
)


def items_of(event: Event, level: Level = Level.INTERNAL) -> list[AgendaItem]:
    """The items a reader of *level* sees, as they follow each other; two statements."""
    query = select(AgendaItem).where(AgendaItem.event_id == event.id).options(*WHOLE)
    query = query.where(AgendaItem.visibility.in_(level.visibilities))
    return sorted(db.session.scalars(query), key=order)


def tracks_of(event: Event) -> list[AgendaTrack]:
    """The tracks in their order."""
    query = select(AgendaTrack).where(AgendaTrack.event_id == event.id)
    return list(db.session.scalars(query.order_by(AgendaTrack.position)))


def find_item(event: Event, public_id: str) -> AgendaItem | None:
    """An item of this event, with all that is told of it; None where there is none."""
    found: AgendaItem | None = _found(AgendaItem, event, public_id, WHOLE)
    return found


def find_track(event: Event, public_id: str) -> AgendaTrack | None:
    """A track of this event; None where there is none."""
    found: AgendaTrack | None = _found(AgendaTrack, event, public_id)
    return found


def _found(model: Any, event: Event, public_id: str, options: Iterable[Any] = ()) -> Any:
    # A database may refuse what is no text at all.
    if not public_id or len(public_id) > 16 or not set(public_id) <= set(ALPHABET):
        return None
    query = select(model).where(model.event_id == event.id, model.public_id == public_id)
    return db.session.scalar(query.options(*options))


def zone_of(event: Event) -> str:
    """The zone in which its hours are meant: its own, that of where it takes place, of who
    receives people, of who organises it."""
    places = [place.zone for place in event.places if place.zone]
    host = event.host.zone if event.host is not None else None
    return event.starts_zone or next(iter(places), None) or host or event.organiser.zone
