"""What is wrong with a period, and the small checks that tell."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from webapp.core.times import DoubledTime, SkippedTime, UnknownZone, to_utc

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class BadPeriod(ValueError):
    """The parts do not make a period. `code` says why, `field` which end ("starts", "ends") if
    one is to blame, `clock` holds the skipped or doubled time with its alternatives.

    Codes: needs-dates, needs-times, needs-zone, unknown-zone, end-before-start, skipped, doubled,
    year-out-of-range, not-whole (not a whole month, season or year), planned-days, superfluous
    (a part that this precision does not have), dates-differ (from the times), unreadable.
    """

    def __init__(
        self,
        code: str,
        field: str | None = None,
        clock: SkippedTime | DoubledTime | None = None,
    ) -> None:
        super().__init__(code if field is None else f"{code} ({field})")
        self.code, self.field, self.clock = code, field, clock


def check_year(field: str, day: date | None) -> None:
    """Refuse what can only be a slip of the keyboard."""
    if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise BadPeriod("year-out-of-range", field)


def checked_fold(field: str, wall: datetime, zone_name: str, fold: int | None) -> int:
    """The fold to store: that given where the clocks show this time twice, else 0."""
    if wall.tzinfo is not None:
        raise BadPeriod("needs-times", field)
    check_year(field, wall)
    try:
        return int(to_utc(wall, zone_name, fold) != to_utc(wall, zone_name, 0))
    except UnknownZone as error:
        raise BadPeriod("unknown-zone" if zone_name else "needs-zone", field) from error
    except SkippedTime as error:
        raise BadPeriod("skipped", field, error) from error
    except DoubledTime as error:
        raise BadPeriod("doubled", field, error) from error


def local_dates(starts: datetime, ends: datetime) -> tuple[date, date]:
    """First and last day: what ends at midnight does not touch the next day, and whoever crosses
    the date line eastwards does not arrive before leaving."""
    last_moment = ends - timedelta(microseconds=1)
    return starts.date(), max(starts.date(), last_moment.date())


def span(make: Callable[[], tuple[date, date]]) -> tuple[date, date]:
    """First and last day as `make` computes them; `BadPeriod` when there are no such days."""
    try:
        return make()
    except (ValueError, TypeError, OverflowError) as error:
        raise BadPeriod("unreadable") from error
