"""The list of who comes as a file: CSV (RFC 4180) for programs, XLSX for people.

CSV is UTF-8 with a byte order mark, without which Excel reads it in the machine's own encoding, and
with commas, which every program understands; where Excel expects semicolons, XLSX opens as it is.
What somebody typed is never run as a formula: CSV cells that begin like one get a ``'`` before, and
XLSX cells are stored as text (docs/decisions.md).
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, Select, select

from webapp.core.database import db
from webapp.core.date_words import zone_city
from webapp.core.i18n import current_language, language_name, plain_text
from webapp.core.look import state_look
from webapp.core.times import to_wall
from webapp.events.models import Event
from webapp.programmes.models import TargetGroup
from webapp.projects.organisations import Organisation
from webapp.questions.asking import Asked
from webapp.registrations.export_answers import AnswerCells, cells_of, headings_of
from webapp.registrations.export_parts import Part, parts_of
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import Invitation, Registration
from webapp.registrations.people_lists import places_in_line, shown_state
from webapp.registrations.scheduling_models import CalendarInvitation
from webapp.registrations.scheduling_words import partstat_word

BOM = "\ufeff"
#: Rows read at once, so that any number fits into memory.
_AT_ONCE = 500
#: What spreadsheets take for the beginning of a formula, in full width too (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
#: The most a cell of Excel holds.
_LONGEST_CELL = 32_767
_SHEET_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
Cell = str | int | datetime | None


@dataclass(frozen=True)
class Column:
    """One column. *value* makes its cell of a row and of what all rows share."""

    name: str
    label: str
    value: Callable[[Any, "Shared"], Cell]
    is_usual: bool = True


@dataclass(frozen=True)
class Shared:
    """What all rows need: the zone of their times, places in line by id, and answers."""

    zone: str
    places: dict[int, int]
    cells: AnswerCells | None = None
    #: What capabilities above know of the rows being written, by the name of their part.
    parts: dict[str, Mapping[int, Any]] = field(default_factory=dict)

    def wall(self, instant: datetime | None) -> datetime | None:
        """What clocks at the event showed, to the second."""
        return None if instant is None else to_wall(instant, self.zone).replace(microsecond=0)


def _how(row: Any) -> str:
    """By which way somebody came onto the list."""
    if row.entered_by_id is not None:
        return str(_("by hand"))
    if row.invitation is not None:
        return str(_("by the invitation “%(label)s”", label=row.invitation))
    return str(_("by themselves"))


COLUMNS = {
    column.name: column
    for column in (
        Column("name", _l("Name"), lambda row, shared: row.name),
        Column("email", _l("E-mail address"), lambda row, shared: row.email),
        Column(
            "organisation",
            _l("Organisation"),
            lambda row, shared: row.organisation_text or plain_text(row.organisation),
        ),
        Column(
            "known",
            _l("Organisation known here"),
            lambda row, shared: plain_text(row.organisation),
            is_usual=False,
        ),
        Column(
            "state", _l("State"), lambda row, shared: state_look(row.shown, "registration").word
        ),
        Column("place", _l("Place in line"), lambda row, shared: shared.places.get(row.id)),
        Column("group", _l("Group"), lambda row, shared: plain_text(row.target_group)),
        Column("language", _l("Language"), lambda row, shared: language_name(row.language)),
        Column("registered", _l("Registered"), lambda row, shared: shared.wall(row.created_at)),
        Column(
            "confirmed",
            _l("Got a place"),
            lambda row, shared: shared.wall(row.confirmed_at),
            is_usual=False,
        ),
        Column("how", _l("How"), lambda row, shared: _how(row), is_usual=False),
        Column(
            "photographs",
            _l("Photographs"),
            lambda row, shared: _("please not me") if row.not_in_photos else None,
            is_usual=False,
        ),
        Column(
            "answer",
            _l("Answer to the invitation"),
            lambda row, shared: partstat_word(row.partstat),
            is_usual=False,
        ),
        Column("reason", _l("Reason"), lambda row, shared: row.ended_reason, is_usual=False),
    )
}
_TIMES = frozenset({"registered", "confirmed"})


@dataclass(frozen=True)
class Export:
    """A list ready to be written: headings and rows of cells."""

    title: str
    headings: list[str]
    rows: Iterable[list[Cell]]


def columns_of(event: Event, *, sees_needs: bool = False) -> dict[str, Column]:
    """Every column a list of *event* can have, by name: its questions too, needs only if said."""
    columns = dict(COLUMNS)
    for name, heading, asked in headings_of(event, sees_needs=sees_needs):
        columns[name] = Column(name, heading, _cell_of(asked), is_usual=not asked.is_need)
    for part in parts_of(event):
        for name, label, value in part.columns:
            columns[name] = Column(name, label, _cell_of_part(part, value))
    return columns


def export_of(
    event: Event, ids: Sequence[int], names: Iterable[str], *, sees_needs: bool = False
) -> Export:
    """These registrations with these columns; read in portions while the rows are taken."""
    wanted = frozenset(names)
    offered = columns_of(event, sees_needs=sees_needs)
    columns = [column for column in offered.values() if column.name in wanted]
    zone = event_zone(event)
    places = places_in_line(event) if "place" in wanted else {}
    shared = Shared(zone, places, cells_of(event, wanted & offered.keys()))
    headings = [_heading(column, zone) for column in columns]
    parts = [
        part for part in parts_of(event) if wanted & {name for name, _label, _value in part.columns}
    ]
    rows = ([each.value(row, shared) for each in columns] for row in _rows(ids, shared, parts))
    return Export(plain_text(event.name), headings, rows)


def csv_lines(export: Export) -> Iterator[bytes]:
    """The file, line by line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)  # commas and CRLF, as RFC 4180 has them
    buffer.write(BOM)
    for cells in _with_headings(export):
        writer.writerow([_csv_cell(cell) for cell in cells])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def xlsx_file(export: Export) -> bytes:
    """The file, whole: a sheet with a head that stays in sight and filters."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _SHEET_OPTIONS)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
    widths = [len(heading) for heading in export.headings]
    last = 0
    for last, cells in enumerate(_with_headings(export)):
        for column, cell in enumerate(cells):
            _write(sheet, last, column, cell, bold if last == 0 else None, moment)
            widths[column] = min(50, max(widths[column], len(_plain(cell))))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(widths) - 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.set_properties({"title": export.title})
    book.close()
    return buffer.getvalue()


def safe_cell(text: str) -> str:
    """*text* as spreadsheets leave it alone: one that looks like a formula gets a ``'`` before.

    Spaces before do not help against it: some programs trim them first.
    """
    looks_like_one = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if looks_like_one else text


def _write(sheet: Any, row: int, column: int, cell: Cell, heading: Any, moment: Any) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell[:_LONGEST_CELL], heading)


def _csv_cell(cell: Cell) -> str:
    return safe_cell(cell) if isinstance(cell, str) else _plain(cell)


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def _with_headings(export: Export) -> Iterator[list[Cell]]:
    yield [*export.headings]
    yield from export.rows


def _heading(column: Column, zone: str) -> str:
    """Times say whose they are."""
    if column.name not in _TIMES:
        return str(column.label)
    city = zone_city(zone, current_language())
    return str(_("%(column)s (%(city)s time)", column=column.label, city=city))


def _cell_of(asked: Asked) -> Callable[[Any, Shared], Cell]:
    def cell(row: Any, shared: Shared) -> Cell:
        if shared.cells is None:
            return None
        made = shared.cells.need if asked.is_need else shared.cells.answer
        return made(asked, row.id)

    return cell


def _cell_of_part(part: Part, value: Callable[[Any], str]) -> Callable[[Any, Shared], Cell]:
    def cell(row: Any, shared: Shared) -> Cell:
        known = shared.parts[part.name].get(row.id)
        return None if known is None else value(known)

    return cell


def _rows(ids: Sequence[int], shared: Shared, parts: Sequence[Part]) -> Iterator[Row[Any]]:
    """The rows of these registrations in their order, plain and not as objects."""
    for first in range(0, len(ids), _AT_ONCE):
        portion = ids[first : first + _AT_ONCE]
        if shared.cells is not None:
            shared.cells.load(portion)
        shared.parts.update({part.name: part.load(portion) for part in parts})
        found = {row.id: row for row in db.session.execute(_query(portion))}
        yield from (found[each] for each in portion if each in found)


def _query(ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Registration.id,
            Registration.name,
            Registration.email,
            Registration.organisation_text,
            Registration.language,
            Registration.created_at,
            Registration.confirmed_at,
            Registration.ended_reason,
            Registration.not_in_photos,
            Registration.entered_by_id,
            shown_state().label("shown"),
            Organisation.name.label("organisation"),
            TargetGroup.name.label("target_group"),
            Invitation.label.label("invitation"),
            CalendarInvitation.partstat,
        )
        .outerjoin(Registration.organisation)
        .outerjoin(Registration.target_group)
        .outerjoin(Invitation, Invitation.id == Registration.invitation_id)
        .outerjoin(CalendarInvitation, CalendarInvitation.registration_id == Registration.id)
        .where(Registration.id.in_(ids))
    )
