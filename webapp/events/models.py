"""Events: the one thing everything else is about."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core import ics
from webapp.core.database import BigId, Model, Revised
from webapp.core.links import short_code
from webapp.core.named import IsExample, Named
from webapp.core.period_columns import HasTimes
from webapp.core.permissions import Act, Viewer
from webapp.core.personal import impersonal
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import calendar
from webapp.events.parts import Contributor, EventKindLink, EventLanguage, EventPlace, EventProject
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place
from webapp.seats.models import SeatPool


class Kind(StrEnum):
    """What kind of event it is; part of addresses, never renamed."""

    PARTNER_MEETING = "partner-meeting"
    STUDY_VISIT = "study-visit"
    WORKSHOP = "workshop"
    IDEATHON = "ideathon"
    TRAINING = "training"
    LOCAL_GROUP = "local-group"
    PUBLIC_EVENT = "public-event"
    SURVEY = "survey"
    PILOT = "pilot"
    OTHER = "other"


class Subkind(StrEnum):
    """Which partner meeting."""

    TRANSNATIONAL = "transnational"
    KICK_OFF = "kick-off"
    FINAL = "final"
    BILATERAL = "bilateral"
    STEERING = "steering"


class Status(StrEnum):
    """Where an event stands; *moved* and *postponed* are acts, not states."""

    DRAFT = "draft"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    HELD = "held"
    CANCELLED = "cancelled"


class Mode(StrEnum):
    """How people take part."""

    ON_SITE = "on-site"
    ONLINE = "online"
    HYBRID = "hybrid"


class Visibility(StrEnum):
    """Who may know of an event once it is published."""

    PUBLIC = "public"
    PARTNERS = "partners"
    UNLISTED = "unlisted"
    INTERNAL = "internal"


class RegistrationMode(StrEnum):
    """How one gets in."""

    NONE = "none"
    OPEN = "open"
    INVITATION = "invitation"
    APPROVAL = "approval"
    ELSEWHERE = "elsewhere"


def _one_of(column: str, values: Iterable[str]) -> str:
    quoted = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({quoted})"


class Event(Model, Named, HasTimes, Revised, IsExample):
    """Something scheduled, with an organiser who answers for it. ``name`` is its title."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="days_in_order"),
        CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
        CheckConstraint(
            "(precision = 'time') = (starts_at IS NOT NULL AND ends_at IS NOT NULL)", name="times"
        ),
        CheckConstraint("planned_days > 0", name="planned_days"),
        CheckConstraint(_one_of("kind", Kind), name="kind"),
        CheckConstraint(_one_of("subkind", Subkind), name="subkind"),
        CheckConstraint(_one_of("status", Status), name="status"),
        CheckConstraint(_one_of("mode", Mode), name="mode"),
        CheckConstraint(_one_of("visibility", Visibility), name="visibility"),
        CheckConstraint(_one_of("registration_mode", RegistrationMode), name="registration_mode"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("status = 'draft' OR published_at IS NOT NULL", name="published"),
        CheckConstraint("(status = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        Index("ix_events_organiser_sorts", "organiser_id", "sorts_at"),
        Index("ix_events_listing", "visibility", "status", "sorts_at", "id"),
        Index("ix_events_over", "status", "over_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True, default=lambda: short_code(8))
    #: Stable for ever and without a host name (RFC 5545 §3.8.4.7 wants it globally unique).
    uid: Mapped[str] = mapped_column(
        String(80), unique=True, default=lambda: f"{short_code(26)}-vizite"
    )
    #: Where an import recognises the event again.
    slug: Mapped[str | None] = mapped_column(String(80), unique=True)

    organiser_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    follows_id: Mapped[int | None] = mapped_column(
        ForeignKey("events.id", ondelete="SET NULL"), index=True
    )
    series_id: Mapped[str | None] = mapped_column(String(40), index=True)

    kind: Mapped[str] = mapped_column(String(20))
    subkind: Mapped[str | None] = mapped_column(String(20))
    #: Its number in its project: "TNM 6".
    number: Mapped[str | None] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(10), default=Mode.ON_SITE.value)
    is_optional: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.PUBLIC.value)

    summary: Mapped[LocalText | None]
    description: Mapped[LocalText | None]
    #: Who may come, in words.
    audience: Mapped[LocalText | None]
    price: Mapped[LocalText | None]
    contact_email: Mapped[str | None] = mapped_column(
        String(254), info=impersonal("a functional address of the organiser")
    )
    #: Shown to participants only.
    join_url: Mapped[str | None] = mapped_column(String(500))

    status: Mapped[str] = mapped_column(String(10), default=Status.DRAFT.value)
    created_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    #: When it was given another date last, and the period it had before (``Period.as_json``).
    moved_at: Mapped[datetime | None]
    moved_from: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    postponed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    #: Published once and taken away: its address answers 410.
    withdrawn_at: Mapped[datetime | None]
    #: What the public is told about the last move, postponement or cancellation.
    status_reason: Mapped[LocalText | None]

    registration_mode: Mapped[str] = mapped_column(String(12), default=RegistrationMode.NONE.value)
    registration_url: Mapped[str | None] = mapped_column(String(500))
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    #: Whether an address must be confirmed before a seat is theirs for good.
    verifies_addresses: Mapped[bool] = mapped_column(default=False)
    asks_organisation: Mapped[bool] = mapped_column(default=True)
    asks_target_group: Mapped[bool] = mapped_column(default=True)
    #: A consent the organiser needs, with its own tick box; None: none is asked.
    consent: Mapped[LocalText | None]
    #: Whether photographs are taken for publication: people are told, and may say "please not me".
    takes_photos: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: What is told of them instead of the organiser's own words.
    photo_notice: Mapped[LocalText | None]
    #: Whoever is younger than this needs a guardian's consent; None: nobody is asked their age.
    guardian_age: Mapped[int | None]
    #: Whether its form has, or once had, questions of its own (webapp/questions); else none look.
    has_questions: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Whether its agenda has been published (webapp/agenda/versions); else none look.
    has_agenda: Mapped[bool] = mapped_column(default=False, server_default=false())
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pools.id"), unique=True)

    organiser: Mapped[Organisation] = relationship(foreign_keys=[organiser_id])
    host: Mapped[Organisation | None] = relationship(foreign_keys=[host_id])
    follows: Mapped["Event | None"] = relationship(remote_side=[id])
    pool: Mapped[SeatPool] = relationship()
    project_links: Mapped[list[EventProject]] = relationship(
        order_by=EventProject.is_main.desc(), cascade="all, delete-orphan"
    )
    place_links: Mapped[list[EventPlace]] = relationship(
        order_by=EventPlace.position, cascade="all, delete-orphan"
    )
    kind_links: Mapped[list[EventKindLink]] = relationship(cascade="all, delete-orphan")
    language_links: Mapped[list[EventLanguage]] = relationship(
        order_by=EventLanguage.position, cascade="all, delete-orphan"
    )
    contributors: Mapped[list[Contributor]] = relationship(
        order_by=Contributor.position, cascade="all, delete-orphan"
    )
    target_groups: Mapped[list[TargetGroup]] = relationship(
        secondary="event_target_groups", order_by=TargetGroup.position
    )

    @property
    def key(self) -> str:
        """How lower layers know this event."""
        return f"event:{self.id}"

    @property
    def projects(self) -> list[Project]:
        """Its projects, the main one first."""
        return [link.project for link in self.project_links]

    @property
    def main_project(self) -> Project | None:
        """The project whose statement, phase and retention count."""
        return next((link.project for link in self.project_links if link.is_main), None)

    @property
    def project_ids(self) -> list[int]:
        """The ids of its projects."""
        return [link.project_id for link in self.project_links]

    @property
    def places(self) -> list[Place]:
        """Where it takes place, in order."""
        return [link.place for link in self.place_links]

    @property
    def kinds(self) -> list[str]:
        """Its kind and what else it is."""
        return [self.kind, *(link.kind for link in self.kind_links if link.kind != self.kind)]

    @property
    def languages(self) -> list[str]:
        """The working languages, in order."""
        return [link.language for link in self.language_links]

    @property
    def is_draft(self) -> bool:
        """Whether nobody but its staff may know of it yet."""
        return self.status == Status.DRAFT

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.status == Status.CANCELLED

    @property
    def has_calendar(self) -> bool:
        """Whether everybody who knows its address may have it in their calendar."""
        open_to_all = self.visibility in (Visibility.PUBLIC, Visibility.UNLISTED)
        return open_to_all and not self.is_draft and self.withdrawn_at is None

    @property
    def is_over(self) -> bool:
        """Whether its period lies behind us."""
        return self.over_at is not None and self.over_at <= now()

    @property
    def lacks_outcome(self) -> bool:
        """Over, and nobody has said whether it was held; the clock never makes an event held."""
        return self.is_over and self.status in (Status.TENTATIVE, Status.CONFIRMED)

    def searched_texts(self) -> list[Any]:
        """Found by title, number, code and summary."""
        return [self.name, self.number, self.code, self.summary]

    def may(self, viewer: Viewer, act: Act) -> bool:
        """Whether *viewer*'s roles allow *act* on this event."""
        return viewer.may(act, self.organiser_id, self.project_ids)

    def can_be_edited_by(self, viewer: Viewer) -> bool:
        """Whether *viewer* may change, publish, move or cancel it."""
        return self.may(viewer, Act.EDIT)

    def calendar_entry(self, language: str, audience: str) -> ics.Entry | None:
        """How it stands in the calendars of *audience*; None where it does not."""
        return calendar.entry_of(self, language, audience)

    def calendar_scopes(self) -> set[str]:
        """The public calendars it belongs to."""
        return calendar.scopes_of(self)

    def calendar_participant_scopes(self) -> set[str]:
        """The calendars for those who take part that it belongs to."""
        return calendar.participant_scopes_of(self)

    def calendar_dependencies(self) -> set[str]:
        """The rows besides its own whose words stand in its texts."""
        return calendar.dependencies_of(self)

    def calendar_due_at(self) -> datetime | None:
        """When the mere passing of time changes how it stands there."""
        return calendar.due_at(self)
