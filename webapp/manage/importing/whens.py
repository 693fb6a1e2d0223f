"""When an event takes place, as a file says it: exactly, vaguely, or so long after the import."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from webapp.core.notation_words import WEEKDAYS, shown
from webapp.core.notations import NotUnderstood, read_date
from webapp.core.periods import Period
from webapp.core.seasons import season_of
from webapp.core.text import search_key
from webapp.core.times import to_utc
from webapp.manage.importing.exact_periods import exactly
from webapp.manage.importing.facts import Facts
from webapp.manage.importing.shapes import Context, one_of, plain, record, whole
from webapp.manage.importing.values import clock, instant, moment
from webapp.manage.importing.yaml_tree import Node, Scalar, Table

FOLDS = {"first": 0, "second": 1}
_SPANS = ("month", "season", "year")


class When:
    """What a file says of an event's time."""

    #: Counted from the day of the first import; a later import leaves the event where it is.
    is_relative = False

    def period(self, zone: str, end_zone: str | None, today: date) -> Period:
        """The period meant, in the event's zone. Raises :class:`BadPeriod`."""
        raise NotImplementedError


@dataclass(frozen=True)
class Printed(When):
    """Days, months, seasons or years as printed, or no date."""

    dates: Period

    def period(self, zone: str, end_zone: str | None, today: date) -> Period:
        """The days belong to the event's zone; vaguer dates to none."""
        if self.dates.is_vague:
            return self.dates
        return replace(self.dates, starts_zone=zone)


@dataclass(frozen=True)
class Exact(When):
    """A period in its stored form, with the zones it says."""

    stored: Period

    def period(self, zone: str, end_zone: str | None, today: date) -> Period:
        """As it is."""
        return self.stored


@dataclass(frozen=True)
class InPhase(When):
    """Some time in a phase of the event's main project."""

    number: int

    def period(self, zone: str, end_zone: str | None, today: date) -> Period:
        """Without the project's dates; whoever knows the phase puts them in."""
        return Period.phase(None, None)


@dataclass(frozen=True)
class Hours(When):
    """From one wall clock time to another."""

    starts: datetime
    ends: datetime
    starts_fold: int | None = None
    ends_fold: int | None = None

    def period(self, zone: str, end_zone: str | None, today: date) -> Period:
        """With the zones of the event."""
        return Period.at(self.starts, self.ends, zone, end_zone, self.starts_fold, self.ends_fold)


@dataclass(frozen=True)
class DaysAhead(When):
    """So many days after the import, then on to a weekday or past a weekend."""

    is_relative = True
    days: int
    weekday: int | None = None
    length: int = 1
    starts: time | None = None
    ends: time | None = None

    def period(self, zone: str, end_zone: str | None, today: date) -> Period:
        """The first fitting days."""
        first = today + timedelta(days=self.days)
        while not self._fits(first):
            first += timedelta(days=1)
        last = first + timedelta(days=self.length - 1)
        if self.starts is None or self.ends is None:
            return Period.days(first, last, zone)
        starts, ends = datetime.combine(first, self.starts), datetime.combine(last, self.ends)
        return Period.at(starts, ends, zone, end_zone)

    def _fits(self, first: date) -> bool:
        if self.weekday is not None:
            return first.weekday() == self.weekday
        # Longer than a working week: a weekend lies inside whatever the first day.
        return first.weekday() + min(self.length, 5) <= 5


@dataclass(frozen=True)
class SpanAhead(When):
    """Some time in the month, season or year so many months after the import."""

    is_relative = True
    months: int
    span: str

    def period(self, zone: str, end_zone: str | None, today: date) -> Period:
        """The whole month, season or year."""
        year, month = divmod(today.year * 12 + today.month - 1 + self.months, 12)
        if self.span == "month":
            return Period.month(year, month + 1)
        if self.span == "season":
            return Period.season(*season_of(date(year, month + 1, 1)))
        return Period.year(year)


