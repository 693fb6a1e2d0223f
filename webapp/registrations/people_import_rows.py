"""The rows of an import as staff read them: those with something to look at, a page at a time."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db
from webapp.registrations import people_import_checks as checks
from webapp.registrations.exports import BOM, safe_cell
from webapp.registrations.people_import_forms import letter_of
from webapp.registrations.people_import_models import ImportRow, Outcome, PeopleImport
from webapp.registrations.people_import_work import counts_of as counts_of

PAGE = 100
#: What staff may want to see one by one.
_TOLD = (Outcome.ERROR, Outcome.DOUBT, Outcome.LEFT_OUT)


@dataclass(frozen=True)
class RowsPage:
    """Some rows, and the number to go on after, if there are more."""

    rows: list[ImportRow]
    after: int | None


def rows_page(found: PeopleImport, after: str = "", size: int = PAGE) -> RowsPage:
    """The rows with something wrong or doubtful behind row *after*."""
    last = int(after) if after.isascii() and after.isdecimal() and len(after) < 9 else 0
    query = (
        select(ImportRow)
        .where(ImportRow.import_id == found.id, ImportRow.outcome.in_(_TOLD))
        .where(ImportRow.number > last)
        .order_by(ImportRow.number)
        .limit(size + 1)
    )
    rows = list(db.session.scalars(query))
    return RowsPage(rows[:size], rows[size - 1].number if len(rows) > size else None)


def column_words(found: PeopleImport, column: int | None) -> str:
    """ "Column B, “E-mail”"; empty where it concerns the whole row."""
    if column is None:
        return ""
    heading = found.headings[column] if column < len(found.headings) else ""
    if not heading:
        return str(_("Column %(letter)s", letter=letter_of(column)))
    return str(
        _("Column %(letter)s, “%(heading)s”", letter=letter_of(column), heading=heading[:60])
    )


def finding_words(finding: list[Any]) -> str:
    """What was found, as a sentence."""
    _column, code, words = finding
    return checks.in_words(code, words)


def not_imported(found: PeopleImport) -> bytes:
    """A CSV file of the rows nobody was registered for: their cells, row numbers and reasons."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([*map(safe_cell, _headings(found)), _("Row"), _("Why not")])
    query = (
        select(ImportRow)
        .where(ImportRow.import_id == found.id, ImportRow.outcome != Outcome.IMPORTED)
        .order_by(ImportRow.number)
    )
    width = len(_headings(found))
    for row in db.session.scalars(query):
        cells = [safe_cell(cell) for cell in row.cells] + [""] * (width - len(row.cells))
        why = " ".join(finding_words(each) for each in row.findings)
        writer.writerow([*cells, row.number, safe_cell(why)])
    return buffer.getvalue().encode()


def _headings(found: PeopleImport) -> list[str]:
    width = max(len(found.headings), len(found.columns))
    return [
        found.headings[at]
        if at < len(found.headings) and found.headings[at]
        else str(_("Column %(letter)s", letter=letter_of(at)))
        for at in range(width)
    ]
