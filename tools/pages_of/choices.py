"""The agenda as its readers see it, its versions, and choosing items of it."""

from collections.abc import Iterator

from sqlalchemy import select

from tools.example_rows import confirmed, example
from tools.page_kinds import COORDINATOR, PageKind
from webapp.agenda import versions
from webapp.agenda.models import AgendaItem
from webapp.choices import rules
from webapp.choices.queries import items_to_choose
from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.registrations.models import Registration, State
from webapp.seats import rules as seats


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """The public agenda with every sort of change, and what belongs to one who takes part."""
    event = example("razlog-meeting")
    if not event.has_agenda:
        versions.publish(event)
    token = _choose(event.id).token()
    _change(event.id)
    code = codes["example-razlog-meeting"]
    desk = f"/manage/events/{code}/agenda"
    yield PageKind("agenda, public", f"/events/{code}/agenda/")
    yield PageKind("agenda, for staff", f"/events/{code}/agenda/", COORDINATOR)
    yield PageKind("agenda, versions", f"{desk}/versions/", COORDINATOR)
    yield PageKind("agenda, one version", f"{desk}/versions/1/", COORDINATOR)
    yield PageKind("agenda, telling", f"{desk}/telling", COORDINATOR)
    yield PageKind("agenda, who has chosen what", f"{desk}/choices/", COORDINATOR)
    own = f"/registrations/{token}"
    yield PageKind("agenda, one's own", f"{own}/agenda/")
    yield PageKind("agenda, choosing", f"{own}/choices/")
    seen = ("run", "document.querySelector('input[name=seen]').value = 'older'")
    stale = PageKind(
        "agenda, choosing, changed meanwhile",
        f"{own}/choices/",
        acts=(seen, ("press", "main form.form .is-primary")),
    )
    yield stale
    draft = _unpublished()
    yield PageKind("agenda, publication", f"/manage/events/{draft}/agenda/publication", COORDINATOR)


def _choose(event_id: int) -> Registration:
    """Somebody who has one item, and waits for another that is full."""
    first, second, *_rest = items_to_choose(event_id)
    mine = confirmed("razlog-meeting")
    query = select(Registration).where(
        Registration.event_id == event_id, Registration.state == State.CONFIRMED
    )
    others = db.session.scalars(query.where(Registration.id != mine.id).limit(2))
    for other in others:
        rules.choose(other, second)
    assert second.pool is not None
    db.session.refresh(second.pool)
    seats.set_capacity(second.pool, second.pool.taken)
    rules.choose(mine, first)
    rules.choose(mine, second)
    return mine


def _change(event_id: int) -> None:
    query = select(AgendaItem).where(
        AgendaItem.event_id == event_id, ~AgendaItem.needs_choice, AgendaItem.visibility == "public"
    )
    items = list(db.session.scalars(query.order_by(AgendaItem.id)))
    items[0].place_note = LocalText({"en": "Gate 3", "lv": "3. izeja"})
    items[1].name = LocalText({"en": "A late lunch", "lv": "Vēlas pusdienas"})
    items[2].clothing = LocalText({"en": "Warm shoes", "lv": "Silti apavi"})
    items[-1].cancelled_at = now()


def _unpublished() -> str:
    """The code of an event with an agenda that nobody sees yet."""
    event = example("engure-workshop")
    assert event.first_on is not None
    item = AgendaItem(
        event_id=event.id,
        name=LocalText({"en": "Opening", "lv": "Atklāšana"}),
        kind="plenary",
        day_on=event.first_on,
        starts_zone="Europe/Riga",
        ends_zone="Europe/Riga",
    )
    db.session.add(item)
    db.session.flush()
    return event.code
