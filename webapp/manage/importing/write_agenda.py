"""Stores the agendas of events: tracks, items, who contributes, and what was published of them.

An item is known by its id: within its event, or all over by the code it had elsewhere. Items that
are here already are left as people have them here.
"""

import hashlib
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.agenda import versions
from webapp.agenda.models import AgendaItem, AgendaTrack, AgendaVersion, ItemContributor
from webapp.agenda.rules import PURPOSE
from webapp.core.database import db
from webapp.core.links import ALPHABET
from webapp.core.times import DoubledTime, SkippedTime
from webapp.entries.restoring import Stamps, restore
from webapp.events.models import Event
from webapp.manage.importing.event_facts import DEFAULT_ZONE, Unplaced
from webapp.manage.importing.exact_periods import words_for
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.item_times import hours_of
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.write_hosts import write_host
from webapp.manage.importing.write_persons import said
from webapp.seats import rules as seats

_COLUMNS = {
    "kind": "kind",
    "visibility": "visibility",
    "title": "name",
    "text": "description",
    "place_note": "place_note",
    "travel_minutes": "travel_minutes",
    "host_person": "host_person",
    "languages": "languages",
    "interpretation": "interpretation",
    "into": "interpreted_into",
    "walking": "walking_m",
    "step_free": "step_free",
    "clothing": "clothing",
    "photos": "photo_rule",
    "choose": "needs_choice",
    "plan_b": "plan_b",
}
_KEPT = {
    "code": "public_id",
    "uid": "uid",
    "revision": "revision",
    "created": "created_at",
    "edited": "changed_at",
    "cancelled": "cancelled_at",
}
_VERSION = {"number": "number", "at": "published_at", "note": "note", "items": "items"}
_CODE = 8


def write_agendas(ledger: Ledger) -> None:
    """Store what is not here yet of every agenda in the file."""
    stamps: dict[str, Stamps] = {}
    for facts in ledger.facts["events"]:
        agenda: Facts | None = facts.get("agenda")
        if agenda is not None:
            event: Event = ledger.finder.rows["events"][facts.id]
            stamps |= _Agenda(ledger, event, agenda).write()
    if stamps and not ledger.problems:
        db.session.flush()
        restore(db.session.connection(), stamps)


