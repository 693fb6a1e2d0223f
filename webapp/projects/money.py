"""Budgets and who pays them, exact to the cent."""

from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.text import LocalText
from webapp.programmes.models import Fund
from webapp.projects.organisations import Organisation

CENT = Decimal("0.01")


class Budget(Model, Revised):
    """A sum of euro, of a project or of one partner, planned or approved, maybe of one phase."""

    __tablename__ = "budgets"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("status IN ('planned', 'approved')", name="status"),
        Index("ix_budgets_project", "project_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phases.id", ondelete="CASCADE"))
    #: None: the whole project's.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    status: Mapped[str] = mapped_column(String(10), default="approved")

    organisation: Mapped[Organisation | None] = relationship()
    shares: Mapped[list["Share"]] = relationship(
        order_by="Share.position", cascade="all, delete-orphan"
    )

    @property
    def parts(self) -> list["Part"]:
        """Who pays how much, the parts adding up to the budget to the cent; the rest unnamed."""
        return split_shares(self.amount, self.shares)


class Share(Model):
    """What one source pays of a budget: a percentage, an amount, or both as printed."""

    __tablename__ = "shares"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("percent IS NOT NULL OR amount IS NOT NULL", name="something"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("budgets.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))

    fund: Mapped[Fund] = relationship()


class Part:
    """One line of a split budget. ``name`` is None for the rest that nobody names."""

    def __init__(self, name: LocalText | None, percent: Decimal | None, amount: Decimal) -> None:
        self.name, self.percent, self.amount = name, percent, amount

    def __repr__(self) -> str:
        return f"Part({str(self.name)!r}, {self.percent}, {self.amount})"


def split(total: Decimal, percents: list[Decimal]) -> list[Decimal]:
    """Split *total* euro by *percents* so that the parts add up to the cent.

    Each part is cut to the cent; the cents left over go one each to the parts that lost most
    (largest remainder). Percents below 100 leave a rest, returned as a last part. Raises
    ``ValueError`` for a negative total or percentage, or more than 100 per cent.
    """
    if total < 0 or any(percent < 0 for percent in percents):
        raise ValueError("amounts and percentages cannot be negative")
    rest = Decimal(100) - sum(percents, Decimal(0))
    if rest < 0:
        raise ValueError("the shares add up to more than 100 per cent")
    shares = [*percents, rest] if rest else list(percents)
    exact = [total * share / 100 for share in shares]
    parts = [part.quantize(CENT, rounding="ROUND_DOWN") for part in exact]
    left = int((total.quantize(CENT, rounding=ROUND_HALF_UP) - sum(parts, Decimal(0))) / CENT)
    by_loss = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_loss[:left]:
        parts[index] += CENT
    return parts


def split_shares(total: Decimal, shares: list[Share]) -> list[Part]:
    """The named parts of *total* as printed or computed, and the rest without a name."""
    percents = [share.percent or share_percent(total, share.amount) for share in shares]
    computed = split(total, percents)
    parts = [
        Part(share.fund.name, percent, share.amount if share.amount is not None else amount)
        for share, percent, amount in zip(shares, percents, computed, strict=False)
    ]
    rest = total - sum((part.amount for part in parts), Decimal(0))
    if rest > 0:
        parts.append(Part(None, share_percent(total, rest), rest))
    return parts


def share_percent(total: Decimal, amount: Decimal | None) -> Decimal:
    """Which percentage of *total* the *amount* is, to two places."""
    if not total or amount is None:
        return Decimal(0)
    return (amount * 100 / total).quantize(CENT, rounding=ROUND_HALF_UP)
