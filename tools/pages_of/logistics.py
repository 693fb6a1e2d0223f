"""Logistics: what delegates and their leaders say, the boards of the staff, the caterer's page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select

from tools.example_rows import example
from tools.page_kinds import ADMIN, COORDINATOR, PageKind
from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.delegations.models import Delegate, Delegation
from webapp.events.models import Event
from webapp.logistics.models import CatererLink, Journey, PickupGroup, Room, Stay
from webapp.registrations.models import Registration, State

_SEND = ("press", "main form.form .is-primary")


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them."""
    event = example("razlog-meeting")
    group, room = _fill(event)
    caterer = CatererLink(event_id=event.id)
    db.session.add(caterer)
    db.session.flush()
    board = f"/manage/events/{codes['example-razlog-meeting']}/logistics/"
    none = f"/manage/events/{codes['example-local-group-evening']}/logistics/"
    yield PageKind("logistics", board, COORDINATOR)
    yield PageKind("logistics, none yet", none, COORDINATOR)
    yield from _sides(board)
    yield from _forms(event, board, group, room)
    yield from _travel(event)
    yield PageKind("logistics, caterer", f"/caterers/{caterer.token()}/")
    yield PageKind("logistics, factors of all", "/manage/travel-factors/", ADMIN)


def _sides(board: str) -> Iterator[PageKind]:
    for name in ("arrivals", "rooms", "meals", "buses", "access", "travel"):
        yield PageKind(f"logistics, {name}", f"{board}{name}/", COORDINATOR)
        yield PageKind(f"logistics, {name} on paper", f"{board}{name}/print", COORDINATOR)
    tick = ("press", "main form.board button")
    yield PageKind("logistics, arrivals, errors", f"{board}arrivals/", COORDINATOR, (tick,))


def _forms(event: Event, board: str, group: PickupGroup, room: Room) -> Iterator[PageKind]:
    query = select(AgendaItem.public_id).where(AgendaItem.event_id == event.id)
    ride = db.session.scalars(query.where(AgendaItem.kind == "transfer").limit(1)).one()
    person = db.session.scalars(_comes(event)).first()
    assert person is not None
    for name, address in (
        ("new group", "arrivals/groups/new"),
        ("group", f"arrivals/groups/{group.public_id}/edit"),
        ("group, removal", f"arrivals/groups/{group.public_id}/removal"),
        ("new rooms", "rooms/new"),
        ("room", f"rooms/{room.public_id}/edit"),
        ("ride", f"items/{ride}"),
        ("person", f"people/{person.public_id}"),
        ("settings", "settings"),
        ("factors", "travel/factors"),
    ):
        yield PageKind(f"logistics, {name}", board + address, COORDINATOR)
    new = f"{board}arrivals/groups/new"
    yield PageKind("logistics, new group, errors", new, COORDINATOR, (_SEND,))


def _travel(event: Event) -> Iterator[PageKind]:
    query = select(Delegation).join(Delegate, Delegate.delegation_id == Delegation.id)
    query = query.join(Registration, Registration.id == Delegate.registration_id)
    query = query.where(Delegation.event_id == event.id, Registration.state == State.CONFIRMED)
    delegation = db.session.scalars(query.order_by(Delegate.id)).first()
    assert delegation is not None
    members = (each.registration for each in delegation.delegates)
    person = next(each for each in members if each.state == State.CONFIRMED)
    own = f"/registrations/{person.token()}/travel"
    theirs = f"/delegations/{delegation.token()}/travel/"
    day = ("fill", "#departure-time", "18:30")
    yield PageKind("logistics, own travel", own)
    yield PageKind("logistics, own travel, errors", own, acts=(day, _SEND))
    yield PageKind("logistics, delegation", theirs)
    yield PageKind("logistics, delegate", f"{theirs}{person.public_id}")


def _comes(event: Event) -> Select[Registration]:
    query = select(Registration).where(Registration.event_id == event.id)
    return query.where(Registration.state == State.CONFIRMED).order_by(Registration.id)


def _fill(event: Event) -> tuple[PickupGroup, Room]:
    """Journeys and rooms for those who come, of which some do not fit."""
    assert event.first_on is not None
    for model in (Journey, Stay):
        db.session.execute(delete(model).where(model.event_id == event.id))
    before = datetime.combine(event.first_on, datetime.min.time()) - timedelta(hours=6)
    group = PickupGroup(
        event_id=event.id,
        direction="arrival",
        meeting_point="Sofia airport, terminal 2",
        vehicle="white minibus",
        seats=2,
        wall=before,
        zone="Europe/Sofia",
    )
    room = Room(event_id=event.id, hotel="Hotel", label="204", beds=1, step_free=False)
    db.session.add_all([group, room])
    db.session.flush()
    for number, person in enumerate(db.session.scalars(_comes(event)).all()):
        if number % 4 == 3:
            continue
        _one(event, person, before + timedelta(hours=number % 3), number, (group, room))
    db.session.flush()
    return group, room


def _one(
    event: Event,
    person: Registration,
    wall: datetime,
    number: int,
    places: tuple[PickupGroup, Room],
) -> None:
    group, room = places
    journey = Journey(
        registration_id=person.id,
        event_id=event.id,
        direction="arrival",
        mode="plane",
        number="BT 729",
        distance_km=1800,
        needs_pickup=True,
        group_id=group.id if number < 4 else None,
        wall=wall,
        zone="Europe/Sofia",
    )
    stay = Stay(
        registration_id=person.id,
        event_id=event.id,
        wish="shared",
        first_on=event.first_on,
        last_on=event.last_on,
        room_id=room.id if number < 3 else None,
    )
    db.session.add_all([journey, stay])
