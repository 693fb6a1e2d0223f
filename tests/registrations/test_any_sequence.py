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
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select, update

from tests.conftest import Clock
from tests.factories import make_event
from tests.registrations.acts import act, applicant, get, get_event, register
from tests.registrations.line_model import LIVE, Line, One
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
somebody = st.tuples(st.sampled_from(PEOPLE), st.booleans())
Rule = Callable[[Any, int], None]


def for_one_who(stands: Callable[[One], bool]) -> Callable[[Rule], Rule]:
    """A rule about one registration that *stands* somewhere; only while there is such a one.

    The machine is to spend its steps on what can happen; what is refused has tests of its own.
    """

    def decorate(work: Rule) -> Rule:
        def on_one(self: "Machine", number: int) -> None:
            found = [index for index, one in enumerate(self.line.all) if stands(one)]
            work(self, found[number % len(found)])

        possible = precondition(lambda self: any(map(stands, self.line.all)))
        checked: Rule = possible(rule(number=some_one)(on_one))
        return checked

    return decorate


class Machine(RuleBasedStateMachine):
    """Does everything twice, here and there."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.clock.set("2027-03-01T12:00+00:00")

    @initialize(
        capacity=st.integers(1, 4),
        reserved=st.integers(0, 1),
        approves=st.sampled_from([False, False, False, True]),
        verifies=st.booleans(),
        days=st.integers(1, 5),
        crowd=st.lists(somebody, min_size=3, max_size=8),
    )
    def begin(
        self,
        capacity: int,
        reserved: int,
        approves: bool,
        verifies: bool,
        days: int,
        crowd: list[tuple[str, bool]],
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
        for who, in_delegation in crowd:
            self._register(who, in_delegation)

    def teardown(self) -> None:
        """Leave nothing to sweep to the next sequence, whose clock begins at the same moment."""
        self.clock.run()
        assert list(miscounts()) == []
        with write():
            db.session.execute(delete(Registration))
            db.session.execute(delete(Letter))
            db.session.execute(update(SeatPool).values(taken=0, reserved=0))

    def _both(self, index: int, expected: bool, there: Any, *args: Any) -> None:
        try:
            act(there, self.ids[index], *args)
            happened = True
        except RegistrationError:
            happened = False
        assert happened is expected

    @rule(who=st.sampled_from(PEOPLE), in_delegation=st.booleans())
    def register(self, who: str, in_delegation: bool) -> None:
        self._register(who, in_delegation)

    def _register(self, who: str, in_delegation: bool) -> None:
        expected = self.line.register(who, "delegation" if in_delegation else "", now())
        pool_id = self.delegation if in_delegation else None
        try:
            self.ids.append(register(self.event_id, who=applicant(who), seat_pool_id=pool_id))
        except AlreadyRegistered:
            assert expected is None
        else:
            assert expected is not None

    @for_one_who(lambda one: one.state in LIVE)
    def cancel(self, index: int) -> None:
        self._both(index, self.line.cancel(self.line.all[index], now()), rules.cancel)

    @for_one_who(lambda one: one.state == "confirmed")
    def cancel_a_seat(self, index: int) -> None:
        self._both(index, self.line.cancel(self.line.all[index], now()), rules.cancel)

    @for_one_who(lambda one: one.state == "offered")
    def accept(self, index: int) -> None:
        self._both(index, self.line.accept(self.line.all[index], now()), rules.accept_offer)

    @for_one_who(lambda one: one.state == "offered")
    def refuse(self, index: int) -> None:
        self._both(index, self.line.refuse(self.line.all[index], now()), rules.decline_offer)

    @for_one_who(lambda one: one.state == "awaiting-approval")
    def approve(self, index: int) -> None:
        self._both(index, self.line.approve(self.line.all[index], now()), rules.approve)

    @for_one_who(lambda one: one.state in ("awaiting-approval", "waiting"))
    def decline(self, index: int) -> None:
        self._both(index, self.line.decline(self.line.all[index]), rules.decline, "No")

    @for_one_who(lambda one: one.state == "waiting")
    def to_front(self, index: int) -> None:
        self._both(index, self.line.to_front(self.line.all[index]), rules.to_front, "Speaks")

    @for_one_who(lambda one: one.state in LIVE and not one.verified)
    def verify(self, index: int) -> None:
        one = self.line.all[index]
        if not self.line.is_live(one, now()):
            return  # too late: has its own tests
        if one.state == "unverified":
            one.stand("confirmed", "confirmed")
        one.verified = True
        self._both(index, True, rules.verify)

    @precondition(lambda self: any(one.state == "waiting" for one in self.line.all))
    @rule(capacity=st.integers(0, 5))
    def set_capacity(self, capacity: int) -> None:
        expected = self.line.set_capacity(capacity, now())
        assert (
            self._try(lambda: events.set_capacity(get_event(self.event_id), capacity)) is expected
        )

    @precondition(lambda self: any(one.group for one in self.line.all))
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

    @precondition(lambda self: any(self.line.overdue(one, now()) for one in self.line.all))
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
        Machine, settings=settings(max_examples=25, stateful_step_count=20, deadline=None)
    )
