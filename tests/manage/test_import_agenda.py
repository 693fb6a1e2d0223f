"""The agenda of an event in a file: what it leads to, and what is wrong with it, by line."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import writing
from tests.manage.exported import bring_into, export
from tests.manage.files import SMALL, bring_small, refusal
from webapp.agenda.models import AgendaItem, AgendaTrack, AgendaVersion
from webapp.core.database import db
from webapp.events.models import Event
from webapp.manage.verify import findings

VISIT = """\
events:
  - id: visit
    title: {en: A visit, lv: Vizīte}
    kind: study-visit
    project: harbours
    organiser: otava
    status: confirmed
    when: 2027-03-27 to 2027-03-29
    zone: Europe/Helsinki
    registration: {mode: invitation, capacity: 20}
    agenda:
      published: yes
      tracks:
        - {id: a, name: Hall}
      items:
"""
WHOLE = """\
        - id: ferry
          day: 1
          from: "22:00"
          until: "06:30"
          until_day: 2
          end_zone: Europe/Stockholm
          kind: transfer
          title: {en: Ferry, lv: Prāmis}
          place: otava-hall
          to: otava-hall
          travel_minutes: 480
        - id: works
          day: 2027-03-29
          from: "10:00"
          until: "12:00"
          kind: company
          visibility: partners
          track: a
          title: The works
          text: {en: A plant, lv: Ražotne}
          place: otava-hall
          place_note: Gate 2
          host: otava
          host_person: Hanna Host
          contributors:
            - {role: guide, name: Gita Guide}
            - {role: reviewer, organisation: Brasla Municipality, about: Reviews it}
          languages: [fi]
          interpretation: consecutive
          into: [en]
          walking: 300
          step_free: no
          clothing: Boots
          photos: forbidden
          capacity: 8
          choose: yes
          gate_list: {days_before: 7, at: "12:00"}
          plan_b: The meeting room
        - {id: free, day: 3, kind: free, title: Free}
