"""What happened to people of a delegation without their leader: the leader is yet to hear of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import Model
from webapp.delegations.models import Delegate


class Happening(StrEnum):
    """What a leader would want to know. Never what somebody eats or needs."""

    #: Cancelled by themselves, or taken off by staff.
    LEFT = "left"
    #: The way there or back is another one than was known.
    JOURNEY = "journey"
    #: The name, which stands on tickets and orders.
    NAME = "name"


class DelegateNews(Model):
    """The last time that *what* happened to somebody in a delegation."""

    __tablename__ = "delegate_news"
    __table_args__ = (
        CheckConstraint("what IN ('left', 'journey', 'name')", name="what"),
        Index("ix_delegate_news_told_at", "told_at", "at"),
    )

    delegate_id: Mapped[int] = mapped_column(
        ForeignKey("delegates.id", ondelete="CASCADE"), primary_key=True
    )
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime]
    #: When the letter to the leader was written, or was found not to be needed.
    told_at: Mapped[datetime | None]

    delegate: Mapped[Delegate] = relationship()
