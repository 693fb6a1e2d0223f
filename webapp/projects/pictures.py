"""Pictures of a project as numbers: where its phases and milestones lie in time, who pays how much.

Geometry in per cent of the width, so that a picture fits a phone and a paper while its words keep
their size. Pure: takes rows, touches no database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flask.sansio.app import App

from webapp.core.date_words import month_name
from webapp.core.i18n import current_language
from webapp.core.period_columns import around
from webapp.core.seasons import month_end
from webapp.core.times import now
from webapp.projects.models import Milestone, Phase, Project
from webapp.projects.money import Budget
from webapp.projects.words import percentage

#: So many years or months are named under a time line at most.
_TICKS = 8
#: Two numbers nearer than this would run into each other.
_APART = 5.0
#: What pays less than this has its figure in the table alone.
_NAMED = 8.0


@dataclass(frozen=True)
class Bar:
    """A phase: from `x`, `width` wide; its ends are `vague_start` and `vague_end` wide where they
    are not known to the day. `status` says how it is drawn."""

    phase: Phase
    x: float
    width: float
    vague_start: float
    vague_end: float
    status: str


@dataclass(frozen=True)
class Mark:
    """A milestone; its number stands above it unless that would run into another."""

    x: float
    number: int
    is_named: bool
    milestone: Milestone


@dataclass(frozen=True)
class Tick:
    """A year or month under the line."""

    x: float
    words: str


@dataclass(frozen=True)
class TimeLine:
    """Everything of a picture; `today` is None where it lies outside."""

    bars: list[Bar]
    marks: list[Mark]
    ticks: list[Tick]
    today: float | None


class _Scale:
    """From days to per cent of the width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._days = max((last - first).days, 1)

    def x(self, day: date) -> float:
        return round(min(max((day - self.first).days / self._days, 0), 1) * 100, 2)


def time_line(project: Project) -> TimeLine | None:
    """The phases and milestones of a project in time; None where no phase has a date."""
    phases = [phase for phase in project.phases if phase.first_on or phase.last_on]
    dated = numbered(project.milestones)
    if not phases:
        return None
    days = [day for phase in phases for day in _extent(phase)]
    days += [day for each in dated for day in (each.first_on, each.last_on) if day]
    scale = _Scale(min(days), max(days) + timedelta(days=1))
    today = now().date()
    return TimeLine(
        [_bar(phase, scale) for phase in phases],
        list(_marks(dated, scale)),
        list(_ticks(scale)),
        scale.x(today) if scale.first <= today <= scale.last else None,
    )


def numbered(milestones: Iterable[Milestone]) -> list[Milestone]:
    """The milestones with a date, in order: their numbers in the picture and in the list."""
    dated = [each for each in milestones if each.first_on is not None]
    return sorted(dated, key=lambda each: (each.first_on or date.max, each.id))


def _extent(phase: Phase) -> tuple[date, date]:
    """First and last day; a missing one is so many months away as it takes, else half a year."""
    months = phase.planned_months or 6
    first, last = phase.first_on, phase.last_on
    if first is None:
        assert last is not None
        return _months_from(last, -months), last
    return first, last or _months_from(first, months)


def _months_from(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return min(date(year, month, 1) + timedelta(days=day.day - 1), month_end(year, month))


def _bar(phase: Phase, scale: _Scale) -> Bar:
    first, last = _extent(phase)
    begins, stops = scale.x(first), scale.x(last + timedelta(days=1))
    starts = around(phase.first_on, phase.precision)
    ends = around(phase.last_on, phase.end_precision or phase.precision)
    width = max(stops - begins, 0.5)
    # What is not known at all is drawn vague for half of the way.
    vague_start = _wide(starts.first_on, starts.last_on, scale) if starts else width / 2
    vague_end = _wide(ends.first_on, ends.last_on, scale) if ends else width / 2
    room = width / 2
    return Bar(
        phase, begins, round(width, 2), min(vague_start, room), min(vague_end, room), phase.status
    )


def _wide(first: date | None, last: date | None, scale: _Scale) -> float:
    """How wide the doubt about an end is; a day is none."""
    if first is None or last is None or first == last:
        return 0.0
    return round(scale.x(last + timedelta(days=1)) - scale.x(first), 2)


def _marks(milestones: Sequence[Milestone], scale: _Scale) -> Iterable[Mark]:
    named_at = -_APART
    for number, each in enumerate(milestones, start=1):
        assert each.first_on is not None
        x = scale.x(each.first_on)
        is_named = x - named_at >= _APART
        named_at = x if is_named else named_at
        yield Mark(x, number, is_named, each)


def _ticks(scale: _Scale) -> Iterable[Tick]:
    years = [date(year, 1, 1) for year in range(scale.first.year + 1, scale.last.year + 1)]
    if len(years) >= 2:
        step = -(-len(years) // _TICKS)
        yield from (Tick(scale.x(day), str(day.year)) for day in years[::step])
        return
    language = current_language()
    for day in _quarters(scale):
        words = month_name(day, language, short=True)
        yield Tick(scale.x(day), f"{words} {day.year}" if day.month == 1 else words)


def _quarters(scale: _Scale) -> Iterable[date]:
    for year in range(scale.first.year, scale.last.year + 1):
        for month in (1, 4, 7, 10):
            if scale.first <= date(year, month, 1) <= scale.last:
                yield date(year, month, 1)


@dataclass(frozen=True)
class Segment:
    """A part of a bar of money; `pattern` tells it from its neighbours without colour."""

    x: float
    width: float
    pattern: str
    words: str


def money_segments(budget: Budget) -> list[Segment]:
    """The parts of a budget side by side; nothing where no source is named or nothing is paid."""
    if not budget.shares or not budget.amount:
        return []
    segments, x = [], 0.0
    for place, part in enumerate(budget.parts):
        width = round(float(part.amount / budget.amount) * 100, 2)
        words = percentage(part.percent or Decimal(0)) if width >= _NAMED else ""
        segments.append(
            Segment(round(x, 2), width, pattern_of(place, is_rest=not part.name), words)
        )
        x += width
    return segments


def pattern_of(place: int, *, is_rest: bool = False) -> str:
    """How the part at a place is drawn: the patterns of `projects/_patterns.html`, in turn."""
    return "rest" if is_rest else ("solid", "lines", "dots", "grid", "bars")[place % 5]


def init_app(app: App) -> None:
    """Offer the pictures to templates."""
    for function in (time_line, numbered, money_segments, pattern_of):
        app.add_template_global(function)
