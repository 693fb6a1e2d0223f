"""Leaders, the coordinator and the public line act at once, in processes of their own."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from tests.delegations.contenders import contenders
from tests.delegations.doing import add, name, visit
from tests.registrations.acts import register
from webapp.core.database import db
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.standing import standing_of
from webapp.events.models import Event
from webapp.registrations.models import SEATED, Registration, State
from webapp.seats.counting import miscounts


@pytest.fixture(autouse=True)
def _nothing_is_oversold(any_app: Flask) -> Iterator[None]:
    """Whatever happened at once: every pool counts what is held, and no quota is exceeded."""
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


def test_two_leaders_name_the_last_place(any_app: Flask) -> None:
    with any_app.app_context():
        add(visit(10), quota=1)
        db.session.rollback()

    said = contenders(any_app, ["name", "name"], tries=1)

    assert said["name"] == {"named": 1, "QuotaFull": 1}


def test_leaders_of_limits_only_share_the_last_seats_of_the_event(any_app: Flask) -> None:
    with any_app.app_context():
        event = visit(3)
        for town in ("Nevers", "Razlog"):
            add(event, town, quota=3, keeps=False)
        db.session.rollback()

    said = contenders(any_app, ["name", "name", "name"], tries=4)["name"]

    assert said["named"] == 3
    assert said["named"] + said["QuotaFull"] + said["EventFull"] == 12


def test_a_leader_names_while_the_coordinator_lowers_the_quota(any_app: Flask) -> None:
    with any_app.app_context():
        add(visit(6), quota=3)
        db.session.rollback()

    said = contenders(any_app, ["name", "set_quota", "name"], tries=6)

    assert said["name"]["named"] >= 1
    assert said["set_quota"].keys() <= {"changed", "QuotaBelowNamed"}
    assert sum(said["name"].values()) == 12


def test_substitutes_keep_their_seats_while_the_public_line_moves(any_app: Flask) -> None:
    with any_app.app_context():
        event = visit(3)
        delegation = add(event, quota=2, keeps=False)
        name(delegation, "Jean Martin", "Ana Silva")
        for who in ("Bruno", "Carl", "Dora"):
            register(event, who)
        db.session.rollback()

    said = contenders(any_app, ["substitute", "come_and_go", "substitute"], tries=8)

    assert said["substitute"]["substituted"] >= 1
    with any_app.app_context():
        event = db.session.scalars(select(Event)).one()
        waiting = db.session.scalars(
            select(Registration).where(
                Registration.state == State.WAITING, Registration.held_back_at.is_(None)
            )
        ).all()
        assert not waiting or event.pool.is_full
        seated = select(Registration.id).where(Registration.state.in_(SEATED))
        assert len(db.session.scalars(seated).all()) == event.pool.taken


def test_everything_at_once_ends_and_is_counted_right(any_app: Flask) -> None:
    with any_app.app_context():
        event = visit(6)
        for town in ("Nevers", "Razlog"):
            add(event, town, quota=2)
        db.session.rollback()

    jobs = ["name", "substitute", "set_quota", "come_and_go", "decline"]
    said = contenders(any_app, jobs, tries=8)

    assert [sum(said[job].values()) for job in jobs] == [8] * 5
