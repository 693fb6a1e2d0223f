"""Importing people from a file, as a coordinator does it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.people import People, cast
from tests.registrations.desk import letters, list_of, log, set_event, store
from tests.registrations.importing import (
    LIST,
    check,
    checked,
    come,
    outcomes,
    rows,
    the_import,
    upload,
    workbook,
)
from webapp.registrations.people_import_work import work


@pytest.fixture
def people(app: Flask) -> People:
    people = cast(app)
    set_event(app, people, capacity=None)
    return people


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the organiser's coordinator."""
    return people.partner_coordinator.client(app)


def sweep(app: Flask) -> int:
    with app.app_context():
        return work()


def test_a_list_comes_in_only_when_told(app: Flask, people: People, desk: FlaskClient) -> None:
    page = upload(desk, people, LIST)
    assert "What stands where?" in page.words
    page = check(desk, page)
    assert "2 rows read 2 can be imported" in page.words
    assert come(app) == []

    page = send(desk, page, button="Import 2 people", letters="none")
    assert "People are being imported" in page.words
    assert sweep(app) == 1

    page = look(desk, page.response.request.path)
    assert "2 people imported" in page.words
    assert come(app) == [
        ("Anna Bērziņa", "anna@example.lv", "confirmed"),
        ("Zane Zariņa", "zane@example.lv", "confirmed"),
    ]
    assert letters(app) == []
    assert log(app, "people-imported")[0].after == {"registrations": 2}
    actors = {change.actor for change in log(app, "entered")}
    assert actors == {f"account:{people.partner_coordinator.account_id}"}


