"""What somebody needs to eat and to take part: health data (GDPR art. 9), in a table of its own.

The rows above are known by the names of their tables only: registrations and questions are layers
that may use needs, and never the other way round.
"""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import BigId, Model
from webapp.core.personal import NEEDS, personal


class Need(Model):
    """The needs of one kind that one person has at one event."""

    __tablename__ = "needs"
    __table_args__ = (
        CheckConstraint("kind IN ('diet', 'access')", name="kind"),
        UniqueConstraint("registration_id", "kind"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    #: The question as it was asked.
    version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: Keys of `options.OPTIONS`.
    options: Mapped[list[str]] = mapped_column(JSON, info=personal(NEEDS, "needs"))
    words: Mapped[str] = mapped_column(String(1000), default="", info=personal(NEEDS, "needs"))
