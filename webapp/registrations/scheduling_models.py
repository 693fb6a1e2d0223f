"""Which registration has an invitation for calendars (RFC 5546), and what was answered to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import Model
from webapp.core.personal import impersonal
from webapp.registrations.models import Registration


class Partstat(StrEnum):
    """What an invited person has answered (RFC 5545, section 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


#: What counts as an answer.
ANSWERS = frozenset({Partstat.ACCEPTED, Partstat.TENTATIVE, Partstat.DECLINED})


class CalendarInvitation(Model):
    """The invitation of one registration: written when the first letter with a request is stored.

    Not who was invited, that is the registration; a new request begins with no answer.
    """

    __tablename__ = "calendar_invitations"
    __table_args__ = (
        CheckConstraint("sent_method IN ('REQUEST', 'CANCEL')", name="sent_method"),
        CheckConstraint(
            "partstat IN ('NEEDS-ACTION', 'ACCEPTED', 'TENTATIVE', 'DECLINED')", name="partstat"
        ),
        CheckConstraint(
            "(partstat = 'NEEDS-ACTION') = (answered_at IS NULL)"
            " AND (answered_at IS NULL) = (answered_sequence IS NULL)"
            " AND (answered_at IS NULL) = (answered_by IS NULL)",
            name="answered",
        ),
    )

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    #: Message-ID of the first letter with a request: the thread all later ones belong to.
    message_id: Mapped[str] = mapped_column(String(120), index=True)
    #: SEQUENCE and METHOD of the last letter.
    sent_sequence: Mapped[int]
    sent_method: Mapped[str] = mapped_column(String(8))
    partstat: Mapped[str] = mapped_column(String(12), default=Partstat.NEEDS_ACTION.value)
    #: When they answered (as the reply says), to which SEQUENCE, and by what: ``page`` or ``mail``.
    answered_at: Mapped[datetime | None]
    answered_sequence: Mapped[int | None]
    answered_by: Mapped[str | None] = mapped_column(
        String(20), info=impersonal("by what way an answer came")
    )

    registration: Mapped[Registration] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the person has been asked and not told since that it is off."""
        return self.sent_method == "REQUEST"
