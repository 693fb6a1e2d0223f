"""A month laid out as the rows of a table: which bar stands in which week, lane and column.

Pure arithmetic on dates; the words and addresses are the template's. A week has up to `lanes`
lanes; what finds no room in them is counted on each of its days ("+2") and listed there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol


class Spanning(Protocol):
    """Anything with a first and a last day, both included."""

    @property
    def first_on(self) -> date:
        """The first day."""

    @property
    def last_on(self) -> date:
        """The last day."""


@dataclass(frozen=True)
class Cell:
    """A stretch of days in one lane: an entry's bar, or nothing (`entry` is None)."""

    span: int
    entry: Spanning | None = None
    came_before: bool = False
    goes_on: bool = False


@dataclass
class Day:
    """One day of a week: everything on it, and how much of that has no bar."""

    on: date
    is_outside: bool
    is_today: bool
    entries: list[Spanning] = field(default_factory=list)
    hidden: int = 0

    @property
    def is_weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.on.weekday() >= 5


@dataclass(frozen=True)
class Week:
    """Seven days from Monday, and the lanes of bars under them; each lane's spans add up to 7."""

    days: list[Day]
    lanes: list[list[Cell]]

    @property
    def has_hidden(self) -> bool:
        """Whether any day has more than the lanes hold."""
        return any(day.hidden for day in self.days)


def month_weeks(
    year: int, month: int, entries: Iterable[Spanning], today: date | None = None, lanes: int = 3
) -> list[Week]:
    """The weeks of a month, from the Monday before its first day to the Sunday after its last.

    Of entries that begin on one day the longer stands above; otherwise their order is kept.
    """
    ordered = sorted(entries, key=lambda each: (each.first_on, each.first_on - each.last_on))
    first = date(year, month, 1)
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday < first or (monday.year, monday.month) == (year, month):
        days = [_day(monday + timedelta(days=n), month, today) for n in range(7)]
        weeks.append(_week(days, ordered, lanes))
        monday += timedelta(days=7)
    return weeks


def _day(on: date, month: int, today: date | None) -> Day:
    return Day(on, is_outside=on.month != month, is_today=on == today)


def _week(days: list[Day], entries: Sequence[Spanning], lanes: int) -> Week:
    rows: list[list[Spanning | None]] = []
    for entry in entries:
        columns = [n for n, day in enumerate(days) if entry.first_on <= day.on <= entry.last_on]
        if columns:
            _place(entry, columns, rows, days, lanes)
    return Week(days, [_cells(row, days) for row in rows])


def _place(
    entry: Spanning,
    columns: list[int],
    rows: list[list[Spanning | None]],
    days: list[Day],
    lanes: int,
) -> None:
    for column in columns:
        days[column].entries.append(entry)
    for row in rows:
        if all(row[column] is None for column in columns):
            break
    else:
        if len(rows) >= lanes:
            for column in columns:
                days[column].hidden += 1
            return
        row = [None] * 7
        rows.append(row)
    for column in columns:
        row[column] = entry


def _cells(row: list[Spanning | None], days: list[Day]) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    while column < 7:
        entry, start = row[column], column
        while column < 7 and row[column] is entry:
            column += 1
        if entry is None:
            cells.append(Cell(column - start))
        else:
            cells.append(
                Cell(
                    column - start,
                    entry,
                    came_before=entry.first_on < days[start].on,
                    goes_on=entry.last_on > days[column - 1].on,
                )
            )
    return cells
