"""Short hands for tests of importing people."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import Sheet, look, send
from tests.people import People
from tests.registrations.desk import list_of
from webapp.core.database import db
from webapp.registrations.models import Registration
from webapp.registrations.people_import_models import ImportRow, PeopleImport

LIST = (
    "Name;E-mail;Organisation\nAnna Bērziņa;anna@example.lv;Brasla\nZane Zariņa;zane@example.lv;\n"
)


def upload(
    browser: FlaskClient, people: People, content: bytes | str, name: str = "list.csv"
) -> Sheet:
    """Choose a file on the first page; gives the page that follows."""
    body = content.encode() if isinstance(content, str) else content
    page = look(browser, f"{list_of(people)}import")
    return send(browser, page, button="Read the file", file=(io.BytesIO(body), name))


def check(browser: FlaskClient, page: Sheet, **fields: Any) -> Sheet:
    """Press the button under the columns."""
    return send(browser, page, button="Check the rows", **fields)


def checked(browser: FlaskClient, people: People, content: bytes | str, **fields: Any) -> Sheet:
    """Upload and check with what was guessed."""
    return check(browser, upload(browser, people, content), **fields)


def rows(page: Sheet) -> list[str]:
    """The rows to look at, as one line each."""
    found = page.soup.select("#rows tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in found]


def come(app: Flask) -> list[tuple[str, str | None, str]]:
    """(name, address, state) of whom staff entered, in the order they came."""
    with app.app_context():
        query = select(Registration.name, Registration.email, Registration.state)
        query = query.where(Registration.entered_by_id.is_not(None)).order_by(Registration.id)
        return [tuple(row) for row in db.session.execute(query)]


def the_import(app: Flask) -> PeopleImport:
    """The newest import, without a session."""
    with app.app_context():
        found = db.session.scalars(select(PeopleImport).order_by(PeopleImport.id.desc())).first()
        assert found is not None
        db.session.expunge(found)
        return found


def outcomes(app: Flask) -> list[tuple[int, str]]:
    """(row, outcome) of all rows."""
    with app.app_context():
        query = select(ImportRow.number, ImportRow.outcome).order_by(ImportRow.number)
        return [tuple(row) for row in db.session.execute(query)]


def workbook(table: Iterable[Sequence[Any]], merge: str | None = None) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
