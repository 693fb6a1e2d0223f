"""Hosts on the desk: whom to ask, the link, what was answered, who may see it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from tests.browsing import Sheet, look, send
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_registration
from tests.people import People, Who, cast
from tests.visit_factories import make_choice, make_item
from webapp.agenda.models import AgendaItem
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.delegations import host_rules
from webapp.delegations.host_models import AgendaHost
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


def visit(app: Flask, people: People, **values: Any) -> tuple[str, int]:
    """The address of the host's page on the desk, and the id of the item."""
    with app.app_context(), write():
        brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
        event = make_event("Meeting", organiser=brasla)
        item = make_item(event, "Visit", host_id=make_organisation("Metal").id, **values)
        return f"/manage/events/{event.code}/agenda/hosts/{item.public_id}/", item.id


def host(app: Flask, item: int) -> AgendaHost:
    found = host_rules.host_of(db.session.get_one(AgendaItem, item))
    assert found is not None
    return found


def link(page: Sheet) -> str | None:
    found = page.soup.select_one("#host-link")
    return str(found["value"]).removeprefix("http://localhost") if found else None


def named(app: Flask, who: Who, path: str) -> Sheet:
    """The page after whom to ask has been written down."""
    client = who.client(app)
    return send(
        client,
        look(client, path),
        button="Save",
        contact_name="Ieva",
        contact_email="gate@metal.example",
    )


def test_it_writes_to_a_host(app: Flask, people: People) -> None:
    path, item = visit(app, people)
    who = people.partner_coordinator
    assert link(look(who.client(app), path)) is None

    named(app, who, path)
    client = who.client(app)
    asked = send(client, look(client, path), button="Write to the host")

    assert asked.soup.select_one("[data-state=asked]")
    with app.app_context():
        letter = db.session.scalars(db.select(Letter).order_by(Letter.id.desc()).limit(1)).one()
        assert (letter.kind, letter.recipient) == (
            "delegations/hosts/letters/asked",
            "gate@metal.example",
        )
        assert host(app, item).invited_at is not None
    address = link(asked)
    assert address is not None
    assert app.test_client().get(address).status_code == 200


def test_another_link_and_none(app: Flask, people: People) -> None:
    path, _item = visit(app, people)
    client = people.partner_coordinator.client(app)
    first = link(named(app, people.partner_coordinator, path))

    second = link(send(client, look(client, path), button="Give it another address"))
    assert app.test_client().get(str(first)).status_code == 410
    assert app.test_client().get(str(second)).status_code == 200

    gone = send(client, look(client, path), button="Withdraw the link")
    assert link(gone) is None
    assert app.test_client().get(str(second)).status_code == 410

    third = link(send(client, gone, button="Make a new link"))
    assert app.test_client().get(str(third)).status_code == 200


def test_a_wrong_address_is_said_beside_the_field(app: Flask, people: People) -> None:
    path, _item = visit(app, people)
    client = people.partner_coordinator.client(app)

    page = send(
        client, look(client, path), button="Save", contact_email="gate", contact_name="Ieva"
    )

    assert page.status == 422
    assert list(page.errors()) == ["contact_email"]
    assert 'value="Ieva"' in str(page.soup)


def test_two_at_one_form_keep_both_versions(app: Flask, people: People) -> None:
    path, item = visit(app, people)
    client = people.partner_coordinator.client(app)
    early = look(client, path)
    named(app, people.administrator, path)

    late = send(client, early, button="Save", contact_name="Juris")

    assert late.status == 409
    assert "Ieva" in late.words
    send(client, late, button="Save", contact_name="Juris")
    with app.app_context():
        assert host(app, item).contact_name == "Juris"


def test_what_a_host_proposes_is_taken_over(app: Flask, people: People) -> None:
    path, item = visit(app, people, clothing="Shoes")
    named(app, people.partner_coordinator, path)
    with app.app_context(), write():
        proposed = {"most_people": 25, "limits": "", "rules": "No jewellery"}
        found = host(app, item)
        host_rules.propose(found, found.revision, **proposed, photo_rule="forbidden")
    client = people.partner_coordinator.client(app)
    assert "proposes limits or rules" in look(client, path.rpartition("/")[0][:-8]).words

    page = send(client, look(client, path), button="Take it over")

    assert "Take it over" not in page.words
    with app.app_context():
        row = db.session.get_one(AgendaItem, item)
        assert (str(row.clothing), row.photo_rule) == ("No jewellery", "forbidden")
        assert row.pool is not None
        assert row.pool.capacity == 25


