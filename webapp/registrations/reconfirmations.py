"""Who was asked again whether they still come, and what they said.

After a move the organiser may ask everyone instead of keeping all registrations as they are. A row
stands beside the registration, whose state says nothing of it: whoever was asked keeps their seat
until they answer or, where that was chosen, until the deadline. What follows from an answer is in
`asking_again`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import Model, db
from webapp.core.times import now
from webapp.events.dates import Asking
from webapp.events.models import Event, Status
from webapp.registrations.models import LIVE, Registration, State

#: Who is asked: who has a place, waits or is to be approved. Who holds an offer is asked by that,
#: and an unproven address by its own letter.
ASKED = frozenset({State.CONFIRMED, State.WAITING, State.AWAITING_APPROVAL})


class Answer(StrEnum):
    """What somebody says who was asked again."""

    COMING = "coming"
    NOT_COMING = "not-coming"


class Reconfirmation(Model):
    """One registration asked again after a move; asked anew at the next move, not twice."""

    __tablename__ = "reconfirmations"
    __table_args__ = (
        CheckConstraint("answer IN ('coming', 'not-coming')", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(
            "ix_reconfirmations_open",
            "until",
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
    )

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    #: Whether the seat goes to the next in line when nobody has answered by then.
    releases: Mapped[bool]
    answer: Mapped[str | None] = mapped_column(String(12))
    answered_at: Mapped[datetime | None]

    registration: Mapped[Registration] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited, in time or late."""
        return self.answer is None

    @property
    def is_late(self) -> bool:
        """Whether nothing was said until the deadline."""
        return self.answer is None and self.until <= now()


def ask(event: Event, asking: Asking) -> None:
    """Note that everybody who can be asked is asked, and forget what was said about another date.

    Who gave no address is not asked: the seat of somebody who cannot answer must not be lost.
    """
    forget(event)
    table = Reconfirmation.__table__.c
    asked = select(
        Registration.id,
        literal(now(), table.asked_at.type),
        literal(asking.until, table.until.type),
        literal(asking.releases, table.releases.type),
    ).where(
        Registration.event_id == event.id,
        Registration.state.in_(ASKED),
        Registration.email.is_not(None),
    )
    columns = ["registration_id", "asked_at", "until", "releases"]
    db.session.flush()
    db.session.execute(insert(Reconfirmation).from_select(columns, asked))


def forget(event: Event) -> None:
    """What was asked about a date that is no longer the one."""
    of_event = select(Registration.id).where(Registration.event_id == event.id)
    statement = delete(Reconfirmation).where(Reconfirmation.registration_id.in_(of_event))
    db.session.execute(statement, execution_options={"synchronize_session": "fetch"})


def asked_among(registrations: Iterable[Registration]) -> dict[int, Reconfirmation]:
    """Those of them who were asked, by registration id: one statement for a whole table."""
    ids = [each.id for each in registrations]
    query = select(Reconfirmation).where(Reconfirmation.registration_id.in_(ids))
    return {row.registration_id: row for row in db.session.scalars(query)}


def reconfirmation_of(registration: Registration) -> Reconfirmation | None:
    """Whether and how this one was asked."""
    return asked_among([registration]).get(registration.id)


@dataclass(frozen=True)
class Answers:
    """How many of those still in the running said what after the last move."""

    asked: int
    coming: int
    until: datetime | None
    releases: bool

    @property
    def silent(self) -> int:
        """Who has not answered."""
        return self.asked - self.coming

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self.until is not None and self.until <= now()


def answers_of(event: Event) -> Answers:
    """The answers of an event in one statement; who said no, or lost the seat, counts no more."""
    query = (
        select(
            func.count(),
            func.count(Reconfirmation.answer),
            func.max(Reconfirmation.until),
            func.max(case((Reconfirmation.releases, 1), else_=0)),
        )
        .join(Reconfirmation.registration)
        .where(Registration.event_id == event.id, Registration.state.in_(LIVE))
    )
    asked, coming, until, releases = db.session.execute(query).one()
    return Answers(asked, coming, until, bool(releases))


def late_events() -> Select[int]:
    """The ids of events where somebody has not answered in time and the seat is to be passed on.

    Not while an event stands still: postponed, cancelled or over, it asks for nobody's seat.
    """
    return (
        select(Registration.event_id)
        .distinct()
        .join(Reconfirmation.registration)
        .join(Registration.event)
        .where(
            *_silent(),
            Event.status.in_([Status.TENTATIVE, Status.CONFIRMED]),
            Event.withdrawn_at.is_(None),
            Event.postponed_at.is_(None),
            or_(Event.over_at.is_(None), Event.over_at > now()),
        )
    )


def silent_of(event: Event) -> Select[Registration, datetime]:
    """The registrations of an event whose seats are to be passed on, and by when they were asked;
    read anew, for whoever holds the event's line still."""
    return (
        select(Registration, Reconfirmation.until)
        .join(Reconfirmation.registration)
        .where(*_silent(), Registration.event_id == event.id)
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    )


def _silent() -> tuple[ColumnElement[bool], ...]:
    return (
        Reconfirmation.answer.is_(None),
        Reconfirmation.releases.is_(True),
        Reconfirmation.until <= now(),
        Registration.state.in_(ASKED),
    )
