"""What people who took part write down, change and take back. Inside ``with write():``."""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.agenda.models import AgendaItem
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now
from webapp.practices.errors import Stale
from webapp.practices.models import Takeaway
from webapp.registrations.models import Registration


@dataclass(frozen=True)
class Written:
    """What somebody wrote."""

    text: str
    could_do: str
    language: str
    is_shared: bool


def save(
    registration: Registration, item: AgendaItem | None, written: Written, revision: int
) -> Takeaway:
    """Keep what was written about *item* (None: the visit as a whole).

    *revision* is that of the form, 0 where there was nothing yet. Raises `Stale`.
    """
    takeaway = _hold(registration, item)
    if revision != (0 if takeaway is None else takeaway.revision):
        raise Stale
    if takeaway is None:
        takeaway = Takeaway(registration_id=registration.id, item_id=item.id if item else None)
        db.session.add(takeaway)
        _put(takeaway, written)
    elif _differs(takeaway, written):
        _put(takeaway, written)
        takeaway.changed_at = now()
        takeaway.touch()
    db.session.flush()
    return takeaway


def withdraw(registration: Registration, item: AgendaItem | None) -> bool:
    """Forget it; whether there was one. A card that was made of it stays: it names nobody."""
    takeaway = _hold(registration, item)
    if takeaway is None:
        return False
    db.session.delete(takeaway)
    if takeaway.is_shared:
        record(registration.event.key, "takeaway-withdrawn")
    return True


def _hold(registration: Registration, item: AgendaItem | None) -> Takeaway | None:
    """What is there, held still: two windows of one person never make two of it."""
    db.session.get_one(Registration, registration.id, with_for_update=True)
    about = Takeaway.item_id.is_(None) if item is None else Takeaway.item_id == item.id
    query = select(Takeaway).where(Takeaway.registration_id == registration.id, about)
    return db.session.scalar(query.order_by(Takeaway.id).limit(1))


def _differs(takeaway: Takeaway, written: Written) -> bool:
    names = ("text", "could_do", "language", "is_shared")
    return any(getattr(takeaway, name) != getattr(written, name) for name in names)


def _put(takeaway: Takeaway, written: Written) -> None:
    takeaway.text, takeaway.could_do = written.text, written.could_do
    takeaway.language, takeaway.is_shared = written.language, written.is_shared
