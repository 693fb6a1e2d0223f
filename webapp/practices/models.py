"""What people who took part in a visit want to take home."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.agenda.models import AgendaItem
from webapp.core.database import BigId, Model, Revised
from webapp.core.links import short_code
from webapp.core.personal import CONTACT, personal
from webapp.core.times import now
from webapp.registrations.models import Registration


class Takeaway(Model, Revised):
    """What one person noted about an item of the agenda, or about the visit as a whole."""

    __tablename__ = "takeaways"
    __table_args__ = (UniqueConstraint("registration_id", "item_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: short_code(8))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    #: None: about the visit as a whole.
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_items.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(4000), info=personal(CONTACT, "event"))
    #: What the own municipality could do.
    could_do: Mapped[str] = mapped_column(String(2000), default="", info=personal(CONTACT, "event"))
    #: Whether the project reads it; else nobody but who wrote it.
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The card it went into.
    practice_id: Mapped[int | None] = mapped_column(
        ForeignKey("good_practices.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    registration: Mapped[Registration] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
