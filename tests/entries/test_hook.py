"""One hook renders whatever a transaction touches, and nothing it does not."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
)
from webapp import entries
from webapp.core.database import db, write
from webapp.core.sweeps import SWEEPS
from webapp.core.text import LocalText
from webapp.entries import rendering
from webapp.entries.models import Entry, EntryDependency
from webapp.entries.reading import versions
from webapp.entries.rebuilding import render_due
from webapp.entries.verify import differences
from webapp.events.models import Event
from webapp.events.parts import EventPlace
from webapp.programmes.models import FundingStatement
from webapp.projects.models import Project
from webapp.projects.organisations import Place

pytestmark = pytest.mark.usefixtures("any_context")


def text(event: Event, language: str = "en", audience: str = "public") -> str:
    found = entries.text_of(event.key, language, audience)
    return found[0].replace("\r\n ", "") if found else ""


def numbers(event: Event) -> tuple[int, int]:
    found = entries.numbers(event.key)
    assert found is not None
    return found.sequence, found.invite_sequence


def name(words: str) -> LocalText:
    return LocalText({"en": words})


@pytest.fixture
def event(any_context: None) -> Event:
    with write():
        project = make_project("Harbours", programme_id=make_programme().id)
        host = make_organisation("Otava")
        return make_event("Forum", projects=[project], places=[make_place("Hall")], host_id=host.id)


CHANGES: list[tuple[str, Callable[[Event], Any]]] = [
    ("Renamed", lambda event: setattr(event, "name", name("Renamed"))),
    ("Organiser: New", lambda event: setattr(event.organiser, "name", name("New"))),
    ("Host: New", lambda event: setattr(event.host, "name", name("New"))),
    ("LOCATION;LANGUAGE=en:New", lambda event: setattr(event.places[0], "name", name("New"))),
    ("CATEGORIES:Workshop,NEW", lambda event: setattr(event.projects[0], "acronym", "NEW")),
    (
        "Paid by nobody",
        lambda event: setattr(
            event.projects[0].programme.statements[0], "text", name("Paid by nobody")
        ),
    ),
    (
        "Paid by all",
        lambda event: event.projects[0].programme.statements.append(
            FundingStatement(text=name("Paid by all"), valid_from=datetime(2020, 1, 1).date())
        ),
    ),
    ("CATEGORIES:Workshop\r\n", lambda event: event.project_links.clear()),
    ("STATUS:TENTATIVE", lambda event: setattr(event, "status", "tentative")),
]


@pytest.mark.parametrize(("expected", "change"), CHANGES, ids=[each for each, _ in CHANGES])
def test_a_change_stands_in_the_text_when_it_is_committed(
    event: Event, expected: str, change: Callable[[Event], Any]
) -> None:
    assert expected not in text(event)
    before = versions(["all"])["all"][0]

    with write():
        change(event)

    assert expected in text(event)
    assert versions(["all"])["all"][0] == before + 1
    assert list(differences()) == []


def test_what_changes_no_byte_moves_nothing(event: Event) -> None:
    before, number = versions(["all", "project:1"]), numbers(event)

    with write():
        event.name = name("Forum")
        event.description = name("Long text that stands on the page alone")
        event.closes_at = datetime(2040, 1, 1, tzinfo=UTC)
        event.pool.capacity = 12
        event.projects[0].goal = name("A goal")
        event.organiser.contact_email = "office@example.org"

    assert versions(["all", "project:1"]) == before
    assert numbers(event) == number


def test_only_the_calendars_concerned_move(event: Event) -> None:
    with write():
        other = make_event("Other", kind="training", projects=[make_project("Towns")])
    scopes = ["all", "kind:workshop", "kind:training", f"event:{event.id}", f"event:{other.id}"]
    before = versions(scopes)

    with write():
        event.name = name("Renamed")

    after = versions(scopes)
    assert {each for each in scopes if after[each] != before[each]} == {
        "all",
        "kind:workshop",
        f"event:{event.id}",
    }


def test_letters_go_out_only_for_time_place_and_status(event: Event) -> None:
    assert numbers(event) == (0, 0)
    with write():
        event.name = name("Renamed")
    assert numbers(event) == (1, 0)
    with write():
        event.period = in_days(40)
    assert numbers(event) == (2, 2)
    with write():
        event.status = "tentative"
    assert numbers(event) == (3, 3)
    with write():
        event.summary = name("About it")
    assert numbers(event) == (4, 3)
    with write():
        event.places[0].name = name("Other hall")
    assert numbers(event) == (5, 5)


def test_one_language_changes_alone(event: Event) -> None:
    english = text(event, "en")

    with write():
        event.name = event.name.put("lv", "Forums")

    assert text(event, "en") == english
    assert "SUMMARY;LANGUAGE=lv:Forums" in text(event, "lv")


def test_a_rollback_renders_nothing(event: Event) -> None:
    before = text(event)

    with pytest.raises(ZeroDivisionError):
        _fail_after_renaming(event)

    assert text(event) == before
    assert list(differences()) == []


def _fail_after_renaming(event: Event) -> None:
    with write():
        event.name = name("Renamed")
        db.session.flush()
        raise ZeroDivisionError


def test_bulk_statements_say_what_they_touch(event: Event) -> None:
    with write():
        db.session.execute(update(Event).values(name=name("Renamed")))
        entries.touch([event.key])

    assert "Renamed" in text(event)


def test_verify_finds_a_bulk_statement_that_did_not(event: Event) -> None:
    with write():
        db.session.execute(
            update(Event).values(name=name("Renamed")),
            execution_options={"synchronize_session": False},
        )

    assert list(differences()) == [
        f"event:{event.id}: the text in {language} for {audience} differs"
        for language in ("en", "lv")
        for audience in ("participant", "public")
    ] + [f"event:{event.id}: its calendar is called something else"]


def test_verify_finds_what_is_missing_and_what_is_left_over(event: Event) -> None:
    with write():
        db.session.execute(update(Entry).values(owner="event:4711"))

    assert list(differences()) == [
        f"event:{event.id}: stands in no calendar",
        "event:4711: is gone",
    ]


def test_settling_gives_the_text_within_the_transaction(event: Event) -> None:
    with write():
        event.name = name("Renamed")
        entries.settle()
        assert "Renamed" in text(event)
        event.name = name("Renamed again")

    assert "Renamed again" in text(event)


def test_a_deleted_event_leaves_nothing(event: Event) -> None:
    before = versions(["all"])["all"][0]

    with write():
        db.session.delete(event)

    assert db.session.scalars(select(Entry)).all() == []
    assert db.session.scalars(select(EntryDependency)).all() == []
    assert versions(["all"])["all"][0] == before + 1


def test_many_that_depend_on_one_row_are_left_to_the_sweep(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "MOST_AT_ONCE", 2)
    with write():
        others = [make_event(f"Event {number}") for number in range(3)]
    with write():
        event.organiser.name = name("New")
    assert "Organiser: New" not in text(event)
    assert list(differences()) == []

    assert render_due() == 4

    assert all("Organiser: New" in text(each) for each in (event, *others))
    assert render_due() == 0


def test_as_many_as_fit_are_rendered_at_once(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MOST_AT_ONCE", 2)
    make_event("Other")

    with write():
        event.organiser.name = name("New")

    assert "Organiser: New" in text(event)


def test_statements_do_not_grow_with_what_depends(event: Event) -> None:
    counted = []
    for number in range(2):
        with count_statements() as sent, write():
            event.organiser.name = name(f"New {number}")
        counted.append(len(sent))
        with write():
            for _ in range(20):
                make_event("Other")

    assert counted[1] <= counted[0] + 3


def test_the_worker_runs_the_sweep(event: Event) -> None:
    assert SWEEPS["entries"].work is render_due


def test_time_alone_ends_a_cancelled_entry(event: Event, clock: Clock) -> None:
    with write():
        event.status, event.cancelled_at = "cancelled", datetime.now(UTC)
    assert render_due() == 0

    clock.forward(days=31)

    assert render_due() == 1
    assert text(event) == ""
    assert list(differences()) == []


def test_two_that_change_an_event_and_its_place_at_once_both_count(any_app: Flask) -> None:
    """Each alone would render without seeing the other's change."""
    place, event = make_place("Hall"), make_event("Forum")
    place_id, event_id = place.id, event.id
    db.session.remove()
    for number in range(5):
        begun = threading.Barrier(2, timeout=1)

        def change(model: type, row_id: int, number: int = number, begun: Any = begun) -> None:
            with any_app.app_context(), write():
                row = db.session.get_one(model, row_id)
                row.name = name(f"{model.__name__} {number}")
                if isinstance(row, Event) and not row.place_links:
                    row.place_links = [EventPlace(place_id=place_id)]
                db.session.flush()
                with suppress(threading.BrokenBarrierError):
                    begun.wait(0.2)  # on PostgreSQL both stand here at once

        threads = [
            threading.Thread(target=change, args=each)
            for each in ((Event, event_id), (Place, place_id))
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

        assert list(differences()) == []
        assert f"Place {number}" in text(db.session.get_one(Event, event_id))
        assert f"Event {number}" in text(db.session.get_one(Event, event_id))
        db.session.remove()


def test_a_name_moves_the_calendar_it_stands_on(event: Event) -> None:
    """Also where nothing stands in it yet."""
    idle = make_organisation("Idle")
    project = db.session.scalars(select(Project)).one()
    scopes = [f"project:{project.id}", f"partner:{idle.id}"]
    before = versions(scopes)

    with write():
        project.name = project.name.put("lv", "Ostas")
        idle.name = name("Busy")

    after = versions(scopes)
    assert [after[each][0] for each in scopes] == [before[each][0] + 1 for each in scopes]
