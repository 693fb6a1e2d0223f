"""A board is tables of plain values: shown on screen, printed and written as a file alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import format_decimal

from webapp.logistics.words import clock_word

#: A wall clock time stays one, so that a spreadsheet can sort by it.
Cell = str | int | float | datetime | None


@dataclass(frozen=True)
class Row:
    """One line. *person* is the public id of whom it is about, *key* what a box would choose."""

    cells: Sequence[Cell]
    person: str = ""
    key: str = ""
    is_sum: bool = False


@dataclass(frozen=True)
class Table:
    """Lines under a title. *numbers* are the columns set to the right; *name* is its id."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Row]
    numbers: frozenset[int] = frozenset()
    #: Beside the title: "12 people of 16 seats".
    note: str = ""
    #: Said where there is no row.
    nothing: str = ""
    #: Public id of the item of the agenda it is about.
    item: str = ""

    @property
    def heads(self) -> list[str | tuple[str, str]]:
        """The columns as the macro of tables wants them."""
        return [
            (words, "number") if place in self.numbers else words
            for place, words in enumerate(self.columns)
        ]


@dataclass(frozen=True)
class Board:
    """One side of logistics: its tables, and what its reader should see to."""

    tables: Sequence[Table]
    warnings: Sequence[str] = field(default_factory=list)


def cell_words(cell: Cell) -> str:
    """A cell as people read it."""
    if isinstance(cell, datetime):
        return clock_word(cell)
    return format_decimal(cell) if isinstance(cell, int | float) else cell or ""
