"""Stores what is kept ready for those who come to events: pick-up groups, rooms, travel factors.

A group or room is known by its code. What is here already is left as people have it here.
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.events.models import Event
from webapp.logistics.models import LogisticsPlan, PickupGroup, Room, TravelFactor
from webapp.manage.importing.event_facts import DEFAULT_ZONE, Unplaced
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.item_times import day_in
from webapp.manage.importing.ledger import Ledger, settle
from webapp.manage.importing.whens import FOLDS
from webapp.manage.importing.write_agenda import code_of
from webapp.manage.importing.write_persons import rows_by, said

_PLAN = {"asks_travel": "asks_travel", "asks_rooms": "asks_rooms", "revision": "revision"}
_GROUP = {
    "direction": "direction",
    "meeting_point": "meeting_point",
    "vehicle": "vehicle",
    "seats": "seats",
    "revision": "revision",
}
_ROOM = {
    "hotel": "hotel",
    "label": "label",
    "beds": "beds",
    "step_free": "step_free",
    "revision": "revision",
}
_FACTOR = {"mode": "mode", "grams": "grams", "reference": "source"}


def write_logistics(ledger: Ledger) -> None:
    """Store what is not here yet of every event in the file."""
    for facts in ledger.facts["events"]:
        logistics: Facts | None = facts.get("logistics")
        if logistics is not None:
            event: Event = ledger.finder.rows["events"][facts.id]
            _plan(event, logistics)
            _groups(ledger, event, parts(logistics, "groups"))
            _rooms(ledger, event, parts(logistics, "rooms"))
            _factors(event, parts(logistics, "factors"))
    if not ledger.problems:
        db.session.flush()


def write_travel_factors(ledger: Ledger) -> None:
    """Store the factors of the whole installation; there is one for each way of travelling."""
    query = select(TravelFactor).where(TravelFactor.event_id.is_(None))
    known = {row.mode: row for row in db.session.scalars(query)}
    for facts in ledger.facts["travel_factors"]:
        row = known.get(facts["mode"])
        if row is None:
            row = ledger.make(TravelFactor, **said(facts, _FACTOR))
            known[facts["mode"]] = row
            ledger.close(facts, row, {})
        else:
            ledger.close(facts, row, settle(row, said(facts, _FACTOR)))


def clock_of(event: Event, facts: Facts) -> dict[str, Any]:
    """The columns that say when something is; empty where the file does not.

    Raises `Unplaced`.
    """
    if (facts.get("day") is None) != (facts.get("at") is None):
        raise Unplaced(_("“day” and “at” stand together"))
    if facts.get("day") is None:
        return {}
    zone = facts.get("zone") or event.starts_zone or DEFAULT_ZONE
    wall = datetime.combine(day_in(event, facts["day"]), facts["at"])
    return {"wall": wall, "zone": zone, "fold": FOLDS[facts.get("fold", "first")]}


def _plan(event: Event, facts: Facts) -> None:
    values = said(facts, _PLAN)
    if values and db.session.get(LogisticsPlan, event.id) is None:
        db.session.add(LogisticsPlan(event_id=event.id, **values))


def _groups(ledger: Ledger, event: Event, groups: list[Facts]) -> None:
    for facts in _new(ledger, PickupGroup, event, groups):
        try:
            when = clock_of(event, facts)
        except Unplaced as error:
            ledger.problems.add(facts.line, str(error))
            continue
        row = PickupGroup(
            event_id=event.id, public_id=_code(event, facts), **said(facts, _GROUP), **when
        )
        db.session.add(row)
        ledger.report.created.append((facts.noun, facts["meeting_point"]))


def _rooms(ledger: Ledger, event: Event, rooms: list[Facts]) -> None:
    query = select(Room.hotel, Room.label).where(Room.event_id == event.id)
    taken = {(hotel, label) for hotel, label in db.session.execute(query)}
    for facts in _new(ledger, Room, event, rooms):
        name = facts["hotel"], facts["label"]
        if name in taken:
            why = _("the room “%(room)s” is there already", room=", ".join(name))
            ledger.problems.add(facts.line, why)
            continue
        taken.add(name)
        code = _code(event, facts)
        db.session.add(Room(event_id=event.id, public_id=code, **said(facts, _ROOM)))
        ledger.report.created.append((facts.noun, ", ".join(name)))


def _new(ledger: Ledger, model: Any, event: Event, wanted: list[Facts]) -> list[Facts]:
    """Those that are not here yet; a code of another event, or one said twice, is a problem."""
    codes = [_code(event, each) for each in wanted]
    known = rows_by(model, model.public_id, codes)
    found, seen = [], set[str]()
    for facts, code in zip(wanted, codes, strict=True):
        row = known.get(code)
        if code in seen:
            ledger.problems.add(facts.line, _("“%(id)s” stands twice here", id=facts.id))
        elif row is None:
            found.append(facts)
        elif row.event_id != event.id:
            why = _("“%(code)s” belongs to another event here", code=code)
            ledger.problems.add(facts.line, why)
        else:
            ledger.report.unchanged += 1
        seen.add(code)
    return found


def _code(event: Event, facts: Facts) -> str:
    found: str = facts.get("code") or code_of(event, facts.id)
    return found


def _factors(event: Event, factors: list[Facts]) -> None:
    query = select(TravelFactor.mode).where(TravelFactor.event_id == event.id)
    known = set(db.session.scalars(query)) if factors else set()
    for facts in factors:
        if facts["mode"] not in known:
            known.add(facts["mode"])
            db.session.add(TravelFactor(event_id=event.id, **said(facts, _FACTOR)))
