"""All that the boards of one event are made of: each part read once, when it is first asked for."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from sqlalchemy import select

from webapp.agenda.models import AgendaItem, ItemKind
from webapp.core.database import db
from webapp.core.permissions import Act, Viewer
from webapp.events.models import Event
from webapp.logistics.asking import Asks, asks_of
from webapp.logistics.factors import Factors, factors_of
from webapp.logistics.guests import Guest, guests_of
from webapp.logistics.items import Attendance, items_of
from webapp.logistics.models import Journey, PickupGroup, Room, Stay
from webapp.needs import rules as needs
from webapp.needs.options import Needed
from webapp.registrations.letter_facts import event_zone


class Facts:
    """What is known of the journeys, rooms, meals and rides of an event.

    Only who holds a confirmed seat counts. *needs* are empty for who may not see them.
    """

    def __init__(self, event: Event, viewer: Viewer) -> None:
        self.event, self.zone = event, event_zone(event)
        self.sees_needs = event.may(viewer, Act.SEE_NEEDS)

    @cached_property
    def asks(self) -> Asks:
        """What people are asked."""
        return asks_of(self.event.id)

    @cached_property
    def guests(self) -> list[Guest]:
        """Who comes, delegation by delegation."""
        return guests_of(self.event)

    @cached_property
    def known(self) -> Mapping[int, Guest]:
        """Who comes, by registration."""
        return {guest.id: guest for guest in self.guests}

    @cached_property
    def journeys(self) -> Mapping[tuple[int, str], Journey]:
        """By registration and direction."""
        query = select(Journey).where(Journey.event_id == self.event.id)
        rows = db.session.scalars(query)
        return {
            (row.registration_id, row.direction): row
            for row in rows
            if row.registration_id in self.known
        }

    @cached_property
    def groups(self) -> Mapping[int, PickupGroup]:
        """Pick-up groups by id, in the order of their times."""
        query = select(PickupGroup).where(PickupGroup.event_id == self.event.id)
        rows = db.session.scalars(query).all()
        order = sorted(rows, key=lambda row: (row.at is None, row.at or row.id, row.id))
        return {row.id: row for row in order}

    @cached_property
    def stays(self) -> Mapping[int, Stay]:
        """By registration."""
        query = select(Stay).where(Stay.event_id == self.event.id)
        rows = db.session.scalars(query)
        return {row.registration_id: row for row in rows if row.registration_id in self.known}

    @cached_property
    def rooms(self) -> Mapping[int, Room]:
        """By id, in the order of hotels and numbers."""
        query = select(Room).where(Room.event_id == self.event.id)
        query = query.order_by(Room.hotel, Room.label, Room.id)
        return {row.id: row for row in db.session.scalars(query)}

    @cached_property
    def items(self) -> Sequence[AgendaItem]:
        """Everything on the agenda that is not cancelled, in order."""
        return items_of(self.event, ItemKind)

    @cached_property
    def meals(self) -> list[AgendaItem]:
        """What is eaten."""
        return [item for item in self.items if item.kind == ItemKind.MEAL]

    @cached_property
    def rides(self) -> list[AgendaItem]:
        """What is ridden."""
        return [item for item in self.items if item.kind == ItemKind.TRANSFER]

    @cached_property
    def attendance(self) -> Attendance:
        """Who takes part in which item."""
        return Attendance(self.items)

    @cached_property
    def factors(self) -> Factors:
        """Grams per kilometre."""
        return factors_of(self.event.id)

    @cached_property
    def needs(self) -> Mapping[tuple[int, str], Needed]:
        """What people need, by registration and kind; nothing for who may not see needs."""
        if not self.sees_needs:
            return {}
        return {
            (number, kind): needed
            for number, mine in needs.of_event(self.event.id).items()
            if number in self.known
            for kind, needed in mine.items()
        }
