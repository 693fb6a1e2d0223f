"""Agenda items in calendars: what an entry says, in which calendar it stands, when it leaves."""

from datetime import date, datetime
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.readers import READERS, Reader, meant
from tests.calendars.reading import fetch
from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event, make_organisation, make_place
from tests.visit_factories import make_agenda_version, make_item, put
from webapp import entries
from webapp.agenda import calendar
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.entries import rendering
from webapp.entries.models import Entry, EntryDependency
from webapp.entries.reading import versions
from webapp.entries.rebuilding import render_due
from webapp.entries.verify import differences
from webapp.events import rules
from webapp.events.models import Event


@pytest.fixture(autouse=True)
def march(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def event(any_context: None) -> Event:
    """A public meeting of three days whose agenda is published."""
    with write():
        period = Period.days(date(2027, 4, 27), date(2027, 4, 29), "Europe/Riga")
        event = make_event(LocalText({"en": "Meeting", "lv": "Sanāksme"}), period=period)
        make_agenda_version(event)
        return event


def text(item: AgendaItem, audience: str = "public", language: str = "en") -> str:
    found = entries.text_of(item.key, language, audience)
    return found[0].replace("\r\n ", "") if found else ""


def line(item: AgendaItem, name: str, audience: str = "public") -> str:
    found = [each for each in text(item, audience).split("\r\n") if each.startswith(name)]
    return found[0].partition(":")[2] if found else ""


def stands(item: AgendaItem) -> tuple[bool, bool]:
    """In the public's calendar, in the participants'."""
    return bool(text(item)), bool(text(item, "participant"))


def numbers(item: AgendaItem) -> tuple[int, int]:
    found = entries.numbers(item.key)
    assert found is not None
    return found.sequence, found.invite_sequence


# What an entry says


def test_an_item_is_an_entry_of_its_own_related_to_the_event(event: Event) -> None:
    with write():
        works = make_place("Works", address="Rūpnīcas 1", latitude=56.5, longitude=23.75)
        item = make_item(
            event,
            "Visit",
            place_id=works.id,
            place_note="at the gate",
            host_id=make_organisation("Metal").id,
            host_person="Jānis Kalns",
            languages=["en", "lv"],
            interpretation="whispered",
            interpreted_into=["bg"],
            walking_m=400,
            step_free=False,
            clothing="Closed shoes",
            photo_rule="forbidden",
            plan_b="A film in the hall",
            description="How tanks are made",
        )

    said = icalendar.Event.from_ical(text(item))

    assert (said["UID"], said["RELATED-TO"]) == (item.uid, event.uid)
    assert said["SUMMARY"] == "Visit (Meeting)"
    assert said["LOCATION"] == "Works, Rūpnīcas 1, at the gate"
    assert said["GEO"].to_ical() == "56.5;23.75"
    assert said["STATUS"] == "CONFIRMED"
    assert said["CLASS"] == "PUBLIC"
    assert said["URL"].endswith(f"/events/{event.code}/agenda/#item-{item.public_id}")
    assert str(said["DESCRIPTION"]).split("\n")[:-1] == [
        "How tanks are made",
        "",
        "Host: Metal",
        "On foot: 400 m",
        "There are steps on the way.",
        "Languages: English, Latvian",
        "Whispered interpretation into: Bulgarian",
        "What to wear and mind: Closed shoes",
        "No photographs.",
        "If it cannot take place like this: A film in the hall",
    ]
    assert "Kalns" not in text(item, "participant")


def test_a_transfer_says_where_it_goes_and_in_which_track(event: Event) -> None:
    with write():
        track = AgendaTrack(event_id=event.id, name=LocalText({"en": "Technology"}))
        db.session.add(track)
        db.session.flush()
        item = make_item(
            event, "Bus", track_id=track.id, to_place_id=make_place("Works").id, travel_minutes=25
        )

    said = str(icalendar.Event.from_ical(text(item))["DESCRIPTION"])

    assert "Track: Technology\nGoes to: Works\nThe ride takes 25 minutes.\n" in said


def test_without_hours_it_is_a_whole_day(event: Event) -> None:
    with write():
        item = make_item(event, "Free", period=Period.days(date(2027, 4, 28)), kind="free")

    assert line(item, "DTSTART;VALUE=DATE") == "20270428"
    assert line(item, "DTEND;VALUE=DATE") == "20270429"
    assert line(item, "TRANSP") == "TRANSPARENT"


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("starts", "ends", "zones"),
    [
        # The clocks of Europe go forward on 28 March 2027 and back on 31 October.
        ("2027-03-28T02:30", "2027-03-28T05:30", ("Europe/Riga",)),
        ("2027-03-27T23:00", "2027-03-28T06:00", ("Europe/Riga",)),
        ("2027-10-31T03:30", "2027-10-31T05:00", ("Europe/Riga",)),
        ("2027-10-30T20:00", "2027-10-31T06:00", ("Europe/Riga", "Europe/Stockholm")),
        ("2027-07-01T09:00", "2027-07-01T10:00", ("Europe/Sofia", "Europe/London")),
    ],
)
def test_every_program_reads_its_hours_across_a_clock_change(
    app: Flask, client: FlaskClient, reader: Reader, starts: str, ends: str, zones: tuple[str, ...]
) -> None:
    fold = 1 if starts == "2027-10-31T03:30" else None
    hours = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    with app.app_context(), write():
        event = make_event("Meeting")
        make_agenda_version(event)
        item = make_item(event, period=Period.at(*hours, *zones, starts_fold=fold))
        path, uid = f"/events/{event.code}.ics", item.uid
        expected = meant(calendar.entry_of(item, "en"), 0)

    assert reader(client.get(path).data)[uid] == expected


