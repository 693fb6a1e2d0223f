"""The coordinator's side of delegations, and the delegate's own page."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.page_kinds import COORDINATOR, PageKind
from webapp.core.database import db
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.events.models import Event
from webapp.registrations.models import Registration

MEETING, EVENING = "example-razlog-meeting", "example-local-group-evening"


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    board = f"/manage/events/{codes[MEETING]}/delegations/"
    none = f"/manage/events/{codes[EVENING]}/delegations/"
    query = select(Delegation.public_id).join(Event, Event.id == Delegation.event_id)
    query = query.where(Event.slug == MEETING).order_by(Delegation.id)
    one = db.session.scalars(query.limit(1)).one()
    for name, address in (
        ("", board),
        (", none yet", none),
        (", narrowed", f"{board}?state=declined"),
        (", new", f"{board}new"),
        (", plan", f"{board}plan"),
        (", leaders", f"{board}leaders"),
        (", invitations", f"{board}invitations"),
        (", reminders", f"{board}reminders"),
        (", one", f"{board}{one}/"),
        (", edit", f"{board}{one}/edit"),
    ):
        yield PageKind(f"delegations{name}", address, COORDINATOR)
    send = ("press", "main form.form .is-primary")
    yield PageKind("delegations, errors", f"{none}new", COORDINATOR, (send,))
    yield from _people(board)


def _people(board: str) -> Iterator[PageKind]:
    """A wish to answer, and what a member and a reserve see of themselves."""
    for standing in (Standing.MEMBER, Standing.RESERVE, Standing.WISH):
        registration = _first(standing)
        if registration is None:
            continue
        page = f"/registrations/{registration.token()}/"
        yield PageKind(f"delegations, registration of a {standing}", page)
        if standing is Standing.MEMBER:
            yield PageKind("delegations, delegate", f"{page}delegate")
        if standing is Standing.WISH:
            query = select(Delegation.public_id).join(
                Delegate, Delegate.delegation_id == Delegation.id
            )
            public_id = db.session.scalars(
                query.where(Delegate.registration_id == registration.id)
            ).one()
            address = f"{board}{public_id}/wishes/{registration.public_id}"
            yield PageKind("delegations, wish", address, COORDINATOR)


def _first(standing: Standing) -> Registration | None:
    query = (
        select(Registration)
        .join(Delegate, Delegate.registration_id == Registration.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.slug == MEETING, Delegate.standing == standing)
        .order_by(Delegate.id)
    )
    return db.session.scalars(query.limit(1)).first()
