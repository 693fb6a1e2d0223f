"""Reading takeaways: what one person can write about, what a project was told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.agenda.models import AgendaItem, ItemKind, ItemVisibility
from webapp.choices.models import TAKEN, Choice
from webapp.core.database import db
from webapp.core.times import now, to_wall
from webapp.events.models import Event
from webapp.practices.models import Takeaway
from webapp.projects.models import GoodPractice
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import Registration

#: Nothing is shown there that could be taken home.
_NOTHING_SHOWN = (ItemKind.MEAL, ItemKind.TRANSFER, ItemKind.FREE)


@dataclass(frozen=True)
class Place:
    """Something a person can write about: an item, or the visit as a whole, and what they wrote."""

    item: AgendaItem | None
    takeaway: Takeaway | None

    @property
    def code(self) -> str:
        """How addresses call it."""
        return "visit" if self.item is None else self.item.public_id


def today_at(event: Event) -> date:
    """The day it is where the event takes place."""
    return to_wall(now(), event_zone(event)).date()


def has_begun(event: Event) -> bool:
    """Whether its first day is here or past."""
    return event.first_on is not None and event.first_on <= today_at(event)


def places_of(registration: Registration) -> list[Place]:
    """What they can write about by now, by day, and last the visit; three statements."""
    event = registration.event
    query = select(AgendaItem).where(
        AgendaItem.event_id == event.id,
        AgendaItem.cancelled_at.is_(None),
        AgendaItem.day_on <= today_at(event),
        AgendaItem.visibility != ItemVisibility.INTERNAL,
        AgendaItem.kind.not_in(_NOTHING_SHOWN),
    )
    query = query.order_by(AgendaItem.day_on, AgendaItem.starts_at.nulls_last(), AgendaItem.id)
    mine = select(Choice.item_id).where(
        Choice.registration_id == registration.id, Choice.state == TAKEN
    )
    chosen = set(db.session.scalars(mine))
    written = _written(registration)
    items = [
        item
        for item in db.session.scalars(query)
        if not item.needs_choice or item.id in chosen or item.id in written
    ]
    return [Place(item, written.get(item.id)) for item in items] + [Place(None, written.get(None))]


def by_day(places: Iterable[Place]) -> list[tuple[date, list[Place]]]:
    """Those about items, for each day."""
    found: dict[date, list[Place]] = {}
    for place in places:
        if place.item is not None:
            found.setdefault(place.item.day_on, []).append(place)
    return list(found.items())


def place_of(registration: Registration, code: str) -> Place | None:
    """One of them by the code in its address; None where there is none."""
    return next((each for each in places_of(registration) if each.code == code), None)


def number_written(registration: Registration) -> int:
    """How many takeaways somebody has written."""
    query = select(func.count()).where(Takeaway.registration_id == registration.id)
    return db.session.scalar(query) or 0


def shared_at(event: Event) -> list[Takeaway]:
    """What the people of an event shared, by the order of its agenda; one statement."""
    query = (
        select(Takeaway)
        .join(Registration, Registration.id == Takeaway.registration_id)
        .outerjoin(AgendaItem, AgendaItem.id == Takeaway.item_id)
        .where(Registration.event_id == event.id, Takeaway.is_shared)
        .options(
            joinedload(Takeaway.item).joinedload(AgendaItem.host),
            joinedload(Takeaway.registration).joinedload(Registration.organisation),
        )
        .order_by(
            AgendaItem.day_on.nulls_last(),
            AgendaItem.starts_at.nulls_last(),
            AgendaItem.id,
            Takeaway.id,
        )
    )
    return list(db.session.scalars(query))


def some_shared(event: Event, codes: Sequence[str]) -> list[Takeaway]:
    """Those of them with these codes."""
    wanted = set(codes)
    return [each for each in shared_at(event) if each.public_id in wanted]


def cards_by_id(ids: set[int]) -> dict[int, GoodPractice]:
    """Cards by the number of their row."""
    query = select(GoodPractice).where(GoodPractice.id.in_(ids))
    return {row.id: row for row in db.session.scalars(query)}


def _written(registration: Registration) -> dict[int | None, Takeaway]:
    query = select(Takeaway).where(Takeaway.registration_id == registration.id)
    return {row.item_id: row for row in db.session.scalars(query.order_by(Takeaway.id.desc()))}