@dataclass(frozen=True)
class Moment:
    """An instant as a file says it: in UTC, a wall clock time, or so many days before the event."""

    wall: datetime | None = None
    at_utc: datetime | None = None
    days_before: int | None = None
    at: time = time(23, 59)

    def instant(self, period: Period, zone: str) -> datetime | None:
        """In UTC; None when it counts from an event without a date. Raises as ``to_utc`` does."""
        if self.at_utc is not None:
            return self.at_utc
        if self.wall is not None:
            return to_utc(self.wall, zone)
        if period.first_on is None:
            return None
        day = period.first_on - timedelta(days=self.days_before or 0)
        return to_utc(datetime.combine(day, self.at), zone)


# ---- reading


def when(node: Node, context: Context) -> When | None:
    """``undated``, ``phase 2``, printed dates, ``{from: …, to: …}``, ``{in: {…}}``, or
    ``{exactly: {…}}``."""
    if isinstance(node, Scalar):
        return _printed(node, context)
    if isinstance(node, Table) and "exactly" in node.items:
        period = exactly(node, context)
        return None if period is None else Exact(period)
    if isinstance(node, Table) and "in" in node.items:
        return _ahead(node, context)
    return _hours(node, context)


def _printed(node: Scalar, context: Context) -> When | None:
    value = search_key(plain(node, context) or "")
    if value == "undated":
        return Printed(Period.undated())
    if value.startswith("phase ") and value[6:].isdecimal() and len(value) < 9:
        return InPhase(int(value[6:]))
    try:
        return Printed(read_date(node.text))
    except NotUnderstood as error:
        context.wrong(node, str(error))
        return None


_read_hours = record(
    "time",
    {
        "from": moment,
        "to": moment,
        "from_fold": one_of(FOLDS),
        "to_fold": one_of(FOLDS),
    },
    required=("from", "to"),
)


def _hours(node: Node, context: Context) -> When | None:
    facts: Facts | None = _read_hours(node, context)
    if facts is None or facts.get("from") is None or facts.get("to") is None:
        return None
    folds = [FOLDS.get(facts.get(key, "")) for key in ("from_fold", "to_fold")]
    return Hours(facts["from"], facts["to"], *folds)


def _weekday(node: Node, context: Context) -> int | None:
    value = search_key(plain(node, context) or "")
    if value not in WEEKDAYS:
        context.wrong(node, _("“%(text)s” is not a day of the week", text=shown(value)))
    return WEEKDAYS.get(value)


_read_days = record(
    "time",
    {
        "days": whole(0, 3660),
        "on": _weekday,
        "length": whole(1, 366),
        "at": clock,
        "until": clock,
    },
    required=("days",),
)
_read_span = record(
    "time", {"months": whole(0, 120), "span": one_of(_SPANS)}, required=("months", "span")
)


def _ahead(node: Table, context: Context) -> When | None:
    if len(node.items) > 1:
        context.wrong(node, _("“in” stands alone: {in: {days: 12, at: …, until: …}}"))
        return None
    inner = node.items["in"]
    if isinstance(inner, Table) and "months" in inner.items:
        span: Facts | None = _read_span(inner, context)
        return _span_ahead(span)
    facts: Facts | None = _read_days(inner, context)
    if facts is None or facts.get("days") is None:
        return None
    if ("at" in facts) != ("until" in facts):
        context.wrong(inner, _("“at” and “until” stand together"))
        return None
    return DaysAhead(
        facts["days"], facts.get("on"), facts.get("length", 1), facts.get("at"), facts.get("until")
    )


def _span_ahead(facts: Facts | None) -> When | None:
    if facts is None or facts.get("months") is None or facts.get("span") is None:
        return None
    return SpanAhead(facts["months"], facts["span"])


_read_before = record(
    "time", {"days_before": whole(0, 3660), "at": clock}, required=("days_before",)
)


def moment_of(node: Node, context: Context) -> Moment | None:
    """``2027-02-03 17:00``, ``2027-02-03T15:00:00Z`` or ``{days_before: 7, at: "17:00"}``."""
    if isinstance(node, Table):
        facts: Facts | None = _read_before(node, context)
        if facts is None or facts.get("days_before") is None:
            return None
        return Moment(days_before=facts["days_before"], at=facts.get("at", time(23, 59)))
    if isinstance(node, Scalar) and node.text.endswith("Z"):
        found = instant(node, context)
        return None if found is None else Moment(at_utc=found)
    wall = moment(node, context)
    return None if wall is None else Moment(wall=wall)
