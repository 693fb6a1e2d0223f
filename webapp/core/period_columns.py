"""Columns of a period, so that a model can say ``event.period = Period.month(2022, 5)``."""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import WallTime
from webapp.core.periods import Period, Precision
from webapp.core.seasons import season_of


class HasDates:
    """A period in whole days: when something is, as exactly as it is known."""

    precision: Mapped[str] = mapped_column(String(10), default=Precision.UNDATED.value)
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]

    @property
    def readable_precision(self) -> Precision:
        """The precision of the whole: a span of days where one side is missing."""
        is_whole = (self.first_on is None) == (self.last_on is None)
        return Precision(self.precision) if is_whole else Precision.PHASE

    @property
    def period(self) -> Period:
        """The period these columns hold."""
        return Period(self.readable_precision, self.first_on, self.last_on)

    @period.setter
    def period(self, period: Period) -> None:
        self.precision = period.precision.value
        self.first_on, self.last_on = period.first_on, period.last_on


class HasTimes(HasDates):
    """A period that may have hours: the wall clock and zone people agreed on, and what follows.

    ``starts_at``, ``ends_at``, ``sorts_at`` and ``over_at`` are derived for queries; they are set
    with the period and by ``flask rederive-times`` after the zone database has changed.
    """

    starts_local: Mapped[datetime | None] = mapped_column(WallTime)
    ends_local: Mapped[datetime | None] = mapped_column(WallTime)
    starts_zone: Mapped[str | None] = mapped_column(String(40))
    ends_zone: Mapped[str | None] = mapped_column(String(40))
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_fold: Mapped[int] = mapped_column(default=0)
    planned_days: Mapped[int | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    sorts_at: Mapped[datetime] = mapped_column(index=True)
    over_at: Mapped[datetime | None]

    @property
    def period(self) -> Period:
        """The period these columns hold."""
        return Period(
            precision=Precision(self.precision),
            first_on=self.first_on,
            last_on=self.last_on,
            starts_local=self.starts_local,
            ends_local=self.ends_local,
            starts_zone=self.starts_zone,
            ends_zone=self.ends_zone,
            starts_fold=self.starts_fold,
            ends_fold=self.ends_fold,
            planned_days=self.planned_days,
        )

    @period.setter
    def period(self, period: Period) -> None:
        for name in (
            "first_on",
            "last_on",
            "starts_local",
            "ends_local",
            "starts_zone",
            "ends_zone",
        ):
            setattr(self, name, getattr(period, name))
        self.precision = period.precision.value
        self.starts_fold, self.ends_fold = period.starts_fold, period.ends_fold
        self.planned_days = period.planned_days
        self.derive_times()

    def derive_times(self) -> None:
        """Work out the instants again from the wall clock and the zone."""
        period = self.period
        self.starts_at, self.ends_at = period.starts_at, period.ends_at
        self.sorts_at, self.over_at = period.sorts_at, period.over_at


def around(day: date | None, precision: Precision | str) -> Period | None:
    """The day, month, season or year that a day stands for at this precision; None for no day.

    For the one end of something whose other end is unknown or less exact.
    """
    if day is None:
        return None
    if precision == Precision.MONTH:
        return Period.month(day.year, day.month)
    if precision == Precision.SEASON:
        return Period.season(*season_of(day))
    if precision == Precision.YEAR:
        return Period.year(day.year)
    return Period.days(day)
