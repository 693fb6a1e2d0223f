"""The arithmetic of pools, parents and reserves."""

from webapp.seats.sums import Count, expected, fit, rises

EVENT = Count(1, None, 10, 0, 4)
DELEGATION = Count(2, 1, 6, 3, 2)
GROUP = Count(3, 2, None, 1, 0)
POOLS = {each.id: each for each in (EVENT, DELEGATION, GROUP)}


def test_a_seat_within_the_reserve_is_already_counted_above() -> None:
    assert rises(POOLS, {2: 1}) == {2: 1}


def test_a_seat_beyond_the_reserve_raises_the_pool_above() -> None:
    assert rises(POOLS, {2: 2}) == {1: 1, 2: 2}


def test_seats_of_several_generations_add_up() -> None:
    assert rises(POOLS, {1: 1, 3: 3}) == {1: 2, 2: 2, 3: 3}


def test_giving_back_reaches_the_pool_above_only_beyond_the_reserve() -> None:
    delegation = Count(2, 1, 6, 3, 4)

    assert rises({1: EVENT, 2: delegation}, {2: -2}) == {1: -1, 2: -2}


def test_fewer_seats_always_fit() -> None:
    overfull = Count(1, None, 3, 0, 4)

    assert fit({1: overfull}, {1: -1})
    assert not fit({1: overfull}, {1: 1})


def test_a_pool_without_limit_has_room() -> None:
    assert fit({1: Count(1, None, None, 0, 10**6)}, {1: 1})


def test_what_is_expected_counts_reserves_above() -> None:
    assert expected(POOLS, {1: 1, 3: 2}) == {3: 2, 2: 2, 1: 4}
