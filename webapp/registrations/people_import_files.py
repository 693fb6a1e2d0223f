"""A file of people as a table: what kind it is, how it is to be read, and its rows.

A guess can always be corrected. CSV is read as RFC 4180 has it, with the separators and encodings
that spreadsheets on Windows write here; workbooks are for `people_import_sheets`.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from webapp.core.forms import clean_line, clean_text
from webapp.registrations import people_import_sheets as sheets
from webapp.registrations.people_import_encodings import ENCODINGS, guess_encoding
from webapp.registrations.people_import_errors import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    BadFile,
)

CSV, XLSX = "csv", "xlsx"
SEPARATORS = (",", ";", "\t")
#: Rows looked at to guess what separates the cells.
_SAMPLE = 50
#: The first line by which Excel is told the separator.
_TOLD = "sep="
#: Row number (the first of the file is 1) and cells.
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Reading:
    """How a file is read. *sheet* is the name of one in a workbook."""

    kind: str
    encoding: str = "utf-8"
    separator: str = ","
    sheet: str = ""
    has_header: bool = True

    def as_json(self) -> dict[str, Any]:
        """To be stored."""
        return asdict(self)

    def but(self, **values: Any) -> "Reading":
        """The same with some of it replaced; what does not exist is left as it was."""
        wanted = {**asdict(self), **{name: value for name, value in values.items() if value != ""}}
        if wanted["encoding"] not in ENCODINGS or wanted["separator"] not in SEPARATORS:
            return self
        return replace(self, **wanted)


def guess(content: bytes) -> Reading:
    """How a file that was just uploaded is probably to be read. Raises `BadFile`."""
    if not content.strip(b"\0\r\n\t ,;"):
        raise BadFile("empty")
    if len(content) > MOST_BYTES:
        raise BadFile("too-large")
    if sheets.is_zip(content):
        return Reading(XLSX, sheet=sheets.names(content)[0])
    sheets.refuse_other_office(content)
    encoding = guess_encoding(content)
    if encoding is None:
        raise BadFile("no-table")
    text = _decode(content, encoding)
    return Reading(CSV, encoding, _guess_separator(text))


def rows_of(content: bytes, reading: Reading) -> Iterator[Row]:
    """The rows that are not empty, as clean texts without empty cells at their ends.

    Raises `BadFile`, in the midst of it too.
    """
    raw = _sheet_rows(content, reading) if reading.kind == XLSX else _csv_rows(content, reading)
    number = 0
    for row, cells in enumerate(raw, 1):
        cleaned = _trimmed([clean_line(clean_text(cell)) for cell in cells])
        if not cleaned:
            continue
        number += 1
        if number > MOST_ROWS + 1:  # and the headings
            raise BadFile("too-many-rows")
        if len(cleaned) > MOST_COLUMNS:
            raise BadFile("too-many-columns")
        yield row, cleaned


def people_rows(content: bytes, reading: Reading) -> Iterator[Row]:
    """The rows below the headings."""
    return islice(rows_of(content, reading), 1 if reading.has_header else 0, None)


def head_of(content: bytes, reading: Reading, most: int = 6) -> list[Row]:
    """The first rows, to be shown."""
    return list(islice(rows_of(content, reading), most))


def remarks_of(content: bytes, reading: Reading) -> list[list[Any]]:
    """What staff should know of the file: [code, how many, some of the places]."""
    return sheets.remarks(content, reading.sheet) if reading.kind == XLSX else []


def merged_cells(content: bytes, reading: Reading) -> dict[int, list[int]]:
    """By row number: the columns (from 0) that are empty because their cell is merged."""
    return sheets.merged(content, reading.sheet) if reading.kind == XLSX else {}


def _sheet_rows(content: bytes, reading: Reading) -> Iterable[list[str]]:
    return sheets.rows(content, reading.sheet)


def _csv_rows(content: bytes, reading: Reading) -> Iterator[list[str]]:
    text = _decode(content, reading.encoding)
    row = 0
    if text[: len(_TOLD)].lower() == _TOLD:
        text = text.partition("\n")[2]
        row = 1
        yield []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=reading.separator)
    try:
        for cells in reader:
            row += 1
            yield cells
    except csv.Error as error:
        raise BadFile("open-quote", row + 1) from error


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(ENCODINGS[encoding]).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise BadFile("not-this-encoding", row) from error


def _guess_separator(text: str) -> str:
    """The one Excel was told, else the one that cuts most rows into as many cells as the first."""
    if text[: len(_TOLD)].lower() == _TOLD and text[len(_TOLD) : len(_TOLD) + 1] in SEPARATORS:
        return text[len(_TOLD)]
    return max(SEPARATORS, key=lambda each: _agreement(text, each))


def _agreement(text: str, separator: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = [len(_trimmed(cells)) for cells in islice(reader, _SAMPLE)]
    except csv.Error:
        return 0.0, 0
    widths = [width for width in widths if width]
    first = widths[0] if widths else 0
    if first < 2:
        return 0.0, 0
    return sum(1 < width <= first for width in widths) / len(widths), first


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells
