"""What staff see of keeping and erasing."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_project,
    make_registration,
)
from tests.people import People, cast
from webapp.core.database import db, write
from webapp.core.permissions import Role
from webapp.core.times import now
from webapp.projects.organisations import Organisation
from webapp.projects.roles import RoleAssignment
from webapp.registrations.retention_preview import due_until, preview
from webapp.registrations.rights_erasure import erase
from webapp.registrations.sweeps import erase_due

BRASLA = "/manage/retention/brasla-municipality/"


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def people(app: Flask) -> People:
    """The cast, and an event of Brasla that ended eleven months ago with two people."""
    people = cast(app)
    with app.app_context(), write():
        brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
        past = make_event("Old market", organiser=brasla, period=in_days(-334), status="held")
        for name in ("Anna", "Boriss"):
            make_registration(past, name, f"{name.lower()}@example.org")
    return people


def coordinator(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def test_the_only_organisation_opens_at_once(app: Flask, people: People) -> None:
    answer = coordinator(app, people).get("/manage/retention/")

    assert (answer.status_code, answer.headers["Location"]) == (303, BRASLA)


def test_the_rule_stands_in_words(app: Flask, people: People) -> None:
    page = look(coordinator(app, people), BRASLA)

    assert "erased 12 months after the event" in page.words
    assert "No registration is due." in page.words


def test_what_comes_is_told_and_looking_erases_nothing(app: Flask, people: People) -> None:
    client = coordinator(app, people)

    page = look(client, BRASLA)
    again = look(client, BRASLA)

    for words in (page.words, again.words):
        assert "Old market" in words
        assert "Registrations: 2" in words
    assert "Anna" not in page.words


def test_other_months_are_tried_before_they_are_stored(app: Flask, people: People) -> None:
    client = coordinator(app, people)

    shorter = look(client, f"{BRASLA}?months=3")
    longer = look(client, f"{BRASLA}?months=24")

    assert "With 3 months the next sweep would erase: Registrations: 2 (1 event)" in shorter.words
    assert "With 24 months the next sweep would erase no registration." in longer.words
    assert "erased 12 months after the event" in look(client, BRASLA).words


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "241", "9" * 40, "１２"])
def test_months_that_are_none_are_told_beside_the_field(
    app: Flask, people: People, text: str
) -> None:
    page = look(coordinator(app, people), f"{BRASLA}?months={text}")

    assert page.status == 200
    assert page.errors() == {"months": "Write a number of months from 0 to 240."}


def test_the_protocol_tells_what_the_sweep_and_people_had_erased(
    app: Flask, people: People, clock: Clock
) -> None:
    with app.app_context():
        with write():
            brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
            late = make_event("Late market", organiser=brasla, period=in_days(5))
            erase(make_registration(late, "Zane", "zane@example.org"))
        clock.forward(days=40)
        assert erase_due() == 2

    page = look(coordinator(app, people), BRASLA)

    table = page.soup.select_one("#protocol-table")
    assert table is not None
    lines = [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
    assert len(lines) == 2
    assert "Old market" in lines[0]
    assert "Registrations: 2" in lines[0]
    assert lines[0].endswith("the sweep, as the months were over")
    assert "Late market" in lines[1]
    assert "Zane" not in page.words
    assert "Anna" not in page.words


def test_a_long_protocol_has_pages(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.registrations.retention_manage.MOST", 50)
    with app.app_context():
        brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
        for number in range(52):
            with write():
                event = make_event(f"Event {number}", organiser=brasla)
                erase(make_registration(event, f"Person {number}", None))
    client = coordinator(app, people)

    first = look(client, BRASLA)
    link = next(a for a in first.soup.select("main a") if a.get_text() == "Earlier")
    second = look(client, str(link["href"]))

    assert len(first.soup.select("#protocol-table tbody tr")) == 50
    assert len(second.soup.select("#protocol-table tbody tr")) == 2
    assert look(client, f"{BRASLA}?before=x").status == 200


def test_a_project_coordinator_sees_the_events_of_the_project_alone(
    app: Flask, people: People
) -> None:
    with app.app_context(), write():
        brasla = db.session.get_one(Organisation, people.organisation_ids["brasla"])
        project = make_project("Quiet Rivers", lead=brasla)
        ours = make_event(
            "River day", organiser=brasla, projects=[project], period=in_days(-340), status="held"
        )
        make_registration(ours, "Zane", "zane@example.org")
        role = db.session.scalars(
            db.select(RoleAssignment).where(
                RoleAssignment.account_id == people.project_coordinator.account_id
            )
        ).one()
        role.organisation_id, role.project_id = brasla.id, project.id
        assert role.role == Role.PROJECT_COORDINATOR

    page = look(people.project_coordinator.client(app), f"{BRASLA}?months=2")

    assert "River day" in page.words
    assert "Old market" not in page.words
    assert "You see the events of your projects." in page.words


def test_staff_of_others_see_nothing(app: Flask, people: People) -> None:
    for who in (people.stranger, people.helper, people.reader, people.project_coordinator):
        assert who.client(app).get(BRASLA).status_code == 403
        assert "Brasla" not in look(who.client(app), "/manage/retention/").words
    assert coordinator(app, people).get("/manage/retention/nobody/").status_code == 404


def test_the_list_tells_the_numbers_of_the_pages(app: Flask, people: People) -> None:
    with app.app_context(), write():
        otava = db.session.get_one(Organisation, people.organisation_ids["otava"])
        otava.retention_months = 1
        event = make_event("Otava fair", organiser=otava, period=in_days(-20), status="held")
        make_registration(event)
    page = look(people.administrator.client(app), "/manage/retention/")

    table = page.soup.select_one("#organisations")
    assert table is not None
    lines = {row.th.get_text(): row.select("td")[-1].get_text() for row in table.select("tbody tr")}
    assert lines == {"Brasla Municipality": "2", "Otava Town": "1"}
    with app.app_context():
        until = now() + timedelta(days=92)
        found = list(db.session.scalars(db.select(Organisation)))
        one_by_one = {each.id: preview(each.id, each.retention_months, until) for each in found}
        together = due_until(found, until)
        assert together == {
            number: each.registrations for number, each in one_by_one.items() if each.registrations
        }


def test_the_list_asks_as_often_however_many_there_are(app: Flask, people: People) -> None:
    client = people.administrator.client(app)
    with app.app_context():
        make_event(organiser=make_organisation("Town A"))
    client.get("/manage/retention/")
    with count_statements() as few:
        client.get("/manage/retention/")
    with app.app_context():
        for number in range(7):
            make_event(organiser=make_organisation(f"Town B{number}"))
    with count_statements() as many:
        client.get("/manage/retention/")

    assert len(few) == len(many)
