"""What people take home from a visit, and the cards made of it."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.page_kinds import COORDINATOR, OTHER, PageKind
from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.core.text import search_key
from webapp.core.times import now
from webapp.events.models import Event
from webapp.practices.models import Takeaway
from webapp.projects.models import GoodPractice, Project
from webapp.registrations.models import Registration, State

HELD, PROJECT, NAME = "iotx-razlog-2022", "urban-digital-innovation", "Nora Paraugs"


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them, for a meeting that was held."""
    event = db.session.scalars(select(Event).where(Event.slug == HELD)).one()
    own = f"/registrations/{_written_at(event).token()}/takeaways"
    desk, code = f"/manage/events/{codes[HELD]}/takeaways/", _shared()
    empty = f"/manage/events/{codes['example-razlog-meeting']}/takeaways/"
    send = ("press", "main form.form .is-primary")
    clear = ("fill", "#text", "")
    yield PageKind("takeaways", own)
    yield PageKind("takeaways, one", f"{own}/visit")
    yield PageKind("takeaways, errors", f"{own}/visit", acts=(clear, send))
    yield PageKind("takeaways, staff", desk, COORDINATOR)
    yield PageKind("takeaways, staff of the host", desk, OTHER)
    yield PageKind("takeaways, none", empty, COORDINATOR)
    yield PageKind("takeaways, new card", f"{desk}card?of={code}", COORDINATOR)
    yield from _cards()


def _cards() -> Iterator[PageKind]:
    project = db.session.scalars(select(Project).where(Project.slug == PROJECT)).one()
    query = select(GoodPractice.slug).where(GoodPractice.project_id == project.id)
    card = db.session.scalars(query.order_by(GoodPractice.slug).limit(1)).one()
    cards = f"/manage/projects/{PROJECT}/practices/"
    yield PageKind("takeaways, cards", cards, COORDINATOR)
    yield PageKind("takeaways, no cards", "/manage/projects/iotxchange/practices/", COORDINATOR)
    yield PageKind("takeaways, card", f"{cards}{card}", COORDINATOR)
    send = ("press", "main form.form .is-primary")
    yield PageKind("takeaways, card errors", f"{cards}new", COORDINATOR, (send,))


def _written_at(event: Event) -> Registration:
    """Somebody who noted two things there."""
    known = {"event_id": event.id, "name": NAME}
    person = db.session.scalars(select(Registration).filter_by(**known)).first()
    if person is not None:
        return person
    state = {"state": State.CONFIRMED.value, "confirmed_at": now(), "is_example": True}
    person = Registration(**known, **state, name_key=search_key(NAME), language="en")
    event.pool.taken += 1
    db.session.add(person)
    db.session.flush()
    items = select(AgendaItem.id).where(AgendaItem.event_id == event.id).order_by(AgendaItem.id)
    for item_id, text, is_shared in (
        (db.session.scalars(items.limit(1)).one(), "Ten minutes are enough for a plan.", True),
        (None, "Come back with our local group.", False),
    ):
        said = {"language": "en", "text": text, "is_shared": is_shared}
        said["could_do"] = "Show ours to two neighbours first."
        db.session.add(Takeaway(registration_id=person.id, item_id=item_id, **said))
    db.session.flush()
    return person


def _shared() -> str:
    query = select(Takeaway.public_id).where(Takeaway.is_shared).order_by(Takeaway.id).limit(1)
    return db.session.scalars(query).one()
