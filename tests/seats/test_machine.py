"""Any sequence of takings, returns, limits and reserves, against a model that only adds up."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from webapp.core.database import db, write
from webapp.seats import rules
from webapp.seats.errors import SeatsError
from webapp.seats.models import SeatPool


class Model:
    """Pools as a tree of plain numbers; nothing is kept that can be computed."""

    def __init__(self) -> None:
        self.capacity: list[int | None] = []
        self.parent: list[int | None] = []
        self.reserved: list[int] = []
        self.direct: list[int] = []

    def add(self, capacity: int | None, parent: int | None) -> None:
        for column, value in (
            (self.capacity, capacity),
            (self.parent, parent),
            (self.reserved, 0),
            (self.direct, 0),
        ):
            column.append(value)  # type: ignore[attr-defined]

    def taken(self, pool: int) -> int:
        children = [each for each, parent in enumerate(self.parent) if parent == pool]
        return self.direct[pool] + sum(max(self.reserved[c], self.taken(c)) for c in children)

    def all_taken(self) -> list[int]:
        return [self.taken(pool) for pool in range(len(self.capacity))]

    def is_sound(self) -> bool:
        return all(
            capacity is None or (self.taken(pool) <= capacity and self.reserved[pool] <= capacity)
            for pool, capacity in enumerate(self.capacity)
        )

    def attempt(self, column: list[Any], pool: int, value: Any) -> bool:
        """Set a number if everything stays sound."""
        before, column[pool] = column[pool], value
        if self.is_sound():
            return True
        column[pool] = before
        return False


class Machine(RuleBasedStateMachine):
    """Does everything twice, here and there."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.ids: list[int] = []
        self._add(4, None)
        self._add(3, 0)
        self._add(None, 1)

    def _add(self, capacity: int | None, parent: int | None) -> None:
        self.model.add(capacity, parent)
        with write():
            above = None if parent is None else self._pool(parent)
            self.ids.append(rules.new_pool(capacity, above).id)

    def _pool(self, number: int) -> SeatPool:
        return db.session.get_one(SeatPool, self.ids[number])

    def _one(self, number: int) -> int:
        return number % len(self.ids)

    @rule(capacity=st.none() | st.integers(0, 5), parent=st.none() | st.integers(0, 9))
    def make(self, capacity: int | None, parent: int | None) -> None:
        if len(self.ids) < 6:
            self._add(capacity, None if parent is None else self._one(parent))

    @rule(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=3))
    def take(self, numbers: list[int]) -> None:
        wanted = [self._one(number) for number in numbers]
        before = list(self.model.direct)
        for number in wanted:
            self.model.direct[number] += 1
        expected = self.model.is_sound()
        if not expected:
            self.model.direct = before

        with write():
            assert rules.take([self.ids[number] for number in wanted]) is expected

    @precondition(lambda self: any(self.model.direct))
    @rule(number=st.integers(0, 9))
    def release(self, number: int) -> None:
        held = [each for each, seats in enumerate(self.model.direct) if seats]
        number = held[number % len(held)]
        self.model.direct[number] -= 1
        with write():
            rules.release([self.ids[number]])

    @rule(number=st.integers(0, 9), capacity=st.none() | st.integers(0, 6))
    def limit(self, number: int, capacity: int | None) -> None:
        number = self._one(number)
        expected = self.model.attempt(self.model.capacity, number, capacity)
        assert self._try(rules.set_capacity, number, capacity) is expected

    @rule(number=st.integers(0, 9), reserved=st.integers(0, 4))
    def reserve(self, number: int, reserved: int) -> None:
        children = [each for each, parent in enumerate(self.model.parent) if parent is not None]
        number = children[number % len(children)]
        expected = self.model.attempt(self.model.reserved, number, reserved)
        assert self._try(rules.set_reserved, number, reserved) is expected

    def _try(self, change: Any, number: int, value: int | None) -> bool:
        try:
            with write():
                change(self._pool(number), value)
        except SeatsError:
            return False
        return True

    @invariant()
    def both_count_the_same(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        pools = [self._pool(number) for number in range(len(self.ids))]

        assert [pool.taken for pool in pools] == self.model.all_taken()
        assert [pool.capacity for pool in pools] == self.model.capacity
        assert [pool.reserved for pool in pools] == self.model.reserved


@pytest.mark.usefixtures("any_context")
def test_any_sequence_keeps_the_count(any_app: Flask) -> None:
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
