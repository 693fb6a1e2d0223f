"""Questions of a form, on the desk and asked."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.page_kinds import COORDINATOR, PageKind
from webapp.core.database import db
from webapp.events.models import Event
from webapp.questions.asking import Kind
from webapp.questions.models import Question


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    meeting = f"/manage/events/{codes['example-razlog-meeting']}/questions/"
    asking = f"/events/{codes['example-local-group-next-evening']}/register"
    query = select(Question.public_id).join(Event, Event.id == Question.event_id)
    query = query.where(Event.slug == "example-razlog-meeting", Question.kind == Kind.PLACES)
    choice = db.session.scalars(query).one()
    none = f"/manage/events/{codes['example-local-group-evening']}/questions/"
    for name, address in (
        ("", meeting),
        (", none yet", none),
        (", kinds", f"{meeting}new"),
        (", new", f"{meeting}new?kind=several-of"),
        (", edit", f"{meeting}{choice}/edit"),
        (", removal", f"{meeting}{choice}/removal"),
        (", preview", f"{meeting}preview"),
        (", results", f"{meeting}results"),
    ):
        yield PageKind(f"questions{name}", address, COORDINATOR)
    send = ("press", "main form.form .is-primary")
    yield PageKind("questions, errors", f"{meeting}new?kind=places", COORDINATOR, (send,))
    yield PageKind("register, questions", asking)
    yield PageKind("register, questions, errors", asking, acts=(send,))
