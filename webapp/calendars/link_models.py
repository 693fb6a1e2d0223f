"""Calendars with an address of their own: who may read them holds the key, so it is kept secret.

What such a calendar holds follows from whom it belongs to and is looked up at each fetch; here
stands only that there is one, and when which program fetched it last.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import BigId, Model
from webapp.core.links import KeptLink
from webapp.core.personal import CONTACT, personal
from webapp.core.times import now

#: How long the link in a letter leads to the page of one's calendar.
ASKING_LASTS = timedelta(days=7)


class LinkKind(StrEnum):
    """Whose calendar it is."""

    REGISTRATION = "registration"  # one registration
    ADDRESS = "address"  # everything an e-mail address is signed up for
    COORDINATOR = "coordinator"  # the work of an account, for one project or for all
    DELEGATION = "delegation"  # what one partner's people go to: a `DelegationCalendar`


class CalendarLink(Model, KeptLink):
    """One calendar that is read by its token."""

    __tablename__ = "calendar_links"
    __table_args__ = (
        CheckConstraint("kind IN ('registration', 'address', 'coordinator')", name="kind"),
        CheckConstraint(
            "(kind = 'registration') = (registration_id IS NOT NULL)", name="of_a_registration"
        ),
        CheckConstraint("kind = 'address' OR email_key IS NULL", name="of_an_address"),
        CheckConstraint(
            "kind = 'coordinator' OR (account_id IS NULL AND project_id IS NULL)",
            name="of_an_account",
        ),
        Index("uq_calendar_links_project", "account_id", "project_id", unique=True),
        Index(
            "uq_calendar_links_all_projects",
            "account_id",
            unique=True,
            sqlite_where=text("project_id IS NULL"),
            postgresql_where=text("project_id IS NULL"),
        ),
    )
    link_purpose = "calendar"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), unique=True
    )
    email_key: Mapped[str | None] = mapped_column(
        String(254), unique=True, info=personal(CONTACT, "event")
    )
    #: Gone with the account: the row stays, so that programs hear that the calendar is no more.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    #: Of a coordinator's calendar; none: all projects.
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    #: The language of its texts, unless its address asks for another one.
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(default=now)
    #: To some minutes, and by which program, as far as it says; nothing else of it is kept.
    fetched_at: Mapped[datetime | None] = mapped_column(info=personal(CONTACT, "event"))
    fetched_by: Mapped[str | None] = mapped_column(String(60), info=personal(CONTACT, "event"))


class DelegationCalendar(Model, KeptLink):
    """The calendar of one partner's delegation, for its leader and whoever they give it to.

    It names nobody, so it is kept apart from those that belong to a person, and nothing is kept of
    who fetches it. Its key opens no more than the calendar: it is not that of the leader's page.
    """

    __tablename__ = "delegation_calendars"
    link_purpose = "delegation-calendar"
    kind = LinkKind.DELEGATION

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegations.id", ondelete="CASCADE"), unique=True
    )
    #: The language of its texts, unless its address asks for another one.
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(default=now)


class CalendarAsking(Model, KeptLink):
    """Somebody asked for the calendar of an address: the link in the letter proves it is theirs.

    Each letter makes the links of earlier ones *gone*, so that one passed on does not come to life
    again. The calendar's own key cannot be told from it, nor from any other link.
    """

    __tablename__ = "calendar_askings"
    link_purpose = "calendar-asking"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email_key: Mapped[str | None] = mapped_column(
        String(254), unique=True, info=personal(CONTACT, "event")
    )
    asked_at: Mapped[datetime] = mapped_column(default=now, index=True)
