"""A leader says how their people travel: those without an address of their own, and the others."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browsing import look, send
from tests.conftest import Clock
from tests.logistics.making import make_delegation, make_guest, make_journey, make_visit
from webapp.core.database import db, write
from webapp.delegations.models import Delegate
from webapp.delegations.news_models import DelegateNews
from webapp.logistics.asking import save_asks, travel_missing
from webapp.logistics.models import Journey
from webapp.registrations.models import Registration


@pytest.fixture(autouse=True)
def spring(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def leader(app: Flask) -> str:
    """The address of the travel of a delegation of Anna, Bruno and Wanda, who waits."""
    with app.app_context(), write():
        event = make_visit()
        otava = make_delegation(event)
        make_journey(make_guest(event, "Anna", otava))
        make_guest(event, "Bruno", otava)
        make_guest(event, "Wanda", otava, state="waiting")
        make_guest(event, "Somebody", make_delegation(event, "Brasla"))
        return f"/delegations/{otava.token()}/travel/"


def links(app: Flask, leader: str) -> dict[str, str]:
    """The page of each person, by name."""
    page = look(app.test_client(), leader)
    return {a.get_text(strip=True): str(a["href"]) for a in page.soup.select(".name-list a")}


def test_the_leader_sees_whose_travel_is_missing_and_fills_it_in(app: Flask, leader: str) -> None:
    client = app.test_client()
    assert links(app, leader).keys() == {"Anna", "Bruno"}

    form = look(client, links(app, leader)["Bruno"])
    given = {"arrival-mode": "train", "departure-mode": "train", "arrival-number": "EC 1"}
    page = send(client, form, button="Save", **given)  # type: ignore[arg-type]

    assert "Bruno travel known" in page.words
    assert "Anna travel not known yet" in page.words
    with app.app_context():
        numbers = db.session.scalars(select(Journey.number).where(Journey.mode == "train"))
        assert sorted(numbers) == ["", "EC 1"]


def test_what_cannot_be_is_said_beside_its_input(app: Flask, leader: str) -> None:
    client = app.test_client()
    form = look(client, links(app, leader)["Bruno"])

    page = send(client, form, button="Save", **{"arrival-time": "8:00"})  # type: ignore[arg-type]

    assert (page.status, page.errors()["arrival-date"]) == (422, "Error: Add the day.")


def test_people_of_others_and_those_who_wait_are_not_theirs(app: Flask, leader: str) -> None:
    with app.app_context():
        people = db.session.scalars(select(Registration))
        codes = {person.name: person.public_id for person in people}

    for name in ("Somebody", "Wanda"):
        assert app.test_client().get(leader + codes[name]).status_code == 404
    assert app.test_client().get(f"{leader}zzzz").status_code == 404


def test_the_link_ends_with_the_event(app: Flask, leader: str, clock: Clock) -> None:
    one = links(app, leader)["Bruno"]

    clock.set("2027-05-01T12:00+00:00")

    assert app.test_client().get(leader).status_code == 410
    assert app.test_client().get(one).status_code == 410


def test_an_event_that_does_not_ask_misses_nothing(any_app: Flask) -> None:
    with any_app.app_context(), write():
        event = make_visit()
        otava = make_delegation(event)
        bruno = make_guest(event, "Bruno", otava).id
        address = f"/delegations/{otava.token()}/travel/"
        assert travel_missing([bruno]) == {bruno}

        save_asks(event, travel=False, rooms=False)
        assert travel_missing([bruno]) == set()

    assert any_app.test_client().get(address).status_code == 404


def test_another_way_is_news_for_the_leader_and_the_first_answer_or_their_own_is_not(
    app: Flask, leader: str
) -> None:
    client = app.test_client()
    with app.app_context(), write():
        for delegate in db.session.scalars(select(Delegate)):
            delegate.registration.seat_pool_id = delegate.delegation.pool_id
        named = {each.name: each.token() for each in db.session.scalars(select(Registration))}
    ways = {"arrival-mode": "train", "departure-mode": "train"}

    def news() -> list[tuple[str, str]]:
        with app.app_context():
            rows = db.session.scalars(select(DelegateNews)).all()
            return [(each.delegate.registration.name, each.what) for each in rows]

    for who in ("Anna", "Bruno"):  # of Anna a way was known
        form = look(client, f"/registrations/{named[who]}/travel")
        send(client, form, button="Save", **ways)  # type: ignore[arg-type]
    assert news() == [("Anna", "journey")]

    form = look(client, links(app, leader)["Anna"])
    send(client, form, button="Save", **{"arrival-number": "EC 1"})  # type: ignore[arg-type]
    assert news() == []
