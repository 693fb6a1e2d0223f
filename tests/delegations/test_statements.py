"""Every page of a visit sends as many statements for sixty delegates of eight partners and forty
items as for two of one partner and four items."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.counting import count_statements
from tests.logistics.making import make_journey, make_need, make_room, make_stay
from tests.people import People, cast
from tests.visit_factories import make_choice, make_delegate, make_delegation, make_item
from webapp.agenda import versions
from webapp.core.database import db, write
from webapp.delegations import host_rules
from webapp.events.models import Event
from webapp.logistics.models import CatererLink

STAFF = (
    "agenda/",
    "agenda/choices/",
    "agenda/hosts/",
    "agenda/versions/",
    "agenda/versions/1/",
    "delegations/",
    "delegations/leaders",
    "delegations/plan",
    "delegations/{group}/",
    "logistics/",
    "logistics/access/",
    "logistics/arrivals/",
    "logistics/arrivals.xlsx",
    "logistics/buses/",
    "logistics/meals/",
    "logistics/rooms/",
    "logistics/travel/",
    "papers/",
    "papers/agenda.html",
    "papers/badges.html",
    "papers/host-pack.html",
    "papers/participants.html",
    "takeaways/",
)
LINKS = (
    "/events/{code}/agenda/",
    "/events/{code}/agenda.html",
    "/delegations/{delegation}/",
    "/registrations/{registration}/",
    "/registrations/{registration}/agenda/",
    "/registrations/{registration}/choices/",
    "/registrations/{registration}/delegate",
    "/registrations/{registration}/travel",
    "/hosts/{host}/",
    "/caterers/{caterer}/",
)
KINDS = ("meal", "transfer", "company", "plenary")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


def visit(people: People, name: str, partners: int, delegates: int, items: int) -> dict[str, Any]:
    """A visit of so many *delegates* of each of so many *partners*; what opens what."""
    event = db.session.get_one(Event, people.event_ids[name])
    event.pool.capacity = 200
    db.session.flush()
    made = [
        make_item(event, f"Item {n}", kind=KINDS[n % 4], hour=8 + n % 10, needs_choice=not n % 5)
        for n in range(items)
    ]
    hosts = [host_rules.name(each, 0, contact_email="gate@example.org") for each in made]
    groups = [make_delegation(event, f"{name} {n}", quota=9) for n in range(partners)]
    rows = [
        _delegate(group, f"P{group.id} N{n}", made) for group in groups for n in range(delegates)
    ]
    caterer = CatererLink(event_id=event.id)
    db.session.add(caterer)
    versions.publish(event)
    return {
        "code": event.code,
        "group": groups[0].public_id,
        "delegation": groups[0].token(),
        "registration": rows[0].registration.token(),
        "host": hosts[0].token(),
        "caterer": caterer.token(),
    }


def _delegate(group: Any, name: str, items: list[Any]) -> Any:
    row = make_delegate(group, name, email=f"{name.replace(' ', '')}@example.org")
    make_need(row.registration, "diet", "vegan")
    make_need(row.registration, "access", "step-free")
    make_journey(row.registration)
    make_stay(row.registration, room_id=make_room(group.event, f"{row.id}").id)
    make_choice(items[0], row.registration)
    return row


@pytest.fixture
def visits(app: Flask, people: People) -> list[dict[str, Any]]:
    with app.app_context(), write():
        small = visit(people, "partners", 1, 2, 6)
        return [small, visit(people, "public", 8, 7, 40)]


def addresses() -> Iterator[str]:
    yield from (f"/manage/events/{{code}}/{each}" for each in STAFF)
    yield from LINKS


def test_pages_cost_the_same_however_many_come(
    app: Flask, people: People, visits: list[dict[str, Any]]
) -> None:
    staff = people.partner_coordinator.client(app)
    dearer = {}
    for address in addresses():
        client = staff if address.startswith(("/manage", "/events")) else app.test_client()
        small, large = (_statements(client, address.format(**each)) for each in visits)
        if large > small:
            dearer[address] = (small, large)

    assert dearer == {}


def _statements(client: FlaskClient, address: str) -> int:
    assert client.get(address).status_code == 200, address
    with count_statements() as sent:
        client.get(address)
    return len(sent)
