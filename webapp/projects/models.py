"""Projects: phases, partnership per phase, and what the texts say about them."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.named import IsExample, Named, Sluggable
from webapp.core.period_columns import HasDates, around
from webapp.core.periods import Period, Precision
from webapp.core.personal import impersonal
from webapp.core.renaming import FormerSlug, Renamable
from webapp.core.text import LocalText
from webapp.programmes.models import Fund, Programme, TargetGroup
from webapp.projects.organisations import Organisation, Place

MEMBER_ROLES = ("lead", "partner", "associated")


class FormerProjectSlug(Model, FormerSlug):
    """An address a project had before."""

    __tablename__ = "former_project_slugs"

    row_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)


class Project(Model, Named, Renamable, IsExample, Revised):
    """An approved set of activities with partners, dates and a budget."""

    __tablename__ = "projects"
    former_slugs = FormerProjectSlug

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    acronym: Mapped[str | None] = mapped_column(String(80))
    number: Mapped[str | None] = mapped_column(String(80))
    goal: Mapped[LocalText | None]
    expected_result: Mapped[LocalText | None]
    website: Mapped[str | None] = mapped_column(String(500))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id"))
    #: Whose news and files describe the project here.
    reporting_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    #: Numbers the sources state; the page counts for itself.
    stated: Mapped[list["StatedNumber"]] = relationship(cascade="all, delete-orphan")

    programme: Mapped[Programme | None] = relationship()
    fund: Mapped[Fund | None] = relationship()
    reporting_organisation: Mapped[Organisation | None] = relationship()
    phases: Mapped[list["Phase"]] = relationship(
        order_by="Phase.number", back_populates="project", cascade="all, delete-orphan"
    )
    milestones: Mapped[list["Milestone"]] = relationship(cascade="all, delete-orphan")
    territories: Mapped[list["Territory"]] = relationship(cascade="all, delete-orphan")
    local_groups: Mapped[list["LocalGroup"]] = relationship(cascade="all, delete-orphan")
    documents: Mapped[list["ProjectDocument"]] = relationship(cascade="all, delete-orphan")
    contacts: Mapped[list["Contact"]] = relationship(cascade="all, delete-orphan")

    @property
    def label(self) -> LocalText | str:
        """What people call it: the acronym where there is one, else the title."""
        return self.acronym or self.name

    def searched_texts(self) -> list[Any]:
        """Found by acronym, number and title."""
        return [self.acronym, self.number, self.name]

    def sorted_text(self) -> str:
        """Sorted by what people call it."""
        return str(self.label)


class Phase(Model, HasDates):
    """A part of a project with its own partners and budget; its dates may be vague or missing."""

    __tablename__ = "phases"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("last_on >= first_on", name="ends_after_start"),
        CheckConstraint("status IN ('planned', 'approved', 'closed')", name="status"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[LocalText | None]
    #: How exactly the end is known, where that differs from the start.
    end_precision: Mapped[str | None] = mapped_column(String(10))
    planned_months: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(10), default="approved")
    result: Mapped[LocalText | None]

    project: Mapped[Project] = relationship(back_populates="phases")
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="phase", cascade="all, delete-orphan"
    )

    @property
    def readable_precision(self) -> Precision:
        """The precision of the whole: a span of days where its ends are not equally exact."""
        return Precision.PHASE if self.end_precision else super().readable_precision

    @property
    def starts(self) -> Period | None:
        """Its beginning, as exactly as it is known: a day, a month …; None when unknown."""
        return around(self.first_on, self.precision)

    @property
    def ends(self) -> Period | None:
        """Its end, as exactly as it is known; None when unknown."""
        return around(self.last_on, self.end_precision or self.precision)

    @property
    def lead(self) -> Organisation | None:
        """The lead partner, None where it is not known."""
        leads = [each.organisation for each in self.memberships if each.role == "lead"]
        return leads[0] if leads else None

    @property
    def partners(self) -> list[Organisation]:
        """All partners, the lead first, then by name."""
        order = sorted(self.memberships, key=lambda m: (m.role != "lead", m.organisation.sort_key))
        return [membership.organisation for membership in order]

    @property
    def countries(self) -> list[str]:
        """The countries of the partners (computed, never typed)."""
        return sorted({each.country for each in self.partners if each.country})


class Membership(Model):
    """An organisation's part in one phase."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("phase_id", "organisation_id"),
        CheckConstraint("role IN ('lead', 'partner', 'associated')", name="role"),
        CheckConstraint("until_on >= from_on", name="ends_after_start"),
        Index(
            "uq_memberships_one_lead",
            "phase_id",
            unique=True,
            sqlite_where=text("role = 'lead'"),
            postgresql_where=text("role = 'lead'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phases.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = mapped_column(String(12), default="partner")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]

    phase: Mapped[Phase] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


class Milestone(Model, HasDates):
    """Something that happened or must happen in a project, or in the field (no project)."""

    __tablename__ = "milestones"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    what: Mapped[LocalText]

    organisation: Mapped[Organisation | None] = relationship()


class Territory(Model):
    """Where a partner carries a project out."""

    __tablename__ = "territories"
    __table_args__ = (UniqueConstraint("project_id", "organisation_id", "place_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))

    organisation: Mapped[Organisation] = relationship()
    place: Mapped[Place] = relationship()


class LocalGroup(Model, Named, Sluggable):
    """The stakeholders of one partner's territory who work on the project together."""

    __tablename__ = "local_groups"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    task: Mapped[LocalText | None]

    organisation: Mapped[Organisation] = relationship()
    target_groups: Mapped[list[TargetGroup]] = relationship(secondary="local_group_target_groups")


class LocalGroupTargetGroup(Model):
    """Whom a local group brings together."""

    __tablename__ = "local_group_target_groups"

    local_group_id: Mapped[int] = mapped_column(
        ForeignKey("local_groups.id", ondelete="CASCADE"), primary_key=True
    )
    target_group_id: Mapped[int] = mapped_column(ForeignKey("target_groups.id"), primary_key=True)


class ProjectDocument(Model):
    """A plan, study, roadmap or solution a project has made or will make."""

    __tablename__ = "project_documents"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[LocalText]
    about: Mapped[LocalText | None]
    status: Mapped[str] = mapped_column(String(20), default="planned")

    organisation: Mapped[Organisation | None] = relationship()


class GoodPractice(Model, Revised):
    """A proven solution worth taking over: practice, organisation, status. It names no person."""

    __tablename__ = "good_practices"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="SET NULL"))
    what: Mapped[LocalText]
    status: Mapped[str] = mapped_column(String(20))
    #: Where it was met: the event, and the item of its agenda (webapp/agenda).
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id", ondelete="SET NULL"))
    #: Whether the public reads it; the project's staff always do.
    is_public: Mapped[bool] = mapped_column(default=True, server_default=true())
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    organisation: Mapped[Organisation] = relationship()


class Contact(Model):
    """Whom the public can ask: a function, never a private person."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[LocalText]
    email: Mapped[str | None] = mapped_column(
        String(254), info=impersonal("a functional address of the organisation")
    )

    organisation: Mapped[Organisation] = relationship()


class StatedNumber(Model):
    """A number a source states, kept beside what we count ourselves ("9 countries")."""

    __tablename__ = "stated_numbers"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str] = mapped_column(String(40))
    value: Mapped[int]
    source_slug: Mapped[str | None] = mapped_column(String(80))
