"""Workbooks (Office Open XML, ECMA-376), read by calamine after we have unpacked them ourselves.

A packed file says how large its parts are and may lie. Its parts are unpacked here, up to a limit,
and only what came out is given on, so that nothing grows behind the reader's back. Nothing in a
workbook is run: programs and links to other files are refused, formulas give what they last gave.
"""

import io
import posixpath
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from webapp.registrations.people_import_errors import MOST_COLUMNS, MOST_UNPACKED, BadFile

_MOST_PARTS = 2_000
_PORTION = 1 << 20
#: How many cells are named where there may be thousands.
_NAMED = 5
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def is_zip(content: bytes) -> bool:
    """Whether it may be a workbook."""
    return content.startswith(b"PK\x03\x04")


def refuse_other_office(content: bytes) -> None:
    """Say what is wrong with files that are clearly no text. Raises `BadFile`."""
    if content.startswith(_OLD_OFFICE):
        raise BadFile("old-excel")
    if content.startswith(_OTHERS):
        raise BadFile("no-table")


def names(content: bytes) -> list[str]:
    """The sheets with cells, those in sight first. Raises `BadFile`."""
    book = _book(content)
    found = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    found.sort(key=lambda each: each.visible != SheetVisibleEnum.Visible)
    if not found:
        raise BadFile("no-table")
    return [each.name for each in found]


def rows(content: bytes, sheet: str) -> Iterator[list[str]]:
    """The rows of a sheet from the first on, cells as text."""
    found = _sheet(content, sheet)
    left = (found.start or (0, 0))[1]  # empty rows above are given, empty columns before are not
    if left + found.width > MOST_COLUMNS * 10:
        raise BadFile("too-many-columns")
    for cells in found.iter_rows():
        yield [""] * left + [_text(cell) for cell in cells]


def remarks(content: bytes, sheet: str) -> list[list[Any]]:
    """[code, how many, some of the places] of what staff should know."""
    sheets = names(content)
    formulas = list(_formulas(content, sheet))
    ranges = [f"{_address(*first)}:{_address(*last)}" for first, last in _ranges(content, sheet)]
    found = [
        ["sheets", len(sheets) - 1, sheets[:_NAMED]],
        ["formulas", len(formulas), formulas[:_NAMED]],
        ["merged", len(ranges), ranges[:_NAMED]],
    ]
    return [each for each in found if each[1]]


def merged(content: bytes, sheet: str) -> dict[int, list[int]]:
    """By row number (from 1): the columns (from 0) that belong to a merged cell and are not its
    first."""
    found: dict[int, list[int]] = {}
    for first, last in _ranges(content, sheet):
        for row in range(first[0], min(last[0], first[0] + 10_000) + 1):
            columns = range(first[1], min(last[1], MOST_COLUMNS) + 1)
            found.setdefault(row + 1, []).extend(c for c in columns if (row, c) != first)
    return found


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _book(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(_unpacked(content)))
    except CalamineError as error:
        raise BadFile("damaged") from error


def _sheet(content: bytes, name: str) -> Any:
    try:
        return _book(content).get_sheet_by_name(name)
    except CalamineError as error:
        raise BadFile("damaged") from error


def _ranges(content: bytes, sheet: str) -> Iterable[Any]:
    return _sheet(content, sheet).merged_cell_ranges or ()


def _unpacked(content: bytes) -> bytes:
    """The same archive without compression, each part as large as it was found to be."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as unpacked:
        for name, part in _parts(content):
            unpacked.writestr(ZipInfo(name), part)
    return target.getvalue()


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The XML parts of a workbook. Raises `BadFile` for what no list of people needs."""
    room = MOST_UNPACKED
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _refuse([each.filename for each in infos])
            for info in infos:
                if not info.filename.lower().endswith((".xml", ".rels")):
                    continue
                part = _read(archive, info, room)
                room -= len(part)
                _look_into(info.filename, part)
                yield info.filename, part
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise BadFile("damaged") from error


def _refuse(found: list[str]) -> None:
    lower = [name.lower() for name in found]
    if "mimetype" in lower or "content.xml" in lower or "word/document.xml" in lower:
        raise BadFile("other-office")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lower):
        raise BadFile("macros")
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise BadFile("external-links")
    if _WORKBOOK not in lower:
        raise BadFile("no-table")
    if len(found) > _MOST_PARTS or len(set(lower)) < len(lower):
        raise BadFile("damaged")


def _read(archive: ZipFile, info: ZipInfo, room: int) -> bytes:
    """One part, as long as there is room for it."""
    if info.file_size > room:
        raise BadFile("damaged")
    found = bytearray()
    with archive.open(info) as part:
        while portion := part.read(_PORTION):
            found += portion
            if len(found) > room:
                raise BadFile("damaged")
    return bytes(found)


def _look_into(name: str, part: bytes) -> None:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise BadFile("damaged")
    if name.lower() == "[content_types].xml" and b"macroenabled" in part.lower():
        raise BadFile("macros")


def _formulas(content: bytes, sheet: str) -> Iterator[str]:
    """The addresses of cells with a formula."""
    parts = dict(_parts(content))
    part = parts.get(_part_of(parts, sheet), b"")
    found: list[str] = []
    cell = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell
        tag = tag.rpartition(":")[2]
        if tag == "c":
            cell = attributes.get("r", "")
        elif tag == "f":
            found.append(cell)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(part or b"<none/>", True)
    except expat.ExpatError as error:
        raise BadFile("damaged") from error
    yield from found


def _part_of(parts: dict[str, bytes], sheet: str) -> str:
    """The name of the part that holds a sheet, as the relations of the workbook tell it."""
    try:
        book = ElementTree.fromstring(parts[_WORKBOOK])  # noqa: S314 no entities: _look_into
        relations = ElementTree.fromstring(parts[_RELATIONS])  # noqa: S314
    except (KeyError, ElementTree.ParseError) as error:
        raise BadFile("damaged") from error
    targets = {each.get("Id"): each.get("Target") or "" for each in relations}
    for each in book.iter():
        if each.tag.rpartition("}")[2] == "sheet" and each.get("name") == sheet:
            ids = [value for name, value in each.items() if name.rpartition("}")[2] == "id"]
            target = targets.get(ids[0] if ids else None, "")
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return ""


def _address(row: int, column: int) -> str:
    """ "C2" for row 1 and column 2 (both from 0)."""
    letters = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row + 1}"
