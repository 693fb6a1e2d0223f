"""Values of the database in the words of the format: texts, dates, instants, money."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from webapp.core.periods import Period, Precision
from webapp.core.seasons import season_of
from webapp.core.text import LocalText
from webapp.core.times import DoubledTime, SkippedTime, to_utc, to_wall
from webapp.manage.exporting.yaml_text import Bare, Text

#: The main language of a text that says no other.
LANGUAGE = "en"
_FOLDS = ("first", "second")
Value = Any


def words(text: LocalText | None) -> Value:
    """A text in one or several languages; None for none."""
    if not text:
        return None
    if list(text.texts) == [LANGUAGE]:
        return Text(text.texts[LANGUAGE])
    found: dict[str, str] = {tag: Text(each) for tag, each in text.texts.items()}
    if LocalText(text.texts, LANGUAGE).main != text.main:
        return {"main": text.main, **found}
    return found


def text(value: str | None) -> Value:
    """Words of one line or several, in no particular language."""
    return Text(value) if value else None


def bare(value: object) -> Value:
    """A code, an address, a day."""
    return None if value is None else Bare(str(value))


def only(value: bool) -> bool | None:
    """*yes*, or nothing where no is meant unless somebody says otherwise."""
    return True if value else None


def amount(value: Decimal | None) -> Value:
    """Euro and cents."""
    return None if value is None else Bare(f"{value:.2f}")


def percent(value: Decimal | None) -> Value:
    """A percentage without needless noughts."""
    return None if value is None else Bare(f"{value:.2f}".rstrip("0").rstrip("."))


def degrees(value: float | None) -> Value:
    """Decimal degrees."""
    return None if value is None else Bare(f"{value:.10f}".rstrip("0").rstrip("."))


def instant(value: datetime | None) -> Value:
    """A moment in UTC, as exactly as it is stored: ``2027-02-03T08:00:00Z``."""
    if value is None:
        return None
    return Bare(value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z")


def years(first: int | None, last: int | None) -> Value:
    """``2021 to 2027``; one side alone is said so."""
    if first is None and last is None:
        return None
    if first is None or last is None:
        return Bare(f"until {last}" if first is None else f"from {first}")
    return Bare(str(first) if first == last else f"{first} to {last}")


# ---- periods


def dates(period: Period | None) -> Value:
    """Days, months, seasons, years as printed; what cannot be printed so is said exactly."""
    if period is None or (period.is_undated and period.planned_days is None):
        return None
    if period.planned_days is not None or period.starts_zone is not None:
        return exactly(period)
    return _printed(period) or exactly(period)


def when(period: Period, zone: str | None) -> Value:
    """When an event is, read in *zone*: so that exactly this period comes back.

    The days it takes are a key of their own.
    """
    if period.precision is Precision.UNDATED:
        return Bare("undated")
    if period.precision is Precision.TIME:
        return _hours(period, zone) or exactly(period)
    if period.precision is Precision.DAY:
        # Printed days get the zone of the event; those of no zone stay so.
        is_read = zone is not None and period.starts_zone == zone
    else:
        is_read = period.starts_zone is None
    found = _printed(period) if is_read else None
    return found or exactly(period)


def exactly(period: Period) -> Value:
    """The stored form."""
    return {"exactly": {name: _plain(each) for name, each in period.as_json().items()}}


def zone_of(period: Period | None) -> str | None:
    """The zone whose clocks or whose midnight a period means."""
    is_exact = period is not None and not period.is_vague
    return period.starts_zone if is_exact and period is not None else None


def _plain(value: Any) -> Any:
    return Bare(value) if isinstance(value, str) else value


def _printed(period: Period) -> Value:
    first, last = period.first_on, period.last_on
    if first is None or last is None or period.precision is Precision.PHASE:
        return None
    begins, ends = _name(first, period.precision), _name(last, period.precision)
    return Bare(begins if begins == ends else f"{begins} to {ends}")


def _name(day: date, precision: Precision) -> str:
    """The day, or the month, season or year it lies in."""
    if precision is Precision.DAY:
        return day.isoformat()
    if precision is Precision.MONTH:
        return f"{day:%Y-%m}"
    if precision is Precision.SEASON:
        year, season = season_of(day)
        return f"{year}-{season.value}"
    return str(day.year)


def _hours(period: Period, zone: str | None) -> Value:
    starts, ends = period.starts_local, period.ends_local
    if period.starts_zone != zone or starts is None or ends is None:
        return None
    found: dict[str, Any] = {"from": _minute(starts), "to": _minute(ends)}
    sides = (
        ("from", starts, period.starts_zone, period.starts_fold),
        ("to", ends, period.ends_zone, period.ends_fold),
    )
    for key, wall, name, fold in sides:
        said = _fold(wall, str(name), fold)
        if said is None:
            return None
        if said:
            found[f"{key}_fold"] = said
    return found


def _fold(wall: datetime, zone: str, fold: int) -> str | None:
    """Which of two times is meant, "" where there is one; None where a clock shows no such time."""
    if wall.second or wall.microsecond:
        return None
    try:
        to_utc(wall, zone)
    except DoubledTime:
        return _FOLDS[fold]
    except SkippedTime:
        return None
    return None if fold else ""


def _minute(wall: datetime) -> Bare:
    return Bare(f"{wall:%Y-%m-%d %H:%M}")


def moment(value: datetime | None, zone: str | None) -> Value:
    """On the clocks of *zone* where that says exactly the same, else in UTC."""
    if value is None or zone is None:
        return instant(value)
    wall = to_wall(value, zone)
    try:
        same = to_utc(wall, zone) == value and not (wall.second or wall.microsecond)
    except (DoubledTime, SkippedTime):
        same = False
    return _minute(wall) if same else instant(value)
