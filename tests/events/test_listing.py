"""Groups, states and bars of loaded events: arithmetic without a database."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.conftest import Clock
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText
from webapp.events.listing import (
    by_month,
    neighbours,
    period_before,
    shown_seats,
    state_of,
    states_of,
)
from webapp.events.models import Event
from webapp.seats.models import SeatPool

AT = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


def event(
    period: Period, status: str = "confirmed", capacity: int | None = 10, **values: Any
) -> Event:
    made = Event(name=LocalText({"en": "Visit"}), status=status, **values)
    made.registration_mode = values.get("registration_mode", "open")
    made.pool = SeatPool(capacity=capacity, taken=3)
    made.period = period
    return made


def on(*days: int) -> Period:
    return Period.days(date(2027, 5, days[0]), date(2027, 5, days[-1]))


def test_months_keep_the_order_and_undated_stand_apart() -> None:
    events = [event(on(3)), event(on(9)), event(Period.month(2027, 7)), event(Period.undated())]

    groups = [(month.first_on, len(month.events)) for month in by_month(events)]

    assert groups == [(date(2027, 5, 1), 2), (date(2027, 7, 1), 1), (None, 1)]


def test_what_has_begun_stands_in_the_present_month() -> None:
    running = event(Period.days(date(2026, 11, 1), date(2027, 6, 1)))
    season = event(Period.season(2027, Season.SPRING))
    soon = event(Period.days(date(2027, 4, 20)))

    [month] = by_month([running, season, soon], date(2027, 4, 15))

    assert month.first_on == date(2027, 4, 1)


def test_the_months_beside_a_month() -> None:
    assert neighbours(date(2027, 12, 1)) == (date(2027, 11, 1), date(2028, 1, 1))
    assert neighbours(date(1900, 1, 1)) == (None, date(1900, 2, 1))
    assert neighbours(date(2199, 12, 1)) == (date(2199, 11, 1), None)


PAST = Period.days(date(2027, 4, 1))


@pytest.mark.parametrize(
    ("made", "states"),
    [
        ({"period": on(3)}, []),
        ({"period": on(3), "status": "tentative"}, ["tentative"]),
        ({"period": on(3), "moved_at": AT}, ["moved"]),
        ({"period": on(3), "moved_at": AT, "status": "tentative"}, ["moved", "tentative"]),
        (
            {"period": Period.undated(), "postponed_at": AT, "status": "tentative"},
            ["postponed", "tentative"],
        ),
        ({"period": on(3), "status": "cancelled"}, ["cancelled"]),
        ({"period": on(3), "status": "draft"}, ["draft"]),
        ({"period": PAST}, ["outcome-not-recorded"]),
        ({"period": PAST, "status": "tentative"}, ["outcome-not-recorded"]),
        ({"period": PAST, "status": "held"}, ["held"]),
        ({"period": PAST, "status": "held", "moved_at": AT}, ["held"]),
    ],
)
def test_states_worth_a_word(made: dict[str, Any], states: list[str]) -> None:
    one = event(**made)

    assert states_of(one) == states
    assert state_of(one) == (None if states in ([], ["held"]) else states[0])


def test_the_old_date_is_told_until_the_new_one_has_passed() -> None:
    old = Period.days(date(2027, 4, 1))

    assert period_before(event(on(3), moved_from=old.as_json())) == old
    assert period_before(event(PAST, moved_from=old.as_json())) is None
    assert period_before(event(on(3))) is None


def test_seats_are_shown_where_they_are_a_question() -> None:
    assert shown_seats(event(on(3))) == (3, 10, 0)
    assert shown_seats(event(on(3), registration_mode="none")) is None
    assert shown_seats(event(on(3), registration_mode="elsewhere")) is None
    assert shown_seats(event(on(3), status="cancelled")) is None
    assert shown_seats(event(PAST)) is None
    assert shown_seats(event(on(3), capacity=None)) is None
