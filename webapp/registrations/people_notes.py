"""What staff note about a person for each other. The person sees it only in "what you know about
me"; it is erased with the registration."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account
from webapp.core.changes import record
from webapp.core.database import BigId, Model, db
from webapp.core.permissions import current_viewer
from webapp.core.personal import AUDIT, CONTACT, personal
from webapp.core.times import now
from webapp.registrations.models import Registration

#: So much of one note is stored.
LONGEST = 2000


class PeopleNote(Model):
    """One note about one registration."""

    __tablename__ = "people_notes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), info=personal(AUDIT, "programme")
    )
    text: Mapped[str] = mapped_column(String(LONGEST), info=personal(CONTACT, "event"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    account: Mapped[Account | None] = relationship()


def add(registration: Registration, text: str) -> PeopleNote:
    """Keep a note; the history tells that there is one, not what it says."""
    note = PeopleNote(
        registration_id=registration.id, account_id=current_viewer().account_id, text=text
    )
    db.session.add(note)
    record(registration.key, "note-added")
    return note


def remove(note: PeopleNote, registration: Registration) -> None:
    """Take a note away."""
    db.session.delete(note)
    record(registration.key, "note-removed")


def notes_of(registration: Registration) -> list[PeopleNote]:
    """The notes about somebody, the newest first."""
    query = select(PeopleNote).where(PeopleNote.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(PeopleNote.id.desc())))


def noted(ids: Iterable[int]) -> set[int]:
    """Which of these registrations have a note."""
    query = select(PeopleNote.registration_id).where(PeopleNote.registration_id.in_(list(ids)))
    return set(db.session.scalars(query.distinct()))


def erase(ids: Iterable[int]) -> None:
    """Forget the notes about these registrations (ids), whose contact data are being erased."""
    statement = delete(PeopleNote).where(PeopleNote.registration_id.in_(list(ids)))
    db.session.execute(statement, execution_options={"synchronize_session": False})
