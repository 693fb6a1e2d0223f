"""What can be done to an event, and what each act leaves behind."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import Clock
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_registration,
)
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import rules, signals
from webapp.events.errors import (
    ClosesBeforeOpening,
    EventError,
    HasRegistrations,
    Incomplete,
    NoPeriod,
    NotNow,
    NotOver,
    OrganiserFixed,
    ReasonMissing,
    SamePeriod,
    Stale,
)
from webapp.events.models import Event
from webapp.seats.errors import CapacityBelowTaken

pytestmark = pytest.mark.usefixtures("any_context")

ALL = (
    signals.event_published,
    signals.event_moved,
    signals.event_postponed,
    signals.event_cancelled,
    signals.event_changed,
    signals.capacity_raised,
)


class Heard(list[tuple[str, dict[str, Any]]]):
    """The signals sent, in order."""

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self]


@pytest.fixture
def heard() -> Iterator[Heard]:
    """What listeners hear meanwhile."""
    heard = Heard()
    with ExitStack() as stack:
        for signal in ALL:

            def note(sender: Event, _name: str = signal.name, **said: Any) -> None:
                heard.append((_name, said))

            stack.enter_context(signal.connected_to(note))
        yield heard


def entries(event: Event) -> list[str]:
    return [change.verb for change in reversed(history(event.key))]


def new_draft(**values: Any) -> Event:
    with write():
        return rules.create(
            LocalText({"en": "Kick-off"}), make_organisation(), "workshop", **values
        )


# Creating and editing


def test_a_new_event_is_a_draft_that_the_change_log_knows(heard: Heard) -> None:
    event = new_draft(capacity=12, languages=["en", "lv"], more_kinds=["training", "workshop"])

    assert (event.status, event.pool.capacity, event.revision) == ("draft", 12, 1)
    assert event.languages == ["en", "lv"]
    assert event.kinds == ["workshop", "training"]
    assert event.period == Period.undated()
    [change] = history(event.key)
    assert change.verb == "created"
    assert change.after is not None
    assert change.after["name"] == {"main": "en", "texts": {"en": "Kick-off"}}
    assert heard == []


def test_an_edit_records_only_what_changed_and_counts_the_revision() -> None:
    event = new_draft(number="1")

    with write():
        rules.edit(event, number="2", languages=["lv"], expected=1)

    change = history(event.key)[0]
    assert change.before == {"number": "1", "languages": []}
    assert change.after == {"number": "2", "languages": ["lv"]}
    assert event.revision == 2


def test_lists_are_replaced_in_their_new_order() -> None:
    first, second = make_project("First"), make_project("Second")
    hall, quay = make_place("Hall"), make_place("Quay")
    contributors = [{"role": "speaker", "name": "Anna"}, {"role": "mentor", "name": "Bo"}]
    event = new_draft(projects=[first, second], places=[hall, quay], contributors=contributors)

    with write():
        rules.edit(
            event,
            projects=[second, first],
            places=[quay, hall, quay],
            contributors=list(reversed(contributors)),
        )

    assert [str(project.name) for project in event.projects] == ["Second", "First"]
    assert event.main_project is not None
    assert str(event.main_project.name) == "Second"
    assert [str(place.name) for place in event.places] == ["Quay", "Hall"]
    assert [each.name for each in event.contributors] == ["Bo", "Anna"]


def test_the_change_log_names_no_contributor() -> None:
    event = new_draft(contributors=[{"role": "speaker", "name": "Anna Example"}])

    assert "Anna" not in str(history(event.key)[0].after)


def test_a_stale_form_changes_nothing_and_brings_both_versions() -> None:
    event = new_draft(number="1")
    with write():
        rules.edit(event, number="2", expected=1)

    with pytest.raises(Stale) as caught, write():
        rules.edit(event, number="3", expected=1)

    assert (caught.value.expected, caught.value.current) == (1, 2)
    assert caught.value.event.number == "2"
    assert event.number == "2"


def test_unknown_facts_are_a_fault_of_the_program() -> None:
    event = new_draft()

    with pytest.raises(TypeError, match="colour"), write():
        rules.edit(event, colour="red")


def test_registration_cannot_close_before_it_opens() -> None:
    event = new_draft()

    with pytest.raises(ClosesBeforeOpening), write():
        rules.edit(event, opens_at=now(), closes_at=now() - timedelta(days=1))


def test_the_organiser_answers_for_those_who_registered_and_stays() -> None:
    event = make_event(capacity=3)
    other = make_organisation("Otava Town")
    make_registration(event)

    with pytest.raises(OrganiserFixed), write():
        rules.edit(event, organiser=other)

    assert str(event.organiser.name) == "Brasla Municipality"


def test_a_typing_error_put_right_writes_to_nobody_but_a_new_place_does(heard: Heard) -> None:
    event = make_event()
    hall = make_place("Another hall")

    with write():
        rules.edit(event, name=LocalText({"en": "Harbour Workshop"}))
    assert heard == []

    with write():
        rules.edit(event, places=[hall])
    assert heard.names == ["event-changed"]
    assert heard[0][1]["before"]["places"] == []


def test_a_new_mode_is_told_with_its_reason(heard: Heard) -> None:
    event = make_event()

    with write():
        rules.change_mode(event, "online", "Storm", join_url="https://meet.example.org/1")

    assert heard.names == ["event-changed"]
    assert heard[0][1]["reason"] == LocalText({"en": "Storm"})
    assert event.mode == "online"


# Publishing


def test_publishing_a_day_confirms_and_a_month_stays_tentative(heard: Heard) -> None:
    dated, vague = new_draft(period=in_days(9)), new_draft(period=Period.month(2031, 5))

    with write():
        rules.publish(dated)
        rules.publish(vague)

    assert (dated.status, vague.status) == ("confirmed", "tentative")
    assert dated.published_at is not None
    assert heard.names == ["event-published", "event-published"]


def test_a_vague_date_cannot_be_confirmed() -> None:
    event = new_draft()

    with pytest.raises(Incomplete) as caught, write():
        rules.publish(event, "confirmed")

    assert caught.value.missing == ["period"]
    assert event.is_draft


def test_without_a_title_nothing_is_published() -> None:
    event = new_draft(period=in_days(9))
    with write():
        rules.edit(event, name=LocalText({}))

    with pytest.raises(Incomplete, match="title"), write():
        rules.publish(event)


def test_registration_elsewhere_needs_its_address() -> None:
    event = new_draft(period=in_days(9), registration_mode="elsewhere")

    with pytest.raises(Incomplete, match="address"), write():
        rules.publish(event)


def test_a_tentative_event_is_confirmed_once_its_day_is_fixed() -> None:
    event = make_event(status="tentative", period=Period.month(2031, 5))
    with pytest.raises(Incomplete), write():
        rules.confirm(event)

    with write():
        rules.move(event, Period.days(date(2031, 5, 12)))
        rules.confirm(event)

    assert event.status == "confirmed"


def test_what_nobody_registered_for_can_become_a_draft_again() -> None:
    empty, booked = make_event(), make_event()
    make_registration(booked)

    with write():
        rules.unpublish(empty)
    with pytest.raises(HasRegistrations, match="1 person is registered"), write():
        rules.unpublish(booked)

    assert empty.is_draft
    assert booked.status == "confirmed"


def test_withdrawing_waits_until_those_who_registered_were_told() -> None:
    event = make_event()
    make_registration(event)
    with pytest.raises(HasRegistrations), write():
        rules.withdraw(event)

    with write():
        rules.cancel(event, "Storm")
        rules.withdraw(event)

    assert event.withdrawn_at is not None
    with pytest.raises(NotNow), write():
        rules.edit(event, number="7")


# Seats


def test_more_seats_are_told_and_fewer_are_not(heard: Heard) -> None:
    event = make_event(capacity=5)

    with write():
        rules.set_capacity(event, 3)
    assert heard == []
    with write():
        rules.set_capacity(event, None)

    assert heard.names == ["capacity-raised"]
    assert event.pool.capacity is None


def test_fewer_seats_than_are_held_are_refused() -> None:
    event = make_event(capacity=2)
    make_registration(event)
    make_registration(event, "Bo", "bo@example.org")

    with pytest.raises(CapacityBelowTaken), write():
        rules.set_capacity(event, 1)

    assert event.pool.capacity == 2


# Dates


def test_a_move_keeps_what_it_was_before_and_why(heard: Heard) -> None:
    old, new = in_days(30), in_days(40)
    event = make_event(period=old)

    with write():
        rules.move(event, new, LocalText({"en": "The hall burnt down", "lv": "Zāle nodega"}))

    assert event.period == new
    assert event.moved_from == old.as_json()
    assert event.status == "confirmed"
    assert entries(event) == ["moved"]
    assert history(event.key)[0].reason == "The hall burnt down"
    [(name, said)] = heard
    assert name == "event-moved"
    assert Period.from_json(said["before"]["period"]) == old


def test_a_day_within_the_month_that_was_told_fixes_the_date_and_is_no_move(heard: Heard) -> None:
    event = make_event(status="tentative", period=Period.season(2031, Season.SUMMER))

    with write():
        rules.move(event, Period.days(date(2031, 7, 3), date(2031, 7, 5)))

    assert (event.moved_at, event.moved_from) == (None, None)
    assert entries(event) == ["date-fixed"]
    assert heard.names == ["event-changed"]


def test_a_day_outside_the_month_that_was_told_is_a_move() -> None:
    event = make_event(status="tentative", period=Period.month(2031, 5))

    with pytest.raises(ReasonMissing), write():
        rules.move(event, Period.days(date(2031, 6, 1)))

    assert event.period == Period.month(2031, 5)


def test_moving_to_a_vague_date_makes_it_tentative_again() -> None:
    event = make_event()

    with write():
        rules.move(event, Period.month(2031, 5), "The host asked for it")

    assert event.status == "tentative"


def test_the_same_date_and_no_date_are_refused() -> None:
    event = make_event()

    with pytest.raises(SamePeriod), write():
        rules.move(event, event.period, "Why not")
    with pytest.raises(NoPeriod), write():
        rules.move(event, Period.undated(), "Why not")

    assert event.revision == 1


def test_postponing_takes_the_date_and_a_new_one_shows_the_first(heard: Heard) -> None:
    old, new = Period.days(date(2031, 4, 27), date(2031, 4, 29)), Period.days(date(2031, 9, 1))
    event = make_event(period=old)

    with write():
        rules.postpone(event, "Elections")
    assert (event.status, event.period) == ("tentative", Period.undated(planned_days=3))
    assert event.postponed_at is not None

    with write():
        rules.move(event, new, "A new date")
    assert event.postponed_at is None
    assert event.moved_from == old.as_json()
    assert heard.names == ["event-postponed", "event-moved"]


def test_cancelling_tells_why(heard: Heard) -> None:
    event = make_event()
    with pytest.raises(ReasonMissing), write():
        rules.cancel(event, "  ")

    with write():
        rules.cancel(event, "Too few people")

    assert event.is_cancelled
    assert event.cancelled_at is not None
    assert heard.names == ["event-cancelled"]
    with pytest.raises(NotNow, match="cancelled"), write():
        rules.cancel(event, "Again")


@pytest.mark.parametrize("act", ["move", "postpone", "cancel", "confirm", "unpublish"])
def test_a_draft_has_nothing_to_take_back(act: str) -> None:
    event = make_event(status="draft")
    arguments: dict[str, tuple[Any, ...]] = {"move": (in_days(60), "Why"), "confirm": ()}

    with pytest.raises(NotNow, match="draft"), write():
        getattr(rules, act)(event, *arguments.get(act, () if act == "unpublish" else ("Why",)))


# The outcome


def test_the_clock_holds_no_event(clock: Clock, heard: Heard) -> None:
    clock.set("2027-01-10T12:00+02:00")
    event = make_event(period=in_days(1))
    with pytest.raises(NotOver), write():
        rules.record_outcome(event, held=True)

    clock.forward(days=2)
    assert (event.status, event.lacks_outcome) == ("confirmed", True)
    with write():
        rules.record_outcome(event, held=True)

    assert (event.status, event.lacks_outcome) == ("held", False)
    assert heard == []


def test_an_outcome_can_be_corrected_but_a_cancellation_stays(clock: Clock) -> None:
    clock.set("2027-01-10T12:00+02:00")
    event, cancelled = make_event(period=in_days(1)), make_event(period=in_days(1))
    with write():
        rules.cancel(cancelled, "Storm")
    clock.forward(days=2)

    with write():
        rules.record_outcome(event, held=False, reason="Nobody came")
    assert (event.status, str(event.status_reason)) == ("cancelled", "Nobody came")
    with write():
        rules.record_outcome(event, held=True)
    assert (event.status, event.cancelled_at) == ("held", None)
    with pytest.raises(NotNow), write():
        rules.record_outcome(cancelled, held=True)


def test_after_its_date_an_event_is_neither_postponed_nor_cancelled(clock: Clock) -> None:
    clock.set("2027-01-10T12:00+02:00")
    event = make_event(period=in_days(1))
    clock.forward(days=2)

    for act in (rules.postpone, rules.cancel):
        with pytest.raises(NotNow, match="has passed"), write():
            act(event, "Why")


def test_putting_the_past_right_writes_to_nobody(clock: Clock, heard: Heard) -> None:
    clock.set("2027-01-10T12:00+02:00")
    event = make_event(status="tentative", period=Period.month(2026, 12))

    with write():
        rules.move(event, Period.days(date(2026, 12, 3)))

    assert heard == []


def test_an_error_in_a_listener_takes_the_act_back() -> None:
    event = make_event()

    def fail(sender: Event, **said: Any) -> None:
        raise OSError

    with signals.event_cancelled.connected_to(fail), pytest.raises(OSError), write():
        rules.cancel(event, "Storm")

    assert event.status == "confirmed"
    assert history(event.key) == []


def test_every_refusal_is_a_sentence() -> None:
    event = make_event()
    errors: list[EventError] = [
        Stale(event, 1),
        Incomplete(["name", "period"]),
        SamePeriod(),
        NoPeriod(),
        ReasonMissing(),
        NotOver(),
        HasRegistrations(2),
        OrganiserFixed(2),
        ClosesBeforeOpening(),
        *(NotNow("move", state) for state in ("draft", "held", "cancelled", "withdrawn", "over")),
    ]

    assert all(str(error).endswith(".") for error in errors)


def test_the_log_keeps_every_act_in_order() -> None:
    event = new_draft()

    with write():
        rules.publish(event)
        rules.move(event, in_days(20))
        rules.confirm(event)
        rules.move(event, in_days(22), "Ferry strike")
        rules.postpone(event, "Ferry strike goes on")
        rules.cancel(event, "No ferry this year")

    assert entries(event) == [
        "created",
        "published",
        "date-fixed",
        "confirmed",
        "moved",
        "postponed",
        "cancelled",
    ]
    assert event.revision == 7
    assert db.session.get(Event, event.id) is event
