"""The papers of an event, on the desk and as pages."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.page_kinds import COORDINATOR, PageKind
from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations.models import Registration, State


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    meeting = codes["example-razlog-meeting"]
    desk = f"/manage/events/{meeting}/papers/"
    for name, address in (
        ("", desk),
        (", agenda of the staff", f"{desk}agenda.html?level=internal"),
        (", list to sign", f"{desk}participants.html?sign=1"),
        (", badges", f"{desk}badges.html"),
        (", letters", f"{desk}invitation.html"),
        (", extracts", f"{desk}travel-order.html"),
        (", host pack", f"{desk}host-pack.html"),
        (", words", f"{desk}host-pack"),
    ):
        yield PageKind(f"papers{name}", address, COORDINATOR)
    own = f"/registrations/{_own(meeting)}/papers/"
    for name, address in (("one's own", own), ("own letter", f"{own}invitation.html")):
        yield PageKind(f"papers, {name}", address)
    yield PageKind("papers, agenda", f"/events/{meeting}/agenda.html")


def _own(code: str) -> str:
    """The link of somebody who has a seat."""
    query = select(Registration).join(Event, Event.id == Registration.event_id)
    query = query.where(Event.code == code, Registration.state == State.CONFIRMED)
    return db.session.scalars(query.order_by(Registration.id)).first().token()  # type: ignore[union-attr]
