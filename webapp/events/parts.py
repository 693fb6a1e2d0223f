"""What an event links to: projects, places, kinds, languages, target groups, contributors."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model
from webapp.core.personal import CONTACT, impersonal, personal
from webapp.core.text import LocalText
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

CONTRIBUTOR_ROLES = ("speaker", "mentor", "expert", "guest", "presenter", "reviewer")


class EventProject(Model):
    """An event belongs to a project; one of them is the main one."""

    __tablename__ = "event_projects"
    __table_args__ = (
        Index(
            "uq_event_projects_one_main",
            "event_id",
            unique=True,
            sqlite_where=text("is_main"),
            postgresql_where=text("is_main"),
        ),
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True, index=True)
    is_main: Mapped[bool] = mapped_column(default=False)

    project: Mapped[Project] = relationship()


class EventPlace(Model):
    """Where an event takes place, in order."""

    __tablename__ = "event_places"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)

    place: Mapped[Place] = relationship()


class EventKindLink(Model):
    """What an event is besides its kind ("partner meeting, also study visit")."""

    __tablename__ = "event_kinds"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)


class EventLanguage(Model):
    """A working language of an event; not the language of its texts."""

    __tablename__ = "event_languages"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class EventTargetGroup(Model):
    """Whom an event is for."""

    __tablename__ = "event_target_groups"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True
    )
    target_group_id: Mapped[int] = mapped_column(ForeignKey("target_groups.id"), primary_key=True)


class Contributor(Model):
    """A person or organisation with a part in an event; published with their agreement."""

    __tablename__ = "contributors"
    __table_args__ = (
        CheckConstraint(
            "role IN ('speaker', 'mentor', 'expert', 'guest', 'presenter', 'reviewer')", name="role"
        ),
        CheckConstraint("name IS NOT NULL OR organisation_id IS NOT NULL", name="somebody"),
        UniqueConstraint("event_id", "position"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str | None] = mapped_column(String(200), info=personal(CONTACT, "programme"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    about: Mapped[LocalText | None] = mapped_column(
        info=impersonal("the subject of the contribution")
    )

    organisation: Mapped[Organisation | None] = relationship()