def test_fewer_places_than_people_who_have_chosen_are_refused(app: Flask, people: People) -> None:
    path, item = visit(app, people, needs_choice=True, capacity=5)
    named(app, people.partner_coordinator, path)
    with app.app_context(), write():
        row = db.session.get_one(AgendaItem, item)
        for number in range(2):
            one = make_registration(row.event, f"P {number}", f"p{number}@example.org")
            make_choice(row, one)
        found = host(app, item)
        host_rules.propose(found, found.revision, most_people=1)
    client = people.partner_coordinator.client(app)

    page = send(client, look(client, path), button="Take it over")

    assert page.status == 200
    assert "Take it over" in page.words
    with app.app_context():
        pool = db.session.get_one(AgendaItem, item).pool
        assert pool is not None
        assert pool.capacity == 5


def test_a_proposal_can_be_left_as_it_is(app: Flask, people: People) -> None:
    path, item = visit(app, people, clothing="Shoes")
    named(app, people.partner_coordinator, path)
    with app.app_context(), write():
        found = host(app, item)
        host_rules.propose(found, found.revision, rules="Helmets")
    client = people.partner_coordinator.client(app)

    page = send(client, look(client, path), button="Leave it as it is")

    assert "Leave it as it is" not in page.words
    with app.app_context():
        assert str(db.session.get_one(AgendaItem, item).clothing) == "Shoes"


def test_the_list_takes_as_many_statements_with_forty_items_and_sixty_guests(
    app: Flask, people: People
) -> None:
    path, item = visit(app, people, gate_list_due_at=datetime(2027, 4, 20, tzinfo=UTC))
    index = path.rpartition("/")[0][:-8]
    client = people.partner_coordinator.client(app)

    def statements() -> int:
        with count_statements() as sent:
            assert look(client, index).status == 200
        return len(sent)

    named(app, people.partner_coordinator, path)
    statements()
    few = statements()
    with app.app_context(), write():
        event = db.session.get_one(AgendaItem, item).event
        for number in range(60):
            make_registration(event, f"P {number}", f"p{number}@example.org")
        for number in range(39):
            more = make_item(event, f"Visit {number}", host_id=make_organisation(f"H{number}").id)
            host_rules.name(more, 0, contact_email="gate@example.org")

    assert statements() == few
    assert "60" in look(client, index).words


@pytest.mark.parametrize(
    ("who", "of_list", "of_one"),
    [
        ("helper", 200, 403),
        ("reader", 403, 403),
        ("project_coordinator", 403, 403),
        ("stranger", 403, 403),
    ],
)
def test_who_may_not_write_to_hosts_does_not_see_whom(
    app: Flask, people: People, who: str, of_list: int, of_one: int
) -> None:
    path, _item = visit(app, people)
    named(app, people.partner_coordinator, path)
    client = getattr(people, who).client(app)

    listed, one = client.get(path.rpartition("/")[0][:-8]), client.get(path)

    assert (listed.status_code, one.status_code) == (of_list, of_one)
    assert "gate@metal.example" not in listed.text + one.text
    assert "/hosts/" not in one.text.replace("/agenda/hosts/", "")


def test_an_item_of_another_event_is_not_found(app: Flask, people: People) -> None:
    path, _item = visit(app, people)
    other = f"/manage/events/{people.public}/agenda/hosts/{path.split('/')[-2]}/"
    client = people.partner_coordinator.client(app)

    assert client.get(other).status_code == 404
    assert client.get(f"{path[:-9]}%C3%A9/").status_code == 404


def test_nobody_is_asked_to_receive_people_at_what_was_called_off(
    app: Flask, people: People
) -> None:
    path, item = visit(app, people)
    named(app, people.partner_coordinator, path)
    with app.app_context(), write():
        db.session.get_one(AgendaItem, item).cancelled_at = now()
        assert not host_rules.ask(host(app, item))

    page = look(people.partner_coordinator.client(app), path)

    assert "This item does not take place" in page.words
    assert "Write to the host" not in page.words


def test_hosts_go_with_their_event(app: Flask, people: People) -> None:
    path, item = visit(app, people)
    named(app, people.partner_coordinator, path)
    with app.app_context(), write():
        event = db.session.get_one(AgendaItem, item).event_id
        db.session.execute(db.delete(Registration).where(Registration.event_id == event))
        db.session.execute(db.delete(Event).where(Event.id == event))

    with app.app_context():
        assert db.session.scalar(db.select(AgendaHost).where(AgendaHost.item_id == item)) is None
