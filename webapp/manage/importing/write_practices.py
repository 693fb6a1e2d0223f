"""Stores where good practices were met, and what people noted of a visit."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.manage.importing.facts import Facts, parts
from webapp.manage.importing.ledger import Ledger
from webapp.manage.importing.write_persons import rows_by, said
from webapp.practices.models import Takeaway
from webapp.projects.models import GoodPractice
from webapp.registrations.models import Registration

_TAKEAWAY = {
    "code": "public_id",
    "text": "text",
    "could_do": "could_do",
    "language": "language",
    "shared": "is_shared",
    "created": "created_at",
    "changed": "changed_at",
    "revision": "revision",
}


class Notes:
    """The items and cards that what some people noted names."""

    def __init__(self, people: Iterable[Facts]) -> None:
        noted = [each for facts in people for each in parts(facts, "takeaways")]
        items = {each["item"] for each in noted if each.get("item")}
        found: dict[str, AgendaItem] = rows_by(AgendaItem, AgendaItem.public_id, sorted(items))
        self._items = found
        cards = sorted({each["practice"].name for each in noted if each.get("practice")})
        self._cards: dict[str, GoodPractice] = rows_by(GoodPractice, GoodPractice.slug, cards)

    def write(self, ledger: Ledger, facts: Facts, row: Registration) -> None:
        """Store what one person noted."""
        for each in parts(facts, "takeaways"):
            item = self._items.get(each.get("item", ""))
            if each.get("item") and (item is None or item.event_id != row.event_id):
                _no_item(ledger, each["item"], each.line)
                continue
            card = self._cards.get(each["practice"].name) if each.get("practice") else None
            note = Takeaway(
                registration_id=row.id,
                item_id=None if item is None else item.id,
                practice_id=None if card is None else card.id,
                **said(each, _TAKEAWAY),
            )
            db.session.add(note)


def say_where_met(ledger: Ledger) -> None:
    """Say at which event a card was met, now that all are there."""
    for practice_id, (ref, code, line) in ledger.carried.met.items():
        practice = db.session.get_one(GoodPractice, practice_id)
        event = ledger.finder.look_up("events", ref)
        query = select(AgendaItem.id).where(
            AgendaItem.event_id == event.id, AgendaItem.public_id == code
        )
        item_id = None if code is None else db.session.scalar(query)
        if code is not None and item_id is None:
            _no_item(ledger, code, line)
        practice.event_id, practice.item_id = event.id, item_id
    ledger.carried.met.clear()
    db.session.flush()


def _no_item(ledger: Ledger, code: str, line: int) -> None:
    why = _("the agenda of the event has no item “%(code)s”", code=code)
    ledger.problems.add(line, why)
