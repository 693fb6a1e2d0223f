"""The list as a file to take away, and on paper."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, request
from flask.ctx import AppContext
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.i18n import current_language, in_language
from webapp.core.permissions import Act
from webapp.core.times import now, to_wall
from webapp.events.models import Event
from webapp.registrations.asking import may_see_needs
from webapp.registrations.exports import Column, columns_of, csv_lines, export_of, xlsx_file
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import Registration
from webapp.registrations.people_desk import blueprint, find_event, people_page
from webapp.registrations.people_forms import ExportForm, PrintForm
from webapp.registrations.people_lists import (
    PeopleFilters,
    how_many,
    matching_ids,
    places_in_line,
)
from webapp.registrations.people_pools import pools_of

#: What usually stands beside the names on paper.
_ON_PAPER = ("organisation", "pool", "state", "group", "here")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/export")
def export(code: str) -> ResponseReturnValue:
    """Which columns, and as what kind of file."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    return _form_page(event, _form(event, data={"columns": _usual(event)}))


@blueprint.get("/export.csv")
def export_csv(code: str) -> ResponseReturnValue:
    """A stream of lines, however many people there are."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = _form(event, request.args)
    if not form.validate():
        return _form_page(event, form), 422
    ids, names = _taken(event, form.columns.data, "csv"), form.columns.data
    how = Written(current_language(), names, may_see_needs(event))
    lines = _lines(current_app.app_context(), event.id, ids, how)
    return _file(event, lines, "text/csv; charset=utf-8", "csv")


@blueprint.get("/export.xlsx")
def export_xlsx(code: str) -> ResponseReturnValue:
    """A workbook that opens in Excel and LibreOffice as it is."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = _form(event, request.args)
    if not form.validate():
        return _form_page(event, form), 422
    ids, names = _taken(event, form.columns.data, "xlsx"), form.columns.data
    whole = export_of(event, ids, names, sees_needs=may_see_needs(event))
    return _file(event, xlsx_file(whole), XLSX, "xlsx")


@blueprint.get("/print")
def sheet(code: str) -> ResponseReturnValue:
    """The whole list on one page, made for paper: at the door, in the file."""
    event = find_event(code)
    filters = PeopleFilters.read(request.args)
    ids = matching_ids(event, filters)
    form, parted = PrintForm(request.args), pools_of(event)
    form.offer(parted[0].label if parted else "")
    if not form.chosen.data:
        form.columns.data = list(_ON_PAPER)
    return people_page(
        "print.html",
        event,
        form=form,
        shown=frozenset(form.columns.data or ()),
        filters=filters,
        pools=parted[1] if parted else {},
        registrations=_in_order(ids),
        places=places_in_line(event),
        printed_at=now(),
    )


def _form(event: Event, arguments: Any = None, **values: Any) -> ExportForm:
    """The choice of columns; an address without any means the usual ones."""
    if arguments is not None and "columns" not in arguments and "chosen" not in arguments:
        arguments, values = None, {"data": {"columns": _usual(event)}}
    form = ExportForm(formdata=arguments, **values)
    form.columns.choices = [(column.name, column.label) for column in _columns(event)]
    return form


def _columns(event: Event) -> Iterable[Column]:
    return columns_of(event, sees_needs=may_see_needs(event)).values()


def _usual(event: Event) -> list[str]:
    return [column.name for column in _columns(event) if column.is_usual]


@dataclass(frozen=True)
class Written:
    """What a file is to hold, known while there was a request: its reader's language and rights."""

    language: str
    names: list[str]
    sees_needs: bool


def _lines(context: AppContext, event_id: int, ids: list[int], how: Written) -> Iterator[bytes]:
    """The lines of the file, made while they are sent: the request is over by then."""
    with context, in_language(how.language):
        event = db.session.get_one(Event, event_id)
        yield from csv_lines(export_of(event, ids, how.names, sees_needs=how.sees_needs))


def _taken(event: Event, names: list[str], kind: str) -> list[int]:
    """Whose rows to write; that they were taken is in the change log, without any name."""
    ids = matching_ids(event, PeopleFilters.read(request.args))
    with write():
        after = {"registrations": len(ids), "format": kind, "columns": names}
        record(event.key, "exported", after=after)
    return ids


def _file(event: Event, body: Any, kind: str, ending: str) -> Response:
    day = to_wall(now(), event_zone(event)).date()
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{event.code}-{day.isoformat()}.{ending}"'
    )
    return response


def _form_page(event: Event, form: ExportForm) -> str:
    filters = PeopleFilters.read(request.args)
    number = how_many(event, filters)
    return people_page("export.html", event, form=form, filters=filters, number=number)


def _in_order(ids: list[int]) -> Iterable[Registration]:
    """The registrations, read in portions while the page is written."""
    for first in range(0, len(ids), 500):
        portion = ids[first : first + 500]
        query = select(Registration).where(Registration.id.in_(portion))
        query = query.options(
            joinedload(Registration.organisation), joinedload(Registration.target_group)
        )
        found = {each.id: each for each in db.session.scalars(query)}
        yield from (found[each] for each in portion if each in found)
