"""Leaders, delegates, the coordinator, the line and a deadline all at once, in processes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.delegations.contenders import contenders
from tests.delegations.doing import add, name, visit
from tests.registrations.acts import register
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation, DelegationPlan
from webapp.delegations.standing import standing_of
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations.models import SEATED, Registration, State
from webapp.seats.counting import miscounts


@pytest.fixture(autouse=True)
def _all_is_counted_right(any_app: Flask) -> Iterator[None]:
    """Whatever happened: pools count what is held, quotas hold, nobody waits beside a free seat."""
    yield
    with any_app.app_context():
        assert list(miscounts()) == []
        event = db.session.scalars(select(Event)).one()
        assert event.pool.taken <= (event.pool.capacity or 0)
        for delegation in db.session.scalars(select(Delegation)):
            members = [each for each in delegation.delegates if each.standing == "member"]
            assert len(members) == delegation.pool.taken <= (delegation.pool.capacity or 0)
        for delegate in db.session.scalars(select(Delegate)):
            assert delegate.standing == standing_of(delegate.registration)
        in_line = select(Registration).where(
            Registration.state == State.WAITING, Registration.held_back_at.is_(None)
        )
        for waiting in db.session.scalars(in_line):
            pools = [waiting.seat_pool_id, event.pool_id]
            assert event.pool.is_full, f"{waiting.name} waits beside a free seat of {pools}"


def planned(event_id: int, **values: object) -> None:
    with write():
        plan = db.session.get(DelegationPlan, event_id)
        if plan is None:
            plan = DelegationPlan(event_id=event_id, default_quota=2)
            db.session.add(plan)
        for column, value in values.items():
            setattr(plan, column, value)


def test_unused_seats_go_to_the_line_once_while_leaders_name(any_app: Flask) -> None:
    with any_app.app_context():
        event = visit(6)
        for town in ("Nevers", "Razlog"):
            add(event, town, quota=3)
        planned(event, releases_at=now() - timedelta(minutes=1))
        for who in ("Bruno", "Carl", "Dora", "Edda", "Finn", "Gita"):
            register(event, who)
        db.session.rollback()

    said = contenders(any_app, ["release", "name", "release", "name", "own_cancellation"], tries=4)

    given = [each for each in said["release"] if each != "released 0"]
    assert len(given) == 1
    assert said["release"]["released 0"] == 7
    with any_app.app_context():
        told = select(Letter).where(Letter.kind == "delegations/letters/released")
        assert len(db.session.scalars(told).all()) <= 2


def test_everything_at_once(any_app: Flask) -> None:
    with any_app.app_context():
        event = visit(8)
        for town in ("Nevers", "Razlog"):
            delegation = add(event, town, quota=2)
            name(delegation, f"Jean {town}", f"Ana {town}")
        planned(event, releases_at=now() - timedelta(minutes=1))
        for who in ("Bruno", "Carl", "Dora", "Edda", "Finn"):
            register(event, who)
        db.session.rollback()

    jobs = ["name", "wish", "answer", "set_quota", "release", "substitute"]
    jobs += ["own_cancellation", "reserves", "places", "come_and_go"]
    said = contenders(any_app, jobs, tries=6)

    assert [sum(said[job].values()) for job in jobs] == [6] * len(jobs)
    with any_app.app_context():
        seated = select(Registration.id).where(Registration.state.in_(SEATED))
        assert db.session.scalars(seated).all()
