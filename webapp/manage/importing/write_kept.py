"""Takes an event over as another installation kept it: its address, its state, its calendars.

An event that is told of for the first time is made draft, published, moved … by the acts of the
site. One that comes with what was kept of it has been through all that: it is put where it stood,
so that links, subscribed calendars and what people were told stay true. Nobody is written to.
"""

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.entries.restoring import Stamps, restore
from webapp.events import snapshot
from webapp.events.models import Event, Status
from webapp.manage.importing.event_facts import Plan
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.ledger import Ledger

_KEPT = {
    "code": "code",
    "uid": "uid",
    "revision": "revision",
    "created": "created_at",
    "published": "published_at",
    "moved": "moved_at",
    "postponed": "postponed_at",
    "cancelled": "cancelled_at",
    "withdrawn": "withdrawn_at",
}
_OPEN = {"postponed": Status.TENTATIVE, "moved": Status.CONFIRMED}
_NAMES = ("code", "uid")
_AT_ONCE = 500


def check_kept(ledger: Ledger) -> set[str]:
    """Note codes and UIDs of new events that other events have; the ids of those that cannot be
    stored for it."""
    new = [
        (facts, facts["kept"])
        for facts in ledger.facts["events"]
        if facts.get("kept") and facts.id not in ledger.finder.rows["events"]
    ]
    refused: set[str] = set()
    for name in _NAMES:
        taken = _taken(name, [kept[name] for _facts, kept in new])
        for facts, kept in new:
            if kept[name] in taken:
                refused.add(facts.id)
                why = _("“%(code)s” belongs to another event here", code=kept[name])
                ledger.problems.add(kept.line, why)
            taken.add(kept[name])
    return refused


def _taken(name: str, wanted: list[str]) -> set[str]:
    column, found = getattr(Event, name), set[str]()
    for first in range(0, len(wanted), _AT_ONCE):
        query = select(column).where(column.in_(wanted[first : first + _AT_ONCE]))
        found |= set(db.session.scalars(query))
    return found


def own_id(facts: Facts) -> str | None:
    """The id by which an import recognises the event; None where that is its code."""
    kept: Facts | None = facts.get("kept")
    return None if kept is not None and kept["code"] == facts.id else facts.id


def take_over(event: Event, facts: Facts, plan: Plan) -> None:
    """Put a new event where it stood."""
    kept: Facts = facts["kept"]
    for name, value in kept.given(_KEPT).items():
        if value is not None:
            setattr(event, name, value)
    status = facts.get("status", "tentative")
    event.status = Status(_OPEN.get(status, status)).value
    event.moved_from = None if plan.was is None else plan.was.as_json()
    event.status_reason = facts.get("reason")
    db.session.flush()
    record(event.key, "imported", after=snapshot.facts(event))


def restore_entries(ledger: Ledger, taken: list[tuple[Event, Facts]]) -> None:
    """Let the calendars go on where they were: the same stamps as long as the texts are the same.

    *taken* in the order of the file, which is the order of calendars.
    """
    stamps: dict[str, Stamps] = {}
    for event, facts in taken:
        kept: Facts = facts["kept"]
        sequence, changed = kept.get("sequence"), kept.get("changed")
        if sequence is not None and changed is not None:
            invited = min(kept.get("invite_sequence", sequence), sequence)
            stamps[event.key] = Stamps(sequence, invited, changed)
    if stamps:
        db.session.flush()
        restore(db.session.connection(), stamps)
