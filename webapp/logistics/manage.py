"""Thin routes for staff: the boards on screen, on paper and as files."""

from flask import Response
from flask.typing import ResponseReturnValue

from webapp.core.changes import record
from webapp.core.database import write
from webapp.core.i18n import plain_text
from webapp.core.permissions import Act, current_viewer
from webapp.core.times import now, to_wall
from webapp.events.models import Event
from webapp.logistics import access, overview
from webapp.logistics.desk import Side, blueprint, find_event, find_side, page, side_page
from webapp.logistics.facts import Facts
from webapp.logistics.sheets import xlsx_of
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.people_exports import XLSX

from webapp.logistics import (  # noqa: F401 isort:skip add their routes
    manage_factors,
    manage_groups,
    manage_items,
    manage_links,
    manage_people,
    manage_rooms,
    manage_settings,
)

__all__ = ["blueprint"]

blueprint.add_app_template_global(access.step_free_warnings)


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """Numbers, what is missing, what does not fit."""
    event = find_event(code)
    facts = Facts(event, current_viewer())
    return page(
        "index.html",
        event,
        facts=facts,
        lines=overview.lines_of(facts),
        warnings=overview.warnings_of(facts),
        silent=overview.silent_people(facts),
    )


@blueprint.get("/<name>/")
def side(code: str, name: str) -> ResponseReturnValue:
    """One board, with what can be done there."""
    event = find_event(code)
    return side_page(event, find_side(event, name))


@blueprint.get("/<name>/print")
def sheet(code: str, name: str) -> ResponseReturnValue:
    """The board alone, made for paper."""
    event = find_event(code)
    found = find_side(event, name)
    board = found.make(Facts(event, current_viewer()))
    return page("print.html", event, name, side=found, board=board, printed_at=now())


@blueprint.get("/<name>.xlsx")
def file(code: str, name: str) -> ResponseReturnValue:
    """The board as a workbook; that it was taken stands in the change log."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = find_side(event, name)
    with write():
        record(event.key, "exported", after={"format": "xlsx", "columns": [name]})
    board = found.make(Facts(event, current_viewer()))
    return _file(event, found, xlsx_of(board, f"{plain_text(event.name)}: {found.title}"))


def _file(event: Event, side: Side, body: bytes) -> Response:
    day = to_wall(now(), event_zone(event)).date()
    response = Response(body, content_type=XLSX)
    name = f"{event.code}-{side.name}-{day.isoformat()}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
