"""Reminders to leaders: around each deadline, only of what is missing, never twice in two days; and
seats without a name, which go to the line once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Clock
from tests.factories import make_event, make_registration
from tests.visit_factories import make_delegate, make_delegation, make_plan
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.delegations import reminders, sweeps
from webapp.delegations.models import Delegation, DelegationPlan, Standing
from webapp.events.models import Event, Status
from webapp.mail.models import Letter
from webapp.registrations.models import Registration, State
from webapp.seats.counting import recount

#: The end of the 10th of April in Riga.
DUE = datetime(2027, 4, 10, 20, 59, tzinfo=UTC)
NINE = "T06:00:00+00:00"
LONG_AGO = datetime(2027, 3, 1, 9, tzinfo=UTC)


def meeting(capacity: int = 12) -> Event:
    starts = datetime(2027, 4, 27, 9, 0)
    period = Period.at(starts, starts + timedelta(hours=8), "Europe/Riga")
    return make_event("Partner meeting", capacity=capacity, period=period)


@pytest.fixture
def event_id(app: Flask, clock: Clock) -> int:
    """A meeting whose names are due on the 10th of April; Nevers has two of four, Razlog is
    complete."""
    clock.set("2027-04-01T09:00:00+00:00")
    with app.app_context(), write():
        event = meeting()
        make_plan(event, names_due_at=DUE)
        open_one = make_delegation(event, "Nevers", invited_at=LONG_AGO)
        for name in ("Jean Martin", "Anne Petit"):
            make_delegate(open_one, name)
        done: dict[str, Any] = {"invited_at": LONG_AGO, "completed_at": LONG_AGO}
        make_delegation(event, "Razlog", leader_email="elena@example.org", **done)
        return event.id


def written(app: Flask) -> list[tuple[str, Any]]:
    """(to whom, what was missing) of the reminders, in order."""
    with app.app_context():
        query = select(Letter).where(Letter.kind == "delegations/letters/reminder")
        found = db.session.scalars(query.order_by(Letter.id))
        return [(each.recipient, (each.facts or {})["missing"]) for each in found]


def swept(app: Flask, clock: Clock, *moments: str) -> list[int]:
    """How many letters a sweep stores at each of these moments."""
    numbers = []
    for moment in moments:
        clock.set(moment)
        with app.app_context():
            numbers.append(sweeps.remind())
    return numbers


def test_a_leader_is_reminded_three_days_before_and_on_the_day(
    app: Flask, clock: Clock, event_id: int
) -> None:
    mornings = [f"2027-04-{day:02}{NINE}" for day in range(5, 13)]

    assert swept(app, clock, *mornings) == [0, 0, 1, 0, 0, 1, 0, 0]
    to, missing = written(app)[0]
    assert to == "claire@example.org"
    assert [(each["what"], each["number"], each["is_late"]) for each in missing] == [
        ("names", 2, False)
    ]


def test_a_sweep_that_runs_again_writes_nothing(app: Flask, clock: Clock, event_id: int) -> None:
    assert swept(app, clock, f"2027-04-07{NINE}", "2027-04-07T06:10:00+00:00") == [1, 0]


def test_a_reminder_by_hand_holds_the_one_by_itself_back(
    app: Flask, clock: Clock, event_id: int
) -> None:
    clock.set("2027-04-06T09:00:00+00:00")
    with app.app_context(), write():
        assert reminders.remind_all(db.session.get_one(Event, event_id)) == 1
        assert reminders.remind_all(db.session.get_one(Event, event_id)) == 0

    assert swept(app, clock, f"2027-04-07{NINE}", "2027-04-08T05:00:00+00:00") == [0, 0]


def test_who_has_named_everybody_hears_nothing(app: Flask, clock: Clock, event_id: int) -> None:
    with app.app_context(), write():
        delegation = db.session.scalars(select(Delegation).order_by(Delegation.id)).first()
        assert delegation is not None
        for name in ("Marc Blanc", "Zoe Noir"):
            make_delegate(delegation, name)

    assert swept(app, clock, f"2027-04-07{NINE}") == [0]


def test_who_cancelled_is_missing_again(app: Flask, clock: Clock, event_id: int) -> None:
    with app.app_context(), write():
        registration = db.session.scalars(select(Registration)).first()
        assert registration is not None
        registration.end(State.CANCELLED, "participant")

    swept(app, clock, f"2027-04-07{NINE}")

    assert written(app)[0][1][0]["number"] == 3


@pytest.mark.parametrize(
    "values",
    [
        {"invited_at": None},
        {"leader_email": None},
        {"declined_at": LONG_AGO},
        {"link_revoked_at": LONG_AGO},
        {"invited_at": datetime(2027, 4, 6, 9, tzinfo=UTC)},
    ],
    ids=["not invited", "no address", "declined", "no link", "invited yesterday"],
)
def test_nobody_is_reminded_who_cannot_answer(
    app: Flask, clock: Clock, event_id: int, values: dict[str, Any]
) -> None:
    with app.app_context(), write():
        delegation = db.session.scalars(select(Delegation).order_by(Delegation.id)).first()
        for name, value in values.items():
            setattr(delegation, name, value)

    assert swept(app, clock, f"2027-04-07{NINE}") == [0]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DRAFT, Status.HELD])
def test_nobody_is_reminded_of_an_event_that_does_not_go_on(
    app: Flask, clock: Clock, event_id: int, status: Status
) -> None:
    with app.app_context(), write():
        event = db.session.get_one(Event, event_id)
        event.status, event.cancelled_at = status.value, now() if status == "cancelled" else None

    assert swept(app, clock, f"2027-04-07{NINE}") == [0]


def test_a_deadline_early_in_the_morning_is_reminded_of_before_it(clock: Clock) -> None:
    due_at = datetime(2027, 4, 10, 4, 0, tzinfo=UTC)  # seven o'clock in Riga

    assert reminders.reminder_moments(due_at, "Europe/Riga") == [
        datetime(2027, 4, 7, 6, 0, tzinfo=UTC),
        due_at,
    ]


# Seats without a name


def release_at(app: Flask, event_id: int, moment: str) -> None:
    with app.app_context(), write():
        plan = db.session.get_one(DelegationPlan, event_id)
        plan.releases_at = datetime.fromisoformat(moment)


def test_seats_without_a_name_go_to_the_line_once(any_app: Flask, clock: Clock) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    with any_app.app_context(), write():
        event = meeting(capacity=5)
        plan = make_plan(event, releases_at=DUE)
        delegation = make_delegation(event, invited_at=LONG_AGO)
        make_delegate(delegation)
        make_registration(event, "Guest 1", "guest1@example.org")
        for number in (2, 3, 4, 5):
            make_registration(event, f"Guest {number}", f"g{number}@example.org", "waiting")
        event_id, delegation_id = plan.event_id, delegation.id

    numbers = []
    for moment in (
        "2027-04-10T20:00:00+00:00",
        "2027-04-10T21:00:00+00:00",
        "2027-04-11T21:00:00+00:00",
    ):
        clock.set(moment)
        with any_app.app_context():
            numbers.append(sweeps.release())

    assert numbers == [0, 3, 0]
    with any_app.app_context():
        delegation = db.session.get_one(Delegation, delegation_id)
        assert (delegation.pool.reserved, delegation.pool.taken, delegation.pool.capacity) == (
            1,
            1,
            4,
        )
        assert delegation.released_at is not None
        assert db.session.get_one(DelegationPlan, event_id).released_at is not None
        query = select(Registration.state, func.count()).group_by(Registration.state)
        assert dict(db.session.execute(query).all()) == {
            "confirmed": 2,
            "offered": 3,
            "waiting": 1,
        }
        (letter,) = db.session.scalars(
            select(Letter).where(Letter.kind == "delegations/letters/released")
        )
        assert (letter.recipient, (letter.facts or {})["number"]) == ("claire@example.org", 3)
        assert recount() == []


def test_a_reserve_does_not_get_a_released_seat(app: Flask, clock: Clock, event_id: int) -> None:
    release_at(app, event_id, "2027-04-10T20:59:00+00:00")
    with app.app_context(), write():
        delegation = db.session.scalars(select(Delegation).order_by(Delegation.id)).first()
        assert delegation is not None
        make_delegate(delegation, "Rose Reserve", Standing.RESERVE)

    clock.set("2027-04-10T21:00:00+00:00")
    with app.app_context():
        assert sweeps.release() == 6
        reserve = db.session.scalars(
            select(Registration).where(Registration.name == "Rose Reserve")
        ).one()
        assert reserve.state == State.WAITING


def test_a_seat_that_is_named_stays_with_the_delegation(
    app: Flask, clock: Clock, event_id: int
) -> None:
    release_at(app, event_id, "2027-04-10T20:59:00+00:00")
    clock.set("2027-04-10T21:00:00+00:00")

    with app.app_context():
        sweeps.release()
        pools = [each.pool.reserved for each in db.session.scalars(select(Delegation))]

    assert sorted(pools) == [0, 2]


def test_without_a_time_nothing_is_released(app: Flask, clock: Clock, event_id: int) -> None:
    clock.set("2027-04-26T09:00:00+00:00")

    with app.app_context():
        assert sweeps.release() == 0
