"""Any sequence of what leaders, the coordinator and people in line do, against plain sums.

What is checked is what must never be false: no seat is sold twice, no delegation exceeds its quota,
the line gets nothing that is kept, nobody who fits waits beside a free seat, a standing is what the
registration says, and every pool counts what is held.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
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
from sqlalchemy import delete, select

from tests.conftest import Clock
from tests.delegations.doing import named
from tests.factories import make_event, make_organisation
from tests.registrations.acts import applicant
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.delegations import rules
from webapp.delegations.errors import REFUSALS
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.delegations.standing import standing_of
from webapp.events import rules as events
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations import decisions
from webapp.registrations import rules as registrations
from webapp.registrations.models import SEATED, Registration, State
from webapp.seats.counting import miscounts
from webapp.seats.models import SeatPool

TOWNS = ("Nevers", "Razlog")
PEOPLE = ("Anna", "Bruno", "Carl", "Dora", "Egils", "Flora", "Gustavs", "Hanna", "Ivo")
town = st.integers(0, 1)
somebody = st.sampled_from(PEOPLE)
some_one = st.integers(0, 50)
Verb = Callable[..., Any]


class Machine(RuleBasedStateMachine):
    """Two delegations, a public line, one event."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.clock.set("2027-03-01T12:00+00:00")

    @initialize(capacity=st.integers(2, 7), quota=st.integers(0, 2), keeps=st.booleans())
    def begin(self, capacity: int, quota: int, keeps: bool) -> None:
        starts = datetime(2027, 3, 20, 9)
        period = Period.at(starts, starts + timedelta(hours=8), "UTC")
        self.event_id = make_event(capacity=capacity, period=period).id
        numbers = [make_organisation(each).id for each in TOWNS]
        self._try(lambda: rules.save_plan(self.event, 0, default_quota=1, reserves_seats=keeps))
        self.ids: list[int] = []
        for number in numbers:
            self._try(lambda number=number: rules.create_all(self.event, [number], 1))
        db.session.rollback()
        self.ids = list(db.session.scalars(select(Delegation.id).order_by(Delegation.id)))
        assert len(self.ids) == len(TOWNS)
        self._change_plan(default_quota=quota)

    def teardown(self) -> None:
        """Leave nothing to the next sequence."""
        self.clock.run()
        db.session.rollback()
        with write():
            for table in (Delegate, Delegation, DelegationPlan, Letter, Registration, Event):
                db.session.execute(delete(table))
            db.session.execute(delete(SeatPool).where(SeatPool.parent_id.is_not(None)))
            db.session.execute(delete(SeatPool))

    @property
    def event(self) -> Event:
        return db.session.get_one(Event, self.event_id)

    def _try(self, work: Callable[[], object]) -> bool:
        """Whether it was done; what is refused changes nothing."""
        before = self._seen()
        try:
            with write():
                work()
        except REFUSALS as error:
            refused = str(error)
        else:
            return True
        assert refused
        assert self._seen() == before
        return False

    def _seen(self) -> list[tuple[Any, ...]]:
        """All that a refusal must leave as it was."""
        db.session.rollback()
        db.session.expire_all()
        rows = db.session.execute(
            select(Registration.id, Registration.state, Registration.held_back_at)
        )
        pools = db.session.execute(
            select(SeatPool.id, SeatPool.capacity, SeatPool.reserved, SeatPool.taken)
        )
        standings = db.session.execute(select(Delegate.id, Delegate.standing, Delegate.position))
        found = [tuple(row) for each in (rows, pools, standings) for row in each]
        return sorted(found, key=str)

    def _do(self, verb: Verb, number: int, *args: Any, **values: Any) -> bool:
        return self._try(
            lambda: verb(db.session.get_one(Delegation, self.ids[number]), *args, **values)
        )

    def _to(self, verb: Verb, number: int, standings: list[str], *args: Any) -> bool:
        """Something to a delegate of one of these standings, if there is one."""
        db.session.rollback()
        query = select(Delegate.id).where(Delegate.standing.in_(standings)).order_by(Delegate.id)
        found = list(db.session.scalars(query))
        if not found:
            return False
        chosen = found[number % len(found)]
        return self._try(lambda: verb(db.session.get_one(Delegate, chosen), *args))

    def _elsewhere(self, verb: Verb, number: int, states: list[State], *args: Any) -> None:
        """Something to any registration, as staff or its owner do it."""
        db.session.rollback()
        query = select(Registration.id).where(Registration.state.in_(states))
        found = list(db.session.scalars(query.order_by(Registration.id)))
        if found:
            chosen = found[number % len(found)]
            self._try(lambda: verb(db.session.get_one(Registration, chosen), *args))

    @rule(number=town, who=somebody)
    def name(self, number: int, who: str) -> None:
        self._do(rules.name_member, number, named(who))

    @rule(number=town, who=somebody)
    def name_reserve(self, number: int, who: str) -> None:
        self._do(rules.name_reserve, number, named(who))

    @rule(number=town, who=somebody)
    def wish(self, number: int, who: str) -> None:
        self._do(rules.wish, number, named(who), "Knows sensors")

    @rule(who=somebody)
    def register(self, who: str) -> None:
        self._try(lambda: registrations.register(self.event, applicant(who)))

    @rule(number=some_one, who=somebody)
    def substitute(self, number: int, who: str) -> None:
        before = self._sums()
        if self._to(rules.substitute, number, ["member"], named(who)):
            assert self._sums() == before

    @rule(number=some_one)
    def step_in(self, number: int) -> None:
        self._to(rules.step_in, number, ["reserve"])

    @rule(number=some_one)
    def keep_in_reserve(self, number: int) -> None:
        self._to(rules.keep_in_reserve, number, ["member", "wish"])

    @rule(number=some_one)
    def remove(self, number: int) -> None:
        self._to(rules.remove, number, ["member", "reserve", "wish"])

    @rule(number=some_one, is_granted=st.booleans())
    def answer_wish(self, number: int, is_granted: bool) -> None:
        self._to(rules.grant if is_granted else rules.refuse, number, ["wish"])

    @rule(number=town, quota=st.none() | st.integers(0, 4))
    def set_quota(self, number: int, quota: int | None) -> None:
        self._do(rules.set_quota, number, quota)

    @rule(quota=st.integers(0, 3), keeps=st.booleans())
    def change_plan(self, quota: int, keeps: bool) -> None:
        self._change_plan(default_quota=quota, reserves_seats=keeps)

    def _change_plan(self, **values: Any) -> None:
        db.session.rollback()
        plan = db.session.get_one(DelegationPlan, self.event_id)
        revision = plan.revision
        self._try(lambda: rules.save_plan(self.event, revision, **values))

    @rule(number=town)
    def decline(self, number: int) -> None:
        self._do(rules.decline, number, "Flu")

    @rule(number=town)
    def reinvite(self, number: int) -> None:
        self._do(rules.reinvite, number)

    @rule()
    def release(self) -> None:
        with write():
            plan = db.session.get_one(DelegationPlan, self.event_id)
            plan.releases_at, plan.released_at = plan.releases_at or now(), None
            rules.release_unused(self.event)

    @rule(number=some_one)
    def cancel_elsewhere(self, number: int) -> None:
        self._elsewhere(registrations.cancel, number, [State.CONFIRMED, State.WAITING])

    @rule(number=some_one)
    def accept(self, number: int) -> None:
        self._elsewhere(registrations.accept_offer, number, [State.OFFERED])

    @rule(number=some_one)
    def approve_elsewhere(self, number: int) -> None:
        self._elsewhere(decisions.approve, number, [State.AWAITING_APPROVAL])

    @rule(number=some_one)
    def take_back_elsewhere(self, number: int) -> None:
        self._elsewhere(decisions.take_back, number, [State.WAITING])

    @rule(capacity=st.integers(0, 8))
    def set_capacity(self, capacity: int) -> None:
        self._try(lambda: events.set_capacity(self.event, capacity))

    @precondition(lambda self: hasattr(self, "ids"))
    @rule(hours=st.sampled_from([1, 49]))
    def wait(self, hours: int) -> None:
        self.clock.forward(hours=hours)

    def _sums(self) -> list[tuple[int, int | None, int, int]]:
        db.session.rollback()
        found = db.session.execute(
            select(SeatPool.id, SeatPool.capacity, SeatPool.reserved, SeatPool.taken)
        )
        return sorted(tuple(row) for row in found)

    @invariant()
    def all_is_counted(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        assert list(miscounts()) == []
        for pool in db.session.scalars(select(SeatPool)):
            assert pool.capacity is None or max(pool.taken, pool.reserved) <= pool.capacity

    @invariant()
    def standings_are_what_registrations_say(self) -> None:
        for delegate in db.session.scalars(select(Delegate)):
            assert delegate.standing == standing_of(delegate.registration)

    @invariant()
    def nobody_exceeds_the_quota(self) -> None:
        for delegation in db.session.scalars(select(Delegation)):
            members = [each for each in delegation.delegates if each.standing == Standing.MEMBER]
            assert len(members) == delegation.pool.taken <= (delegation.pool.capacity or 0)

    @invariant()
    def nobody_who_fits_waits_beside_a_free_seat(self) -> None:
        if not hasattr(self, "ids"):
            return
        event = self.event
        waiting = db.session.scalars(
            select(Registration).where(
                Registration.state == State.WAITING, Registration.held_back_at.is_(None)
            )
        )
        for registration in waiting:
            pool = db.session.get_one(SeatPool, registration.pool_id)
            is_kept = pool.id != event.pool_id and pool.taken < pool.reserved
            assert pool.is_full or (event.pool.is_full and not is_kept)

    @invariant()
    def nobody_is_there_twice(self) -> None:
        names = [
            row.name_key
            for row in db.session.scalars(select(Registration))
            if row.state in SEATED or row.state in (State.WAITING, State.AWAITING_APPROVAL)
        ]
        assert len(names) == len(set(names))


@pytest.mark.usefixtures("any_context")
def test_any_sequence_keeps_every_quota_and_sells_no_seat_twice() -> None:
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
