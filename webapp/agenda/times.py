"""When an item takes place: the wall clock people agreed on, and the instants that follow from it.

On plain values. A time that a clock change skips is refused by name (`errors.Skipped`), one that
comes twice is asked about (`errors.Doubled`). What ends by the clock before it began ends on the
next day.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from flask_babel import gettext as _

from webapp.agenda.errors import BadHours, Doubled, Skipped
from webapp.core.bad_periods import EARLIEST_YEAR, LATEST_YEAR, local_dates
from webapp.core.i18n import current_language
from webapp.core.period_words import period_words
from webapp.core.periods import Period, Precision
from webapp.core.times import DoubledTime, SkippedTime, to_utc, to_utc_leniently, to_wall

#: Whoever types an end before the beginning means the next day, or has mistyped it.
LONGEST = timedelta(hours=18)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """The day of an item and, where they are known, its hours."""

    day_on: date
    starts_local: datetime | None = None
    ends_local: datetime | None = None
    starts_zone: str = "UTC"
    ends_zone: str = "UTC"
    starts_fold: int = 0
    ends_fold: int = 0

    @classmethod
    def of(cls, item: Any) -> Self:
        """Those of an `AgendaItem`, or of anything with its columns."""
        return cls(**{name: getattr(item, name) for name in cls.__dataclass_fields__})

    @property
    def starts_at(self) -> datetime | None:
        """The instant it begins."""
        if self.starts_local is None:
            return None
        return to_utc_leniently(self.starts_local, self.starts_zone, self.starts_fold)

    @property
    def ends_at(self) -> datetime | None:
        """The instant it ends."""
        if self.ends_local is None:
            return None
        return to_utc_leniently(self.ends_local, self.ends_zone, self.ends_fold)

    @property
    def length(self) -> timedelta | None:
        """How long it lasts."""
        starts_at, ends_at = self.starts_at, self.ends_at
        return None if starts_at is None or ends_at is None else ends_at - starts_at

    @property
    def period(self) -> Period:
        """The same as a `Period`, for whatever prints one."""
        starts, ends = self.starts_local, self.ends_local
        if starts is None or ends is None:
            return Period.days(self.day_on, zone=self.starts_zone)
        first_on, last_on = local_dates(starts, ends)
        return Period(
            Precision.TIME,
            first_on,
            last_on,
            starts,
            ends,
            self.starts_zone,
            self.ends_zone,
            self.starts_fold,
            self.ends_fold,
        )

    def __str__(self) -> str:
        """In the reader's language: "Tuesday, 27 April 2027, 10:00–11:30, Sofia time"."""
        return period_words(self.period, current_language(), with_zone=True)

    def as_columns(self) -> dict[str, Any]:
        """The columns of an `AgendaItem` that say when it is."""
        stored = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return stored | {"starts_at": self.starts_at, "ends_at": self.ends_at}


def hours_of(
    day: date,
    starts: time | None,
    ends: time | None,
    zone: str,
    ends_zone: str | None = None,
    *,
    starts_fold: int | None = None,
    ends_fold: int | None = None,
) -> Hours:
    """The hours of an item as people type them; without both times it has a day only.

    Raises `BadHours` (fields ``starts`` and ``ends``, ``starts_fold`` and ``ends_fold`` where one
    of two is to be chosen).
    """
    there = ends_zone or zone
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise BadHours(_("Check the year of this day."), field="day")
    if starts is None and ends is None:
        return Hours(day, starts_zone=zone, ends_zone=there)
    if starts is None:
        raise BadHours(_("Add when it begins, or empty both times."), field="starts")
    if ends is None:
        raise BadHours(_("Add when it ends, or empty both times."), field="ends")
    starts_local = datetime.combine(day, starts)
    starts_fold = checked_fold(starts_local, zone, starts_fold, "starts")
    begun = Hours(day, starts_local, None, zone, there, starts_fold)
    return _ending(begun, datetime.combine(day, ends), ends_fold)


