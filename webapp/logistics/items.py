"""The meals and rides of an agenda, and who takes part in each."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.agenda.models import AgendaItem, ItemKind, ItemVisibility
from webapp.choices.models import TAKEN, Choice
from webapp.core.database import db
from webapp.events.models import Event
from webapp.logistics.guests import Guest
from webapp.logistics.models import ItemAbsence

MEALS = (ItemKind.MEAL,)
RIDES = (ItemKind.TRANSFER,)


def items_of(event: Event, kinds: Iterable[ItemKind]) -> Sequence[AgendaItem]:
    """What takes place of these kinds, in order, with places; one statement."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.event_id == event.id, AgendaItem.cancelled_at.is_(None))
        .where(AgendaItem.kind.in_([kind.value for kind in kinds]))
        .options(
            joinedload(AgendaItem.place),
            joinedload(AgendaItem.to_place),
            joinedload(AgendaItem.pool),
            joinedload(AgendaItem.host),
        )
        .order_by(AgendaItem.day_on, AgendaItem.starts_at, AgendaItem.id)
    )
    return db.session.scalars(query).all()


def offered_items(event: Event) -> Sequence[AgendaItem]:
    """Meals and rides a delegate can stay away from: what they may read of, and is not chosen
    anyway. Nothing before the agenda is published."""
    if not event.has_agenda:
        return []
    return [
        item
        for item in items_of(event, (*MEALS, *RIDES))
        if item.visibility != ItemVisibility.INTERNAL and not item.needs_choice
    ]


class Attendance:
    """Who takes part in which of some items; two statements however many there are."""

    def __init__(self, items: Collection[AgendaItem]) -> None:
        ids = [item.id for item in items]
        away = select(ItemAbsence.item_id, ItemAbsence.registration_id)
        away = away.where(ItemAbsence.item_id.in_(ids))
        self._away = {(row[0], row[1]) for row in db.session.execute(away)}
        chosen = select(Choice.item_id, Choice.registration_id).where(Choice.state == TAKEN)
        chosen = chosen.where(Choice.item_id.in_(ids))
        self._chosen = {(row[0], row[1]) for row in db.session.execute(chosen)}

    def is_away(self, item: AgendaItem, guest: Guest) -> bool:
        """Whether somebody said that they stay away."""
        return (item.id, guest.id) in self._away

    def has(self, item: AgendaItem, guest: Guest) -> bool:
        """Whether somebody takes part: all do, of what is chosen those who chose it; but for who
        stays away."""
        return self.is_expected(item, guest) and not self.is_away(item, guest)

    def is_expected(self, item: AgendaItem, guest: Guest) -> bool:
        """Whether somebody would take part, did they not stay away."""
        return not item.needs_choice or (item.id, guest.id) in self._chosen

    def of(self, item: AgendaItem, guests: Iterable[Guest]) -> list[Guest]:
        """Those who take part."""
        return [guest for guest in guests if self.has(item, guest)]
