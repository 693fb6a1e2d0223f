"""Any sequence of choosing, leaving, moving and calling off, checked after every step."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from tests.agenda.making import make_visit
from tests.conftest import Clock
from tests.factories import make_registration
from tests.visit_factories import make_agenda_version, make_item, put
from webapp.agenda import signals
from webapp.agenda.models import AgendaItem, AgendaVersion
from webapp.agenda.snapshots import ItemThen
from webapp.choices import rules
from webapp.choices.errors import ChoiceError
from webapp.choices.models import TAKEN, WAITING, Choice
from webapp.choices.rules import Wish
from webapp.choices.slots import overlap
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations import rules as registration_rules
from webapp.registrations.models import Registration
from webapp.seats import rules as seats
from webapp.seats.counting import miscounts
from webapp.seats.errors import CapacityBelowTaken
from webapp.seats.models import SeatPool

HOURS = (9, 10, 11, 11, 14)
people, items = st.integers(0, 4), st.integers(0, len(HOURS) - 1)


class Machine(RuleBasedStateMachine):
    """Five people and five items, most of them at times that touch."""

    def __init__(self) -> None:
        super().__init__()
        with write():
            event = make_visit()
            self.event_id = event.id
            self.items = [
                make_item(event, f"Item {n}", hour=hour, capacity=1 + n % 2, needs_choice=True).id
                for n, hour in enumerate(HOURS)
            ]
            self.people = [
                make_registration(event, f"P{n}", f"p{n}@example.org").id for n in range(5)
            ]
            make_agenda_version(event)

    def _item(self, number: int) -> AgendaItem:
        return db.session.get_one(AgendaItem, self.items[number])

    def _person(self, number: int) -> Registration:
        return db.session.get_one(Registration, self.people[number])

    @rule(person=people, item=items, waits=st.booleans())
    def choose(self, person: int, item: int, waits: bool) -> None:
        try:
            with write():
                wanted = self._item(item)
                chosen = rules.choose(self._person(person), wanted, may_wait=waits)
                assert chosen.item_id == wanted.id
        except ChoiceError:
            pass

    @rule(person=people, wanted=st.sets(items, max_size=3))
    def settle(self, person: int, wanted: set[int]) -> None:
        try:
            with write():
                wishes = [Wish(self._item(each).public_id) for each in sorted(wanted)]
                rules.settle(self._person(person), wishes)
        except ChoiceError:
            return
        held = {
            each.item_id for each in self._choices() if each.registration_id == self.people[person]
        }
        assert {self.items[each] for each in wanted} <= held

    @rule(person=people, item=items)
    def leave(self, person: int, item: int) -> None:
        with write():
            rules.leave(self._person(person), self._item(item))

    @rule(person=people)
    def cancel(self, person: int) -> None:
        if self._person(person).state != "confirmed":
            return
        with write():
            registration_rules.cancel(self._person(person))
        assert not [each for each in self._choices() if each.registration_id == self.people[person]]

    @rule(item=items, hour=st.integers(8, 15))
    def move(self, item: int, hour: int) -> None:
        with write():
            moved = self._item(item)
            before = ItemThen.of(moved)
            starts = datetime(2027, 5, 10, hour)
            put(moved, Period.at(starts, starts + timedelta(hours=2), "Europe/Riga"))
            db.session.flush()
            signals.item_changed.send(moved, before=before)

    @rule(item=items)
    def call_off(self, item: int) -> None:
        with write():
            gone = self._item(item)
            if gone.cancelled_at is None:
                gone.cancelled_at = now()
                db.session.flush()
                signals.item_cancelled.send(gone)

    @rule(item=items)
    def restore(self, item: int) -> None:
        with write():
            back = self._item(item)
            before = ItemThen.of(back)
            back.cancelled_at = None
            db.session.flush()
            signals.item_changed.send(back, before=before)

    @rule(item=items, capacity=st.one_of(st.none(), st.integers(0, 3)))
    def resize(self, item: int, capacity: int | None) -> None:
        try:
            with write():
                pool = self._item(item).pool
                assert pool is not None
                seats.lock([self._item(item).event.pool_id])
                seats.set_capacity(pool, capacity)
        except CapacityBelowTaken:
            pass

    def _choices(self) -> list[Choice]:
        query = select(Choice).join(Choice.item).where(AgendaItem.event_id == self.event_id)
        return list(db.session.scalars(query.execution_options(populate_existing=True)))

    @invariant()
    def nobody_is_at_two_places(self) -> None:
        choices = self._choices()
        for person in self.people:
            for state in (TAKEN, WAITING):
                mine = [
                    each.item
                    for each in choices
                    if each.registration_id == person and each.state == state
                ]
                assert not any(overlap(one, two) for one, two in combinations(mine, 2)), state

    @invariant()
    def nobody_waits_beside_a_free_place(self) -> None:
        choices = self._choices()
        for each in choices:
            if each.state == WAITING:
                assert each.item.pool is not None
                db.session.refresh(each.item.pool)
                assert each.item.pool.is_full

    @invariant()
    def places_are_counted_right(self) -> None:
        assert list(miscounts()) == []

    @invariant()
    def only_who_comes_and_only_what_takes_place(self) -> None:
        for each in self._choices():
            assert each.registration.state == "confirmed"
            assert each.item.cancelled_at is None

    def teardown(self) -> None:
        with write():
            for model in (Choice, Letter, AgendaItem, AgendaVersion, Registration, Event, SeatPool):
                db.session.execute(delete(model))


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


@pytest.mark.usefixtures("any_context")
def test_any_sequence() -> None:
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
