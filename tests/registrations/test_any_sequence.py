"""Any sequence of registering, leaving, deciding and passing time, against `line_model.Line`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.conftest import Clock
from tests.factories import make_event
from tests.registrations.acts import act, applicant, get, get_event, register
from tests.registrations.line_model import Line, One
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.events import rules as events
from webapp.mail.models import Letter
from webapp.registrations import rules
from webapp.registrations.errors import AlreadyRegistered, RegistrationError
from webapp.registrations.models import Registration
from webapp.registrations.sweeps import expire_holds, move_lines
from webapp.seats import rules as seats
from webapp.seats.counting import miscounts
from webapp.seats.errors import SeatsError
from webapp.seats.models import SeatPool

PEOPLE = ["Anna", "Bruno", "Carl", "Dora", "Egils", "Flora", "Gustavs"]
some_one = st.integers(0, 30)


class Machine(RuleBasedStateMachine):
    """Does everything twice, here and there."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.clock.set("2027-03-01T12:00+00:00")

    @initialize(
        capacity=st.integers(1, 4),
        reserved=st.integers(0, 1),
        approves=st.booleans(),
        verifies=st.booleans(),
        days=st.integers(1, 5),
    )
    def begin(
        self, capacity: int, reserved: int, approves: bool, verifies: bool, days: int
    ) -> None:
        starts = datetime(2027, 3, 1, 12) + timedelta(days=days, hours=3)
        period = Period.at(starts, starts + timedelta(hours=6), "UTC")
        self.line = Line(starts.replace(tzinfo=UTC), capacity, reserved, 2, approves, verifies)
        self.event_id = make_event(
            capacity=capacity,
            period=period,
            registration_mode="approval" if approves else "open",
            verifies_addresses=verifies,
        ).id
        with write():
            parent = get_event(self.event_id).pool
            self.delegation = seats.new_pool(2, parent, reserved, "delegation").id
        self.ids: list[int] = []

    def teardown(self) -> None:
        self.clock.run()

    def _pick(self, number: int) -> tuple[One, int] | None:
        if not self.ids:
            return None
        index = number % len(self.ids)
        return self.line.all[index], self.ids[index]

    def _both(self, number: int, here: Callable[[One], bool], there: Any, *args: Any) -> None:
        picked = self._pick(number)
        if picked is None:
            return
        one, registration_id = picked
        expected = here(one)
        try:
            act(there, registration_id, *args)
            happened = True
        except RegistrationError:
            happened = False
        assert happened is expected

    @rule(who=st.sampled_from(PEOPLE), in_delegation=st.booleans())
    def register(self, who: str, in_delegation: bool) -> None:
        group = "delegation" if in_delegation else ""
        expected = self.line.register(who, group, now())
        try:
            made = register(
                self.event_id,
                who=applicant(who),
                seat_pool_id=self.delegation if in_delegation else None,
            )
            self.ids.append(made)
        except AlreadyRegistered:
            assert expected is None
        else:
            assert expected is not None

    @rule(number=some_one)
    def cancel(self, number: int) -> None:
        self._both(number, lambda one: self.line.cancel(one, now()), rules.cancel)

    @rule(number=some_one)
    def accept(self, number: int) -> None:
        self._both(number, lambda one: self.line.accept(one, now()), rules.accept_offer)

    @rule(number=some_one)
    def refuse(self, number: int) -> None:
        self._both(number, lambda one: self.line.refuse(one, now()), rules.decline_offer)

    @rule(number=some_one)
    def approve(self, number: int) -> None:
        self._both(number, lambda one: self.line.approve(one, now()), rules.approve)

    @rule(number=some_one)
    def decline(self, number: int) -> None:
        self._both(number, self.line.decline, rules.decline, "No")

    @rule(number=some_one)
    def to_front(self, number: int) -> None:
        self._both(number, self.line.to_front, rules.to_front, "Speaks")

    @rule(number=some_one)
    def verify(self, number: int) -> None:
        picked = self._pick(number)
        if picked is None or not self.line.is_live(picked[0], now()):
            return  # too late is for its own tests

        def here(one: One) -> bool:
            if one.state == "unverified":
                one.stand("confirmed", "confirmed")
            one.verified = True
            return True

        self._both(number, here, rules.verify)

    @rule(capacity=st.integers(0, 5))
    def set_capacity(self, capacity: int) -> None:
        expected = self.line.set_capacity(capacity, now())
        assert (
            self._try(lambda: events.set_capacity(get_event(self.event_id), capacity)) is expected
        )

    @rule(reserved=st.integers(0, 3))
    def set_reserved(self, reserved: int) -> None:
        expected = self.line.set_reserved(reserved, now())

        def there() -> None:
            seats.set_reserved(db.session.get_one(SeatPool, self.delegation), reserved)

        assert self._try(there) is expected

    def _try(self, work: Callable[[], object]) -> bool:
        try:
            with write():
                work()
        except SeatsError:
            return False
        return True

    @rule(hours=st.sampled_from([0.25, 0.5, 6, 24, 48]))
    def wait(self, hours: float) -> None:
        if now() + timedelta(hours=hours) < self.line.starts_at + timedelta(hours=6):
            self.clock.forward(hours=hours)

    @rule()
    def sweep(self) -> None:
        self.line.expire(now())
        expire_holds()
        assert move_lines() == 0

    @invariant()
    def both_say_the_same(self) -> None:
        if not hasattr(self, "ids"):
            return
        db.session.rollback()
        db.session.expire_all()
        stored = [get(registration_id) for registration_id in self.ids]
        assert [(row.state, row.held_until) for row in stored] == [
            (one.state, one.until) for one in self.line.all
        ]
        assert get_event(self.event_id).pool.taken == self.line.taken() <= self.line.capacity
        assert self._places(stored) == [one.who for one in self.line.waiting()]
        assert [self._letters(row) for row in stored] == [one.letters for one in self.line.all]

    def _places(self, stored: list[Registration]) -> list[str]:
        """Who waits, by the place each is shown."""
        places = {rules.place_in_line(row): row.name for row in stored if row.state == "waiting"}
        return [places[place] for place in range(1, len(places) + 1)]

    def _letters(self, row: Registration) -> list[str]:
        query = select(Letter.kind).where(Letter.owner == row.key).order_by(Letter.id)
        return [kind.rpartition("/")[2] for kind in db.session.scalars(query)]

    @invariant()
    def nobody_who_fits_waits_beside_a_free_seat(self) -> None:
        if hasattr(self, "line"):
            assert not any(self.line.fits(one.group) for one in self.line.waiting())


@pytest.mark.usefixtures("any_context")
def test_any_sequence_leaves_everybody_where_they_should_stand() -> None:
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=30, stateful_step_count=25, deadline=None)
    )
    assert list(miscounts()) == []