def test_each_person_is_written_to_where_that_was_chosen(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = checked(desk, people, LIST)

    send(desk, page, button="Import 2 people", letters="confirmation")
    sweep(app)

    assert letters(app) == [("confirmed", "anna@example.lv"), ("confirmed", "zane@example.lv")]


def test_whether_letters_go_out_must_be_said(app: Flask, people: People, desk: FlaskClient) -> None:
    page = send(desk, checked(desk, people, LIST), button="Import 2 people")

    assert page.status == 422
    assert page.summary() == ["Say whether they are written to."]
    assert sweep(app) == 0


def test_places_are_given_in_the_order_of_the_file(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    set_event(app, people, capacity=2)  # one has been taken
    page = checked(desk, people, LIST)
    assert "1 place is free: the first in the file gets it" in page.words

    send(desk, page, button="Import 2 people", letters="none")
    sweep(app)

    assert [(name, state) for name, _email, state in come(app)] == [
        ("Anna Bērziņa", "confirmed"),
        ("Zane Zariņa", "waiting"),
    ]


def test_each_error_and_doubt_is_named_by_row_and_column(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    store(app, people, {"name": "Juris Ozols", "email": "juris@example.org"})
    table = (
        "Name,E-mail,Partner,Group,Language\n"
        ",a@example.org,,,\n"
        "Ilze Kalna,not an address,,,\n"
        "Juris Ozols,juris@example.org,,,\n"
        "Jūris Ozols,other@example.org,,,\n"
        "Marta Liepa,m@example.org,Nobody Ltd,Pirates,Klingon\n"
        "Marta Liepa,m@example.org,Otava Town,,latviešu\n"
        "Marta Liepa,another@example.org,,,\n"
        "=1+1,x@example.org,,,\n"
        "Fine Person,fine@example.org,otava town,,LV\n"
    )

    page = checked(desk, people, table)

    assert "1 can be imported 4 are doubtful 4 cannot be imported" in page.words
    assert rows(page) == [
        "2 a@example.org Column A, “Name”: The name is missing. left out",
        "3 Ilze Kalna Column B, “E-mail”: “not an address” is no e-mail address. left out",
        "4 Juris Ozols Column A, “Name”: Registered here already. left out",
        "5 Jūris Ozols Column A, “Name”: Row 4 has the same name with another address, or none. "
        "Column A, “Name”: Somebody of this name is registered here with another address, or none."
        " doubtful",
        "6 Marta Liepa Column C, “Partner”: “Nobody Ltd” is no organisation known here. "
        "Column D, “Group”: “Pirates” is no group of this event. Column E, “Language”: Letters are"
        " not written in “Klingon”; the usual language is taken. doubtful",
        "7 Marta Liepa Column A, “Name”: The same person stands in row 6. left out",
        "8 Marta Liepa Column A, “Name”: Row 6 has the same name with another address, or none."
        " doubtful",
        "9 =1+1 Column A, “Name”: A formula is not run; it is taken as text. doubtful",
    ]


def test_doubtful_rows_come_in_only_when_told(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    table = "Name,Partner\nAnna,Nowhere\nZane,Otava Town\n"

    page = checked(desk, people, table)
    page = send(desk, page, button="Import 1 person", letters="none")
    sweep(app)

    assert [name for name, *_ in come(app)] == ["Zane"]
    page = look(desk, page.response.request.path)
    assert "1 person imported 1 left out" in page.words
    file = desk.get(f"{page.response.request.path}left-out.csv").get_data(as_text=True)
    assert file.splitlines()[1] == "Anna,Nowhere,2,“Nowhere” is no organisation known here."


def test_doubtful_rows_come_in_when_told(app: Flask, people: People, desk: FlaskClient) -> None:
    page = checked(desk, people, "Name,Partner\nAnna,Nowhere\nZane,Otava Town\n")

    send(desk, page, button="Import 1 person", letters="none", takes_doubts="y")
    sweep(app)

    assert [name for name, *_ in come(app)] == ["Anna", "Zane"]


def test_columns_can_be_corrected(app: Flask, people: People, desk: FlaskClient) -> None:
    page = upload(desk, people, "Who,Where to\nAnna,anna@example.org\n")

    page = send(desk, page, button="Check the rows", **{"column-0": "", "column-1": ""})
    assert page.errors() == {
        "column-0": "Error: Say which column holds the names: people need at least a name."
    }
    page = send(desk, page, button="Check the rows", **{"column-0": "email", "column-1": "email"})
    assert "“E-mail address” is chosen twice: choose one." in page.summary()
    check(desk, page, **{"column-0": "name", "column-1": "email"})

    assert outcomes(app) == [(1, "error"), (2, "ready")]


def test_another_encoding_shows_the_file_anew(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = upload(desk, people, "Name,Mail\nJosé Peña,jose@example.org\n".encode("cp1252"))

    assert "José Peña" in page.words
    page = send(desk, page, button="Check the rows", encoding="windows-1257")

    assert "The file is read anew" in page.words
    assert "José Peńa" in page.words
    page = send(desk, page, button="Check the rows", encoding="utf-8")
    assert page.status == 422
    assert page.errors() == {
        "encoding": "Error: Row 2 cannot be read in this encoding. Choose another one."
    }


def test_first_names_and_surnames_in_two_columns(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = checked(desk, people, "Vārds\tUzvārds\tPiezīmes\nAnna\tBērziņa\tcomes by bus\n")

    send(desk, page, button="Import 1 person", letters="none")
    sweep(app)

    assert come(app) == [("Anna Bērziņa", None, "confirmed")]


def test_a_workbook_tells_of_formulas_and_merged_cells(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    table = [["Name", "E-mail"], ["Anna", "anna@example.org"], ["Zane", "=A3&B2"]]
    page = upload(desk, people, workbook([*table, ["Marta", None]], merge="A4:B4"), "list.xlsx")

    page = check(desk, page)

    assert "Formulas are not run" in page.words
    assert "B3" in page.words
    assert "A4:B4" in page.words
    assert outcomes(app) == [(2, "ready"), (3, "ready"), (4, "doubt")]


def test_nobody_comes_in_twice_however_often_the_button_is_pressed(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = checked(desk, people, LIST)

    send(desk, page, button="Import 2 people", letters="none")
    send(desk, page, button="Import 2 people", letters="none")
    sweep(app)
    send(desk, page, button="Import 2 people", letters="none")
    sweep(app)

    assert len(come(app)) == 2


def test_an_import_can_be_stopped_and_go_on(app: Flask, people: People, desk: FlaskClient) -> None:
    page = checked(desk, people, LIST)
    page = send(desk, page, button="Import 2 people", letters="none")

    page = send(desk, page, button="Stop")
    assert sweep(app) == 0
    assert "0 people imported Somebody stopped the import. 2 not yet imported" in page.words
    assert come(app) == []

    send(desk, page, button="Import 2 people", letters="none")
    sweep(app)
    assert len(come(app)) == 2


def test_what_was_uploaded_can_be_deleted_at_once(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = send(desk, checked(desk, people, LIST), button="Delete it now")

    assert "The file and all that was read of it are deleted." in page.words
    assert outcomes(app) == []


def test_the_file_is_gone_as_soon_as_the_people_are_in(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    page = checked(desk, people, LIST)

    send(desk, page, button="Import 2 people", letters="none")
    sweep(app)

    assert the_import(app).stage == "done"
    with app.app_context():
        from sqlalchemy import text

        from webapp.core.database import db

        assert db.session.scalar(text("SELECT content FROM people_imports")) is None


@pytest.mark.parametrize("who", ["helper", "reader", "project_coordinator"])
def test_only_coordinators_of_the_organiser_import(app: Flask, people: People, who: str) -> None:
    browser = getattr(people, who).client(app)

    assert browser.get(f"{list_of(people)}import").status_code == 403


def test_an_import_of_another_event_is_not_found(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    upload(desk, people, LIST)
    code = the_import(app).public_id

    assert desk.get(f"{list_of(people, 'draft')}import/{code}/").status_code == 404
    assert desk.get(f"{list_of(people)}import/nothere/").status_code == 404
    assert desk.get(f"{list_of(people)}import/{code}/columns").status_code == 200
