"""Synthetic load data: many events and registrations, for benches and load tests."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice

from sqlalchemy import insert, update

from webapp.core.database import db, write
from webapp.core.links import short_code
from webapp.core.periods import Period
from webapp.core.text import LocalText, search_key
from webapp.core.times import now
from webapp.events.models import Event, Kind, RegistrationMode, Status
from webapp.events.parts import EventPlace, EventProject
from webapp.projects.models import Membership, Phase, Project
from webapp.projects.organisations import Organisation, Place
from webapp.registrations.models import Registration, State
from webapp.seats.models import SeatPool

ZONES = (
    ("Riga", "LV", "Europe/Riga"),
    ("Sofia", "BG", "Europe/Sofia"),
    ("Lisbon", "PT", "Europe/Lisbon"),
    ("Stockholm", "SE", "Europe/Stockholm"),
    ("Reykjavik", "IS", "Atlantic/Reykjavik"),
    ("Athens", "GR", "Europe/Athens"),
)
KINDS = (Kind.PARTNER_MEETING, Kind.STUDY_VISIT, Kind.WORKSHOP, Kind.IDEATHON, Kind.TRAINING)
#: Events a transaction: large enough to be quick, small enough to let others write in between.
BATCH = 500


def generate(
    events: int, registrations: int, projects: int, capacity: int | None, seed: int
) -> Iterator[str]:
    """Make the data; gives the code of each new event.

    Confirmed public events in the coming two years in several zones, registration open with
    *capacity* seats each, addresses not verified, no questions beyond the standard ones;
    *registrations* are spread evenly over them. The same *seed* gives the same data, codes apart.
    """
    chance = random.Random(seed)  # noqa: S311 no secrets are made of it
    with write():
        owners = [_project(number) for number in range(max(1, projects))]
    numbers = iter(range(events))
    each, rest = divmod(registrations, events) if events else (0, 0)
    while batch := list(islice(numbers, BATCH)):
        with write():
            made = [_event(number, chance.choice(owners), capacity, chance) for number in batch]
            db.session.flush()
            for number, event in zip(batch, made, strict=True):
                _register(event, each + (number < rest), capacity)
            codes = [event.code for event in made]
        yield from codes
        db.session.expunge_all()


Owner = tuple[int, int, int, str]


def _project(number: int) -> Owner:
    """A project with its one partner and place; gives ids and the zone."""
    city, country, zone = ZONES[number % len(ZONES)]
    tag = short_code(6)
    organisation = Organisation(
        slug=f"load-{tag}",
        name=LocalText({"en": f"Load Municipality {number} of {city}"}),
        country=country,
        zone=zone,
    )
    place = Place(
        slug=f"load-{tag}",
        name=LocalText({"en": f"{city}, hall {number}"}),
        country=country,
        zone=zone,
    )
    project = Project(slug=f"load-{tag}", name=LocalText({"en": f"Load project {number}"}))
    phase = Phase(project=project, number=1)
    db.session.add_all([organisation, place, project])
    db.session.flush()
    phase.memberships.append(Membership(organisation_id=organisation.id, role="lead"))
    return organisation.id, project.id, place.id, zone


def _event(number: int, owner: Owner, capacity: int | None, chance: random.Random) -> Event:
    organisation_id, project_id, place_id, zone = owner
    starts = datetime.combine(
        (now() + timedelta(days=chance.randint(2, 730))).date(), time(chance.randint(8, 16))
    )
    event = Event(
        name=LocalText({"en": f"Load event {number}", "lv": f"Slodzes pasākums {number}"}),
        summary=LocalText({"en": "Synthetic data for load tests.", "lv": "Slodzes testa dati."}),
        organiser_id=organisation_id,
        kind=chance.choice(KINDS).value,
        status=Status.CONFIRMED.value,
        published_at=now(),
        registration_mode=RegistrationMode.OPEN.value,
    )
    event.period = Period.at(starts, starts + timedelta(hours=chance.randint(1, 6)), zone)
    event.pool = SeatPool(capacity=capacity)
    event.project_links = [EventProject(project_id=project_id, is_main=True)]
    event.place_links = [EventPlace(place_id=place_id)]
    db.session.add(event)
    return event


def _register(event: Event, number: int, capacity: int | None) -> None:
    """So many confirmed people, as far as there are seats; the rest wait."""
    if not number:
        return
    seated = number if capacity is None else min(number, capacity)
    rows = [_row(event.id, index, seated) for index in range(number)]
    db.session.execute(insert(Registration), rows)
    db.session.execute(
        update(SeatPool).where(SeatPool.id == event.pool_id).values(taken=seated),
        execution_options={"synchronize_session": False},
    )


def _row(event_id: int, index: int, seated: int) -> dict[str, object]:
    name, moment = f"Load Person {index}", now()
    return {
        "public_id": short_code(12),
        "event_id": event_id,
        "state": (State.CONFIRMED if index < seated else State.WAITING).value,
        "name": name,
        "name_key": search_key(name),
        "email": f"person{index}@example.org",
        "email_key": f"person{index}@example.org",
        "language": "en",
        "created_at": moment,
        "confirmed_at": moment if index < seated else None,
        "waiting_since": None if index < seated else moment,
    }
