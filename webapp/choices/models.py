"""Who has chosen which item of an agenda, and who waits for a place at it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.agenda.models import AgendaItem
from webapp.core.database import BigId, Model
from webapp.core.times import now
from webapp.registrations.models import Registration

TAKEN, WAITING = "taken", "waiting"


class Choice(Model):
    """One person at one item. *taken* holds a place of the item's pool, *waiting* none."""

    __tablename__ = "agenda_choices"
    __table_args__ = (
        CheckConstraint("state IN ('taken', 'waiting')", name="state"),
        CheckConstraint("(state = 'waiting') = (waiting_since IS NOT NULL)", name="waiting_since"),
        UniqueConstraint("item_id", "registration_id"),
        Index("ix_agenda_choices_line", "item_id", "state", "waiting_since", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(10))
    waiting_since: Mapped[datetime | None]
    #: Since when it stands like this: a place at last is a new choice to calendar programs, which
    #: keep the text with the later stamp.
    created_at: Mapped[datetime] = mapped_column(default=now)

    item: Mapped[AgendaItem] = relationship()
    registration: Mapped[Registration] = relationship()
