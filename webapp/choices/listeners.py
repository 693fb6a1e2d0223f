"""What choices hear from the layers below. Imported by ``wiring``, which connects it."""

from typing import Any

from sqlalchemy import func, select

from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem
from webapp.agenda.signals import item_cancelled, item_changed
from webapp.agenda.snapshots import ItemThen
from webapp.choices import rules
from webapp.choices.models import TAKEN, WAITING, Choice
from webapp.core.database import db
from webapp.registrations.models import Registration
from webapp.registrations.signals import seat_lost
from webapp.seats import signals as seats


@seats.held_asked.connect
def _held(_: None) -> dict[int, int]:
    query = (
        select(AgendaItem.pool_id, func.count())
        .join(Choice, Choice.item_id == AgendaItem.id)
        .where(Choice.state == TAKEN, AgendaItem.pool_id.is_not(None))
        .group_by(AgendaItem.pool_id)
    )
    found = db.session.execute(query)
    return {pool_id: number for pool_id, number in found if pool_id is not None}


@seats.waiting_asked.connect
def _waiting_for(pool_id: int) -> int:
    query = (
        select(func.count())
        .select_from(Choice)
        .join(Choice.item)
        .where(AgendaItem.pool_id == pool_id, Choice.state == WAITING)
    )
    return db.session.scalar(query) or 0


@seats.seats_freed.connect
def _on_seats_freed(pool_id: int) -> None:
    rules.promote_pool(pool_id)


@seat_lost.connect
def _on_seat_lost(registration: Registration) -> None:
    if registration.event.has_agenda:
        rules.end_all(registration)


@item_cancelled.connect
def _on_cancelled(item: AgendaItem) -> None:
    if item.pool_id is not None:
        rules.end_at(item)


@item_changed.connect
def _on_changed(item: AgendaItem, *, before: ItemThen | None, **_: Any) -> None:
    if before is None or item.pool_id is None or not before.needs_choice:
        return
    if not item.needs_choice:  # open to all from now on
        rules.end_at(item, letter=None)
    elif not Level.PARTNERS.sees(item.visibility):
        rules.end_at(item)
    elif (before.starts_at, before.ends_at) != (item.starts_at, item.ends_at):
        rules.end_clashes(item)
        rules.promote([item])
