"""The consent of a guardian: asked for where an event lets the young come only with it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model
from webapp.core.links import KeptLink
from webapp.core.personal import CONTACT, personal
from webapp.core.times import now
from webapp.registrations.models import Registration


class Answer(StrEnum):
    """What the guardian has said so far; they may change their mind at any time."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class GuardianConsent(Model, KeptLink):
    """Who answers for a young participant, and what they have answered by their own link."""

    __tablename__ = "guardian_consents"
    __table_args__ = (
        CheckConstraint("answer IN ('asked', 'given', 'refused')", name="answer"),
        CheckConstraint("(answer = 'asked') = (answered_at IS NULL)", name="answered_at"),
    )
    link_purpose = "guardian"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), unique=True
    )
    name: Mapped[str] = mapped_column(String(200), info=personal(CONTACT, "event"))
    email: Mapped[str] = mapped_column(String(254), info=personal(CONTACT, "event"))
    answer: Mapped[str] = mapped_column(String(8), default=Answer.ASKED.value)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()

    @property
    def key(self) -> str:
        """How letters know it: those to a guardian are not the participant's to read or repeat."""
        return f"guardian:{self.public_id}"
