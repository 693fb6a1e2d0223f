"""What staff do with items: the log, the signals, places, and what is never deleted."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from flask import Flask

from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_place, make_registration, words
from tests.visit_factories import make_agenda_version, make_choice, make_item
from webapp.agenda import rules
from webapp.agenda.errors import NotInAgenda, Stale
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.agenda.queries import find_item, items_of, tracks_of
from webapp.agenda.signals import item_cancelled, item_changed
from webapp.agenda.times import hours_of
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.manage_history import entries_of
from webapp.events.models import Event
from webapp.seats.errors import CapacityBelowTaken
from webapp.seats.models import SeatPool

DAY = date(2027, 4, 27)


@pytest.fixture
def event(any_app: Flask) -> Iterator[Event]:
    with any_app.test_request_context("/"):
        yield make_event("Meeting in Razlog", period=Period.days(DAY, date(2027, 4, 29)))


@pytest.fixture
def told() -> Iterator[list[tuple[str, Any]]]:
    """What listeners hear: (signal, title before)."""
    heard: list[tuple[str, Any]] = []

    def changed(item: AgendaItem, *, before: Any) -> None:
        heard.append(("changed", before and str(before.name)))

    def cancelled(item: AgendaItem) -> None:
        heard.append(("cancelled", None))

    with item_changed.connected_to(changed), item_cancelled.connected_to(cancelled):
        yield heard


def add(event: Event, title: str = "Peer review", **values: Any) -> AgendaItem:
    hours = values.pop("hours", hours_of(DAY, time(10), time(11, 30), "Europe/Sofia"))
    with write():
        return rules.add(event, LocalText({"en": title}), "peer-review", hours, **values)


def change(item: AgendaItem, **values: Any) -> AgendaItem:
    with write():
        return rules.change(item, **values)


def verbs(event: Event) -> list[str]:
    return [each.verb for each in history(event.key) if each.verb.startswith("agenda")]


def test_an_item_is_added_with_everything_said_of_it(event: Event, told: Any) -> None:
    place, host = make_place("Razlog hall"), make_organisation("Razlog Municipality")
    one = {"role": "moderator", "name": "Ivan Petrov", "organisation": host, "about": None}

    item = add(event, place=place, host=host, contributors=[one], languages=["en", "bg"])

    [stored] = items_of(event)
    assert stored is item
    assert (stored.place, stored.host, stored.languages) == (place, host, ["en", "bg"])
    assert [(each.role, each.name) for each in stored.contributors] == [
        ("moderator", "Ivan Petrov")
    ]
    assert stored.pool is None
    assert (verbs(event), told) == (["agenda-item-added"], [("changed", None)])


def test_the_change_log_names_the_item_and_no_people(event: Event) -> None:
    item = add(event, host_person="Maria Ivanova")
    one = {"role": "speaker", "name": "Ivan Petrov", "organisation": None, "about": None}
    change(item, place_note=words("Hall 2"), contributors=[one])

    log = history(event.key)
    assert "Ivan" not in str([(each.before, each.after) for each in log])
    assert "Maria" not in str([(each.before, each.after) for each in log])
    [entry, *_] = entries_of(event)
    assert entry.verb == "Agenda item changed"
    assert [(each.label, each.after) for each in entry.differences] == [
        ("Contributors", "speaker"),
        ("Agenda item", "Peer review"),
        ("Where exactly", "Hall 2"),
    ]


def test_a_change_tells_what_was_before_and_counts_the_revision(event: Event, told: Any) -> None:
    item = add(event)
    told.clear()

    change(item, expected=1, name=words("Round table"))

    assert told == [("changed", "Peer review")]
    assert item.revision == 2
    with pytest.raises(Stale):
        change(item, expected=1, name=words("Panel"))
    db.session.refresh(item)
    assert str(item.name) == "Round table"


def test_contributors_are_exchanged_shortened_and_emptied(event: Event) -> None:
    def one(name: str) -> dict[str, Any]:
        return {"role": "speaker", "name": name, "organisation": None, "about": None}

    item = add(event, contributors=[one("A"), one("B")])
    for names in (["B", "A", "C"], ["C"], []):
        change(item, contributors=[one(name) for name in names])
        db.session.refresh(item)
        assert [each.name for each in item.contributors] == names


def test_places_are_counted_where_people_choose(event: Event) -> None:
    item = add(event, needs_choice=True, capacity=12)
    assert (item.pool.capacity, item.pool.purpose, item.pool.parent_id) == (
        12,
        "agenda item",
        None,
    )

    with write():
        rules.set_capacity(item, None)
    assert item.pool.capacity is None


def test_fewer_places_than_chosen_are_refused_with_the_numbers(event: Event) -> None:
    item = add(event, needs_choice=True, capacity=3)
    make_agenda_version(event)
    for name in ("Anna", "Ivan"):
        make_choice(item, make_registration(event, name=name, email=f"{name}@example.org"))

    with pytest.raises(CapacityBelowTaken, match="2 seats are taken"):
        change(item, capacity=1)
    db.session.refresh(item)
    assert item.pool.capacity == 3


def test_a_draft_agenda_forgets_what_is_removed(event: Event, told: Any) -> None:
    item = add(event, capacity=5)
    pool_id = item.pool_id
    told.clear()

    with write():
        rules.remove(item)

    assert items_of(event) == []
    assert db.session.get(SeatPool, pool_id) is None
    assert (verbs(event)[0], told) == ("agenda-item-removed", [])


def test_a_published_agenda_forgets_nothing(event: Event, told: Any) -> None:
    item = add(event)
    make_agenda_version(event)
    told.clear()

    with write():
        rules.remove(item)
    with write():
        rules.remove(item)  # twice is once
    [stored] = items_of(event)
    assert stored.is_cancelled
    with write():
        rules.restore(item)

    assert not item.is_cancelled
    assert told == [("cancelled", None), ("changed", "Peer review")]
    assert verbs(event)[:2] == ["agenda-item-restored", "agenda-item-cancelled"]


def test_a_track_of_another_event_is_refused(event: Event) -> None:
    other = make_event("Another meeting")
    with write():
        track = AgendaTrack(event_id=other.id, name=words("Track B"))
        db.session.add(track)

    with pytest.raises(NotInAgenda):
        add(event, track=track)
    assert items_of(event) == []


def test_forty_items_are_read_in_two_statements(event: Event) -> None:
    place = make_place()
    for number in range(40):
        make_item(event, f"Item {number}", hour=8 + number % 10, day=number % 3, place_id=place.id)
    db.session.expire_all()
    assert event.id  # read again before counting

    with count_statements() as sent:
        found = items_of(event)
        names = {str(each.place.name) for each in found if each.place}

    assert (len(found), names) == (40, {"Brasla Harbour Hall"})
    assert len(sent) == 2, str(sent)
    assert [each.starts_at for each in found] == sorted(each.starts_at for each in found)


def test_items_and_tracks_of_others_are_not_found(event: Event) -> None:
    other = make_event("Another meeting")
    item = make_item(other)

    assert find_item(event, item.public_id) is None
    assert find_item(other, item.public_id) is item
    assert find_item(event, "0' OR 1=1") is None
    assert tracks_of(event) == []