class _Agenda:
    """The agenda of one event."""

    def __init__(self, ledger: Ledger, event: Event, facts: Facts) -> None:
        self.ledger, self.event, self.facts = ledger, event, facts
        self.tracks: dict[str, AgendaTrack] = {}

    def write(self) -> dict[str, Stamps]:
        """Store it; the stamps in calendars of the items that come from elsewhere."""
        self._write_tracks()
        items = parts(self.facts, "items")
        known = self._known([self._code(each) for each in items])
        taken = self._taken(items)
        stamps: dict[str, Stamps] = {}
        for each in items:
            if self._code(each) in known:
                self.ledger.report.unchanged += 1
                self.ledger.written.append((each, known[self._code(each)]))
            elif self._is_free(each, taken):
                stamps |= self._write_item(each)
        if not self.ledger.problems:
            self._publish()
        return stamps

    # ---- what is here already

    def _code(self, facts: Facts) -> str:
        """Under which code an item or a track is known all over."""
        kept: Facts | None = facts.get("kept")
        given = facts.get("code") or (kept.get("code") if kept is not None else None)
        return given or code_of(self.event, facts.id)

    def _known(self, codes: list[str]) -> dict[str, AgendaItem]:
        query = select(AgendaItem).where(AgendaItem.event_id == self.event.id)
        rows = {row.public_id: row for row in db.session.scalars(query)}
        return {code: rows[code] for code in codes if code in rows}

    def _taken(self, items: list[Facts]) -> set[str]:
        """Codes and UIDs of the file that items of other events have."""
        kept = [each["kept"] for each in items if each.get("kept")]
        names = {each["code"] for each in kept}, {each["uid"] for each in kept}
        query = select(AgendaItem.public_id, AgendaItem.uid).where(
            AgendaItem.event_id != self.event.id,
            AgendaItem.public_id.in_(names[0]) | AgendaItem.uid.in_(names[1]),
        )
        rows = db.session.execute(query) if kept else ()
        return {name for row in rows for name in row}

    def _is_free(self, facts: Facts, taken: set[str]) -> bool:
        kept: Facts | None = facts.get("kept")
        double = {kept["code"], kept["uid"]} & taken if kept is not None else set()
        for name in sorted(double):
            why = _("“%(code)s” belongs to another event here", code=name)
            self.ledger.problems.add(facts.line, why)
        return not double

    # ---- what is new

    def _write_tracks(self) -> None:
        query = select(AgendaTrack).where(AgendaTrack.event_id == self.event.id)
        here = list(db.session.scalars(query))
        known = {row.public_id: row for row in here}
        after = max((row.position for row in here), default=-1) + 1
        for each in parts(self.facts, "tracks"):
            row = known.get(self._code(each))
            if row is None:
                row = AgendaTrack(event_id=self.event.id, name=each["name"], position=after)
                row.public_id = self._code(each)
                db.session.add(row)
                after += 1
            self.tracks[each.id] = row
        db.session.flush()

    def _write_item(self, facts: Facts) -> dict[str, Stamps]:
        try:
            values = self._columns(facts)
        except Unplaced as error:
            self.ledger.problems.add(facts.line, str(error))
            return {}
        except (SkippedTime, DoubledTime) as error:
            self.ledger.problems.add(facts.line, words_for(error))
            return {}
        item = AgendaItem(**values)
        for position, each in enumerate(parts(facts, "contributors")):
            item.contributors.append(self._contributor(each, position))
        db.session.add(item)
        db.session.flush()
        if facts.get("hosting"):
            write_host(self.ledger, item, facts["hosting"])
        self.ledger.report.created.append((facts.noun, facts.label))
        self.ledger.written.append((facts, item))
        return _stamps(item, facts)

    def _columns(self, facts: Facts) -> dict[str, Any]:
        finder = self.ledger.finder
        track = self.tracks.get(facts.get("track", ""))
        rows = {
            "place_id": finder.find("places", facts.get("place")),
            "to_place_id": finder.find("places", facts.get("to")),
            "host_id": finder.find("organisations", facts.get("host")),
        }
        needs_pool = facts.get("choose") or facts.get("capacity") is not None
        pool = seats.new_pool(facts.get("capacity"), purpose=PURPOSE) if needs_pool else None
        kept: Facts | None = facts.get("kept")
        return {
            "event_id": self.event.id,
            "event": self.event,
            "public_id": self._code(facts),
            "track_id": None if track is None else track.id,
            "pool_id": None if pool is None else pool.id,
            "is_example": self.event.is_example,
            "gate_list_due_at": self._gate_list_due(facts),
            **{name: None if row is None else row.id for name, row in rows.items()},
            **said(facts, _COLUMNS),
            **hours_of(self.event, facts),
            **(said(kept, _KEPT) if kept is not None else {}),
        }

    def _gate_list_due(self, facts: Facts) -> datetime | None:
        moment = facts.get("gate_list")
        zone = facts.get("zone") or self.event.starts_zone or DEFAULT_ZONE
        if moment is None:
            return None
        found: datetime | None = moment.instant(self.event.period, zone)
        return found

    def _contributor(self, facts: Facts, position: int) -> ItemContributor:
        organisation = self.ledger.finder.find("organisations", facts.get("organisation"))
        values = said(facts, {"role": "role", "name": "name", "about": "about"})
        return ItemContributor(
            position=position,
            organisation_id=None if organisation is None else organisation.id,
            **values,
        )

    # ---- what was published

    def _publish(self) -> None:
        query = select(AgendaVersion.number).where(AgendaVersion.event_id == self.event.id)
        here = set(db.session.scalars(query))
        for each in parts(self.facts, "versions"):
            if each["number"] not in here:
                version = AgendaVersion(event_id=self.event.id, **said(each, _VERSION))
                db.session.add(version)
                self.event.has_agenda = True
        db.session.flush()
        if self.facts.get("published") and not here and not self.facts.get("versions"):
            self._publish_first()

    def _publish_first(self) -> None:
        try:
            versions.publish(self.event)
        except versions.NothingToPublish as error:
            self.ledger.problems.add(self.facts.line, str(error))


def code_of(event: Event, name: str) -> str:
    """The code of what a file calls *name* in this event: the same at every import."""
    digest = hashlib.sha256(f"{event.code} {name}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:_CODE])


def _stamps(item: AgendaItem, facts: Facts) -> dict[str, Stamps]:
    kept: Facts | None = facts.get("kept")
    if kept is None or kept.get("sequence") is None or kept.get("changed") is None:
        return {}
    sequence: int = kept["sequence"]
    invited = min(kept.get("invite_sequence", sequence), sequence)
    return {item.key: Stamps(sequence, invited, kept["changed"])}
