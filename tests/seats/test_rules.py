"""Taking, giving back, limits and reserves, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from blinker import Signal

from tests.counting import count_statements
from webapp.core.database import db, write
from webapp.seats import rules
from webapp.seats.counting import miscounts
from webapp.seats.errors import (
    CapacityBelowReserved,
    CapacityBelowTaken,
    NeverTaken,
    ReserveTooLarge,
)
from webapp.seats.models import SeatPool
from webapp.seats.signals import held_asked, seats_freed, seats_short, waiting_asked

pytestmark = pytest.mark.usefixtures("any_context")


@contextmanager
def hearing(signal: Signal, answer: Any = None) -> Iterator[list[int]]:
    """What was sent meanwhile, in place of the capabilities that really listen."""
    heard: list[int] = []

    def hear(sender: int) -> Any:
        heard.append(sender)
        return answer() if callable(answer) else answer

    others = list(signal.receivers_for(None))
    for other in others:
        signal.disconnect(other)
    signal.connect(hear)
    try:
        yield heard
    finally:
        signal.disconnect(hear)
        for other in others:
            signal.connect(other)


def pool(capacity: int | None, parent: int | None = None, reserved: int = 0) -> int:
    with write():
        above = db.session.get(SeatPool, parent) if parent else None
        return rules.new_pool(capacity, above, reserved).id


def take(*pool_ids: int) -> bool:
    with write():
        return rules.take(pool_ids)


def release(*pool_ids: int) -> None:
    with write():
        rules.release(pool_ids)


def taken(*pool_ids: int) -> list[int]:
    db.session.expire_all()
    return [db.session.get_one(SeatPool, pool_id).taken for pool_id in pool_ids]


def test_as_many_seats_as_there_are() -> None:
    hall = pool(2)

    assert [take(hall), take(hall), take(hall)] == [True, True, False]
    assert taken(hall) == [2]


def test_a_seat_given_back_can_be_taken_again() -> None:
    hall = pool(1)
    take(hall)

    release(hall)

    assert take(hall)
    assert taken(hall) == [1]


def test_no_limit() -> None:
    hall = pool(None)

    assert all(take(hall) for _ in range(5))
    assert taken(hall) == [5]


def test_what_nobody_took_cannot_be_given_back() -> None:
    hall = pool(1)

    with pytest.raises(NeverTaken):
        release(hall)

    assert taken(hall) == [0]


def test_the_usual_case_is_one_statement() -> None:
    hall = pool(2)

    with count_statements() as sent:
        take(hall)
        release(hall)

    assert len(sent) == 2
    assert all(statement.startswith("UPDATE seat_pools") for statement in sent)


def test_several_pools_all_or_none() -> None:
    hall, boat = pool(5), pool(1)

    assert take(hall, boat)
    assert not take(boat, hall)
    assert taken(hall, boat) == [1, 1]


def test_two_seats_of_one_pool() -> None:
    hall = pool(3)

    assert take(hall, hall)
    assert not take(hall, hall)
    assert taken(hall) == [2]


def test_a_reserve_is_out_of_reach_for_others() -> None:
    hall = pool(3)
    delegation = pool(2, hall, reserved=2)

    assert [take(hall), take(hall)] == [True, False]
    assert [take(delegation), take(delegation), take(delegation)] == [True, True, False]
    assert taken(hall, delegation) == [3, 2]


def test_beyond_its_reserve_a_child_takes_from_its_parent() -> None:
    hall = pool(3)
    delegation = pool(None, hall, reserved=1)

    assert [take(delegation) for _ in range(4)] == [True, True, True, False]
    assert taken(hall, delegation) == [3, 3]


def test_a_seat_within_the_reserve_stays_reserved_when_given_back() -> None:
    hall = pool(2)
    delegation = pool(2, hall, reserved=2)
    take(delegation)

    release(delegation)

    assert taken(hall, delegation) == [2, 0]


def test_more_than_is_left_cannot_be_reserved() -> None:
    hall = pool(3)
    take(hall)

    with pytest.raises(ReserveTooLarge) as refused:
        pool(None, hall, reserved=3)

    assert refused.value.possible == 2
    assert str(refused.value) == "At most 2 seats can be reserved."
    assert taken(hall) == [1]


def test_a_pool_without_parent_reserves_nothing() -> None:
    with pytest.raises(ReserveTooLarge), write():
        rules.set_reserved(rules.new_pool(3), 1)


def test_giving_up_a_reserve_frees_what_nobody_took() -> None:
    hall = pool(5)
    delegation = pool(4, hall, reserved=4)
    take(delegation)

    with hearing(seats_freed) as heard, write():
        rules.release_reserve(db.session.get_one(SeatPool, delegation))

    assert heard == [hall]
    assert taken(hall, delegation) == [1, 1]


def test_a_larger_reserve_frees_nothing() -> None:
    hall = pool(5)
    delegation = pool(4, hall, reserved=1)

    with hearing(seats_freed) as heard, write():
        rules.set_reserved(db.session.get_one(SeatPool, delegation), 3)

    assert heard == []
    assert taken(hall) == [3]


def test_fewer_seats_than_are_taken_are_refused_with_the_numbers() -> None:
    hall = pool(3)
    take(hall, hall)
    nobody_overdue = hearing(seats_short)

    with (
        nobody_overdue as asked,
        hearing(waiting_asked, 7),
        pytest.raises(CapacityBelowTaken) as no,
        write(),
    ):
        rules.set_capacity(db.session.get_one(SeatPool, hall), 1)

    assert asked == [hall]
    assert (no.value.taken, no.value.waiting) == (2, 7)
    assert str(no.value) == (
        "2 seats are taken, so there cannot be fewer. 7 people are on the waiting list."
    )
    assert db.session.get_one(SeatPool, hall).capacity == 3


def test_seats_held_past_their_time_do_not_keep_a_limit_up() -> None:
    hall = pool(3)
    take(hall, hall)

    with hearing(seats_short, lambda: rules.release([hall])), write():
        assert not rules.set_capacity(db.session.get_one(SeatPool, hall), 1)

    assert taken(hall) == [1]


def test_fewer_seats_than_are_reserved_are_refused() -> None:
    hall = pool(5)
    delegation = pool(4, hall, reserved=3)

    with pytest.raises(CapacityBelowReserved) as no, write():
        rules.set_capacity(db.session.get_one(SeatPool, delegation), 2)

    assert str(no.value) == "3 seats are reserved here; release some before you lower the limit."


@pytest.mark.parametrize(
    ("before", "after", "raised"), [(1, 2, True), (1, None, True), (2, 1, False), (None, 2, False)]
)
def test_only_a_higher_limit_frees_seats(
    before: int | None, after: int | None, raised: bool
) -> None:
    hall = pool(before)

    with hearing(seats_freed) as heard, write():
        assert rules.set_capacity(db.session.get_one(SeatPool, hall), after) is raised

    assert heard == ([hall] if raised else [])
    assert db.session.get_one(SeatPool, hall).capacity == after


def test_a_loaded_pool_shows_the_new_number() -> None:
    hall = pool(3)

    with write():
        loaded = db.session.get_one(SeatPool, hall)
        assert loaded.taken == 0
        rules.take([hall])
        assert (loaded.taken, loaded.left) == (1, 2)


def test_counting_finds_what_does_not_add_up() -> None:
    hall = pool(5)
    delegation = pool(4, hall, reserved=2)
    other = pool(None)
    take(hall, other)

    with hearing(held_asked, {hall: 1}):
        found = [(each.pool_id, each.taken, each.counted) for each in miscounts()]
        (line,) = rules.recount()

    assert found == [(other, 1, 0)]
    assert line == f"seat pool {other} (event): 1 seats are noted as taken, 0 are"
    with hearing(held_asked, {hall: 1, delegation: 3, other: 1}):
        assert [each.pool_id for each in miscounts()] == [hall, delegation]
