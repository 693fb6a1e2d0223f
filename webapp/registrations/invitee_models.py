"""Who was invited by letter: one person or office, with a link of their own."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model
from webapp.core.personal import CONTACT, personal
from webapp.core.times import now
from webapp.registrations.models import Invitation


class Answer(StrEnum):
    """How far an invitation has come; each is worth more than those before it."""

    WITHDRAWN = "withdrawn"
    SENT = "sent"
    OPENED = "opened"
    DECLINED = "declined"
    REGISTERED = "registered"


class Invitee(Model):
    """Somebody a letter of invitation went to. The link, its places and its end are the
    invitation's."""

    __tablename__ = "invitees"
    __table_args__ = (
        UniqueConstraint("invitation_id"),
        # One letter of invitation to an event for each address, whoever sends them at once.
        UniqueConstraint("event_id", "email_key"),
        Index("ix_invitees_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200), info=personal(CONTACT, "event"))
    #: ``search_key(name)``, for finding.
    name_key: Mapped[str] = mapped_column(String(400), info=personal(CONTACT, "event"))
    email: Mapped[str | None] = mapped_column(String(254), info=personal(CONTACT, "event"))
    email_key: Mapped[str | None] = mapped_column(String(254), info=personal(CONTACT, "event"))
    #: The language letters are written in.
    language: Mapped[str] = mapped_column(String(8))
    invited_at: Mapped[datetime] = mapped_column(default=now)
    #: When the link was opened first, by the reader or by a program that looks into mail.
    opened_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_reason: Mapped[str | None] = mapped_column(
        String(500), info=personal(CONTACT, "event")
    )
    reminded_at: Mapped[datetime | None]
    #: How many reminders went out.
    reminders: Mapped[int] = mapped_column(default=0)

    invitation: Mapped[Invitation] = relationship()
