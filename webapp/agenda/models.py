"""The items of an event's agenda, its tracks, who contributes, and the versions published."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised, WallTime
from webapp.core.links import short_code
from webapp.core.named import IsExample, Named
from webapp.core.personal import AUDIT, CONTACT, impersonal, personal
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.organisations import Organisation, Place
from webapp.seats.models import SeatPool


class ItemKind(StrEnum):
    """What happens during an item; part of addresses and files, never renamed."""

    PLENARY = "plenary"
    PRESENTATION = "presentation"
    PEER_REVIEW = "peer-review"
    WORKSHOP = "workshop"
    SITE_VISIT = "site-visit"
    COMPANY = "company"
    WALK = "walk"
    MEAL = "meal"
    TRANSFER = "transfer"
    FREE = "free"
    OTHER = "other"


class ItemVisibility(StrEnum):
    """Who reads an item once the agenda is published."""

    #: Everyone who may know of the event.
    PUBLIC = "public"
    #: Staff of the partners, and whoever takes part.
    PARTNERS = "partners"
    #: The staff of the event.
    INTERNAL = "internal"


class Interpretation(StrEnum):
    """How what is said reaches people who speak another language."""

    NONE = "none"
    SIMULTANEOUS = "simultaneous"
    CONSECUTIVE = "consecutive"
    WHISPERED = "whispered"


class PhotoRule(StrEnum):
    """Whether pictures may be taken."""

    ALLOWED = "allowed"
    ASK = "ask"
    FORBIDDEN = "forbidden"


def _one_of(column: str, values: Iterable[str]) -> str:
    quoted = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({quoted})"


class AgendaTrack(Model):
    """One of several lines of items that run beside each other; an item without one is for all."""

    __tablename__ = "agenda_tracks"
    __table_args__ = (UniqueConstraint("event_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: short_code(8))
    name: Mapped[LocalText]
    position: Mapped[int] = mapped_column(default=0)


class AgendaItem(Model, Named, Revised, IsExample):
    """One item: a session, a visit, a meal, a ride. ``name`` is its title.

    Hours are the wall clock of its zone; an item may have a day and no hours yet. ``starts_at`` and
    ``ends_at`` are derived for queries and follow a new time-zone database.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint(_one_of("kind", ItemKind), name="kind"),
        CheckConstraint(_one_of("visibility", ItemVisibility), name="visibility"),
        CheckConstraint(_one_of("interpretation", Interpretation), name="interpretation"),
        CheckConstraint(_one_of("photo_rule", PhotoRule), name="photo_rule"),
        CheckConstraint(
            "(starts_local IS NULL) = (ends_local IS NULL)"
            " AND (starts_local IS NULL) = (starts_at IS NULL)"
            " AND (ends_local IS NULL) = (ends_at IS NULL)",
            name="both_hours",
        ),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("walking_m >= 0", name="walking"),
        CheckConstraint("travel_minutes >= 0", name="travel"),
        CheckConstraint("NOT needs_choice OR pool_id IS NOT NULL", name="choice_has_places"),
        Index("ix_agenda_items_order", "event_id", "day_on", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: short_code(8))
    uid: Mapped[str] = mapped_column(
        String(80), unique=True, default=lambda: f"{short_code(26)}-vizite"
    )
    kind: Mapped[str] = mapped_column(String(20))
    visibility: Mapped[str] = mapped_column(String(10), default=ItemVisibility.PUBLIC.value)
    track_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_tracks.id", ondelete="SET NULL"), index=True
    )

    day_on: Mapped[date]
    starts_local: Mapped[datetime | None] = mapped_column(WallTime)
    ends_local: Mapped[datetime | None] = mapped_column(WallTime)
    starts_zone: Mapped[str] = mapped_column(String(40))
    #: Where a transfer ends in another zone (a ferry); else the same.
    ends_zone: Mapped[str] = mapped_column(String(40))
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_fold: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]

    description: Mapped[LocalText | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    #: Where exactly: "Hall 2", "at the fountain"; of a transfer, where it leaves.
    place_note: Mapped[LocalText | None]
    #: Of a transfer: where it goes.
    to_place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    #: Of a transfer: how long the ride takes, in minutes, without getting on and off.
    travel_minutes: Mapped[int | None]
    #: The organisation or company that receives people here.
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: Who receives them, with the agreement of that person.
    host_person: Mapped[str] = mapped_column(
        String(200), default="", info=personal(CONTACT, "programme")
    )
    #: Tags of the languages spoken; empty: the event's.
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    interpretation: Mapped[str] = mapped_column(String(14), default=Interpretation.NONE.value)
    #: Tags of the languages it is interpreted into.
    interpreted_into: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: How far one walks, in metres.
    walking_m: Mapped[int | None]
    #: Whether one gets everywhere without steps; None: as the place says.
    step_free: Mapped[bool | None]
    #: What to wear and what to mind: shoes, helmet, no mobile phones.
    clothing: Mapped[LocalText | None]
    photo_rule: Mapped[str] = mapped_column(String(10), default=PhotoRule.ALLOWED.value)
    #: Until when the host needs the names of those who come; from then on its link shows them.
    gate_list_due_at: Mapped[datetime | None]
    #: What happens if it cannot take place as planned.
    plan_b: Mapped[LocalText | None]
    #: Whether those who come say that they want to; else all of its track are expected.
    needs_choice: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Its places: a pool of its own without one above (webapp/seats). None: no limit is known.
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("seat_pools.id"), unique=True)

    created_at: Mapped[datetime] = mapped_column(default=now)
    #: The last edit of any of it: those concerned are told some time after it.
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    #: Taken off a published agenda; shown struck out until the day is over.
    cancelled_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    track: Mapped[AgendaTrack | None] = relationship()
    place: Mapped[Place | None] = relationship(foreign_keys=[place_id])
    to_place: Mapped[Place | None] = relationship(foreign_keys=[to_place_id])
    host: Mapped[Organisation | None] = relationship()
    pool: Mapped[SeatPool | None] = relationship()
    contributors: Mapped[list["ItemContributor"]] = relationship(
        order_by="ItemContributor.position", cascade="all, delete-orphan"
    )

    @property
    def key(self) -> str:
        """How lower layers and the change log know it."""
        return f"agenda_item:{self.id}"

    @property
    def has_hours(self) -> bool:
        """Whether more than its day is known."""
        return self.starts_local is not None

    @property
    def is_cancelled(self) -> bool:
        """Whether it was taken off the published agenda."""
        return self.cancelled_at is not None

    @property
    def is_step_free(self) -> bool | None:
        """Whether one gets there without steps; None: nobody has said."""
        if self.step_free is not None or self.place is None:
            return self.step_free
        return self.place.step_free


class ItemContributor(Model):
    """A person or organisation with a part in an item; published with their agreement."""

    __tablename__ = "agenda_contributors"
    __table_args__ = (
        CheckConstraint(
            "role IN ('speaker', 'mentor', 'expert', 'guest', 'presenter', 'reviewer',"
            " 'moderator', 'interpreter', 'guide')",
            name="role",
        ),
        CheckConstraint("name IS NOT NULL OR organisation_id IS NOT NULL", name="somebody"),
        UniqueConstraint("item_id", "position"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str | None] = mapped_column(String(200), info=personal(CONTACT, "programme"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    about: Mapped[LocalText | None] = mapped_column(info=impersonal("what is contributed"))

    organisation: Mapped[Organisation | None] = relationship()


class AgendaVersion(Model):
    """The agenda as it was published: number 1 when it became public, one more at each telling."""

    __tablename__ = "agenda_versions"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(default=now)
    published_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), info=personal(AUDIT, "programme")
    )
    #: What those concerned were told about it.
    note: Mapped[LocalText | None]
    #: Its items with all that was said of them.
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON, info=personal(CONTACT, "programme"))
