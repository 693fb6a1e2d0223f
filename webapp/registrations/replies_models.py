"""What people wrote by their calendar programs that staff should see: one row of a kind a person.

A newer one takes the place of an older one, so nobody can fill the list by writing often.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model
from webapp.core.personal import AUDIT, CONTACT, personal
from webapp.core.times import now
from webapp.registrations.models import Registration


class ReplyKind(StrEnum):
    """What it is that staff should see."""

    PROPOSAL = "proposal"  # another time (RFC 5546, COUNTER)
    COMMENT = "comment"  # words beside an answer that was counted
    UNPROVEN = "unproven"  # an answer nobody could check; the person was asked by letter
    LATE = "late"  # yes after all, when the registration was over; they were told by letter


class CalendarReply(Model):
    """Something a calendar program sent back that concerns one registration."""

    __tablename__ = "calendar_replies"
    __table_args__ = (
        UniqueConstraint("registration_id", "kind"),
        CheckConstraint("kind IN ('proposal', 'comment', 'unproven', 'late')", name="kind"),
        CheckConstraint("stays_at IS NULL OR seen_at IS NOT NULL", name="seen"),
        Index(
            "ix_calendar_replies_open",
            "registration_id",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    #: SEQUENCE and DTSTAMP of the reply: what is older changes nothing.
    sequence: Mapped[int]
    stamped_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=now)
    #: ACCEPTED, TENTATIVE or DECLINED.
    answer: Mapped[str] = mapped_column(String(12))
    comment: Mapped[str] = mapped_column(String(1000), default="", info=personal(CONTACT, "event"))
    #: A proposed time: instants, or whole days, or as it was written where nobody knows the zone.
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    written: Mapped[str] = mapped_column(String(200), default="", info=personal(CONTACT, "event"))
    #: Since when staff know of it, and who said so.
    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), info=personal(AUDIT, "programme")
    )
    #: When a letter told the person that the date stays.
    stays_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether nobody of the staff has seen it yet."""
        return self.seen_at is None
