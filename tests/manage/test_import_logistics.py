"""Journeys, rooms and hosts in a file: what they lead to, what is wrong, and there and back."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import make_place, writing
from tests.manage.exported import bring_into, export
from tests.manage.files import SMALL, bring_small, refusal
from webapp.agenda.models import AgendaItem
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations.host_models import AgendaHost
from webapp.delegations.host_slots import slot_of
from webapp.events.models import Event
from webapp.logistics.factors import Factor, factors_of, save_factors
from webapp.logistics.models import (
    ItemAbsence,
    Journey,
    LogisticsPlan,
    Mode,
    PickupGroup,
    Room,
    Stay,
)
from webapp.projects.organisations import Place

VISIT = """\
events:
  - id: visit
    title: A visit
    kind: study-visit
    project: harbours
    organiser: otava
    status: confirmed
    when: 2027-03-29 to 2027-03-30
    zone: Europe/Helsinki
    registration: {mode: invitation, capacity: 8}
    agenda:
      items:
        - {id: lunch, day: 1, kind: meal, title: Lunch, place: otava-hall, host: brasla}
    logistics:
      groups:
        - {id: noon, direction: arrival, meeting_point: Quay 2, seats: 4, day: 1, at: "12:15"}
        - {id: home, direction: departure, meeting_point: The inn}
      rooms:
        - {id: blue, hotel: Inn, label: Blue, beds: 2, step_free: yes}
    delegations:
      partners:
        - organisation: brasla
          delegates:
            - name: Anna Parauga
"""
ANNA = """\
              journeys:
                - direction: arrival
                  mode: ferry
                  number: ZZ 1
                  town: Riga
                  distance: 500
                  day: 1
                  at: "12:00"
                  group: noon
              stay: {wish: shared, from: 1, until: 1, shares_with: Zane, room: blue}
"""
_BEHIND = " " * 14


@pytest.fixture(autouse=True)
def _today(clock: Any) -> None:
    clock.set("2027-01-01T10:00+00:00")


def test_people_come_by_what_the_file_says(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + ANNA)

    journey = db.session.scalars(select(Journey)).one()
    assert (journey.mode, journey.distance_km, journey.needs_pickup) == ("ferry", 500, True)
    assert (journey.wall, journey.zone) == (datetime(2027, 3, 29, 12), "Europe/Helsinki")
    assert journey.group is not None
    assert (journey.group.meeting_point, journey.group.seats) == ("Quay 2", 4)
    stay = db.session.scalars(select(Stay)).one()
    assert str(stay.first_on) == str(stay.last_on) == "2027-03-29"
    assert stay.room is not None
    assert (stay.room.words, stay.shares_with) == ("Inn, Blue", "Zane")


def test_a_second_import_changes_nothing(context: None, tmp_path: Path) -> None:
    text = VISIT + ANNA + "travel_factors:\n  - {mode: train, grams: 9, reference: Ours}\n"
    bring_small(tmp_path, text)

    again = bring_small(tmp_path, text)

    assert again.did_nothing, again.lines()
    assert len(db.session.scalars(select(PickupGroup)).all()) == 2
    assert len(db.session.scalars(select(Room)).all()) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("journeys: [{mode: car}]", "“direction” is missing here"),
        ("journeys: [{direction: arrival, mode: rocket}]", "“rocket” is not one of: train"),
        ("journeys: [{direction: arrival, distance: 20001}]", "a whole number from 0 to 20000"),
        ("journeys: [{direction: arrival, day: 1}]", "“day” and “at” stand together"),
        ("journeys: [{direction: arrival, group: home}]", "“home” goes the other way"),
        ("journeys: [{direction: arrival, group: boat}]", "nothing called “boat” for this"),
        ("journeys: [{direction: arrival}, {direction: arrival}]", "“arrival” stands twice"),
        ("stay: {wish: shared}", "“from” and “until” stand with a room that is wanted"),
        ("stay: {wish: none, room: blue}", "who wants no room has none"),
        ("stay: {wish: single, from: 2, until: 1}", "“until” lies before “from”"),
        ("stay: {wish: single, from: 1, until: 1, room: red}", "nothing called “red” for this"),
    ],
)
def test_what_is_wrong_with_a_journey_is_said_by_line(
    context: None, tmp_path: Path, said: str, why: str
) -> None:
    text = SMALL + VISIT + _BEHIND + said + "\n"

    found = refusal(tmp_path, text)

    assert len(found) == 1, found
    assert found[0].startswith(f"{text.count(chr(10))}: ")
    assert why in found[0]
    assert db.session.scalars(select(Journey)).all() == []


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("beds: 2", "beds: 0", "a whole number from 1"),
        ("seats: 4", "seats: 0", "a whole number from 1"),
        ("label: Blue", "label: ''", "a text of 1 to 60 characters"),
        ('at: "12:15"', "fold: first", "“day” and “at” stand together"),
        ("id: home", "id: noon", "“noon” stands twice here"),
        (
            "step_free: yes}",
            "step_free: yes}\n        - {id: b, hotel: Inn, label: Blue, beds: 1}",
            "the room “Inn, Blue” is there already",
        ),
    ],
)
def test_what_is_wrong_with_a_room_or_group_is_said_by_line(
    context: None, tmp_path: Path, old: str, new: str, why: str
) -> None:
    found = refusal(tmp_path, SMALL + VISIT.replace(old, new))

    assert len(found) == 1, found
    assert why in found[0]
    assert db.session.scalars(select(Event)).all() == []


# ---- and back


@pytest.fixture(params=["to SQLite", "to PostgreSQL"])
def pair(request: pytest.FixtureRequest) -> tuple[Flask, Flask]:
    """Two installations with the same secret key, on different databases."""
    one = request.getfixturevalue("make_app")(VIZITE_SECRET_KEY="k" * 40)
    two = request.getfixturevalue("make_pg_app")(VIZITE_SECRET_KEY="k" * 40)
    return (one, two) if request.param == "to PostgreSQL" else (two, one)


def _fill(tmp_path: Path) -> str:
    """All of it; the token of the host's link."""
    bring_small(tmp_path, VISIT + ANNA)
    with writing():
        event, item = (
            db.session.scalars(select(Event)).one(),
            db.session.scalars(select(AgendaItem)).one(),
        )
        db.session.add(LogisticsPlan(event_id=event.id, asks_travel=False))
        save_factors(None, factors_of(None) | {Mode.CAR: Factor(150, "The ministry")})
        save_factors(event.id, factors_of(event.id) | {Mode.FERRY: Factor(70, "The port")})
        registration_id = db.session.scalars(select(Journey.registration_id)).one()
        db.session.add(ItemAbsence(item_id=item.id, registration_id=registration_id))
        autumn = datetime(2027, 10, 31, 3, 30)
        values = {"direction": "departure", "wall": autumn, "zone": "Europe/Riga", "fold": 1}
        db.session.add(Journey(registration_id=registration_id, event_id=event.id, **values))
        answered = {"invited_at": now(), "opened_at": now(), "confirmed_at": now()}
        proposed = {"most_people": 9, "limits": "No lift\nat all", "photo_rule": "ask"}
        host = AgendaHost(
            item_id=item.id,
            contact_name="Harri Host",
            contact_email="harri@example.org",
            link_generation=3,
            told=slot_of(item),
            told_at=now(),
            proposed_at=now(),
            **answered,
            **proposed,
        )
        db.session.add(host)
        db.session.flush()
        return host.token()