"""


def _items() -> dict[str, AgendaItem]:
    return {str(item.name): item for item in db.session.scalars(select(AgendaItem))}


def test_items_stand_on_the_days_and_hours_of_the_file(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + WHOLE)

    found = _items()
    ferry, works, free = found["Ferry"], found["The works"], found["Free"]
    assert (ferry.day_on, free.day_on) == (date(2027, 3, 27), date(2027, 3, 29))
    assert ferry.starts_local == datetime(2027, 3, 27, 22)
    assert ferry.ends_local == datetime(2027, 3, 28, 6, 30)
    # The clocks of both zones were put forward in that night.
    assert ferry.ends_at == datetime(2027, 3, 28, 4, 30, tzinfo=UTC)
    assert works.starts_at == datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert (free.has_hours, free.starts_zone) == (False, "Europe/Helsinki")
    # The day before the event, on its clocks before they were put forward.
    assert works.gate_list_due_at == datetime(2027, 3, 20, 10, tzinfo=UTC)


def test_an_item_says_all_that_the_file_says(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + WHOLE)

    works = _items()["The works"]
    assert works.track is not None
    assert works.pool is not None
    assert works.host is not None
    assert str(works.track.name) == "Hall"
    assert (works.pool.capacity, works.pool.parent_id, works.needs_choice) == (8, None, True)
    assert (works.host.slug, works.host_person) == ("otava", "Hanna Host")
    assert [(each.role, each.name) for each in works.contributors] == [
        ("guide", "Gita Guide"),
        ("reviewer", None),
    ]
    assert works.contributors[1].organisation is not None
    assert works.contributors[1].organisation.slug == "brasla"
    assert (works.languages, works.interpretation, works.interpreted_into) == (
        ["fi"],
        "consecutive",
        ["en"],
    )
    assert (works.walking_m, works.step_free, works.photo_rule) == (300, False, "forbidden")
    assert (str(works.clothing), str(works.plan_b)) == ("Boots", "The meeting room")


def test_published_once_and_left_alone_by_the_next_import(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + WHOLE)
    with writing():
        _items()["The works"].walking_m = 500

    again = bring_small(tmp_path, VISIT + WHOLE)

    assert again.did_nothing, again.lines()
    assert _items()["The works"].walking_m == 500
    assert db.session.scalars(select(AgendaVersion.number)).all() == [1]
    assert db.session.scalars(select(Event.has_agenda)).all() == [True]
    assert len(db.session.scalars(select(AgendaTrack)).all()) == 1


def test_an_item_more_is_added_to_what_is_here(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + WHOLE)

    more = "        - {id: tea, day: 1, kind: meal, title: Tea}\n"
    report = bring_small(tmp_path, VISIT + WHOLE + more)

    assert report.created == [("agenda item", "Tea")]
    assert len(_items()) == 4


def test_the_same_ids_in_two_events_are_two_items(context: None, tmp_path: Path) -> None:
    other = VISIT.replace("events:\n", "").replace("id: visit", "id: other")

    bring_small(tmp_path, VISIT + WHOLE + other + WHOLE)

    assert len(db.session.scalars(select(AgendaItem)).all()) == 6


LINE = SMALL.count("\n") + VISIT.count("\n") + 1
_TIMES = 'from: "10:00", until: "11:00"'


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ("{id: x, day: 1, kind: party, title: X}", "“party” is not one of: plenary"),
        ("{id: x, kind: meal, title: X}", "“day” is missing here"),
        ("{id: x, day: 0, kind: meal, title: X}", "“0” is not a date"),
        ('{id: x, day: 1, from: "9:00", kind: meal, title: X}', "“from” and “until” stand"),
        ('{id: x, day: 1, from: "9:00", until: "8:00", kind: meal, title: X}', "the end lies"),
        ('{id: x, day: 1, from: "9:99", until: "8:00", kind: meal, title: X}', "not a time such"),
        ("{id: x, day: 1, kind: meal, title: X, place: nowhere}", "“nowhere” is not known under"),
        ("{id: x, day: 1, kind: meal, title: X, to: nowhere}", "“nowhere” is not known under"),
        ("{id: x, day: 1, kind: meal, title: X, host: nobody}", "“nobody” is not known under"),
        ("{id: x, day: 1, kind: meal, title: X, colour: red}", "“colour” is not known here"),
        ("{id: x, day: 1, kind: meal, title: X, walking: far}", "a whole number from 0"),
        (
            '{id: x, day: 2, from: "03:30", until: "05:00", kind: meal, title: X}',
            "2027-03-28 03:30 does not exist in Europe/Helsinki",
        ),
        (
            "{id: x, day: 1, kind: meal, title: X, contributors: [{role: guide}]}",
            "a contributor needs",
        ),
    ],
)
def test_what_is_wrong_is_said_by_line(context: None, tmp_path: Path, item: str, why: str) -> None:
    found = refusal(tmp_path, SMALL + VISIT + f"        - {item}\n")

    assert len(found) == 1
    assert found[0].startswith(f"{LINE}: ")
    assert why in found[0]
    assert db.session.scalars(select(Event)).all() == []


@pytest.mark.parametrize(
    ("items", "why"),
    [
        (["{id: x, day: 1, kind: meal, title: X}"] * 2, "“x” stands twice in this agenda"),
        (
            ["{id: x, day: 1, kind: meal, title: X, track: b}"],
            "the agenda has no track “b”",
        ),
    ],
)
def test_an_agenda_that_contradicts_itself_is_refused(
    context: None, tmp_path: Path, items: list[str], why: str
) -> None:
    lines = "".join(f"        - {each}\n" for each in items)

    found = refusal(tmp_path, SMALL + VISIT + lines)

    assert [each.partition(": ")[2] for each in found] == [why]


def test_a_day_of_an_event_without_a_date_is_a_problem(context: None, tmp_path: Path) -> None:
    text = VISIT.replace("2027-03-27 to 2027-03-29", "undated").replace("confirmed", "tentative")

    found = refusal(tmp_path, SMALL + text + "        - {id: x, day: 1, kind: meal, title: X}\n")

    assert "the event has no first day yet" in found[0]


@pytest.mark.parametrize("versions", ["no JSON", "{}", "[1]", "[" * 5000])
def test_a_published_agenda_that_is_none_is_refused(
    context: None, tmp_path: Path, versions: str
) -> None:
    text = f"      versions:\n        - {{number: 1, items: '{versions}'}}\n"

    found = refusal(tmp_path, SMALL + VISIT.replace("      items:\n", "") + text)

    assert "the items of a published agenda are needed" in found[0]


def test_a_code_that_another_item_has_is_refused(context: None, tmp_path: Path) -> None:
    bring_small(tmp_path, VISIT + WHOLE)
    other = VISIT.replace("id: visit", "id: other")
    item = _items()["Free"]
    kept = f"kept: {{code: {item.public_id}, uid: x-vizite}}"

    found = refusal(
        tmp_path, SMALL + other + f"        - {{id: x, day: 1, kind: meal, title: X, {kept}}}\n"
    )

    assert f"“{item.public_id}” belongs to another event here" in found[0]


# ---- and back


@pytest.fixture(params=["to SQLite", "to PostgreSQL"])
def pair(request: pytest.FixtureRequest) -> tuple[Flask, Flask]:
    """Two installations on different databases."""
    one = request.getfixturevalue("make_app")()
    two = request.getfixturevalue("make_pg_app")()
    return (one, two) if request.param == "to PostgreSQL" else (two, one)


def test_an_agenda_is_the_same_in_another_installation(
    pair: tuple[Flask, Flask], tmp_path: Path, clock: Any
) -> None:
    source, target = pair
    clock.set("2027-01-01T10:00+00:00")
    with source.app_context():
        bring_small(tmp_path, VISIT + WHOLE)
    clock.set("2027-01-02T10:00+00:00")
    with source.app_context(), writing():
        _items()["Free"].cancelled_at = datetime(2027, 1, 2, tzinfo=UTC)
        _items()["The works"].plan_b = None
    told = export(source)
    clock.set("2027-01-03T10:00+00:00")

    bring_into(target, tmp_path, told)
    again = bring_into(target, tmp_path, told)

    assert export(target) == told
    assert again.did_nothing, again.lines()
    feeds = [app.test_client().get(_feed(app)).get_data(as_text=True) for app in pair]
    assert feeds[0].count("BEGIN:VEVENT") == 3  # the item for partners stands for participants
    assert _entries(feeds[0]) == _entries(feeds[1])
    with target.app_context():
        assert findings() == []


def _feed(app: Flask) -> str:
    with app.app_context():
        return f"/events/{db.session.scalars(select(Event.code)).one()}.ics"


def _entries(feed: str) -> list[str]:
    return sorted(feed.partition("END:VCALENDAR")[0].split("BEGIN:VEVENT")[1:])