def _ending(begun: Hours, ends_local: datetime, fold: int | None) -> Hours:
    """With its end: on the same day where that comes after the beginning, else on the next."""
    at = begun.starts_at
    assert at is not None
    if to_utc_leniently(ends_local, begun.ends_zone, 1 if fold is None else fold) <= at:
        if ends_local == begun.starts_local:
            raise BadHours(_("It ends the moment it begins. Check both times."), field="ends")
        ends_local += _DAY
    ends_fold = checked_fold(ends_local, begun.ends_zone, fold, "ends")
    whole = replace(begun, ends_local=ends_local, ends_fold=ends_fold)
    if _length(whole) > LONGEST and ends_local.date() > begun.day_on:
        words = _("It would end on the next day, more than 18 hours later. Check both times.")
        raise BadHours(words, field="ends")
    return whole


def _length(hours: Hours) -> timedelta:
    """How long it lasts; raises `BadHours` where that is no time at all."""
    length = hours.length
    if length is None or length <= timedelta():
        raise BadHours(_("It must end after it begins. Check both times."), field="ends")
    return length


def checked_fold(wall: datetime, zone: str, fold: int | None, field: str) -> int:
    """The fold to store: that given where the time comes twice, else 0.

    Raises `Skipped`, and `Doubled` (field ``<field>_fold``) where *fold* is None.
    """
    try:
        return int(to_utc(wall, zone, fold) != to_utc(wall, zone, 0))
    except SkippedTime as error:
        raise Skipped(error, field) from error
    except DoubledTime as error:
        raise Doubled(error, f"{field}_fold") from error


def moved(hours: Hours, minutes: int = 0, days: int = 0) -> Hours:
    """The same so many minutes or days later (earlier: negative) on the wall clock.

    Which of two times that come twice is kept. Raises `Skipped`, `BadHours`.
    """
    there = _walked(hours, timedelta(days=days, minutes=minutes))
    if there.starts_local is None or there.ends_local is None:
        return there
    starts_fold = checked_fold(there.starts_local, there.starts_zone, hours.starts_fold, "starts")
    ends_fold = checked_fold(there.ends_local, there.ends_zone, hours.ends_fold, "ends")
    there = replace(there, starts_fold=starts_fold, ends_fold=ends_fold)
    _length(there)
    return there


def moved_leniently(hours: Hours, days: int) -> tuple[Hours, list[SkippedTime]]:
    """The same so many days later, what is skipped at the first time that exists; with what was.

    For an event that moves as a whole: one hour in a night of March must not hold it back.
    """
    there = _walked(hours, timedelta(days=days))
    if there.starts_local is None or there.ends_local is None:
        return there, []
    length = there.ends_local - there.starts_local
    starts, skipped = _existing(there.starts_local, there.starts_zone)
    ends, also = _existing(there.ends_local, there.ends_zone)
    found = _folded(replace(there, day_on=starts.date(), starts_local=starts, ends_local=ends))
    if found.length is not None and found.length <= timedelta():
        found = _folded(replace(found, ends_local=starts + max(length, timedelta(minutes=1))))
    return found, [*skipped, *also]


def days_later(at: datetime, days: int, zone: str) -> datetime:
    """An instant so many days later by the clocks of *zone*, across their changes."""
    return to_utc_leniently(to_wall(at, zone) + timedelta(days=days), zone)


def _existing(wall: datetime, zone: str) -> tuple[datetime, list[SkippedTime]]:
    try:
        to_utc(wall, zone, 0)
    except SkippedTime as error:
        return error.after, [error]
    return wall, []


def _folded(hours: Hours) -> Hours:
    """With folds only where times come twice."""
    return replace(
        hours,
        starts_fold=_fold(hours.starts_local, hours.starts_zone, hours.starts_fold),
        ends_fold=_fold(hours.ends_local, hours.ends_zone, hours.ends_fold),
    )


def _fold(wall: datetime | None, zone: str, fold: int) -> int:
    if wall is None:
        return 0
    twice = to_utc_leniently(wall, zone, 1) > to_utc_leniently(wall, zone, 0)
    return fold if twice else 0


def _walked(hours: Hours, by: timedelta) -> Hours:
    """Every wall time so much later; a day without hours moves by whole days only."""
    try:
        if hours.starts_local is None or hours.ends_local is None:
            return replace(hours, day_on=hours.day_on + timedelta(days=int(by / _DAY)))
        starts = hours.starts_local + by
        day_on = hours.day_on + (starts.date() - hours.starts_local.date())
        return replace(hours, day_on=day_on, starts_local=starts, ends_local=hours.ends_local + by)
    except OverflowError:
        raise BadHours(_("Check the year of this day."), field="day") from None
