"""Links that staff give away, and take back."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.browsing import Sheet, look, send
from tests.conftest import Clock
from tests.factories import in_days, make_invitation
from tests.people import People, cast
from tests.registrations.desk import list_of, log
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations.models import Invitation, Registration


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    """The browser of the coordinator of the organiser."""
    return people.partner_coordinator.client(app)


def here(people: People, name: str = "partners_only") -> str:
    return f"{list_of(people, name)}invitations/"


def addresses(page: Sheet) -> list[str]:
    return [str(each["value"]) for each in page.soup.select(".invitations .copy input")]


def invite(desk: FlaskClient, people: People, **fields: Any) -> Sheet:
    page = look(desk, f"{here(people)}new")
    return send(desk, page, button="Create the link", **({"label": "Partners in Razlog"} | fields))


def test_a_link_made_here_lets_its_holder_register(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    made = invite(desk, people, places="2", organisation=str(people.organisation_ids["otava"]))
    guest = app.test_client()
    event_page = look(guest, addresses(made)[0])
    form = look(guest, f"/events/{people.partners_only}/register")
    send(guest, form, name="Guest", email="guest@example.org")

    after = look(desk, here(people))
    assert "Created: the invitation link for Partners in Razlog." in made.words
    assert event_page.status == 200
    assert "Partners in Razlog Otava Town 1 of 2 places used" in after.words
    assert "Guests of Otava 0 of 3 places used" in after.words
    with app.app_context():
        guest_row = db.session.scalars(select(Registration).filter_by(name="Guest")).one()
        assert guest_row.invitation_id is not None


def test_the_last_day_counts_to_its_end_where_the_event_is(
    app: Flask, people: People, clock: Clock
) -> None:
    clock.set("2027-03-10T12:00+02:00")
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["partners"])
        event.period = in_days(60, zone="Europe/Lisbon")

    page = invite(people.partner_coordinator.client(app), people, ends_on="2027-04-27")

    with app.app_context():
        stored = db.session.scalars(select(Invitation).filter_by(label="Partners in Razlog")).one()
        assert stored.ends_at is not None
        assert stored.ends_at.isoformat() == "2027-04-27T23:00:00+00:00"
    assert "until 27 Apr 2027" in page.words


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 201}, "label"),
        ({"places": "0"}, "places"),
        ({"places": "many"}, "places"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
        ({"ends_on": "soon"}, "ends_on"),
        ({"organisation": "77777"}, "organisation"),
    ],
)
def test_what_makes_no_link_is_said_beside_it(
    people: People, desk: FlaskClient, fields: dict[str, Any], where: str
) -> None:
    page = invite(desk, people, **fields)

    assert page.status == 422
    assert list(page.errors()) == [where]


def test_a_renewed_link_has_another_address(app: Flask, people: People, desk: FlaskClient) -> None:
    before = look(desk, here(people))

    after = send(desk, before, button="Renew")

    [old], [new] = addresses(before), addresses(after)
    visitor = app.test_client()
    assert "The old address is gone." in after.words
    assert visitor.get(old).status_code == 410
    assert visitor.get(new).status_code in (302, 303)
    assert len(log(app, "invitation-renewed")) == 1


def test_a_withdrawn_link_opens_nothing(app: Flask, people: People, desk: FlaskClient) -> None:
    before = look(desk, here(people))

    after = send(desk, before, button="Withdraw")
    again = send(desk, before, button="Withdraw")

    [address] = addresses(before)
    assert app.test_client().get(address).status_code == 410
    assert addresses(after) == []
    assert "Withdrawn: the link for Guests of Otava." in after.words
    assert "withdrawn on" in after.words
    assert "This link was withdrawn already." in again.words


def test_an_ended_link_stands_apart(app: Flask, people: People, desk: FlaskClient) -> None:
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["partners"])
        make_invitation(event, "Last year", ends_at=now() - timedelta(days=1))

    page = look(desk, here(people))

    assert len(addresses(page)) == 1
    assert "Last year" in page.soup.select_one(".invitations.is-over").get_text()  # type: ignore[union-attr]


def test_a_label_is_text(people: People, desk: FlaskClient) -> None:
    page = invite(desk, people, label='<img src=x onerror="alert(1)">')

    assert not page.soup.select("img[src=x]")
    assert '<img src=x onerror="alert(1)">' in page.words


# Who may not


def test_nobody_else_sees_makes_or_takes_back_links(app: Flask, people: People) -> None:
    """A link is a key: not for helpers either."""
    with app.app_context():
        link = db.session.scalars(select(Invitation)).one().public_id
    for who in (people.helper, people.reader, people.project_coordinator, people.stranger):
        browser = who.client(app)
        page = look(browser, "/registrations/links")
        token = page.soup.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]
        data = {"csrf_token": token, "label": "Mine"}
        wanted = 404 if who is people.stranger else 403
        assert browser.get(here(people)).status_code == wanted
        for path in ("new", f"{link}/renewal", f"{link}/withdrawal"):
            assert browser.post(here(people) + path, data=data).status_code == wanted
    with app.app_context():
        stored = db.session.scalars(select(Invitation)).one()
        assert (stored.link_generation, stored.link_revoked_at) == (0, None)


def test_links_of_another_event_are_not_found(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context():
        link = db.session.scalars(select(Invitation)).one().public_id
    page = look(desk, f"{here(people)}new")
    token = page.soup.select_one("input[name=csrf_token]")["value"]  # type: ignore[index]

    answer = desk.post(f"{here(people, 'public')}{link}/withdrawal", data={"csrf_token": token})

    assert answer.status_code == 404
