"""Files of people as they come: in any encoding, from any program, and broken in any way."""

import contextlib
import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registrations.importing import saved, workbook
from webapp.core.forms import clean_line, clean_text
from webapp.registrations import people_import_files as files
from webapp.registrations.people_import_columns import is_header, propose
from webapp.registrations.people_import_encodings import ENCODINGS, guess_encoding
from webapp.registrations.people_import_errors import MOST_BYTES, BadFile
from webapp.registrations.people_import_files import CSV, SEPARATORS, Reading

_LATVIAN = "Vārds, uzvārds;E-pasts\nAnna Bērziņa;anna@example.lv\nĶirsis Šņore;k@example.lv\n"

_WHOLE = workbook([["Name"], ["Anna"]])


def tables(alphabet: str) -> st.SearchStrategy[list[list[str]]]:
    """Tables with at least one cell in every row, of letters an encoding has."""
    cell = st.text(st.sampled_from(alphabet + " \"',;\t\n=@"), max_size=12)
    row = st.lists(cell, min_size=1, max_size=5)
    return st.lists(row.filter(lambda cells: any(cell.strip() for cell in cells)), max_size=12)


def letters_of(encoding: str) -> str:
    """Letters that can be written in an encoding and survive cleaning."""
    codec = ENCODINGS[encoding]
    if codec.startswith("utf"):
        return "AnzāčĒģĶßøЖ漢😀é"
    every = bytes(range(0xA0, 0x100)).decode(codec, errors="ignore")
    return "Anz" + "".join(char for char in every if clean_text(char) == char)


