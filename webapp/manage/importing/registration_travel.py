"""Stores how people come and leave, where they sleep, and what they do not take part in."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.events.models import Event
from webapp.logistics.models import ItemAbsence, Journey, PickupGroup, Room, Stay, Wish
from webapp.manage.importing.event_facts import Unplaced
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.item_times import day_in
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.write_agenda import code_of
from webapp.manage.importing.write_logistics import clock_of
from webapp.manage.importing.write_persons import rows_by, said
from webapp.registrations.models import Registration

_JOURNEY = {
    "direction": "direction",
    "mode": "mode",
    "number": "number",
    "station": "station",
    "town": "town",
    "distance": "distance_km",
    "pickup": "needs_pickup",
    "changed": "changed_at",
}
_STAY = {"wish": "wish", "shares_with": "shares_with", "changed": "changed_at"}


class Travels:
    """The groups, rooms and items that the travels of some people name."""

    def __init__(self, people: Iterable[tuple[Event, Facts]]) -> None:
        groups, rooms, items = set[str](), set[str](), set[str]()
        for event, facts in people:
            for each in parts(facts, "journeys"):
                groups |= _codes(event, each.get("group"))
            stay: Facts | None = facts.get("stay")
            rooms |= set() if stay is None else _codes(event, stay.get("room"))
            items |= {each["item"] for each in parts(facts, "absences")}
        by_code = ((PickupGroup, groups), (Room, rooms), (AgendaItem, items))
        self._rows: dict[Any, dict[str, Any]] = {
            model: rows_by(model, model.public_id, sorted(codes)) for model, codes in by_code
        }

    def write(self, ledger: Ledger, facts: Facts, row: Registration, event: Event) -> None:
        """Store what one person says; what contradicts itself is a problem of its line."""
        seen: set[str] = set()
        for each in parts(facts, "journeys"):
            if each["direction"] in seen:
                why = _("“%(id)s” stands twice here", id=each["direction"])
                ledger.problems.add(each.line, why)
                continue
            seen.add(each["direction"])
            self._try(ledger, each, row, event, self._journey)
        stay: Facts | None = facts.get("stay")
        if stay is not None:
            self._try(ledger, stay, row, event, self._stay)
        self._absences(ledger, parts(facts, "absences"), row, event)

    def _try(
        self, ledger: Ledger, facts: Facts, row: Registration, event: Event, made: Any
    ) -> None:
        try:
            db.session.add(made(facts, row, event))
        except Unplaced as error:
            ledger.problems.add(facts.line, str(error))

    def _journey(self, facts: Facts, row: Registration, event: Event) -> Journey:
        group: PickupGroup | None = self._named(PickupGroup, facts.get("group"), event)
        if group is not None and group.direction != facts["direction"]:
            raise Unplaced(_("the group “%(id)s” goes the other way", id=facts["group"]))
        values = said(facts, _JOURNEY)
        if group is not None:
            values |= {"group_id": group.id, "needs_pickup": True}
        when = clock_of(event, facts)
        return Journey(registration_id=row.id, event_id=event.id, **values, **when)

    def _stay(self, facts: Facts, row: Registration, event: Event) -> Stay:
        nights = [facts.get("from"), facts.get("until")]
        is_none = facts["wish"] == Wish.NONE
        if any((each is None) != is_none for each in nights):
            raise Unplaced(_("“from” and “until” stand with a room that is wanted, and only there"))
        room: Room | None = self._named(Room, facts.get("room"), event)
        if is_none and room is not None:
            raise Unplaced(_("who wants no room has none"))
        first, last = (None if each is None else day_in(event, each) for each in nights)
        if first is not None and last is not None and last < first:
            raise Unplaced(_("“until” lies before “from”"))
        return Stay(
            registration_id=row.id,
            event_id=event.id,
            first_on=first,
            last_on=last,
            room_id=None if room is None else room.id,
            **said(facts, _STAY),
        )

    def _absences(
        self, ledger: Ledger, absences: list[Facts], row: Registration, event: Event
    ) -> None:
        seen: set[int] = set()
        for each in absences:
            item: AgendaItem | None = self._rows[AgendaItem].get(each["item"])
            if item is None or item.event_id != event.id:
                why = _("the agenda of the event has no item “%(code)s”", code=each["item"])
                ledger.problems.add(each.line, why)
            elif item.id not in seen:
                seen.add(item.id)
                db.session.add(ItemAbsence(item_id=item.id, registration_id=row.id))

    def _named(self, model: Any, name: str | None, event: Event) -> Any:
        """The group or room of the event that is meant; None for none. Raises `Unplaced`."""
        if name is None:
            return None
        rows = (self._rows[model].get(code) for code in (name, code_of(event, name)))
        found = next((row for row in rows if row is not None and row.event_id == event.id), None)
        if found is None:
            raise Unplaced(_("the event has nothing called “%(id)s” for this", id=name))
        return found


def _codes(event: Event, name: str | None) -> set[str]:
    """Under which codes a name of the file may be known."""
    return set() if name is None else {name, code_of(event, name)}
