"""Files of the list: complete, in the list's order, and harmless to open."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.browsing import look
from tests.people import People, cast
from tests.registrations.desk import list_of, log, store
from webapp.registrations.exports import BOM, safe_cell

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = ["=1+1", "+371 2", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "  =1+1", "=HYPERLINK(0)"]


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator of the organiser."""
    return people.partner_coordinator.client(app)


def rows_of(desk: FlaskClient, address: str) -> list[list[str]]:
    answer = desk.get(address)
    assert answer.status_code == 200
    text = answer.get_data().decode("utf-8")
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def cells_of(desk: FlaskClient, address: str) -> list[list[str]]:
    """The cells of the first sheet as text, and that none is a formula or a link."""
    answer = desk.get(address)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    texts = ["".join(each.itertext()) for each in shared]
    assert not list(sheet.iter(f"{MAIN}f"))
    assert not list(sheet.iter(f"{MAIN}hyperlink"))
    return [[_text(cell, texts) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def _text(cell: ElementTree.Element, texts: list[str]) -> str:
    value = "".join(cell.itertext())
    return texts[int(value)] if cell.get("t") == "s" else value


def test_csv_holds_the_list_in_its_order(app: Flask, people: People, desk: FlaskClient) -> None:
    store(
        app,
        people,
        {
            "name": "Žanna, “Ž” Āboliņa",
            "email": "z@example.org",
            "organisation_text": 'House "Sea"\nHall 2',
            "state": "waiting",
            "created_at": datetime(2026, 7, 1, 9, 30, 59, tzinfo=UTC),
        },
    )

    rows = rows_of(desk, f"{list_of(people)}export.csv?sort=name&q=example")

    assert rows[0] == [
        "Name",
        "E-mail address",
        "Organisation",
        "State",
        "Place in line",
        "Group",
        "Language",
        "Registered (Riga time)",
    ]
    assert [row[0] for row in rows[1:]] == ["Pauls Participant", "Žanna, “Ž” Āboliņa"]
    assert rows[2][1:] == [
        "z@example.org",
        'House "Sea"\nHall 2',
        "waiting",
        "1",
        "",
        "English",
        "2026-07-01 12:30",
    ]


def test_only_chosen_columns_and_filtered_rows(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(app, people, {"name": "Anna", "state": "cancelled", "ended_reason": "Ill"})

    query = "columns=reason&columns=name&state=cancelled&chosen=1"
    rows = rows_of(desk, f"{list_of(people)}export.csv?{query}")

    assert rows == [["Name", "Reason"], ["Anna", "Ill"]]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_csv_is_text(app: Flask, people: People, desk: FlaskClient, text: str) -> None:
    store(app, people, {"name": text, "organisation_text": text})

    rows = rows_of(desk, f"{list_of(people)}export.csv?columns=name&columns=organisation")

    assert [f"'{text}", f"'{text}"] in rows


@pytest.mark.parametrize("text", ["=1+1", "http://example.org", "+371 2", "{=A1}", "007"])
def test_a_formula_in_a_workbook_is_text_as_it_was_typed(
    app: Flask, people: People, desk: FlaskClient, text: str
) -> None:
    store(app, people, {"name": text})

    cells = cells_of(desk, f"{list_of(people)}export.xlsx?columns=name")

    assert [text] in cells


def test_a_workbook_holds_times_as_times(app: Flask, people: People, desk: FlaskClient) -> None:
    store(app, people, {"name": "Anna", "created_at": datetime(2026, 7, 1, 9, 30, tzinfo=UTC)})

    cells = cells_of(desk, f"{list_of(people)}export.xlsx?columns=name&columns=registered&q=anna")

    noon_and_a_half = 46204 + 12.5 / 24  # days since the end of 1899
    assert cells[1][0] == "Anna"
    assert float(cells[1][1]) == pytest.approx(noon_and_a_half)


@given(st.text(max_size=40))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = safe_cell(text)

    assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or cell.startswith("'")
    assert cell.removeprefix("'") in (text, text.removeprefix("'"))


def test_long_lists_and_hostile_names_arrive_whole(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    """More than are read at once; names of every kind."""
    names = ["אברהם", "<b>x</b>", "Zalgo" + "\u0301" * 100, "𝔘𝔫𝔦", "a;b", "x" * 200]
    given_names = [*names, *(f"Person {number:04}" for number in range(1100))]
    store(app, people, *({"name": name} for name in given_names))

    address = "export.{}?columns=name&state=confirmed"
    in_csv = {row[0] for row in rows_of(desk, list_of(people) + address.format("csv"))}
    in_book = {row[0] for row in cells_of(desk, list_of(people) + address.format("xlsx"))}

    assert in_csv == in_book == {*given_names, "Pauls Participant", "Name"}


def test_that_it_was_taken_is_in_the_log_without_a_name(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    desk.get(f"{list_of(people)}export.csv?q=pauls&columns=name").get_data()
    desk.get(f"{list_of(people)}export.xlsx?columns=name").get_data()

    entries = log(app, "exported")
    assert [each.entity for each in entries] == [f"event:{people.event_ids['public']}"] * 2
    assert [(each.after or {})["registrations"] for each in entries] == [1, 1]
    assert [(each.after or {})["format"] for each in entries] == ["csv", "xlsx"]
    assert "auls" not in json.dumps([each.after for each in entries])


def test_the_files_are_named_and_not_kept_by_caches(people: People, desk: FlaskClient) -> None:
    for ending, kind in (("csv", "text/csv"), ("xlsx", "application/vnd.openxml")):
        answer = desk.get(f"{list_of(people)}export.{ending}")
        answer.get_data()

        named = answer.headers["Content-Disposition"]
        assert named.startswith(f'attachment; filename="{people.public}-20')
        assert named.endswith(f'.{ending}"')
        assert answer.content_type.startswith(kind)
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_form_keeps_filters_and_asks_for_a_column(people: People, desk: FlaskClient) -> None:
    page = look(desk, f"{list_of(people)}export?state=confirmed")
    without = look(desk, f"{list_of(people)}export.csv?chosen=1")
    unknown = look(desk, f"{list_of(people)}export.csv?columns=secret")

    assert "Export 1 person" in page.words
    assert page.soup.select('form[method=get] input[name=state][value="confirmed"]')
    assert without.status == unknown.status == 422
    assert "Choose at least one column." in without.summary()


# Who may not


def test_only_who_may_change_people_takes_them_away(app: Flask, people: People) -> None:
    for who in (people.helper, people.reader, people.project_coordinator, people.stranger):
        browser = who.client(app)
        for name in ("export", "export.csv", "export.xlsx"):
            answer = browser.get(list_of(people) + name)
            assert answer.status_code == 403
            assert "pauls" not in answer.get_data(as_text=True).casefold()
    assert people.visitor.client(app).get(f"{list_of(people)}export.csv").status_code == 303
    assert log(app, "exported") == []
