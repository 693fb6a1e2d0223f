"""Why a file of people cannot be read, in words; kept as a code until somebody is there to read."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

#: What a file may hold at most; more is two files.
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
#: What the parts of a workbook may unpack to.
MOST_UNPACKED = 80 * 1024 * 1024

_WORDS: dict[str, Callable[..., Any]] = {
    "empty": lambda: _("This file is empty. Choose the one with the list of people."),
    "too-large": lambda: _(
        "This file is larger than %(size)d MB. Take out pictures and other sheets, or make several"
        " files of it.",
        size=MOST_BYTES // 1024 // 1024,
    ),
    "too-many-rows": lambda: _(
        "This table has more than %(most)d rows. Make several files of it.", most=MOST_ROWS
    ),
    "too-many-columns": lambda: _(
        "This table has more than %(most)d columns. Keep those with people's details.",
        most=MOST_COLUMNS,
    ),
    "no-table": lambda: _(
        "This is no table that can be read. Save the list as an Excel workbook (.xlsx) or as CSV,"
        " and choose that file."
    ),
    "old-excel": lambda: _(
        "This is a workbook of an old Excel, or one with a password. Save it as .xlsx without a"
        " password, and choose that file."
    ),
    "other-office": lambda: _(
        "This is a document of another office program. Save the list as an Excel workbook (.xlsx)"
        " or as CSV, and choose that file."
    ),
    "macros": lambda: _(
        "This workbook has macros, that is a program in it. Save it as a workbook without macros"
        " (.xlsx), and choose that file."
    ),
    "external-links": lambda: _(
        "This workbook takes cells from other files. Replace these links by their values (Data →"
        " Edit links → Break links), save it, and choose it again."
    ),
    "damaged": lambda: _(
        "This workbook is damaged or unpacks to far more than a list of people. Save it anew, and"
        " choose that file."
    ),
    "not-this-encoding": lambda row: _(
        "Row %(row)d cannot be read in this encoding. Choose another one.", row=row
    ),
    "open-quote": lambda row: _(
        "From row %(row)d on a quotation mark is not closed, or a cell is far too long. Put it"
        " right in the file, and choose it again.",
        row=row,
    ),
    "no-rows": lambda: _("There is nobody below the row of headings."),
    "not-allowed": lambda: _(
        "Whoever started the import may not change the people of this event any more."
    ),
    "by-hand": lambda: _("Somebody stopped the import."),
    "event-over": lambda: _("The event takes nobody any more: it was cancelled or taken off."),
    "failed": lambda: _(
        "The program could not go on. The log of the installation says why; the rows that were not"
        " imported are still here."
    ),
}

#: What staff should know of the file: the sentence for (how many, where).
REMARKS = {
    "formulas": _l("Formulas are not run: the values they had when the file was saved are taken."),
    "merged": _l("Of cells that are merged only the first has a value; the others count as empty."),
    "sheets": _l("The workbook has several sheets; one of them is read."),
}


class BadFile(Exception):
    """A file that cannot be read: a code of the words above, and what they need."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.row = code, row

    def __str__(self) -> str:
        return in_words(self.stored)

    @property
    def stored(self) -> str:
        """The code as it is kept: "open-quote:12"."""
        return self.code if self.row is None else f"{self.code}:{self.row}"


def in_words(stored: str) -> str:
    """The sentence of a code that was kept."""
    code, _separator, row = stored.partition(":")
    return str(_WORDS[code](int(row)) if row else _WORDS[code]())
