"""Delegations of an event, their quotas, and the people in them.

A delegate is a registration of the event (so they have a link of their own, letters, answers, needs
and every right of a participant) whose seat counts in the delegation's pool, a child of the
event's. A member holds a seat (*confirmed*); a reserve waits, held back from the line until the
leader lets them step in (*waiting*); a wish beyond the quota awaits the coordinator
(*awaiting-approval*).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.links import KeptLink
from webapp.core.named import IsExample
from webapp.core.personal import AUDIT, CONTACT, impersonal, personal
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration
from webapp.seats.models import SeatPool


class DelegateRole(StrEnum):
    """As what somebody comes."""

    STAFF = "staff"
    ELECTED = "elected"
    LOCAL_GROUP = "local-group"
    EXPERT = "expert"
    INTERPRETER = "interpreter"
    ACCOMPANYING = "accompanying"
    ASSISTANT = "assistant"


class Payer(StrEnum):
    """Who pays for somebody's travel and stay."""

    PARTNER = "partner"
    PROJECT = "project"
    HOST = "host"
    SELF = "self"


class Standing(StrEnum):
    """How somebody stands in their delegation."""

    MEMBER = "member"
    RESERVE = "reserve"
    #: Beyond the quota; the coordinator grants it or not.
    WISH = "wish"
    #: No longer of it: cancelled, refused, or replaced by a substitute.
    OUT = "out"


class DelegationState(StrEnum):
    """Where a delegation stands on the board (``data-state``)."""

    #: Its leader has not been written to.
    PLANNED = "planned"
    INVITED = "invited"
    ANSWERING = "answering"
    COMPLETE = "complete"
    DECLINED = "declined"


class DelegationPlan(Model, Revised):
    """What holds for all delegations of one event."""

    __tablename__ = "delegation_plans"
    __table_args__ = (CheckConstraint("default_quota >= 0", name="default_quota"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    default_quota: Mapped[int] = mapped_column(default=4)
    #: Whether quotas are seats kept free for the delegations, or only limits.
    reserves_seats: Mapped[bool] = mapped_column(default=True)
    names_due_at: Mapped[datetime | None]
    travel_due_at: Mapped[datetime | None]
    diet_due_at: Mapped[datetime | None] = mapped_column(
        info=impersonal("a deadline of the event, the same for all")
    )
    #: When reserved seats without a name go to the waiting list; None: they stay reserved.
    releases_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    #: Told to every leader.
    note: Mapped[LocalText | None]

    event: Mapped[Event] = relationship()


class Delegation(Model, KeptLink, Revised, IsExample):
    """The people one partner sends; its link lets the leader name them."""

    __tablename__ = "delegations"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id"),
        CheckConstraint("own_quota >= 0", name="own_quota"),
        CheckConstraint("completed_at IS NULL OR declined_at IS NULL", name="one_answer"),
    )
    link_purpose = "delegation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: Below the event's: its capacity is the quota, its reserve the seats kept for it.
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pools.id"), unique=True)
    #: None: the default of the event's plan.
    own_quota: Mapped[int | None]
    #: None: as the plan says.
    own_reserves_seats: Mapped[bool | None]

    leader_name: Mapped[str] = mapped_column(
        String(200), default="", info=personal(CONTACT, "event")
    )
    leader_email: Mapped[str | None] = mapped_column(String(254), info=personal(CONTACT, "event"))
    leader_language: Mapped[str] = mapped_column(String(8), default="en")
    created_at: Mapped[datetime] = mapped_column(default=now)
    invited_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    #: The leader said "these are all".
    completed_at: Mapped[datetime | None]
    #: The partner does not come.
    declined_at: Mapped[datetime | None]
    declined_reason: Mapped[str] = mapped_column(
        String(1000), default="", info=personal(CONTACT, "event")
    )
    #: When the link stops working; None: with the event.
    ends_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    #: Its unused reserve went back to the event.
    released_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation] = relationship()
    pool: Mapped[SeatPool] = relationship()
    delegates: Mapped[list["Delegate"]] = relationship(
        order_by="Delegate.position", back_populates="delegation", cascade="all, delete-orphan"
    )

    @property
    def key(self) -> str:
        """How letters and the change log know it."""
        return f"delegation:{self.public_id}"

    @property
    def state(self) -> DelegationState:
        """Where it stands on the board."""
        if self.declined_at is not None:
            return DelegationState.DECLINED
        if self.completed_at is not None:
            return DelegationState.COMPLETE
        if self.opened_at is not None or self.delegates:
            return DelegationState.ANSWERING
        return DelegationState.PLANNED if self.invited_at is None else DelegationState.INVITED


class Delegate(Model):
    """Somebody in a delegation; name, address and seat are their registration's."""

    __tablename__ = "delegates"
    __table_args__ = (
        CheckConstraint(
            "role IN ('staff', 'elected', 'local-group', 'expert', 'interpreter', 'accompanying',"
            " 'assistant')",
            name="role",
        ),
        CheckConstraint("payer IN ('partner', 'project', 'host', 'self')", name="payer"),
        CheckConstraint("standing IN ('member', 'reserve', 'wish', 'out')", name="standing"),
        CheckConstraint("stands_in_for_id != id", name="not_for_oneself"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegations.id", ondelete="CASCADE"), index=True
    )
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), unique=True
    )
    position: Mapped[int] = mapped_column(default=0)
    standing: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(14))
    payer: Mapped[str] = mapped_column(String(10))
    #: Whether the leader comes themselves.
    is_leader: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Why somebody beyond the quota should come, and what the coordinator answered.
    wish_reason: Mapped[str] = mapped_column(
        String(1000), default="", info=personal(CONTACT, "event")
    )
    wish_answered_at: Mapped[datetime | None]
    wish_answered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), info=personal(AUDIT, "programme")
    )
    stands_in_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("delegates.id", ondelete="SET NULL"), index=True
    )
    named_at: Mapped[datetime] = mapped_column(default=now)
    #: The delegate looked at their data by their own link and said that they are right; or has no
    #: address, and the leader passed on what they said (`passing_on`).
    confirmed_at: Mapped[datetime | None]

    delegation: Mapped[Delegation] = relationship(back_populates="delegates")
    registration: Mapped[Registration] = relationship()
