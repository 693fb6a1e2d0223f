"""Letters coordinators write to people of one event: who gets them, how far sending has come."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.links import short_code
from webapp.core.personal import AUDIT, impersonal, personal
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event


class Purpose(StrEnum):
    """What a letter is for: part of addresses."""

    MESSAGE = "message"  # written and sent by hand
    REMINDER = "reminder"  # goes by itself, some days before
    THANKS = "thanks"  # goes by itself, when the event was recorded as held


class Stage(StrEnum):
    """How far a letter has come. A reminder that is switched off is a draft."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"


#: Still to be sent: may be changed.
OPEN = frozenset({Stage.DRAFT, Stage.SCHEDULED})
_OPEN_SQL = "stage IN ('draft', 'scheduled')"


class EventLetter(Model, Revised):
    """One text for many. The letters themselves are rows of the outbox."""

    __tablename__ = "event_letters"
    __table_args__ = (
        CheckConstraint("purpose IN ('message', 'reminder', 'thanks')", name="purpose"),
        CheckConstraint("stage IN ('draft', 'scheduled', 'sending', 'sent')", name="stage"),
        CheckConstraint(
            "purpose != 'message' OR stage != 'scheduled' OR due_at IS NOT NULL", name="due_at"
        ),
        CheckConstraint(
            f"({_OPEN_SQL}) = (begun_at IS NULL) AND (stage = 'sent') = (finished_at IS NOT NULL)",
            name="begun",
        ),
        CheckConstraint("(purpose = 'reminder') = (days_before IS NOT NULL)", name="days_before"),
        # Of each that goes by itself there is one to come; those that went stay beside it.
        Index(
            "uq_event_letters_automatic",
            "event_id",
            "purpose",
            unique=True,
            sqlite_where=text(f"purpose != 'message' AND {_OPEN_SQL}"),
            postgresql_where=text(f"purpose != 'message' AND {_OPEN_SQL}"),
        ),
        Index("ix_event_letters_due", "stage", "due_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True, default=lambda: short_code(8))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(10), default=Purpose.MESSAGE.value)
    stage: Mapped[str] = mapped_column(String(10), default=Stage.DRAFT.value)

    #: With placeholders by name (``letters/placeholders.py``); the body in Markdown.
    subject: Mapped[LocalText]
    body: Mapped[LocalText] = mapped_column(info=impersonal("one text for many, not about anybody"))
    #: Who gets it: a name in ``letters/audiences.py``, and which of them.
    audience: Mapped[str] = mapped_column(String(20), default="confirmed")
    audience_values: Mapped[list[str]] = mapped_column(JSON, default=list)
    days_before: Mapped[int | None]

    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), info=personal(AUDIT, "programme")
    )
    #: When it goes by itself; of a reminder: as the event's date says.
    due_at: Mapped[datetime | None]
    scheduled_at: Mapped[datetime | None]
    #: A scheduled letter was not sent, because the event was off by then.
    held_back_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    #: How many were to get it when sending began, and how many letters are in the outbox since.
    expected: Mapped[int] = mapped_column(default=0)
    written: Mapped[int] = mapped_column(default=0)
    #: The place in its audience up to which letters are written.
    reached: Mapped[int] = mapped_column(BigId, default=0)

    event: Mapped[Event] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.stage in OPEN

    @property
    def is_automatic(self) -> bool:
        """Whether it goes by itself (reminder, thanks)."""
        return self.purpose != Purpose.MESSAGE

    @property
    def written_in(self) -> list[str]:
        """The languages it can be read in: those with subject and body, the main one first."""
        whole = [tag for tag in self.body if tag in self.subject.texts]
        return sorted(whole, key=lambda tag: (tag != self.body.main, tag))

    def language_for(self, reader: str) -> str:
        """The reader's language if it is written in it, else the letter's main one."""
        return reader if reader in self.written_in else self.written_in[0]


class Chosen(Model):
    """A person picked by hand for a letter that is not sent yet."""

    __tablename__ = "event_letter_chosen"
    __table_args__ = (UniqueConstraint("event_letter_id", "registration_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_letter_id: Mapped[int] = mapped_column(ForeignKey("event_letters.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )


class Addressed(Model):
    """Somebody for whom a letter was written: the database itself keeps it from coming twice.

    *owner* names the registration by its public id, as letters do; whoever they were is forgotten
    with the registration.
    """

    __tablename__ = "event_letter_recipients"
    __table_args__ = (UniqueConstraint("event_letter_id", "owner"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_letter_id: Mapped[int] = mapped_column(ForeignKey("event_letters.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(60))
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