def test_all_of_it_is_the_same_in_another_installation(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    source, target = pair
    with source.app_context():
        token = _fill(tmp_path)
    with target.app_context(), writing():
        # So that places have other numbers there.
        make_place("Elsewhere")
    told = export(source, people=True)

    bring_into(target, tmp_path, told)
    again = bring_into(target, tmp_path, told)

    with target.app_context(), writing():
        db.session.delete(db.session.scalars(select(Place).filter_by(slug="elsewhere")).one())
    assert export(target, people=True) == told
    assert again.did_nothing, again.lines()
    with target.app_context():
        host = AgendaHost.find_by_token(token)
        assert host.told == slot_of(host.item)
        assert factors_of(host.item.event_id)[Mode.FERRY] == Factor(70, "The port")
        assert factors_of(None)[Mode.CAR].grams == 150


def test_without_people_rooms_and_groups_travel_alone(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    source, target = pair
    with source.app_context():
        _fill(tmp_path)
    told = export(source)

    bring_into(target, tmp_path, told)

    assert all(word in told for word in ("Quay 2", "label: Blue", "The port", "asks_travel: no"))
    assert not any(word in told for word in ("Harri", "No lift", "ZZ 1", "Zane", "harri@"))
    assert export(target) == told


def test_a_registration_names_what_its_event_has(pair: tuple[Flask, Flask], tmp_path: Path) -> None:
    source, target = pair
    with source.app_context():
        _fill(tmp_path)
        arrival = select(PickupGroup.public_id).filter_by(direction="arrival")
        codes = [db.session.scalars(arrival).one()]
        codes.append(db.session.scalars(select(Room.public_id)).one())
    told = export(source, people=True)
    told = told.replace(f"group: {codes[0]}", "group: zzzz").replace(f"room: {codes[1]}", "room: y")

    with target.app_context():
        found = refusal(tmp_path, told)

    assert len(found) == 2, found
    assert all("the event has nothing called" in each for each in found)


def test_the_link_of_another_host_is_refused(pair: tuple[Flask, Flask], tmp_path: Path) -> None:
    source, target = pair
    with source.app_context():
        _fill(tmp_path)
        host = db.session.scalars(select(AgendaHost)).one().public_id
    told = export(source, people=True)
    with target.app_context():
        bring_small(tmp_path, VISIT.replace("id: visit", "id: other"))
        with writing():
            item = db.session.scalars(select(AgendaItem)).one()
            db.session.add(AgendaHost(item_id=item.id, public_id=host))

        found = refusal(tmp_path, told)

    assert any(f"“{host}” belongs to another event here" in each for each in found), found
