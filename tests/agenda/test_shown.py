"""The agenda as each reader sees it: what, in which order, what beside what."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.agenda.making import make_visit
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_place
from tests.people import cast
from tests.visit_factories import make_agenda_version, make_item
from webapp.agenda import versions
from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem, AgendaTrack, ItemContributor
from webapp.agenda.shown import agenda_of
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def titles(event: Event, level: Level) -> list[str]:
    return [str(item.name) for item in agenda_of(event, level).items]


def drawn(event: Event, level: Level = Level.PUBLIC) -> list[list[list[str]]]:
    """Rows of columns of titles, all days in one."""
    days = agenda_of(event, level).days
    return [
        [[str(item.name) for item in column.items] for column in row.columns]
        for day in days
        for row in day.rows
    ]


@pytest.mark.usefixtures("context")
def test_each_circle_of_readers_sees_what_is_for_it_and_for_those_before() -> None:
    with write():
        event = make_visit()
        make_item(event, "Opening", hour=9)
        make_item(event, "Dinner", hour=19, visibility="partners")
        make_item(event, "Setting up", hour=7, visibility="internal")
        make_agenda_version(event)

    assert titles(event, Level.PUBLIC) == ["Opening"]
    assert titles(event, Level.PARTNERS) == ["Opening", "Dinner"]
    assert titles(event, Level.INTERNAL) == ["Setting up", "Opening", "Dinner"]


@pytest.mark.usefixtures("context")
def test_before_it_is_published_only_staff_see_it() -> None:
    with write():
        event = make_visit()
        make_item(event, "Opening")

    assert titles(event, Level.PARTNERS) == []
    assert titles(event, Level.INTERNAL) == ["Opening"]


@pytest.mark.usefixtures("context")
def test_what_overlaps_stands_side_by_side_and_what_does_not_below() -> None:
    with write():
        event = make_visit()
        for title, hour, hours in (("Open", 9, 1), ("A", 10, 2), ("B", 11, 2), ("Lunch", 13, 1)):
            make_item(event, title, hour=hour, hours=hours)
        make_agenda_version(event)

    assert drawn(event) == [[["Open"]], [["A"], ["B"]], [["Lunch"]]]


@pytest.mark.usefixtures("context")
def test_tracks_are_columns_in_their_order_until_all_meet_again() -> None:
    with write():
        event = make_visit()
        one, two = (
            AgendaTrack(event_id=event.id, name=LocalText({"en": name}), position=position)
            for position, name in enumerate(("One", "Two"))
        )
        db.session.add_all([one, two])
        db.session.flush()
        for title, hour, track in (
            ("b1", 9, two),
            ("a1", 9, one),
            ("a2", 11, one),
            ("b2", 11, two),
        ):
            make_item(event, title, hour=hour, track_id=track.id)
        make_item(event, "Lunch", hour=13)
        make_agenda_version(event)

    assert drawn(event) == [[["a1", "a2"], ["b1", "b2"]], [["Lunch"]]]


@pytest.mark.usefixtures("context")
def test_what_was_called_off_takes_no_room_beside_what_came_in_its_place() -> None:
    with write():
        event = make_visit()
        make_item(event, "Old", hour=10, cancelled_at=datetime(2027, 4, 1, tzinfo=UTC))
        make_item(event, "New", hour=10)
        make_item(event, "Later", hour=11)
        make_agenda_version(event)

    assert sorted(drawn(event)[:1]) == [[["Old"]]]
    assert [["New"], ["Later"]] in drawn(event)


@pytest.mark.usefixtures("context")
def test_what_has_no_hours_yet_ends_its_day() -> None:
    with write():
        event = make_visit()
        day = event.first_on
        assert day is not None
        make_item(event, "Some time", period=Period.days(day))
        make_item(event, "Evening", hour=20)
        make_item(event, "Tomorrow", day=1)
        make_agenda_version(event)

    assert titles(event, Level.PUBLIC) == ["Evening", "Some time", "Tomorrow"]


def test_the_page_is_for_those_who_may_know_of_the_event(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["partners"])
        make_item(event, "Opening")
        make_item(event, "Dinner", visibility="partners")
        make_item(event, "Setting up", visibility="internal")
        make_agenda_version(event)
    path = f"/events/{people.partners_only}/agenda/"

    seen = {}
    for who in people:
        answer = who.client(app).get(path)
        found = BeautifulSoup(answer.text, "html.parser").select("article h3, article h4")
        seen[who.name] = {" ".join(each.text.split()) for each in found}

    everything = {"Opening", "Dinner", "Setting up"}
    assert seen == {
        "visitor": set(),
        "participant": set(),
        "invited": {"Opening"},
        "helper": everything,
        "reader": everything,
        "partner_coordinator": everything,
        "project_coordinator": everything,
        "stranger": set(),
        "administrator": everything,
    }


def test_staff_of_another_partner_see_what_is_for_partners(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        event = db.session.get_one(Event, people.event_ids["public"])
        event.host_id = people.organisation_ids["lielmala"]
        make_item(event, "Dinner", visibility="partners")
        make_item(event, "Setting up", visibility="internal")
        make_agenda_version(event)

    page = people.stranger.client(app).get(f"/events/{people.public}/agenda/").text

    assert "Dinner" in page
    assert "Setting up" not in page
    assert "Dinner" not in people.visitor.client(app).get(f"/events/{people.public}/agenda/").text


def test_an_unpublished_agenda_is_a_page_for_staff_that_says_so(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        make_item(db.session.get_one(Event, people.event_ids["public"]), "Opening")
    path = f"/events/{people.public}/agenda/"

    assert people.visitor.client(app).get(path).status_code == 404
    assert people.stranger.client(app).get(path).status_code == 404
    assert "not published yet" in people.reader.client(app).get(path).text


def test_the_page_tells_all_there_is_to_know_of_an_item(app: Flask) -> None:
    with app.app_context(), write():
        event = make_visit()
        works = make_place("Works", address="1 Factory Road", latitude=41.9, longitude=23.5)
        item = make_item(
            event,
            "Visit",
            place_id=works.id,
            place_note="Gate 2",
            host_id=make_organisation("Pirin Textiles").id,
            host_person="Elena",
            languages=["bg"],
            interpretation="consecutive",
            interpreted_into=["en"],
            walking_m=600,
            step_free=False,
            clothing="Closed shoes",
            photo_rule="forbidden",
            plan_b="Video",
        )
        item.contributors = [ItemContributor(role="guide", name="Petar")]
        make_agenda_version(event)
        code = event.code

    page = BeautifulSoup(app.test_client().get(f"/events/{code}/agenda/").text, "html.parser")

    shown = " ".join(page.select_one("article").text.split())  # type: ignore[union-attr]
    for words in (
        "company visit",
        "10:00–12:00 Riga",
        "Works, Gate 2",
        "1 Factory Road",
        "Host: Pirin Textiles, Elena",
        "Guide: Petar",
        "Bulgarian",
        "Consecutive interpretation into: English",
        "On foot: 600 m",
        "There are steps on the way.",
        "Closed shoes",
        "No photographs.",
        "If it cannot take place like this: Video",
    ):
        assert words in shown, words
    assert page.select_one('a[href="geo:41.9,23.5"]') is not None
    assert [each["datetime"] for each in page.select("article time")] == [
        "2027-05-10T10:00+03:00",
        "2027-05-10T12:00+03:00",
    ]


def test_the_event_shows_its_published_agenda_to_strangers_at_once(app: Flask) -> None:
    with app.app_context(), write():
        event = make_visit()
        make_item(event, "Opening")
        code = event.code
    client = app.test_client()

    assert "Opening" not in client.get(f"/events/{code}/").text

    with app.app_context(), write():
        versions.publish(db.session.get_one(Event, _id_of(code)))
    assert "Opening" in client.get(f"/events/{code}/").text

    with app.app_context(), write():
        item = db.session.query(AgendaItem).one()
        item.name = LocalText({"en": "Welcome"})
    page = client.get(f"/events/{code}/").text
    assert "Welcome" in page
    assert "title changed" in page


def test_pages_take_a_fixed_number_of_statements(app: Flask) -> None:
    counts = []
    for number in (1, 40):
        with app.app_context(), write():
            event = make_visit(f"Visit of {number}")
            for index in range(number):
                place = make_place(f"Place {number} {index}")
                item = make_item(event, f"Item {index}", hour=8, day=index % 3, place_id=place.id)
                item.contributors = [ItemContributor(role="guide", name="Petar")]
            versions.publish(event)
            code = event.code
        sent = []
        for path in (f"/events/{code}/", f"/events/{code}/agenda/"):
            with count_statements() as statements:
                assert app.test_client().get(path).status_code == 200
            sent.append(len(statements))
        counts.append(sent)

    assert counts[0] == counts[1]


def test_an_event_without_an_agenda_costs_nothing_for_it(app: Flask) -> None:
    with app.app_context():
        code = make_event().code

    with count_statements() as sent:
        app.test_client().get(f"/events/{code}/")

    assert [each for each in sent if "agenda_" in each] == []


def _id_of(code: str) -> int:
    found = db.session.query(Event.id).filter_by(code=code).scalar()
    assert isinstance(found, int)
    return found


def test_hours_in_the_zone_of_the_reader_stand_beside(app: Flask) -> None:
    with app.app_context(), write():
        event = make_visit()
        make_item(event, "Opening")
        make_agenda_version(event)
        code = event.code
    client = app.test_client()
    client.set_cookie("zone", "Europe/Lisbon")

    assert "your time 08:00–10:00" in client.get(f"/events/{code}/agenda/").text


def test_a_day_later_still_stands_on_its_own_day(app: Flask) -> None:
    with app.app_context(), write():
        event = make_visit()
        starts = datetime(2027, 5, 10, 22)
        late = Period.at(starts, starts + timedelta(hours=4), "Europe/Riga")
        make_item(event, "Night walk", period=late)
        make_agenda_version(event)

        assert [day.on.isoformat() for day in agenda_of(event, Level.PUBLIC).days] == ["2027-05-10"]