def cleaned(table: list[list[str]]) -> list[list[str]]:
    found = []
    for row in table:
        cells = [clean_line(clean_text(cell)) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append(cells)
    return found


def refusal(content: bytes) -> str:
    """The code with which a file is refused."""
    with pytest.raises(BadFile) as caught:
        read(content)
    return caught.value.code


def read(content: bytes) -> list[Any]:
    """Everything that is ever read of a file."""
    found = files.guess(content)
    rows = list(files.rows_of(content, found))
    return [rows, files.remarks_of(content, found), files.merged_cells(content, found)]


@given(st.data(), st.sampled_from(sorted(ENCODINGS)), st.sampled_from(SEPARATORS))
def test_any_table_is_read_as_it_was_written(data: Any, encoding: str, separator: str) -> None:
    table = data.draw(tables(letters_of(encoding)))
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(table)
    content = buffer.getvalue().encode(ENCODINGS[encoding])

    rows = files.rows_of(content, Reading(CSV, encoding, separator))

    assert [cells for _number, cells in rows] == cleaned(table)


@settings(max_examples=25)
@given(tables("Anzāčģķß漢é"))
def test_any_workbook_is_read_as_it_was_written(table: list[list[str]]) -> None:
    texts = [[f"t{cell}" for cell in row] for row in table]
    content = workbook(texts)
    if not table:
        return

    rows = files.rows_of(content, files.guess(content))

    assert [cells for _number, cells in rows] == cleaned(texts)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(BadFile):
        rows, *_rest = read(content)
        assert all(any(cells) for _number, cells in rows)


@settings(max_examples=60)
@given(st.data())
def test_a_workbook_damaged_anywhere_is_read_or_refused(data: Any) -> None:
    content = bytearray(_WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadFile):
        read(bytes(content))


@pytest.mark.parametrize(
    ("codec", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1257", "windows-1257"),
        # The same letters; only its quotation marks would tell.
        ("iso8859-13", "windows-1257"),
        ("iso8859-4", "iso-8859-4"),
    ],
)
def test_the_encoding_of_a_latvian_list_is_guessed(codec: str, expected: str) -> None:
    content = _LATVIAN.encode(codec)

    found = files.guess(content)

    assert (found.encoding, found.separator) == (expected, ";")
    assert files.head_of(content, found)[1] == (2, ["Anna Bērziņa", "anna@example.lv"])


def test_western_letters_are_read_in_the_western_encoding() -> None:
    content = "Name,City\nFrançois Lefèvre,Besançon\nIñigo Núñez,Logroño\n".encode("cp1252")

    assert guess_encoding(content) == "windows-1252"


@pytest.mark.parametrize("separator", SEPARATORS)
def test_what_separates_the_cells_is_guessed(separator: str) -> None:
    text = separator.join(["Name", "E-mail", "Notes"]) + "\n"
    text += separator.join(['"Ozols, Juris; jun."', "j@example.org", "a\tb"[:1]]) + "\n"

    assert files.guess(text.encode()).separator == separator


def test_the_separator_that_excel_was_told_counts() -> None:
    content = b"sep=;\r\nName;Mail\r\nAnna,B;a@example.org\r\n"

    found = files.guess(content)

    assert list(files.rows_of(content, found))[1] == (3, ["Anna,B", "a@example.org"])


def test_rows_are_numbered_as_spreadsheets_do() -> None:
    content = b'Name\n\n"Two\nlines"\n\nAnna\n'

    rows = list(files.rows_of(content, Reading(CSV)))

    assert rows == [(1, ["Name"]), (3, ["Two lines"]), (5, ["Anna"])]


def test_a_sheet_that_begins_further_down_keeps_its_numbers() -> None:
    content = workbook([[None], [None, None], [None, "Name"], [None, "Anna", 7, 2.5]])

    rows = list(files.rows_of(content, files.guess(content)))

    assert rows == [(3, ["", "Name"]), (4, ["", "Anna", "7", "2.5"])]


def test_days_and_numbers_of_a_workbook_become_text() -> None:
    content = workbook([[date(2026, 11, 22), True, 12345678901]])

    assert list(files.rows_of(content, files.guess(content))) == [
        (1, ["2026-11-22", "True", "12345678901"])
    ]


def test_headings_are_recognised_in_both_languages() -> None:
    english = ["First name", "Last name", "E-mail address", "Institution", "Target group"]
    latvian = ["Vārds, uzvārds*", "E-pasts:", "Iestāde", "Valoda", "Tālrunis"]

    assert is_header(english)
    assert propose([english], True) == ["first-name", "surname", "email", "organisation", "group"]
    assert propose([latvian], True) == ["name", "email", "organisation", "language", ""]


def test_a_list_without_headings_is_recognised_by_its_cells() -> None:
    rows = [["1", "Anna Bērziņa", "anna@example.org"], ["2", "Zane", "zane@example.org"]]

    assert not is_header(rows[0])
    assert propose(rows, False) == ["", "name", "email"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n;;;\r\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old-excel"),
        (b"%PDF-1.7 list", "no-table"),
        (b"\x00\x01\x02\x03 a program", "no-table"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"Name\n" + b"a," * 101 + b"a\n", "too-many-columns"),
        (b'Name\n"Anna\n' + b"x" * 200_000, "open-quote"),
        (b"a" * (MOST_BYTES + 1), "too-large"),
        (b"Name\n" + b"a\n" * 50_001, "too-many-rows"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


def packed(**parts: bytes) -> bytes:
    """A workbook with parts added or replaced ("/" written as "__")."""
    buffer = io.BytesIO(workbook([["Name"], ["Anna"]]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def test_a_workbook_with_macros_is_refused() -> None:
    assert refusal(packed(xl__vbaProject_dot_bin=b"Sub Evil()")) == "macros"


def test_a_workbook_that_says_it_has_macros_is_refused() -> None:
    content = workbook([["Name"]])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
            new.writestr(name, part)

    assert refusal(buffer.getvalue()) == "macros"


def test_a_workbook_with_links_to_other_files_is_refused() -> None:
    part = b"<externalLink/>"

    assert refusal(packed(xl__externalLinks__externalLink1_dot_xml=part)) == "external-links"


def test_a_workbook_that_grows_beyond_measure_is_refused() -> None:
    bomb = packed(xl__comments_dot_xml=b"<a>" + b" " * (100 << 20) + b"</a>")
    assert len(bomb) < 200_000

    assert refusal(bomb) == "damaged"


def test_a_workbook_that_lies_about_its_size_is_refused_or_cut() -> None:
    content = bytearray(packed(xl__comments_dot_xml=b"<a>" + b" " * (100 << 20) + b"</a>"))
    size = (100 << 20) + 7
    while (at := content.find(size.to_bytes(4, "little"))) >= 0:
        content[at : at + 4] = (9).to_bytes(4, "little")

    assert refusal(bytes(content)) == "damaged"


def test_entities_are_not_unfolded() -> None:
    assert refusal(packed(xl__comments_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>')) == "damaged"


def test_a_text_document_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")

    assert refusal(buffer.getvalue()) == "other-office"


def test_the_sheet_in_sight_comes_first_and_others_are_named() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Old"
    book.active.sheet_state = "hidden"
    book.create_sheet("List").append(["Name"])
    content = saved(book)

    found = files.guess(content)

    assert found.sheet == "List"
    assert files.remarks_of(content, found) == [["sheets", 1, ["List", "Old"]]]
