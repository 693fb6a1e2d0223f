"""A pool of seats: one limit, of an event, a delegation, a target group, an agenda item."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model


class SeatPool(Model):
    """How many seats there are and how many are held; the database refuses more.

    A child's *reserved* seats count in its parent whether taken or not. ``taken`` counts the seats
    held here, directly or through children. ``capacity`` None means no limit.
    """

    __tablename__ = "seat_pools"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("capacity IS NULL OR taken <= capacity", name="not_oversold"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("capacity IS NULL OR reserved <= capacity", name="reserved_within"),
        CheckConstraint("reserved = 0 OR parent_id IS NOT NULL", name="reserved_in_parent"),
        CheckConstraint("parent_id != id", name="no_loop"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("seat_pools.id"), index=True)
    #: What the limit belongs to, for people reading ``flask verify``: "event", "delegation" …
    purpose: Mapped[str] = mapped_column(String(20), default="event")
    capacity: Mapped[int | None]
    reserved: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)

    parent: Mapped["SeatPool | None"] = relationship(remote_side=[id])

    @property
    def left(self) -> int | None:
        """Seats nobody holds; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        """Whether no seat is left."""
        return self.left == 0
