"""What waits for its time is done once, however often and by whomever."""

import pytest

from tests.conftest import Clock
from tests.counting import count_statements
from tests.registrations.acts import (
    act,
    event_with,
    get,
    get_event,
    letters_to,
    register,
    states,
    taken,
)
from webapp.core.database import db, write
from webapp.core.sweeps import SWEEPS
from webapp.core.text import LocalText
from webapp.events import rules as events
from webapp.registrations import rules
from webapp.registrations.sweeps import erase_due, expire_holds, move_lines
from webapp.seats import rules as seats
from webapp.seats.errors import CapacityBelowTaken
from webapp.seats.models import SeatPool

pytestmark = pytest.mark.usefixtures("any_context")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


def test_the_worker_knows_them() -> None:
    known = {sweep.work: sweep.name for sweep in SWEEPS.values()}

    assert [known.get(work) for work in (expire_holds, move_lines, erase_due)] == [
        "holds",
        "lines",
        "retention",
    ]


def test_holds_of_all_events_end_when_their_time_is_over(clock: Clock) -> None:
    pairs = []
    for _ in range(2):
        event = event_with(capacity=1, verifies_addresses=True)
        pairs.append((register(event), register(event, "Bruno")))
    assert expire_holds() == 0
    clock.forward(minutes=30)

    assert expire_holds() == 2
    assert expire_holds() == 0

    for anna, bruno in pairs:
        assert states(anna, bruno) == ["expired", "offered"]
    assert letters_to("anna@example.org") == ["verify", "verify"]
    assert sorted(letters_to("bruno@example.org")) == ["offered"] * 2 + ["waiting"] * 2


def test_a_free_seat_beside_somebody_waiting_is_given_out() -> None:
    event = event_with(capacity=1)
    register(event)
    bruno = register(event, "Bruno")
    with write():  # behind the back of the rules
        get_event(event).pool.capacity = 2

    assert move_lines() == 1
    assert move_lines() == 0
    assert states(bruno) == ["offered"]


def test_a_quiet_round_asks_little() -> None:
    event = event_with(capacity=1)
    register(event)
    register(event, "Bruno")

    with count_statements() as sent:
        expire_holds()
        move_lines()

    assert len(sent) == 2


def test_more_places_move_the_line() -> None:
    event = event_with(capacity=1)
    _anna, bruno, carl = (register(event, name) for name in ("Anna", "Bruno", "Carl"))

    with write():
        events.set_capacity(get_event(event), 2)

    assert states(bruno, carl) == ["offered", "waiting"]
    assert taken(event) == 2


def test_fewer_places_than_people_are_refused_with_the_numbers(clock: Clock) -> None:
    event = event_with(capacity=2)
    anna, _bruno, carl = (register(event, name) for name in ("Anna", "Bruno", "Carl"))

    with pytest.raises(CapacityBelowTaken) as refused, write():
        events.set_capacity(get_event(event), 1)

    assert (refused.value.taken, refused.value.waiting) == (2, 1)
    act(rules.cancel, carl)
    act(rules.cancel, anna)
    with write():
        events.set_capacity(get_event(event), 1)
    assert taken(event) == 1


def test_seats_held_past_their_time_do_not_count_against_fewer_places(clock: Clock) -> None:
    event = event_with(capacity=2, verifies_addresses=True)
    anna = register(event)
    clock.forward(minutes=30)

    with write():
        events.set_capacity(get_event(event), 0)

    assert states(anna) == ["expired"]


def test_giving_up_a_reserve_moves_the_line() -> None:
    event = event_with(capacity=3)
    with write():
        delegation = seats.new_pool(2, get_event(event).pool, 2, "delegation").id
    leader = register(event, "Lena", seat_pool_id=delegation)
    _anna, bruno = register(event), register(event, "Bruno")
    assert states(leader, bruno) == ["confirmed", "waiting"]

    with write():
        seats.release_reserve(db.session.get_one(SeatPool, delegation))

    assert states(bruno) == ["offered"]


def test_who_does_not_fit_is_passed_over_and_keeps_their_place() -> None:
    event = event_with(capacity=3)
    with write():
        delegation = seats.new_pool(1, get_event(event).pool, 0, "delegation").id
    lena = register(event, "Lena", seat_pool_id=delegation)
    anna, _bruno = register(event), register(event, "Bruno")
    mara = register(event, "Mara", seat_pool_id=delegation)
    carl = register(event, "Carl")

    act(rules.cancel, anna)

    assert states(mara, carl) == ["waiting", "offered"]
    assert rules.place_in_line(get(mara)) == 1
    act(rules.cancel, lena)
    assert states(mara) == ["offered"]


def test_while_an_event_is_postponed_nobody_moves_up_until_it_has_a_date() -> None:
    event = event_with(capacity=1)
    anna, bruno = register(event), register(event, "Bruno")
    period = get_event(event).period
    reason = LocalText({"en": "The ferry does not go"})
    with write():
        events.postpone(get_event(event), reason)
    act(rules.cancel, anna)
    assert states(bruno) == ["waiting"]

    with write():
        events.move(get_event(event), period, reason)

    assert states(bruno) == ["offered"]


def test_cancelling_an_event_leaves_its_registrations_as_they_are() -> None:
    event = event_with(capacity=1)
    anna, bruno = register(event), register(event, "Bruno")

    with write():
        events.cancel(get_event(event), LocalText({"en": "Storm"}))

    assert states(anna, bruno) == ["confirmed", "waiting"]
    assert move_lines() == 0
