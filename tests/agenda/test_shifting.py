"""Several items at once: shifted, copied, taken along when their event moves."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from tests.factories import make_event, make_place
from tests.visit_factories import make_agenda_version
from webapp.agenda import rules, shifting, tracks
from webapp.agenda.errors import Skipped
from webapp.agenda.models import AgendaItem
from webapp.agenda.queries import items_of, tracks_of
from webapp.agenda.shifting import Reach
from webapp.agenda.signals import item_changed
from webapp.agenda.times import hours_of
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import copying
from webapp.events import rules as event_rules
from webapp.events.models import Event

DAY = date(2027, 4, 27)
SOFIA = "Europe/Sofia"
SPRING = date(2027, 3, 28)


@pytest.fixture
def event(any_app: Flask) -> Iterator[Event]:
    with any_app.test_request_context("/"):
        yield make_event(
            "Meeting in Razlog", period=Period.days(DAY, date(2027, 4, 29), zone=SOFIA)
        )


def put(
    event: Event, title: str, starts: str, ends: str, day: date = DAY, **values: Any
) -> AgendaItem:
    hours = hours_of(day, time.fromisoformat(starts), time.fromisoformat(ends), SOFIA)
    with write():
        return rules.add(event, LocalText({"en": title}), "plenary", hours, **values)


def timetable(event: Event) -> list[tuple[str, str]]:
    db.session.rollback()
    db.session.expire_all()
    return [(f"{item.starts_local:%d %H:%M}", str(item.name)) for item in items_of(event)]


@pytest.fixture
def day(event: Event) -> list[AgendaItem]:
    """Three items on the first day, one on the second."""
    return [
        put(event, "Welcome", "09:00", "10:00"),
        put(event, "Review", "10:00", "12:00"),
        put(event, "Lunch", "12:30", "13:30"),
        put(event, "Market", "09:00", "10:00", DAY + timedelta(days=1)),
    ]


def shift(event: Event, items: list[AgendaItem], minutes: int) -> None:
    with write():
        shifting.shift(event, shifting.plan(items, minutes), minutes)


def test_everything_after_an_item_moves_to_the_end_of_its_day(
    event: Event, day: list[AgendaItem]
) -> None:
    heard: list[tuple[str, str]] = []

    def hear(item: AgendaItem, *, before: Any) -> None:
        heard.append((f"{before.starts_local:%H:%M}", f"{item.starts_local:%H:%M}"))

    with item_changed.connected_to(hear):
        shift(event, shifting.following(items_of(event), day[1], Reach.DAY), 30)

    assert timetable(event) == [
        ("27 09:00", "Welcome"),
        ("27 10:30", "Review"),
        ("27 13:00", "Lunch"),
        ("28 09:00", "Market"),
    ]
    assert heard == [("10:00", "10:30"), ("12:30", "13:00")]
    entry = history(event.key)[0]
    assert (entry.verb, entry.after) == ("agenda-shifted", {"items": 2, "minutes": 30})
    assert items_of(event)[1].revision == 2


def test_a_shift_may_reach_to_the_end_of_the_event(event: Event, day: list[AgendaItem]) -> None:
    shift(event, shifting.following(items_of(event), day[2], Reach.EVENT), -15)

    assert timetable(event)[2:] == [("27 12:15", "Lunch"), ("28 08:45", "Market")]


def test_what_was_called_off_stays_where_it_was(event: Event, day: list[AgendaItem]) -> None:
    make_agenda_version(event)
    with write():
        rules.remove(day[1])

    moving = shifting.following(items_of(event), day[0], Reach.DAY)

    assert [str(each.name) for each in moving] == ["Welcome", "Lunch"]


def test_a_step_over_midnight_is_told(event: Event) -> None:
    item = put(event, "Concert", "22:00", "23:30")

    [step] = shifting.plan([item], 150)

    assert step.changes_day
    assert step.hours.day_on == DAY + timedelta(days=1)


def test_a_skipped_time_names_the_item_and_nothing_moves(event: Event) -> None:
    put(event, "Walk", "01:00", "01:30", SPRING)
    put(event, "Night bus", "02:10", "02:50", SPRING)

    with pytest.raises(Skipped, match=r"Night bus.*02:59.*04:00"):
        shift(event, items_of(event), 60)
    assert [hour for hour, _title in timetable(event)] == ["28 01:00", "28 02:10"]


def test_a_day_is_copied_with_all_that_is_said(event: Event, day: list[AgendaItem]) -> None:
    with write():
        rules.change(day[0], place=make_place(), capacity=8, needs_choice=True)
        shifting.copy_day(event, items_of(event), DAY, DAY + timedelta(days=2))

    assert timetable(event)[4:] == [
        ("29 09:00", "Welcome"),
        ("29 10:00", "Review"),
        ("29 12:30", "Lunch"),
    ]
    copy = items_of(event)[4]
    assert copy.public_id != day[0].public_id
    assert copy.uid != day[0].uid
    assert copy.place == day[0].place
    assert copy.pool is not day[0].pool
    assert copy.pool is not None
    assert (copy.pool.capacity, copy.needs_choice) == (8, True)


def test_a_moved_event_takes_its_agenda_along(event: Event, day: list[AgendaItem]) -> None:
    due_at = datetime.fromisoformat("2027-04-20T09:00:00+00:00")
    with write():
        rules.change(day[0], gate_list_due_at=due_at)
        event_rules.move(event, Period.days(date(2027, 5, 4), date(2027, 5, 6)), "Elections")

    assert timetable(event)[0] == ("04 09:00", "Welcome")
    assert timetable(event)[3] == ("05 09:00", "Market")
    assert items_of(event)[0].gate_list_due_at == due_at + timedelta(days=7)
    assert history(event.key)[0].after == {"items": 4, "days": 7}


def test_a_gate_list_stays_due_at_the_same_hour_across_a_clock_change(
    event: Event, day: list[AgendaItem]
) -> None:
    noon = datetime.fromisoformat("2027-04-20T12:00:00+03:00")
    with write():
        rules.change(day[0], gate_list_due_at=noon)
        shifting.duplicate(day[0], shifting.plan([day[0]], days=-60)[0].hours)
        event_rules.move(event, Period.days(date(2027, 11, 2), date(2027, 11, 4)), "Elections")

    copy, moved = items_of(event)[0], items_of(event)[1]
    winter = datetime.fromisoformat("2027-10-26T12:00:00+03:00")
    assert {each.gate_list_due_at for each in (copy, moved)} >= {winter}
    assert all(
        f"{each.gate_list_due_at.astimezone(ZoneInfo(SOFIA)):%H:%M}" == "12:00"
        for each in (copy, moved)
        if each.gate_list_due_at
    )


def test_a_postponed_event_takes_it_along_when_it_has_a_date(
    event: Event, day: list[AgendaItem]
) -> None:
    with write():
        event_rules.postpone(event, "Elections")
        event_rules.move(event, Period.days(date(2027, 6, 1), date(2027, 6, 3)), "A new date")

    assert timetable(event)[0] == ("01 09:00", "Welcome")


def test_what_the_clocks_skip_there_is_put_right_and_reported(event: Event) -> None:
    put(event, "Night bus", "03:15", "03:45")

    with write():
        event_rules.move(event, Period.days(SPRING, SPRING + timedelta(days=2)), "Earlier")

    assert timetable(event) == [("28 04:00", "Night bus")]
    told = history(event.key)[0].after
    assert told is not None
    assert told["skipped"] == "Night bus: 03:15 → 04:00"


def test_a_copy_gets_the_agenda_and_takes_it_to_its_own_date(
    event: Event, day: list[AgendaItem]
) -> None:
    with write():
        track = tracks.add_track(event, LocalText({"en": "Companies"}))
        rules.change(day[1], track=track, host_person="Maria Ivanova")
        copy = copying.duplicate(event, LocalText({"en": "Next meeting"}))
    assert timetable(copy) == timetable(event)
    copied = items_of(copy)[1].track
    assert copied is not None
    assert (str(copied.name), copied.event_id) == ("Companies", copy.id)
    assert tracks_of(event) == [track]

    with write():
        event_rules.edit(copy, period=Period.days(date(2027, 10, 5), date(2027, 10, 7)))

    assert timetable(copy)[0] == ("05 09:00", "Welcome")
    assert timetable(copy)[3] == ("06 09:00", "Market")


def test_a_copy_may_go_without_the_agenda(event: Event, day: list[AgendaItem]) -> None:
    with write():
        copy = copying.duplicate(event, LocalText({"en": "Next"}), with_agenda=False)

    assert items_of(copy) == []


def test_tracks_are_ordered_renamed_and_removed(event: Event, day: list[AgendaItem]) -> None:
    with write():
        made = [tracks.add_track(event, LocalText({"en": name})) for name in "ABC"]
        rules.change(day[0], track=made[2])
    with write():
        tracks.move_track(event, made[2], up=True)
        tracks.move_track(event, made[0], up=True)  # is the first already
        tracks.rename_track(event, made[0], LocalText({"en": "Aa"}))
    assert [str(each.name) for each in tracks_of(event)] == ["Aa", "C", "B"]

    with write():
        assert tracks.remove_track(event, made[2]) == 1

    assert [str(each.name) for each in tracks_of(event)] == ["Aa", "B"]
    assert items_of(event)[0].track is None


def test_instants_follow_new_rules_of_a_zone(any_app: Flask) -> None:
    with any_app.test_request_context("/"):
        event = make_event(period=Period.days(DAY))
        item = put(event, "Lunch", "12:00", "13:00")
        put(event, "Untouched", "15:00", "16:00")
        right = item.starts_at, item.changed_at
        with write():
            for name in ("starts_at", "ends_at"):
                setattr(item, name, getattr(item, name) + timedelta(hours=1))
        with write():
            item.changed_at = right[1]
        item_id = item.id

    told = any_app.test_cli_runner().invoke(args=["rederive-times"]).output

    assert "1 agenda items do." in told
    with any_app.app_context():
        stored = db.session.get_one(AgendaItem, item_id)
        assert (stored.starts_at, stored.changed_at, stored.revision) == (*right, 1)
