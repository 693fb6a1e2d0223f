"""A board as a workbook: a sheet for each table, with the columns of the screen.

What somebody typed is stored as text and never run as a formula, as in registrations/exports.
"""

import io
import re
from datetime import datetime
from typing import Any

import xlsxwriter

from webapp.logistics.tables import Board, Cell, Table, cell_words

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
#: What the name of a sheet may not hold, and how long it may be.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")
_LONGEST_NAME = 31
#: The most a cell of Excel holds, and how wide a column becomes.
_LONGEST_CELL, _WIDEST = 32_767, 50


def xlsx_of(board: Board, title: str) -> bytes:
    """The file, whole. An empty board has one sheet with its heads."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "sum": book.add_format({"bold": True, "top": 1}),
        "time": book.add_format({"num_format": "ddd yyyy-mm-dd hh:mm", "align": "left"}),
    }
    taken: set[str] = set()
    for table in board.tables:
        _write_table(book.add_worksheet(_sheet_name(table.title, taken)), table, formats)
    book.set_properties({"title": title})
    book.close()
    return buffer.getvalue()


def _write_table(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    widths = [len(words) for words in table.columns]
    for place, words in enumerate(table.columns):
        sheet.write_string(0, place, words, formats["head"])
    for line, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row.cells):
            look = formats["sum"] if row.is_sum else None
            _write(sheet, (line, place), cell, look, formats["time"])
            widths[place] = min(_WIDEST, max(widths[place], len(cell_words(cell))))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(widths) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, look: Any, time: Any) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(*at, cell, time)
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell, look)
    elif cell:
        sheet.write_string(*at, cell[:_LONGEST_CELL], look)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel accepts, once in the book whatever the case of its letters."""
    base = _FORBIDDEN.sub(" ", title).strip() or "–"
    name, number = base[:_LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        tail = f" {number}"
        name = base[: _LONGEST_NAME - len(tail)] + tail
    taken.add(name.casefold())
    return name
