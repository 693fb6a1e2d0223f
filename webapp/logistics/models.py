"""Who arrives when and how, in which group they are met, and where they sleep.

All of it hangs on a registration of the event; only who holds a confirmed seat counts on the
boards, so a place in a car or a bed is free again as soon as somebody cancels.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.agenda.models import AgendaItem
from webapp.core.database import BigId, Model, Revised, WallTime
from webapp.core.links import KeptLink, short_code
from webapp.core.personal import CONTACT, impersonal, personal
from webapp.core.times import now, to_utc_leniently
from webapp.events.models import Event
from webapp.registrations.models import Registration


class Direction(StrEnum):
    """Which way somebody travels."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"


class Mode(StrEnum):
    """By what somebody travels the longest part of the way."""

    TRAIN = "train"
    COACH = "coach"
    CAR = "car"
    PLANE = "plane"
    FERRY = "ferry"
    WALK = "walk"


class Wish(StrEnum):
    """What kind of room somebody wants."""

    SINGLE = "single"
    SHARED = "shared"
    NONE = "none"


_DIRECTION = "direction IN ('arrival', 'departure')"
_MODE = "mode IN ('train', 'coach', 'car', 'plane', 'ferry', 'walk')"


class LogisticsPlan(Model, Revised):
    """What those who come to an event are asked. Without a row: all of it where there are
    delegations, nothing else."""

    __tablename__ = "logistics_plans"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    asks_travel: Mapped[bool] = mapped_column(default=True, server_default=true())
    asks_rooms: Mapped[bool] = mapped_column(default=True, server_default=true())


class OnTheClock:
    """Something that takes place at a wall clock time, or is not known to yet."""

    wall: Mapped[datetime | None] = mapped_column("wall_local", WallTime)
    zone: Mapped[str | None] = mapped_column(String(40))
    fold: Mapped[int] = mapped_column(default=0)

    @property
    def at(self) -> datetime | None:
        """The instant, derived each time: rows are few and never looked up by it."""
        if self.wall is None or self.zone is None:
            return None
        return to_utc_leniently(self.wall, self.zone, self.fold)


class PickupGroup(Model, OnTheClock, Revised):
    """People who are met, or taken to the station, together."""

    __tablename__ = "pickup_groups"
    __table_args__ = (
        CheckConstraint(_DIRECTION, name="direction"),
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("(wall_local IS NULL) = (zone IS NULL)", name="whole_time"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: short_code(8))
    direction: Mapped[str] = mapped_column(String(10))
    #: Where: "Sofia airport, terminal 2, exit B".
    meeting_point: Mapped[str] = mapped_column(String(200))
    #: "white minibus of the municipality".
    vehicle: Mapped[str] = mapped_column(String(200), default="")
    #: None: no limit is known.
    seats: Mapped[int | None]


class Journey(Model, OnTheClock):
    """How one person comes, or leaves; each part may be unknown."""

    __tablename__ = "journeys"
    __table_args__ = (
        CheckConstraint(_DIRECTION, name="direction"),
        CheckConstraint(_MODE, name="mode"),
        CheckConstraint("distance_km BETWEEN 0 AND 20000", name="distance"),
        CheckConstraint("(wall_local IS NULL) = (zone IS NULL)", name="whole_time"),
        CheckConstraint("group_id IS NULL OR needs_pickup", name="group_is_wanted"),
        UniqueConstraint("registration_id", "direction"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    direction: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str | None] = mapped_column(String(10))
    #: Of the flight, train or bus.
    number: Mapped[str] = mapped_column(String(60), default="", info=personal(CONTACT, "event"))
    #: The station, port or airport at the event's end.
    station: Mapped[str] = mapped_column(String(200), default="", info=personal(CONTACT, "event"))
    #: At the other end: where the journey begins, or ends.
    town: Mapped[str] = mapped_column(String(200), default="", info=personal(CONTACT, "event"))
    #: Of the whole way, in kilometres.
    distance_km: Mapped[int | None]
    needs_pickup: Mapped[bool] = mapped_column(default=False, server_default=false())
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("pickup_groups.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime] = mapped_column(default=now)

    registration: Mapped[Registration] = relationship()
    group: Mapped[PickupGroup | None] = relationship()


class Room(Model, Revised):
    """A room at a hotel."""

    __tablename__ = "rooms"
    __table_args__ = (
        CheckConstraint("beds > 0", name="beds"),
        UniqueConstraint("event_id", "hotel", "label"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: short_code(8))
    hotel: Mapped[str] = mapped_column(String(200))
    #: Its number or name.
    label: Mapped[str] = mapped_column(String(60), info=impersonal("the number of a room"))
    beds: Mapped[int]
    #: Whether one gets there without steps; None: nobody has said.
    step_free: Mapped[bool | None]

    @property
    def words(self) -> str:
        """ "Hotel Pirin, 204" """
        return f"{self.hotel}, {self.label}"


class Stay(Model):
    """The nights for which one person wants a room, and the one they got."""

    __tablename__ = "stays"
    __table_args__ = (
        CheckConstraint("wish IN ('single', 'shared', 'none')", name="wish"),
        CheckConstraint("last_on >= first_on", name="nights_in_order"),
        CheckConstraint(
            "(wish = 'none') = (first_on IS NULL) AND (wish = 'none') = (last_on IS NULL)",
            name="nights",
        ),
        CheckConstraint("room_id IS NULL OR wish != 'none'", name="room_is_wanted"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), unique=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    wish: Mapped[str] = mapped_column(String(10))
    #: The day on whose evening the first night begins, and the last one.
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    shares_with: Mapped[str] = mapped_column(
        String(200), default="", info=personal(CONTACT, "event")
    )
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("rooms.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime] = mapped_column(default=now)

    registration: Mapped[Registration] = relationship()
    room: Mapped[Room | None] = relationship()

    def sleeps(self, night: date) -> bool:
        """Whether they are there on the night that begins on that day."""
        return self.first_on is not None and self.first_on <= night <= (self.last_on or night)


class ItemAbsence(Model):
    """Somebody who comes to the event and not to this meal, or not on this ride."""

    __tablename__ = "item_absences"
    __table_args__ = (UniqueConstraint("item_id", "registration_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id", ondelete="CASCADE"))
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )

    item: Mapped[AgendaItem] = relationship()


class TravelFactor(Model):
    """Greenhouse gases of one way of travelling, where somebody put another number in the place
    of `factors.DEFAULTS`: for one event, or (without one) for the whole installation."""

    __tablename__ = "travel_factors"
    __table_args__ = (
        CheckConstraint(_MODE, name="mode"),
        CheckConstraint("grams BETWEEN 0 AND 5000", name="grams"),
        UniqueConstraint("event_id", "mode"),
        Index(
            "uq_travel_factors_everywhere",
            "mode",
            unique=True,
            sqlite_where=text("event_id IS NULL"),
            postgresql_where=text("event_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    mode: Mapped[str] = mapped_column(String(10))
    #: CO₂ equivalents per person and kilometre.
    grams: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))


class CatererLink(Model, KeptLink):
    """What the caterer of an event opens: numbers of people and of diets, and no name."""

    __tablename__ = "caterer_links"
    link_purpose = "caterer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    event: Mapped[Event] = relationship()
