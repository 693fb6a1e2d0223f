"""A seat is never sold twice, however many processes sell at once."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import make_event
from tests.registrations.acts import act, applicant, event_with, get_event, register, states, taken
from tests.registrations.contenders import contenders
from webapp.core.database import db, write
from webapp.events import rules as events
from webapp.events.models import Event
from webapp.registrations import rules
from webapp.registrations.errors import AlreadyRegistered, RegistrationClosed
from webapp.registrations.models import Registration
from webapp.seats.counting import miscounts
from webapp.seats.models import SeatPool


def test_eight_processes_sell_exactly_the_seats_there_are(any_app: Flask) -> None:
    with any_app.app_context():
        event_id = make_event(capacity=50).id
        db.session.rollback()

    with contenders(any_app, event_id, seeds=list(range(8)), tries=200) as processes:
        answers: Counter[str] = Counter()
        for process in processes:
            answers.update(process.said())

    assert sum(answers.values()) == 8 * 200
    assert answers["confirmed"] == 50
    with any_app.app_context():
        assert db.session.get_one(Event, event_id).pool.taken == 50
        stored = dict(
            db.session.execute(
                select(Registration.state, func.count()).group_by(Registration.state)
            ).all()
        )
        assert stored == {"confirmed": 50, "waiting": answers["waiting"]}
        people = select(func.count(func.distinct(Registration.email_key)))
        assert db.session.scalar(people) == 50 + answers["waiting"]
        assert list(miscounts()) == []


class Paused:
    """Another transaction that has done something and has not committed yet."""

    def __init__(self, app: Flask, work: Callable[[], object]) -> None:
        self._app, self._work = app, work
        self._done, self._may_commit = threading.Event(), threading.Event()
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._done.wait(10)

    def _run(self) -> None:
        with self._app.app_context():
            try:
                with write():
                    self._work()
                    self._done.set()
                    self._may_commit.wait(10)
            except BaseException as error:
                self.error = error
            self._done.set()

    def commit_soon(self) -> None:
        """Let it end while the other side already waits for it."""
        threading.Timer(0.3, self._may_commit.set).start()

    def join(self) -> None:
        self._thread.join()
        assert self.error is None


@pytest.fixture
def other(pg_app: Flask) -> Callable[[Callable[[], object]], Paused]:
    """Does something in a transaction that stays open, on PostgreSQL (SQLite has one at a time)."""
    return lambda work: Paused(pg_app, work)


Other = Callable[[Callable[[], object]], Paused]


def test_a_seat_given_back_at_the_same_time_is_found(pg_app: Flask, other: Other) -> None:
    with pg_app.app_context():
        event = event_with(capacity=1)
        anna = register(event)
        db.session.rollback()
        cancelling = other(lambda: rules.cancel(db.session.get_one(Registration, anna)))

        cancelling.commit_soon()
        bruno = register(event, "Bruno")
        cancelling.join()

        assert states(anna, bruno) == ["cancelled", "confirmed"]
        assert taken(event) == 1


def test_who_gets_in_line_at_the_same_time_is_seen_by_who_leaves(
    pg_app: Flask, other: Other
) -> None:
    with pg_app.app_context():
        event = event_with(capacity=1)
        anna = register(event)
        db.session.rollback()
        joining = other(lambda: rules.register(get_event(event), applicant("Bruno")))

        joining.commit_soon()
        act(rules.cancel, anna)
        joining.join()

        found = db.session.scalars(select(Registration.state).order_by(Registration.id))
        assert list(found) == ["cancelled", "offered"]


def test_the_same_person_at_the_same_time_is_registered_once(pg_app: Flask, other: Other) -> None:
    with pg_app.app_context():
        event = event_with(registration_mode="approval")
        first = other(lambda: rules.register(get_event(event), applicant()))

        first.commit_soon()
        with pytest.raises(AlreadyRegistered):
            register(event)
        first.join()

        assert db.session.scalar(select(func.count()).select_from(Registration)) == 1


def test_nobody_gets_into_an_event_that_is_cancelled_at_the_same_time(
    pg_app: Flask, other: Other
) -> None:
    with pg_app.app_context():
        event = event_with(capacity=5)
        cancelling = other(lambda: events.cancel(get_event(event), "Storm"))

        cancelling.commit_soon()
        with pytest.raises(RegistrationClosed):
            register(event)
        cancelling.join()

        assert taken(event) == 0


def test_changing_the_limit_and_registering_do_not_block_each_other_for_ever(
    pg_app: Flask, other: Other
) -> None:
    with pg_app.app_context():
        event = event_with(capacity=5)
        registering = other(lambda: rules.register(get_event(event), applicant()))

        registering.commit_soon()
        with write():
            events.set_capacity(get_event(event), 7)
        registering.join()

        pool = db.session.get_one(SeatPool, get_event(event).pool_id)
        assert (pool.capacity, pool.taken) == (7, 1)


def test_cancellations_and_offers_running_out_at_the_same_time_end(
    pg_app: Flask, other: Other
) -> None:
    with pg_app.app_context():
        event = event_with(capacity=2)
        anna, bruno, carl = (register(event, name) for name in ("Anna", "Bruno", "Carl"))
        db.session.rollback()
        first = other(lambda: rules.cancel(db.session.get_one(Registration, anna)))

        first.commit_soon()
        act(rules.cancel, bruno)
        first.join()

        assert states(anna, bruno, carl) == ["cancelled", "cancelled", "offered"]
        assert taken(event) == 1
