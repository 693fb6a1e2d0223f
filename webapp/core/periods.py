"""When something takes place, as exactly as people know it: from the hour to "summer 2021"."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from webapp.core.bad_periods import BadPeriod, check_year, checked_fold, local_dates, span
from webapp.core.seasons import Season, month_end, season_span
from webapp.core.times import Precision, UnknownZone, to_utc_leniently, zone

__all__ = ["UNDATED_AT", "BadPeriod", "Period", "Precision", "Season"]

# Stands behind everything that has a date; a day short of the end so that any zone can show it.
UNDATED_AT = datetime(9999, 12, 30, tzinfo=UTC)
# What ends on the next day after at most this long is one evening or night, not a second day.
LONGEST_NIGHT = timedelta(hours=18)

_VAGUE = frozenset(Precision) - {Precision.TIME, Precision.DAY}
_CLOCK_FIELDS = ("starts_local", "ends_local", "ends_zone")


@dataclass(frozen=True)
class Period:
    """First day, last day (inclusive) and how exactly they are known.

    With precision `time` the wall clocks and their zones are what people agreed on, the days
    are the local dates. `starts_zone` may also stand beside whole days: it says whose midnight.
    The constructor checks the shape only, so that what is stored can always be read again;
    `Period.at` also refuses wall times that a change of the clocks skips or doubles.
    """

    precision: Precision
    first_on: date | None = None
    last_on: date | None = None
    starts_local: datetime | None = None
    ends_local: datetime | None = None
    starts_zone: str | None = None
    ends_zone: str | None = None
    starts_fold: int = 0
    ends_fold: int = 0
    planned_days: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "precision", Precision(self.precision))
        self._check_dates()
        self._check_zones()
        if self.precision is Precision.TIME:
            self._check_times()
        elif any(getattr(self, name) is not None for name in _CLOCK_FIELDS):
            raise BadPeriod("superfluous")
        self._check_whole()
        if self.planned_days is not None and not 1 <= self.planned_days <= (self.length or 3660):
            raise BadPeriod("planned-days")

    @classmethod
    def at(
        cls,
        starts_local: datetime,
        ends_local: datetime,
        zone: str,
        ends_zone: str | None = None,
        starts_fold: int | None = None,
        ends_fold: int | None = None,
    ) -> Self:
        """From one wall clock time to another, the second perhaps in another zone (a ferry).

        A fold (0 the first time, 1 the second) is needed where the clocks show the time twice.
        """
        ends_zone = ends_zone or zone
        starts_fold = checked_fold("starts", starts_local, zone, starts_fold)
        ends_fold = checked_fold("ends", ends_local, ends_zone, ends_fold)
        starts_local, ends_local = starts_local.replace(fold=0), ends_local.replace(fold=0)
        first_on, last_on = local_dates(starts_local, ends_local)
        period = cls(
            precision=Precision.TIME,
            first_on=first_on,
            last_on=last_on,
            starts_local=starts_local,
            ends_local=ends_local,
            starts_zone=zone,
            ends_zone=ends_zone,
            starts_fold=starts_fold,
            ends_fold=ends_fold,
        )
        if period.starts_at == period.ends_at:
            raise BadPeriod("end-before-start", "ends")
        return period

    @classmethod
    def days(cls, first: date, last: date | None = None, zone: str | None = None) -> Self:
        """Whole days, the last one included."""
        return cls(Precision.DAY, first, last or first, starts_zone=zone)

    @classmethod
    def month(
        cls,
        year: int,
        month: int,
        until: tuple[int, int] | None = None,
        planned_days: int | None = None,
    ) -> Self:
        """Some time in a month, or in the months up to `until` (year, month), included."""
        last = until or (year, month)
        first_on, last_on = span(lambda: (date(year, month, 1), month_end(*last)))
        return cls(Precision.MONTH, first_on, last_on, planned_days=planned_days)

    @classmethod
    def season(
        cls,
        year: int,
        season: Season | str,
        until_season: Season | str | None = None,
        planned_days: int | None = None,
    ) -> Self:
        """Some time in a season, or in those up to `until_season`, included: the next one of
        that name, so autumn 2022 until winter ends in February 2023."""
        until = until_season or season
        first_on, last_on = span(lambda: season_span(year, Season(season), Season(until)))
        return cls(Precision.SEASON, first_on, last_on, planned_days=planned_days)

    @classmethod
    def year(cls, year: int, until: int | None = None, planned_days: int | None = None) -> Self:
        """Some time in a year, or in the years up to `until`, included."""
        first_on, last_on = span(lambda: (date(year, 1, 1), date(until or year, 12, 31)))
        return cls(Precision.YEAR, first_on, last_on, planned_days=planned_days)

    @classmethod
    def phase(
        cls, first_on: date | None, last_on: date | None, planned_days: int | None = None
    ) -> Self:
        """Some time within a phase of a project, whose beginning or end may be unknown."""
        return cls(Precision.PHASE, first_on, last_on, planned_days=planned_days)

    @classmethod
    def undated(cls, planned_days: int | None = None) -> Self:
        """No date known yet; perhaps how many days it will take."""
        return cls(Precision.UNDATED, planned_days=planned_days)

    @property
    def starts_at(self) -> datetime | None:
        """The instant of the start in UTC; None unless the time is known."""
        if self.starts_local is None or self.starts_zone is None:
            return None
        return to_utc_leniently(self.starts_local, self.starts_zone, self.starts_fold)

    @property
    def ends_at(self) -> datetime | None:
        """The instant of the end in UTC, never before the start; None unless the time is known."""
        if self.ends_local is None or self.ends_zone is None or self.starts_at is None:
            return None
        # New zone rules may turn the order of two stored times round.
        ends_at = to_utc_leniently(self.ends_local, self.ends_zone, self.ends_fold)
        return max(ends_at, self.starts_at)

    @property
    def is_vague(self) -> bool:
        """Whether no day is known: a month or vaguer."""
        return self.precision in _VAGUE

    @property
    def is_undated(self) -> bool:
        """Whether there is no date at all."""
        return self.first_on is None and self.last_on is None

    @property
    def length(self) -> int | None:
        """Days from the first to the last, both counted; None where one is unknown."""
        if self.first_on is None or self.last_on is None:
            return None
        return (self.last_on - self.first_on).days + 1

    @property
    def is_overnight(self) -> bool:
        """Whether known times reach into the next day without making it a second day."""
        if self.length != 2 or self.starts_at is None or self.ends_at is None:
            return False
        return self.ends_at - self.starts_at <= LONGEST_NIGHT

    @property
    def is_multi_day(self) -> bool:
        """Whether it takes several known days."""
        return not self.is_vague and (self.length or 1) > 1 and not self.is_overnight

    @property
    def sorts_at(self) -> datetime:
        """Where it stands in a list by time: its start, at the latest `UNDATED_AT`."""
        if self.starts_at is not None:
            return self.starts_at
        first = self.first_on or self.last_on
        return UNDATED_AT if first is None else self._midnight(first)

    @property
    def over_at(self) -> datetime | None:
        """The instant after which it is over; None when that is unknown. Whole days end at
        midnight of `starts_zone`, or of UTC."""
        if self.ends_at is not None:
            return self.ends_at
        return None if self.last_on is None else self._midnight(self.last_on + timedelta(days=1))

    def is_over(self, at: datetime) -> bool:
        """Whether it is over at this instant."""
        return self.over_at is not None and self.over_at <= at

    def reaches(self, first: date, last: date) -> bool:
        """Whether it touches the days from `first` to `last` (included)."""
        if self.is_undated:
            return False
        return (self.first_on or date.min) <= last and (self.last_on or date.max) >= first

    def as_json(self) -> dict[str, Any]:
        """Plain values for the change log, without the parts that are not set."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _plain(value) for name, value in values.items() if value not in (None, 0)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The period that `as_json` described; `BadPeriod` when it is none."""
        try:
            return cls(**{name: _parsed(name, value) for name, value in values.items()})
        except BadPeriod:
            raise
        except (TypeError, ValueError) as error:
            raise BadPeriod("unreadable") from error

    def _midnight(self, day: date) -> datetime:
        return to_utc_leniently(datetime.combine(day, time()), self.starts_zone or "UTC")

    def _check_times(self) -> None:
        starts, ends = self.starts_local, self.ends_local
        if starts is None or ends is None or starts.tzinfo or ends.tzinfo:
            raise BadPeriod("needs-times")
        if not self.starts_zone or not self.ends_zone:
            raise BadPeriod("needs-zone")
        in_order = self.starts_zone == self.ends_zone and starts < ends
        if not in_order and self.starts_at == self.ends_at:
            raise BadPeriod("end-before-start", "ends")
        if (self.first_on, self.last_on) != local_dates(starts, ends):
            raise BadPeriod("dates-differ")

    def _check_zones(self) -> None:
        for field, name in (("starts", self.starts_zone), ("ends", self.ends_zone)):
            try:
                if name is not None:
                    zone(name)
            except UnknownZone as error:
                raise BadPeriod("unknown-zone", field) from error

    def _check_dates(self) -> None:
        dates = {"starts": self.first_on, "ends": self.last_on}
        if self.precision is Precision.UNDATED:
            if not self.is_undated or self.starts_zone:
                raise BadPeriod("superfluous")
        elif self.precision is not Precision.PHASE and None in dates.values():
            raise BadPeriod("needs-dates")
        for field, day in dates.items():
            check_year(field, day)
        if self.length is not None and self.length < 1:
            raise BadPeriod("end-before-start", "ends")

    def _check_whole(self) -> None:
        if self.first_on is None or self.last_on is None:
            return
        first, after = self.first_on, self.last_on + timedelta(days=1)
        is_whole = {
            Precision.MONTH: first.day == after.day == 1,
            Precision.SEASON: first.day == after.day == 1
            and first.month % 3 == after.month % 3 == 0,
            Precision.YEAR: (first.day, first.month) == (after.day, after.month) == (1, 1),
        }
        if not is_whole.get(self.precision, True):
            raise BadPeriod("not-whole")


def _plain(value: Any) -> Any:
    if isinstance(value, Precision):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _parsed(name: str, value: Any) -> Any:
    if name.endswith("_on"):
        return date.fromisoformat(value)
    if name.endswith("_local"):
        return datetime.fromisoformat(value)
    return value