# In which calendars


def test_it_stands_in_the_events_own_calendar_and_in_no_list(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context(), write():
        event = make_event("Meeting", organiser=make_organisation("Brasla"))
        make_agenda_version(event)
        make_item(event, "Visit")
        own = f"/events/{event.code}.ics"

    def titles(path: str) -> set[str]:
        return {str(each["SUMMARY"]) for each in fetch(client, path).walk("VEVENT")}

    assert titles(own) == {"Meeting", "Visit (Meeting)"}
    for path in ("all", "partners/brasla", "kinds/workshop"):
        assert titles(f"/calendars/{path}.ics") == {"Meeting"}


@pytest.mark.parametrize(
    ("of_event", "of_item", "expected"),
    [
        ("public", "public", (True, True)),
        ("unlisted", "public", (True, True)),
        ("partners", "public", (False, True)),
        ("internal", "public", (False, True)),
        ("public", "partners", (False, True)),
        ("public", "internal", (False, False)),
    ],
)
def test_who_may_have_it(
    event: Event, of_event: str, of_item: str, expected: tuple[bool, bool]
) -> None:
    with write():
        event.visibility = of_event
        item = make_item(event, visibility=of_item)

    assert stands(item) == expected
    if expected[1]:
        is_public = of_item == "public" and of_event in ("public", "unlisted")
        assert line(item, "CLASS", "participant") == ("PUBLIC" if is_public else "PRIVATE")


def test_it_stands_there_once_the_agenda_is_published(any_context: None) -> None:
    with write():
        event = make_event("Meeting")
        items = [make_item(event, "One"), make_item(event, "Two", hour=14)]
    assert [stands(item) for item in items] == [(False, False)] * 2
    before = versions([f"event:{event.id}"])[f"event:{event.id}"][0]

    with write():
        make_agenda_version(event)

    assert [stands(item) for item in items] == [(True, True)] * 2
    assert versions([f"event:{event.id}"])[f"event:{event.id}"][0] == before + 1
    assert list(differences()) == []


def test_and_once_the_event_is_published(any_context: None) -> None:
    with write():
        event = make_event("Meeting", status="draft")
        make_agenda_version(event)
        item = make_item(event)
    assert stands(item) == (False, False)

    with write():
        rules.publish(event)

    assert stands(item) == (True, True)


# What changes it


def rename_event(event: Event, item: AgendaItem) -> None:
    event.name = LocalText({"en": "Renamed"})


def rename_place(event: Event, item: AgendaItem) -> None:
    assert item.place is not None
    item.place.name = LocalText({"en": "Renamed"})


def rename_host(event: Event, item: AgendaItem) -> None:
    assert item.host is not None
    item.host.name = LocalText({"en": "Renamed"})


def rename_track(event: Event, item: AgendaItem) -> None:
    assert item.track is not None
    item.track.name = LocalText({"en": "Renamed"})


@pytest.mark.parametrize("change", [rename_event, rename_place, rename_host, rename_track])
def test_what_it_names_changes_it(event: Event, change: Any) -> None:
    with write():
        track = AgendaTrack(event_id=event.id, name=LocalText({"en": "Track"}))
        db.session.add(track)
        db.session.flush()
        place, host = make_place("Works"), make_organisation("Metal")
        item = make_item(event, place_id=place.id, host_id=host.id, track_id=track.id)
    before = numbers(item)[0]

    with write():
        change(event, item)

    assert "Renamed" in text(item)
    assert numbers(item)[0] == before + 1
    assert list(differences()) == []


def test_moved_it_is_the_same_entry_at_another_hour(event: Event) -> None:
    with write():
        item = make_item(event)
    uid = line(item, "UID")

    with write():
        put(item, Period.at(datetime(2027, 4, 28, 9), datetime(2027, 4, 28, 10), "Europe/Riga"))

    assert line(item, "UID") == uid
    assert line(item, "DTSTART;TZID=Europe/Riga") == "20270428T090000"
    assert numbers(item) == (1, 1)


def test_cancelled_it_stays_marked_until_its_date_has_passed(event: Event, clock: Clock) -> None:
    with write():
        item = make_item(event, "Visit")
    with write():
        item.cancelled_at = datetime.fromisoformat("2027-03-01T12:00+00:00")

    assert line(item, "SUMMARY;LANGUAGE=en") == "Cancelled: Visit (Meeting)"
    assert line(item, "STATUS") == "CANCELLED"
    assert "taken off the agenda" in text(item)

    clock.set("2027-04-27T09:00:01+00:00")
    render_due()

    assert stands(item) == (False, False)
    assert list(differences()) == []


def test_a_cancelled_item_without_hours_leaves_when_its_day_is_over(
    event: Event, clock: Clock
) -> None:
    with write():
        item = make_item(event, period=Period.days(date(2027, 4, 28), zone="Europe/Riga"))
        item.cancelled_at = datetime.fromisoformat("2027-03-01T12:00+00:00")

    clock.set("2027-04-28T20:59:59+00:00")
    render_due()
    assert stands(item) == (True, True)

    clock.set("2027-04-28T21:00+00:00")
    render_due()
    assert stands(item) == (False, False)


def test_it_is_cancelled_tentative_and_postponed_with_its_event(event: Event) -> None:
    with write():
        item = make_item(event)

    with write():
        event.status = "tentative"
    assert line(item, "STATUS") == "TENTATIVE"
    assert line(item, "SUMMARY").startswith("Tentative: ")

    with write():
        rules.postpone(event, LocalText({"en": "A storm"}))
    assert line(item, "STATUS") == "CANCELLED"
    assert "postponed" in text(item)

    with write():
        rules.move(event, Period.days(date(2027, 4, 27)), LocalText({"en": "Calm"}))
        event.status = "confirmed"
    assert line(item, "STATUS") == "CONFIRMED"

    with write():
        rules.cancel(event, LocalText({"en": "A storm"}))
    assert line(item, "STATUS") == "CANCELLED"
    assert list(differences()) == []


def test_made_internal_it_leaves_and_comes_back_as_the_same_entry(event: Event) -> None:
    with write():
        item = make_item(event)
    scope = f"event:{event.id}"
    before = versions([scope])[scope][0]

    with write():
        item.visibility = "internal"

    assert stands(item) == (False, False)
    assert versions([scope])[scope][0] == before + 1
    assert list(differences()) == []

    with write():
        item.visibility = "public"

    assert (stands(item), numbers(item)[0]) == ((True, True), 2)


def test_it_leaves_with_an_event_that_is_withdrawn(event: Event) -> None:
    with write():
        item = make_item(event)

    with write():
        rules.withdraw(event, LocalText({"en": "A mistake"}))

    assert stands(item) == (False, False)


def test_nothing_of_it_is_left_when_its_event_is_removed(event: Event) -> None:
    with write():
        shown, inside = make_item(event), make_item(event, hour=14)
    with write():
        inside.visibility = "internal"
    keys = {shown.key, inside.key}

    with write():
        db.session.execute(Event.__table__.delete().where(Event.id == event.id))  # type: ignore[attr-defined]
        entries.touch([event.key])

    assert not keys & set(db.session.scalars(db.select(Entry.owner)))
    assert list(differences()) == []


def test_more_than_some_hundreds_are_marked_and_rendered_by_a_sweep(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    with write():
        items = [make_item(event, f"Item {number}") for number in range(4)]
    monkeypatch.setattr(rendering, "MOST_AT_ONCE", 3)

    with write():
        event.name = LocalText({"en": "Renamed"})

    assert not any("Renamed" in text(item) for item in items)
    assert list(differences()) == []
    render_due()
    assert all("Renamed" in text(item) for item in items)


def test_what_changes_no_byte_moves_nothing(event: Event) -> None:
    with write():
        item = make_item(event, capacity=12)
    scope = f"event:{event.id}"
    before = versions([scope])

    with write():
        item.gate_list_due_at = datetime.fromisoformat("2027-04-20T12:00+00:00")
        item.host_person = "Jānis Kalns"
        assert item.pool is not None
        item.pool.taken = 3

    assert (versions([scope]), numbers(item)) == (before, (0, 0))


def test_rendering_an_event_with_forty_items_takes_as_many_reads_as_with_four(event: Event) -> None:
    def statements(name: str) -> int:
        with count_statements() as sent, write():
            event.name = LocalText({"en": name})
        return sum(each.startswith("SELECT") for each in sent)

    with write():
        for number in range(4):
            make_item(event, f"Item {number}")
    few = statements("Few")
    with write():
        for number in range(36):
            make_item(event, f"More {number}")

    assert statements("Many") == few


def test_an_unchanged_calendar_is_not_sent_again(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        event = make_event("Meeting")
        make_agenda_version(event)
        item = make_item(event, "Visit")
        path, number = f"/events/{event.code}.ics", item.id
    first = client.get(path)
    asked = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=asked).status_code == 304

    with app.app_context(), write():
        db.session.get_one(AgendaItem, number).walking_m = 700

    again = client.get(path, headers=asked)
    assert again.status_code == 200
    assert client.get(path).data == again.data


def test_its_words_are_in_the_language_of_the_calendar(event: Event) -> None:
    with write():
        both = make_item(event, LocalText({"en": "Visit", "lv": "Apmeklējums"}))
        english = make_item(event, "Walk", hour=14)

    assert "SUMMARY;LANGUAGE=lv:Apmeklējums (Sanāksme)" in text(both, language="lv")
    assert "SUMMARY:Walk (Sanāksme)" in text(english, language="lv")


def test_it_depends_on_what_it_names(event: Event) -> None:
    with write():
        place, host = make_place("Works"), make_organisation("Metal")
        item = make_item(event, place_id=place.id, to_place_id=place.id, host_id=host.id)

    query = db.select(EntryDependency.depends_on).join(Entry).where(Entry.owner == item.key)
    keys = {f"event:{event.id}", f"place:{place.id}", f"organisation:{host.id}"}
    assert set(db.session.scalars(query)) == keys
