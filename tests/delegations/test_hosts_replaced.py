"""Whoever received people before, or arranged it, opens nothing any more."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Clock
from tests.factories import make_event, make_organisation
from tests.visit_factories import make_item
from webapp.agenda import rules as agenda
from webapp.agenda.models import AgendaItem
from webapp.core.database import db, write
from webapp.delegations import host_rules
from webapp.delegations.host_models import AgendaHost, HostState

DUE = datetime(2027, 3, 1, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def march(clock: Clock) -> None:
    clock.set("2027-03-28T09:00+00:00")


@pytest.fixture
def link(app: Flask) -> str:
    """Metal was asked by Ieva's address and has confirmed; the names are there."""
    with app.app_context(), write():
        item = make_item(
            make_event("Meeting", code="visit22"),
            host_id=make_organisation("Metal").id,
            gate_list_due_at=DUE,
        )
        host = host_rules.name(item, 0, contact_email="ieva@metal.example", contact_name="Ieva")
        host_rules.ask(host)
        host_rules.confirm(host)
        return f"/hosts/{host.token()}/"


def the_host() -> AgendaHost:
    return db.session.scalars(db.select(AgendaHost)).one()


def written_down(app: Flask, address: str) -> AgendaHost:
    with app.app_context():
        with write():
            host = the_host()
            host_rules.name(host.item, host.revision, contact_email=address)
        db.session.refresh(host)
        return host


def test_with_another_address_the_earlier_link_is_gone_and_the_answer_stays(
    app: Flask, client: FlaskClient, link: str
) -> None:
    host = written_down(app, "juris@metal.example")

    assert client.get(link).status_code == 410
    assert host.state is HostState.CONFIRMED
    assert host.invited_at is None
    with app.app_context():
        assert client.get(f"/hosts/{the_host().token()}/").status_code == 200


def test_the_same_address_in_other_letters_is_the_same(
    app: Flask, client: FlaskClient, link: str
) -> None:
    host = written_down(app, "Ieva@Metal.example")

    assert client.get(link).status_code == 200
    assert host.invited_at is not None


def test_another_host_ends_what_the_former_could_see_and_has_answered(
    app: Flask, client: FlaskClient, link: str
) -> None:
    with app.app_context(), write():
        item = db.session.scalars(db.select(AgendaItem)).one()
        agenda.change(item, host=db.session.merge(make_organisation("Wood")))

    assert client.get(link).status_code == 410
    assert client.get(f"{link}names.csv").status_code == 410
    with app.app_context():
        assert the_host().state is HostState.PLANNED
        with write():
            assert host_rules.ask(the_host()) is True
        assert client.get(f"/hosts/{the_host().token()}/").status_code == 200


def test_what_else_changes_leaves_the_link_as_it_is(
    app: Flask, client: FlaskClient, link: str
) -> None:
    with app.app_context(), write():
        item = db.session.scalars(db.select(AgendaItem)).one()
        agenda.change(item, capacity=12)

    assert client.get(link).status_code == 200
