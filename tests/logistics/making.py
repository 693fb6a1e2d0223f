"""Events with delegations, an agenda, journeys and rooms, for the tests of logistics."""

from datetime import date, datetime
from typing import Any

from tests import visit_factories
from tests.factories import make_event, make_registration, words, writing
from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.events.models import Event
from webapp.logistics.models import Journey, PickupGroup, Room, Stay
from webapp.needs.models import Need
from webapp.projects.organisations import Organisation
from webapp.questions.asking import Kind
from webapp.questions.models import QuestionVersion
from webapp.questions.rules import Draft, add
from webapp.registrations.models import Registration

ZONE = "Europe/Sofia"


def make_visit(title: str = "Third partner meeting", **values: Any) -> Event:
    """A meeting of three days in Sofia's zone whose people come in delegations."""
    period = Period.at(
        datetime(2027, 4, 27, 10), datetime(2027, 4, 29, 16), values.pop("zone", ZONE)
    )
    with writing():
        event = make_event(title, period=period, has_agenda=True, **values)
        db.session.add(DelegationPlan(event_id=event.id))
        db.session.flush()
    return event


def make_delegation(event: Event, partner: Organisation | str = "Otava Town") -> Delegation:
    """A partner's delegation of up to twenty, no seats kept, without anybody in it."""
    return visit_factories.make_delegation(event, partner, quota=20, reserved=0)


def make_guest(
    event: Event, name: str, delegation: Delegation | None = None, **values: Any
) -> Registration:
    """Somebody with a confirmed seat, by themselves or in a delegation."""
    if delegation is None:
        email = f"{name.split()[0].casefold()}@example.org"
        return make_registration(event, name, email, **values)
    part = {"role": "staff", "payer": "partner"}
    return visit_factories.make_delegate(delegation, name, **part, **values).registration


def make_item(
    event: Event,
    title: str,
    kind: str = "meal",
    *,
    hours: tuple[int, int] = (13, 14),
    **values: Any,
) -> AgendaItem:
    """An item of the agenda in the zone of the visit; *hours* is (from, to)."""
    hour, end = hours
    values = {"kind": kind, "hour": hour, "hours": end - hour, "zone": ZONE, **values}
    return visit_factories.make_item(event, title, **values)


def make_journey(person: Registration, direction: str = "arrival", **values: Any) -> Journey:
    """One way; the arrival is the day before the event at 18:30."""
    usual = datetime(2027, 4, 26, 18, 30) if direction == "arrival" else datetime(2027, 4, 29, 18)
    values = {"mode": "plane", "wall": usual, "needs_pickup": True, **values}
    if values["wall"] is not None:
        values.setdefault("zone", ZONE)
    with writing():
        row = Journey(
            registration_id=person.id, event_id=person.event_id, direction=direction, **values
        )
        db.session.add(row)
        db.session.flush()
    return row


def make_stay(person: Registration, wish: str = "single", **values: Any) -> Stay:
    """Three nights from the evening before."""
    if wish != "none":
        values = {"first_on": date(2027, 4, 26), "last_on": date(2027, 4, 28), **values}
    with writing():
        row = Stay(registration_id=person.id, event_id=person.event_id, wish=wish, **values)
        db.session.add(row)
        db.session.flush()
    return row


def make_room(event: Event, label: str = "204", beds: int = 1, **values: Any) -> Room:
    """A room of the Hotel Pirin."""
    with writing():
        row = Room(event_id=event.id, label=label, beds=beds, **{"hotel": "Hotel Pirin", **values})
        db.session.add(row)
        db.session.flush()
    return row


def make_group(event: Event, direction: str = "arrival", **values: Any) -> PickupGroup:
    """A minibus at the airport at 19:00 of the evening before."""
    values = {
        "meeting_point": "Sofia airport",
        "wall": datetime(2027, 4, 26, 19),
        "zone": ZONE,
        "seats": 8,
        **values,
    }
    with writing():
        row = PickupGroup(event_id=event.id, direction=direction, **values)
        db.session.add(row)
        db.session.flush()
    return row


def make_need(person: Registration, kind: str, *options: str, said: str = "") -> None:
    """What somebody needs; the question is made with the first of its kind."""
    with writing():
        event = db.session.get_one(Event, person.event_id)
        version = db.session.query(QuestionVersion).filter_by(label=words(kind)).first()
        if version is None:
            question = add(event, Kind(kind), Draft(LocalText({"en": kind})))
            db.session.flush()
            version = db.session.query(QuestionVersion).filter_by(question_id=question.id).one()
        db.session.add(
            Need(
                registration_id=person.id,
                event_id=event.id,
                version_id=version.id,
                kind=kind,
                options=list(options),
                words=said,
            )
        )
        db.session.flush()
