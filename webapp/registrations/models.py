"""Registrations: a snapshot of who signed up, and where they stand."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    false,
    or_,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.links import KeptLink
from webapp.core.named import IsExample
from webapp.core.personal import AUDIT, CONTACT, impersonal, personal
from webapp.core.text import LocalText, search_key
from webapp.core.times import now
from webapp.events.models import Event
from webapp.programmes.models import TargetGroup
from webapp.projects.organisations import Organisation


class State(StrEnum):
    """Where a registration stands (``data-state`` on its page)."""

    UNVERIFIED = "unverified"
    AWAITING_APPROVAL = "awaiting-approval"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


#: Holding a seat in the event's pool.
SEATED = frozenset({State.UNVERIFIED, State.CONFIRMED, State.OFFERED})
#: Held for a while only.
HELD_UNTIL = frozenset({State.UNVERIFIED, State.OFFERED})
#: Still in the running: the same person cannot register again beside one of these.
LIVE = frozenset({*SEATED, State.AWAITING_APPROVAL, State.WAITING})

_LIVE_SQL = "state IN ('awaiting-approval', 'confirmed', 'offered', 'unverified', 'waiting')"
#: Decomposing can make a text many times longer; the first letters are enough to find it.
LONGEST_KEY = 300


def organisation_key(written: str) -> str:
    """What a search compares of the organisation somebody wrote."""
    return search_key(written)[:LONGEST_KEY]


def _organisation_key(context: DefaultExecutionContext) -> str:
    row: dict[str, str | None] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return organisation_key(row.get("organisation_text") or "")


def is_in_line() -> ColumnElement[bool]:
    """Who waits for a seat of the event, and not for somebody else's: a reserve of a group waits in
    its pool, held back, until whoever answers for the group lets them step in."""
    return or_(Registration.held_back_at.is_(None), Registration.seat_pool_id.is_(None))


class Person(Model):
    """Registrations of one human being, as one data controller (the organiser) knows them.

    An unverified address never attaches to an existing person. Merging sets a pointer.
    """

    __tablename__ = "persons"
    __table_args__ = (
        Index("ix_persons_match", "organiser_id", "email_key", "name_key"),
        CheckConstraint("merged_into_id != id", name="not_into_itself"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    email_key: Mapped[str | None] = mapped_column(String(254), info=personal(CONTACT, "event"))
    name_key: Mapped[str] = mapped_column(String(200), info=personal(CONTACT, "event"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Invitation(Model, KeptLink):
    """A link that lets its holder know of an event and register, up to a number and a day."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("used >= 0", name="used"),
        CheckConstraint("places IS NULL OR used <= places", name="not_overused"),
    )
    link_purpose = "invitation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    #: For the staff: whom it was given to ("Partners in Razlog").
    label: Mapped[str] = mapped_column(String(200), info=impersonal("a group or an organisation"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    places: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Registration(Model, KeptLink, Revised, IsExample):
    """One person's sign-up for one event, as it was given."""

    __tablename__ = "registrations"
    __table_args__ = (
        CheckConstraint(
            "state IN ('unverified', 'awaiting-approval', 'confirmed', 'waiting', 'offered',"
            " 'declined', 'expired', 'cancelled')",
            name="state",
        ),
        CheckConstraint(
            "(state IN ('unverified', 'offered')) = (held_until IS NOT NULL)", name="held_until"
        ),
        CheckConstraint("state != 'waiting' OR waiting_since IS NOT NULL", name="waiting_since"),
        Index(
            "uq_registrations_live",
            "event_id",
            "email_key",
            "name_key",
            unique=True,
            sqlite_where=text(_LIVE_SQL),
            postgresql_where=text(_LIVE_SQL),
        ),
        Index("ix_registrations_line", "event_id", "state", "waiting_since", "id"),
        # The list of staff, by its two usual orders.
        Index("ix_registrations_newest", "event_id", "created_at", "id"),
        Index("ix_registrations_by_name", "event_id", "name_key", "id"),
        # What it can be narrowed by, so that it is known without reading every row.
        Index(
            "ix_registrations_choices", "event_id", "language", "target_group_id", "organisation_id"
        ),
        Index(
            "ix_registrations_held",
            "held_until",
            sqlite_where=text("held_until IS NOT NULL"),
            postgresql_where=text("held_until IS NOT NULL"),
        ),
        Index("ix_registrations_email", "email_key"),
        Index(
            "ix_registrations_ended",
            "ended_at",
            sqlite_where=text("ended_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NOT NULL"),
        ),
    )
    link_purpose = "registration"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    #: The pool its seat counts in (a delegation's, a target group's); None: the event's own.
    seat_pool_id: Mapped[int | None] = mapped_column(ForeignKey("seat_pools.id"))
    state: Mapped[str] = mapped_column(String(20))

    name: Mapped[str] = mapped_column(String(200), info=personal(CONTACT, "event"))
    #: ``search_key(name)``: for finding, sorting and recognising the same person.
    name_key: Mapped[str] = mapped_column(String(400), info=personal(CONTACT, "event"))
    email: Mapped[str | None] = mapped_column(String(254), info=personal(CONTACT, "event"))
    email_key: Mapped[str | None] = mapped_column(String(254), info=personal(CONTACT, "event"))
    organisation_text: Mapped[str] = mapped_column(
        String(300), default="", info=personal(CONTACT, "event")
    )
    #: ``organisation_key(organisation_text)``, for finding; whoever changes one changes both.
    organisation_key: Mapped[str] = mapped_column(
        String(300), default=_organisation_key, info=personal(CONTACT, "event")
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    target_group_id: Mapped[int | None] = mapped_column(ForeignKey("target_groups.id"))
    #: The language letters are written in.
    language: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str | None] = mapped_column(String(40))
    #: What was consented to, in the words shown, and when.
    consent_text: Mapped[LocalText | None]
    consented_at: Mapped[datetime | None]
    #: "Please not me": whoever takes or chooses pictures leaves this person out.
    not_in_photos: Mapped[bool] = mapped_column(
        default=False, server_default=false(), info=personal(CONTACT, "event")
    )

    created_at: Mapped[datetime] = mapped_column(default=now)
    verified_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    #: When a seat was held for it last, to be accepted.
    offered_at: Mapped[datetime | None]
    #: Orders the line.
    waiting_since: Mapped[datetime | None]
    #: While it waits: the line passes it by until staff take that back.
    held_back_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: ``account:7``, ``participant``, ``leader`` (of a delegation) or ``system``.
    ended_by: Mapped[str | None] = mapped_column(String(40), info=personal(AUDIT, "programme"))
    ended_reason: Mapped[str | None] = mapped_column(String(1000), info=personal(CONTACT, "event"))
    #: The account that entered this person by hand.
    entered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), info=personal(AUDIT, "programme")
    )
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"))
    #: One filled form makes one registration, however often it is sent.
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    erased_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    target_group: Mapped[TargetGroup | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def key(self) -> str:
        """How letters and the change log know it: never by name."""
        return f"registration:{self.public_id}"

    @property
    def is_live(self) -> bool:
        """Whether it is still in the running (an overdue hold is not)."""
        return self.state in LIVE and not self.is_overdue

    @property
    def is_overdue(self) -> bool:
        """Whether its hold has run out; it counts as over whether or not a sweep has run."""
        return self.held_until is not None and self.held_until <= now()

    @property
    def shown_state(self) -> State:
        """The state people see: an overdue hold reads *expired* at once."""
        return State.EXPIRED if self.is_overdue else State(self.state)

    @property
    def pool_id(self) -> int:
        """The pool its seat is taken from."""
        return self.seat_pool_id or self.event.pool_id

    @property
    def holds_seat(self) -> bool:
        """Whether a seat of the event's pool is counted for it."""
        return self.state in SEATED

    def confirm(self) -> None:
        """Its seat is theirs."""
        self._stand(State.CONFIRMED)
        self.confirmed_at = now()

    def wait(self, since: datetime) -> None:
        """It stands in line; *since* orders the line."""
        self._stand(State.WAITING)
        self.waiting_since = since

    def offer(self, until: datetime) -> None:
        """A seat is held for it, to be accepted by then."""
        self._stand(State.OFFERED)
        self.held_until, self.offered_at = until, now()

    def end(self, state: State, by: str, reason: str | None = None) -> None:
        """It is over: declined, expired or cancelled, by whom (as in the change log) and why."""
        self._stand(state)
        self.ended_at, self.ended_by, self.ended_reason = now(), by, reason or None

    def _stand(self, state: State) -> None:
        self.state, self.held_until, self.held_back_at = state.value, None, None
        self.ended_at = self.ended_by = self.ended_reason = None
