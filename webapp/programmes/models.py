"""Programmes, funds and the editable profile of a programme's rules."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.named import IsExample, Named, Sluggable
from webapp.core.pictures import NAME
from webapp.core.text import LocalText


class Fund(Model, Named, Sluggable, IsExample):
    """Who pays: a European fund, the state, a municipality."""

    __tablename__ = "funds"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    abbreviation: Mapped[LocalText | None]
    #: As it stands inside a sentence: "the European Regional Development Fund", "valsts budžeta
    #: dotācija". Languages differ in case and articles; without it the name stands there.
    in_sentence: Mapped[LocalText | None]


class Programme(Model, Named, Sluggable, IsExample, Revised):
    """A funding programme with the rules its projects follow (the profile)."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[LocalText | None]
    purpose: Mapped[LocalText | None]
    method: Mapped[LocalText | None]
    measure: Mapped[LocalText | None]
    body: Mapped[LocalText | None]
    period_start: Mapped[int | None]
    period_end: Mapped[int | None]
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id"))
    shows_emblem: Mapped[bool] = mapped_column(default=True)
    #: Years the evidence must be kept after the programme's last payment.
    retention_years: Mapped[int] = mapped_column(default=5)
    website: Mapped[str | None] = mapped_column(String(500))
    #: The name of a picture.
    logo: Mapped[str | None] = mapped_column(NAME, ForeignKey("pictures.name"))

    fund: Mapped[Fund | None] = relationship()
    statements: Mapped[list["FundingStatement"]] = relationship(
        order_by="FundingStatement.valid_from", cascade="all, delete-orphan"
    )
    priorities: Mapped[list["Priority"]] = relationship(
        order_by="Priority.position", cascade="all, delete-orphan"
    )
    rates: Mapped[list["Rate"]] = relationship(cascade="all, delete-orphan")
    deadlines: Mapped[list["Deadline"]] = relationship(cascade="all, delete-orphan")
    calls: Mapped[list["Call"]] = relationship(cascade="all, delete-orphan")
    target_groups: Mapped[list["TargetGroup"]] = relationship(order_by="TargetGroup.position")

    def statement_on(self, day: date) -> LocalText | None:
        """The funding statement in force on *day*, None where the profile has none."""
        # Sorted here: databases disagree about where a missing beginning stands.
        in_force = [each for each in self.statements if each.is_in_force(day)]
        latest = max(in_force, key=FundingStatement.age, default=None)
        return None if latest is None else latest.text


class FundingStatement(Model):
    """The sentence a programme asks for on every page and paper, in a period."""

    __tablename__ = "funding_statements"
    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[LocalText]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    def age(self) -> tuple[date, int]:
        """What sorts statements, the newest last."""
        return self.valid_from or date.min, self.id or 0

    def is_in_force(self, day: date) -> bool:
        """Whether it applies on *day*; an open end applies for ever."""
        starts = self.valid_from is None or self.valid_from <= day
        return starts and (self.valid_to is None or day <= self.valid_to)


class Priority(Model):
    """A thematic heading of a programme."""

    __tablename__ = "priorities"
    __table_args__ = (UniqueConstraint("programme_id", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[LocalText]


class Rate(Model):
    """The largest share a fund pays in a programme, in per cent."""

    __tablename__ = "rates"
    __table_args__ = (CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))

    fund: Mapped[Fund] = relationship()


class Deadline(Model):
    """A rule such as "evidence within 30 days after the event"."""

    __tablename__ = "deadlines"
    __table_args__ = (UniqueConstraint("programme_id", "kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]


class Call(Model):
    """A call for proposals and what came of it."""

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[LocalText]
    applications_submitted: Mapped[int | None]
    applicant_partners: Mapped[int | None]
    applicant_countries: Mapped[int | None]
    projects_approved: Mapped[int | None]
    decided_on: Mapped[date | None]


class TargetGroup(Model, Named, Sluggable, IsExample):
    """A group projects promise to reach and must count; of one programme or of all."""

    __tablename__ = "target_groups"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    #: Chosen no more; what chose it keeps it.
    is_retired: Mapped[bool] = mapped_column(default=False, server_default=false())
