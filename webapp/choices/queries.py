"""Who has chosen what: look-ups in a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem
from webapp.agenda.queries import WHOLE
from webapp.choices.models import TAKEN, WAITING, Choice
from webapp.choices.slots import Slot, slots_of
from webapp.core.database import db
from webapp.core.times import now, to_wall
from webapp.registrations.models import Registration


@dataclass(frozen=True)
class Numbers:
    """How many have chosen an item, and how many wait for a place there."""

    taken: int = 0
    waiting: int = 0


def chosen_numbers(items: Iterable[AgendaItem]) -> dict[int, Numbers]:
    """By the id of the item; one statement. Items nobody has chosen stand there with zeros."""
    ids = [item.id for item in items]
    query = (
        select(Choice.item_id, Choice.state, func.count())
        .where(Choice.item_id.in_(ids))
        .group_by(Choice.item_id, Choice.state)
    )
    found: dict[tuple[int, str], int] = {
        (item_id, state): number for item_id, state, number in db.session.execute(query)
    }
    return {
        each: Numbers(found.get((each, TAKEN), 0), found.get((each, WAITING), 0)) for each in ids
    }


def items_to_choose(event_id: int) -> list[AgendaItem]:
    """The items of an event that people choose, those called off left out; with their places."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.event_id == event_id, AgendaItem.needs_choice)
        .where(AgendaItem.cancelled_at.is_(None))
        .where(AgendaItem.visibility.in_(Level.PARTNERS.visibilities))
        .order_by(AgendaItem.day_on, AgendaItem.starts_at, AgendaItem.id)
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def open_slots(registration: Registration) -> list[tuple[Slot, bool]]:
    """The times at which something can still be chosen, and whether this person has chosen, or
    waits, there; one statement."""
    mine = and_(Choice.item_id == AgendaItem.id, Choice.registration_id == registration.id)
    query = (
        select(AgendaItem, Choice.id)
        .outerjoin(Choice, mine)
        .where(AgendaItem.event_id == registration.event_id, AgendaItem.needs_choice)
        .where(AgendaItem.cancelled_at.is_(None))
        .where(AgendaItem.visibility.in_(Level.PARTNERS.visibilities))
        .options(joinedload(AgendaItem.track))
    )
    found: list[Any] = [row for row in db.session.execute(query) if can_still_choose(row[0])]
    chosen = {item.id for item, choice_id in found if choice_id is not None}
    slots = slots_of(item for item, _choice_id in found)
    return [(slot, any(item.id in chosen for item in slot.items)) for slot in slots]


def can_still_choose(item: AgendaItem, at: datetime | None = None) -> bool:
    """Whether it has not begun; without hours: whether its day is not over."""
    at = at or now()
    if item.starts_at is not None:
        return item.starts_at > at
    return item.day_on >= to_wall(at, item.starts_zone).date()


def choices_of(registration_id: int, *, fresh: bool = False) -> list[Choice]:
    """What one person has chosen or waits for, with the items; one statement.

    *fresh* reads again what was loaded before, for whoever has just waited for a lock.
    """
    query = (
        select(Choice)
        .where(Choice.registration_id == registration_id)
        .options(joinedload(Choice.item))
        .order_by(Choice.id)
        .execution_options(populate_existing=fresh)
    )
    return list(db.session.scalars(query))


def places_in_line(registration_id: int) -> dict[int, int]:
    """Of every item somebody waits for, by its id: how many stand in line up to and with them."""
    mine, before = Choice, aliased(Choice)
    query = (
        select(mine.item_id, func.count())
        .join(before, and_(before.item_id == mine.item_id, before.state == WAITING))
        .where(mine.registration_id == registration_id, mine.state == WAITING)
        .where(
            or_(
                before.waiting_since < mine.waiting_since,
                and_(before.waiting_since == mine.waiting_since, before.id <= mine.id),
            )
        )
        .group_by(mine.item_id)
    )
    return dict(db.session.execute(query).all())


def first_in_line(item_id: int) -> Choice | None:
    """Whoever gets the next place of an item."""
    return db.session.scalar(_line(item_id).limit(1))


def end_of_line(item_id: int) -> datetime:
    """Since when somebody waits who gets in line now: later than all who stand there."""
    query = select(func.max(Choice.waiting_since)).where(Choice.item_id == item_id)
    last = db.session.scalar(query)
    return now() if last is None else max(now(), last + timedelta(microseconds=1))


def choices_at(item_id: int) -> list[Choice]:
    """Everyone at an item and then those in line, in order, with their registrations."""
    query = (
        select(Choice)
        .where(Choice.item_id == item_id)
        .options(joinedload(Choice.registration))
        .order_by(Choice.state, Choice.waiting_since, Choice.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def everyone_by_item(event_id: int) -> list[tuple[AgendaItem, list[Choice]]]:
    """The items that people choose, each with everyone who has and then those in line, in order;
    a fixed number of statements."""
    items = items_to_choose(event_id)
    query = (
        select(Choice)
        .where(Choice.item_id.in_([item.id for item in items]))
        .options(joinedload(Choice.registration).joinedload(Registration.organisation))
        .order_by(Choice.state, Choice.waiting_since, Choice.id)
    )
    by_item: dict[int, list[Choice]] = {}
    for choice in db.session.scalars(query):
        by_item.setdefault(choice.item_id, []).append(choice)
    return [(item, by_item.get(item.id, [])) for item in items]


def _line(item_id: int) -> Select[Choice]:
    return (
        select(Choice)
        .where(Choice.item_id == item_id, Choice.state == WAITING)
        .options(joinedload(Choice.registration))
        .order_by(Choice.waiting_since, Choice.id)
        .execution_options(populate_existing=True)
    )
