"""Imported events follow the rules everyone follows: log, reason, letters."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.manage.files import SMALL, bring_small, refusal
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.events import rules, signals
from webapp.events.models import Event
from webapp.registrations.applicant import Applicant
from webapp.registrations.rules import register

pytestmark = pytest.mark.usefixtures("context")


def _event(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


# ---- events and their rules


EVENT = """
events:
  - id: meeting
    title: Harbour meeting
    kind: partner-meeting
    project: harbours
    organiser: brasla
    places: [otava-hall]
    status: confirmed
    when: {from: 2027-03-10 10:00, to: 2027-03-10 12:30}
    registration: {mode: open, capacity: 20, closes: 2027-03-01 17:00}
"""


@pytest.fixture
def _in_2026(clock: Any) -> None:
    clock.set("2026-11-22T12:00+00:00")


@pytest.mark.usefixtures("_in_2026")
def test_an_event_takes_the_zone_of_its_place(tmp_path: Path) -> None:
    bring_small(tmp_path, EVENT)

    event = _event("meeting")

    assert event.period.starts_zone == "Europe/Helsinki"
    assert f"{event.starts_at:%H:%M} {event.closes_at:%d %H:%M}" == "08:00 01 15:00"
    assert (event.pool.capacity, event.status) == (20, "confirmed")
    assert [each.verb for each in history(event.key)] == ["published", "created"]


@pytest.mark.usefixtures("_in_2026")
def test_moving_a_published_event_needs_a_reason(tmp_path: Path) -> None:
    bring_small(tmp_path, EVENT)
    later = EVENT.replace("2027-03-10", "2027-03-17")

    found = refusal(tmp_path, SMALL + later)

    assert found == ["14: Give a reason; everyone concerned will read it."]
    assert _event("meeting").first_on == date(2027, 3, 10)


@pytest.mark.usefixtures("_in_2026")
def test_moving_a_published_event_is_told_and_logged(tmp_path: Path) -> None:
    bring_small(tmp_path, EVENT)
    told: list[str] = []

    def listen(event: Event, **_: object) -> None:
        told.append(str(event.slug))

    with signals.event_moved.connected_to(listen):
        later = EVENT.replace("2027-03-10", "2027-03-17")
        report = bring_small(tmp_path, later + "    reason: The hall is taken\n")

    event = _event("meeting")
    assert told == ["meeting"]
    assert event.first_on == date(2027, 3, 17)
    assert history(event.key)[0].reason == "The hall is taken"
    assert {"period", "moved_from"} <= set(report.changed[0].what)


@pytest.mark.usefixtures("_in_2026")
@pytest.mark.parametrize(
    ("more", "status", "verb"),
    [
        ("    status: cancelled\n    reason: Storm\n", "cancelled", "cancelled"),
        ("    status: postponed\n    reason: Storm\n", "tentative", "postponed"),
    ],
)
def test_what_the_file_calls_off_is_called_off_here(
    tmp_path: Path, more: str, status: str, verb: str
) -> None:
    bring_small(tmp_path, EVENT)

    bring_small(tmp_path, EVENT.replace("    status: confirmed\n", more))

    assert _event("meeting").status == status
    assert history(_event("meeting").key)[0].verb == verb


@pytest.mark.usefixtures("_in_2026")
def test_what_people_decided_here_is_not_undone(tmp_path: Path) -> None:
    bring_small(tmp_path, EVENT)
    with write():
        rules.cancel(_event("meeting"), "Storm")

    report = bring_small(tmp_path, EVENT)

    assert _event("meeting").status == "cancelled"
    assert [(each.code, each.line) for each in report.doubts] == [("status", 14)]


@pytest.mark.usefixtures("_in_2026")
def test_a_date_that_people_changed_here_stays(tmp_path: Path) -> None:
    bring_small(tmp_path, EVENT)
    with write():
        rules.move(_event("meeting"), Period.days(date(2027, 4, 7)), "The ferry is full")

    report = bring_small(tmp_path, EVENT)

    assert _event("meeting").first_on == date(2027, 4, 7)
    assert [each.code for each in report.doubts] == ["date"]


@pytest.mark.usefixtures("_in_2026")
@pytest.mark.parametrize("vague", ["2027-03", "2027 spring", "undated"])
def test_a_vague_date_that_was_fixed_here_stays(tmp_path: Path, vague: str) -> None:
    text = f"events: [{{id: e, title: E, kind: other, organiser: brasla, when: {vague}}}]"
    bring_small(tmp_path, text)
    with write():
        rules.move(_event("e"), Period.days(date(2027, 3, 10)))

    report = bring_small(tmp_path, text)

    assert report.did_nothing
    assert _event("e").first_on == date(2027, 3, 10)


@pytest.mark.usefixtures("_in_2026")
def test_an_event_that_is_moved_in_the_file_keeps_what_it_was(tmp_path: Path) -> None:
    moved = EVENT.replace("status: confirmed", "status: moved\n    reason: Storm\n    was: 2027-02")

    bring_small(
        tmp_path, moved.replace("when: {", "when: {").replace("was: 2027-02", "was: 2027-02-10")
    )

    event = _event("meeting")
    assert event.moved_from is not None
    assert event.moved_from["first_on"] == "2027-02-10"
    assert event.first_on == date(2027, 3, 10)


@pytest.mark.usefixtures("_in_2026")
def test_vague_dates_phases_and_none(tmp_path: Path) -> None:
    bring_small(
        tmp_path,
        """
        events:
          - {id: a, title: A, kind: survey, organiser: brasla, when: 2027. gada vasarā}
          - {id: b, title: B, kind: pilot, project: harbours, when: phase 1}
          - {id: c, title: C, kind: ideathon, organiser: brasla, planned_days: 1}
        """,
    )

    assert _event("a").period == Period.season(2027, "summer")
    assert _event("b").period == Period.phase(date(2026, 1, 1), date(2027, 12, 31))
    assert _event("c").period == Period.undated(planned_days=1)
    assert {_event(slug).status for slug in "abc"} == {"tentative"}


@pytest.mark.usefixtures("_in_2026")
def test_dates_that_count_from_today_skip_the_weekend_and_stay(tmp_path: Path, clock: Any) -> None:
    text = """
    events:
      - id: soon
        title: Soon
        kind: workshop
        organiser: brasla
        status: confirmed
        zone: Europe/Sofia
        when: {in: {days: 6, at: "10:00", until: "12:00"}}
      - {id: three, title: T, kind: workshop, organiser: brasla, when: {in: {days: 3, length: 3}}}
      - {id: sat, title: S, kind: ideathon, organiser: brasla, when: {in: {days: 1, on: Saturday}}}
      - {id: far, title: F, kind: other, organiser: brasla, when: {in: {months: 2, span: month}}}
    """
    bring_small(tmp_path, text)
    dates = {slug: _event(slug).period for slug in ("soon", "three", "sat", "far")}
    clock.set("2026-12-20T12:00+00:00")

    report = bring_small(tmp_path, text)

    # 28 November 2026 is a Saturday; Wednesday the 25th leaves room for three days.
    assert dates["soon"].first_on == date(2026, 11, 30)
    assert dates["three"] == Period.days(date(2026, 11, 25), date(2026, 11, 27), "Europe/Riga")
    assert dates["sat"].first_on == date(2026, 11, 28)
    assert dates["far"] == Period.month(2027, 1)
    assert report.did_nothing


@pytest.mark.usefixtures("_in_2026")
def test_an_event_may_follow_one_further_down(tmp_path: Path) -> None:
    bring_small(
        tmp_path,
        """
        events:
          - {id: b, title: B, kind: ideathon, organiser: brasla, follows: a}
          - {id: a, title: A, kind: workshop, organiser: brasla}
        """,
    )

    assert _event("b").follows is _event("a")


def test_a_held_event_without_a_date_is_held(tmp_path: Path) -> None:
    bring_small(
        tmp_path, "events: [{id: s, title: S, kind: survey, organiser: otava, status: held}]"
    )

    assert _event("s").status == "held"


@pytest.mark.usefixtures("_in_2026")
def test_an_hour_that_comes_twice_is_chosen_and_a_ferry_ends_in_another_zone(
    tmp_path: Path,
) -> None:
    bring_small(
        tmp_path,
        """
        events:
          - id: night
            title: Night
            kind: other
            organiser: brasla
            when: {from: 2027-10-31 03:30, to: 2027-10-31 05:00, from_fold: second}
          - id: ferry
            title: Ferry
            kind: study-visit
            organiser: brasla
            zone: Europe/Riga
            end_zone: Europe/Stockholm
            when: {from: 2027-06-01 17:30, to: 2027-06-02 10:30}
        """,
    )

    night, ferry = _event("night"), _event("ferry")
    assert f"{night.starts_at:%H:%M}" == "01:30"
    assert (f"{ferry.starts_at:%H:%M}", f"{ferry.ends_at:%H:%M}") == ("14:30", "08:30")
    assert ferry.period.is_overnight


@pytest.mark.usefixtures("_in_2026")
def test_fewer_places_than_people_are_refused_and_more_let_the_line_move(tmp_path: Path) -> None:
    full = EVENT.replace("capacity: 20", "capacity: 2")
    bring_small(tmp_path, full)
    with write():
        people = [
            register(_event("meeting"), Applicant(name, f"{name}@example.org"), quietly=True)
            for name in ("ilze", "zane", "toms")
        ]
    assert [each.state for each in people] == ["confirmed", "confirmed", "waiting"]

    found = refusal(tmp_path, SMALL + EVENT.replace("capacity: 20", "capacity: 1"))
    bring_small(tmp_path, EVENT.replace("capacity: 20", "capacity: 3"))

    assert found == [
        "14: 2 seats are taken, so there cannot be fewer. 1 person is on the waiting list."
    ]
    assert people[2].state == "offered"
