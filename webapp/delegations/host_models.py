"""Who receives people at an item of an agenda: one secret link, what they confirmed and ask for."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.agenda.models import AgendaItem
from webapp.core.database import BigId, Model, Revised
from webapp.core.links import KeptLink
from webapp.core.personal import CONTACT, impersonal, personal
from webapp.core.times import now


class HostState(StrEnum):
    """How far it has come with a host."""

    PLANNED = "planned"
    ASKED = "asked"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class AgendaHost(Model, KeptLink, Revised):
    """The host of one item, as a page behind a link and letters know it.

    Which organisation it is stands at the item; here only what goes between it and the organiser.
    """

    __tablename__ = "agenda_hosts"
    __table_args__ = (
        CheckConstraint("confirmed_at IS NULL OR refused_at IS NULL", name="one_answer"),
        CheckConstraint("most_people > 0", name="most_people"),
        CheckConstraint("photo_rule IN ('allowed', 'ask', 'forbidden')", name="photo_rule"),
        CheckConstraint("(told IS NULL) = (told_at IS NULL)", name="told"),
    )
    link_purpose = "host"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_items.id", ondelete="CASCADE"), unique=True
    )
    #: The person at the host who arranges it.
    contact_name: Mapped[str] = mapped_column(
        String(200), default="", info=personal(CONTACT, "event")
    )
    contact_email: Mapped[str | None] = mapped_column(String(254), info=personal(CONTACT, "event"))
    #: Of letters and of what is proposed.
    language: Mapped[str] = mapped_column(String(8), default="en")
    created_at: Mapped[datetime] = mapped_column(default=now)
    invited_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refused_reason: Mapped[str] = mapped_column(
        String(1000), default="", info=personal(CONTACT, "event")
    )
    #: What the host proposes; it counts once the coordinator has taken it over.
    most_people: Mapped[int | None]
    limits: Mapped[str] = mapped_column(String(1000), default="", info=personal(CONTACT, "event"))
    rules: Mapped[str] = mapped_column(String(1000), default="", info=personal(CONTACT, "event"))
    photo_rule: Mapped[str | None] = mapped_column(String(10))
    proposed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    #: When the link stops working; None: with the item.
    ends_at: Mapped[datetime | None]
    #: When, where and whether it takes place, as the host was told last, and when that was.
    told: Mapped[dict[str, str] | None] = mapped_column(
        JSON(none_as_null=True), info=impersonal("day, hours and place of an item")
    )
    told_at: Mapped[datetime | None]
    #: When the host was written to that the gate list is there.
    gate_told_at: Mapped[datetime | None]

    item: Mapped[AgendaItem] = relationship()

    @property
    def key(self) -> str:
        """How letters and the change log know it."""
        return f"host:{self.public_id}"

    @property
    def state(self) -> HostState:
        """How far it has come."""
        if self.refused_at is not None:
            return HostState.REFUSED
        if self.confirmed_at is not None:
            return HostState.CONFIRMED
        if self.opened_at is not None:
            return HostState.OPENED
        return HostState.PLANNED if self.invited_at is None else HostState.ASKED

    @property
    def has_proposed(self) -> bool:
        """Whether the coordinator has yet to take over what the host proposes."""
        return self.proposed_at is not None and self.accepted_at is None
