"""What staff are asked while they import people from a file."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from webapp.core.form_fields import Asking
from webapp.core.forms import BaseForm, ChoiceField, RadioField, YesField
from webapp.core.i18n import current_language, languages
from webapp.registrations import people_import_files as files
from webapp.registrations.people_import_columns import WORDS, missing, twice
from webapp.registrations.people_import_encodings import ENCODINGS
from webapp.registrations.people_import_files import Reading
from webapp.registrations.people_import_models import PeopleImport

_SEPARATORS = {",": _l("comma"), ";": _l("semicolon"), "\t": _l("tab")}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "windows-1257": "Windows-1257 (Baltic)",
    "windows-1252": "Windows-1252 (Western)",
    "iso-8859-13": "ISO 8859-13 (Baltic)",
    "iso-8859-4": "ISO 8859-4 (Baltic, old)",
}
assert _ENCODINGS.keys() == ENCODINGS.keys()


class FileToRead(Asking, FileField):
    """A file to be chosen on one's own machine."""


class UploadForm(BaseForm):
    """The file with the list."""

    file = FileToRead(
        _l("File with the list of people"),
        required=_l("Choose a file first."),
        hint=_l("An Excel workbook (.xlsx) or CSV, one row for each person, at most 5 MB."),
        render_kw={"accept": ".xlsx,.csv,.tsv,.txt"},
    )


class ColumnsForm(BaseForm):
    """How the file is read, and what stands where. Made for one file by :func:`columns_form`."""

    encoding = ChoiceField(_l("Encoding"), hint=_l("Right when the letters below look right."))
    separator = ChoiceField(_l("Between the cells"))
    sheet = ChoiceField(_l("Sheet"))
    has_header = YesField(_l("The first row is headings"))
    language = ChoiceField(
        _l("Language of letters"), hint=_l("For those of whom the file does not say it.")
    )

    def reading(self, now_read: Reading) -> Reading:
        """How the file is to be read from now on."""
        names = [name for name in ("encoding", "separator", "sheet") if name in self]
        given = {name: self[name].data for name in names}
        return now_read.but(has_header=bool(self.has_header.data), **given)

    def chosen(self) -> list[str]:
        """What each column holds."""
        return [field.data or "" for field in self if field.name.startswith("column-")]

    def check_columns(self) -> bool:
        """Whether people have a name, and everything stands in one column only."""
        chosen = self.chosen()
        if missing(chosen):
            self.add_error(
                "column-0", _("Say which column holds the names: people need at least a name.")
            )
        for target in twice(chosen):
            last = max(at for at, each in enumerate(chosen) if each == target)
            words = dict(WORDS)[target]  # type: ignore[index]
            self.add_error(
                f"column-{last}", _("“%(column)s” is chosen twice: choose one.", column=words)
            )
        return not self.errors


def columns_form(found: PeopleImport, sheets: list[str], headings: list[str]) -> ColumnsForm:
    """The form for this file: only what can be chosen, and a choice for every column."""
    fields = {
        f"column-{at}": ChoiceField(
            heading or _("Column %(letter)s", letter=letter_of(at)), name=f"column-{at}", blank="–"
        )
        for at, heading in enumerate(headings)
    }
    form: ColumnsForm = type("FileForm", (ColumnsForm,), fields)()
    _offer(form, Reading(**found.reading), sheets)
    for name in fields:
        form[name].choices = list(WORDS.items())
    if not form.is_submitted():
        _fill(form, found)
    return form


def _offer(form: Any, reading: Reading, sheets: list[str]) -> None:
    form.language.choices = languages()
    if reading.kind == files.CSV:
        form.encoding.choices = list(_ENCODINGS.items())
        form.separator.choices = list(_SEPARATORS.items())
        del form.sheet
        return
    del form.encoding
    del form.separator
    if len(sheets) > 1:
        form.sheet.choices = [(name, name) for name in sheets]
    else:
        del form.sheet


def _fill(form: Any, found: PeopleImport) -> None:
    for name in ("encoding", "separator", "sheet", "has_header"):
        if name in form:
            form[name].data = found.reading[name]
    form.language.data = found.language or current_language()
    for at, target in enumerate(found.columns):
        if f"column-{at}" in form:
            form[f"column-{at}"].data = target


class StartForm(BaseForm):
    """The last question before people are registered."""

    takes_doubts = YesField(_l("Import those with something doubtful too"))
    letters = RadioField(
        _l("Letters"),
        choices=[
            ("none", _l("Write to nobody")),
            ("confirmation", _l("Write to everybody: where they stand, with their link")),
        ],
        required=_l("Say whether they are written to."),
    )


def letter_of(column: int) -> str:
    """A column (from 0) as spreadsheets call it: "A"."""
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(65 + place) + letters
    return letters
