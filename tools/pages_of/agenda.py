"""The desk of an agenda."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.page_kinds import COORDINATOR, HELPER, PageKind
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.core.database import db
from webapp.events.models import Event

_MEETING = "example-razlog-meeting"
_EMPTY = "example-local-group-evening"


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    agenda = f"/manage/events/{codes[_MEETING]}/agenda/"
    empty = f"/manage/events/{codes[_EMPTY]}/agenda/"
    visit, day = _company_visit()
    item, track = f"{agenda}items/{visit}/", f"{agenda}tracks/{_track()}/"
    send = ("press", "main form.form .is-primary")
    shift = ("press", "#shift .actions .button")
    for name, address, acts in (
        ("", agenda, ()),
        (", none yet", empty, ()),
        (", line with errors", empty, (("press", ".quick .button"),)),
        (", new item", f"{agenda}items/new", ()),
        (", new item, errors", f"{agenda}items/new", (send,)),
        (", item", item, ()),
        (", move", f"{item}slot", ()),
        (", shift", f"{item}slot", (shift,)),
        (", removal", f"{item}removal", ()),
        (", day copied", f"{agenda}days/{day}/copy", ()),
        (", tracks", f"{agenda}tracks/", ()),
        (", track", track, ()),
    ):
        yield PageKind(f"agenda{name}", address, COORDINATOR, acts)
    yield PageKind("agenda, looked at", agenda, HELPER)


def _company_visit() -> tuple[str, str]:
    """Its code, and its day."""
    query = select(AgendaItem.public_id, AgendaItem.day_on).join(AgendaItem.event)
    query = query.where(Event.slug == _MEETING, AgendaItem.kind == "company")
    row = db.session.execute(query.order_by(AgendaItem.id).limit(1)).one()
    return row.public_id, row.day_on.isoformat()


def _track() -> str:
    query = select(AgendaTrack.public_id).join(Event, Event.id == AgendaTrack.event_id)
    query = query.where(Event.slug == _MEETING).order_by(AgendaTrack.position)
    return db.session.scalars(query.limit(1)).one()
