"""Calling off, and what becomes of the freed seat, on both databases."""

from datetime import timedelta

import pytest

from tests.conftest import Clock
from tests.factories import in_days
from tests.registrations.acts import (
    act,
    event_with,
    get,
    get_event,
    letters_to,
    register,
    state,
    states,
    taken,
)
from webapp.core.database import write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.registrations import rules
from webapp.registrations.errors import (
    NotInTheRunning,
    OfferOver,
)

pytestmark = pytest.mark.usefixtures("any_context", "noon")


# Calling off


def test_cancelling_gives_the_seat_to_the_first_in_line() -> None:
    event = event_with(capacity=1)
    anna, bruno, carl = (register(event, name) for name in ("Anna", "Bruno", "Carl"))

    act(rules.cancel, anna)

    assert states(anna, bruno, carl) == ["cancelled", "offered", "waiting"]
    assert get(bruno).held_until == now() + timedelta(hours=48)
    assert taken(event) == 1
    assert letters_to("anna@example.org") == ["confirmed", "cancelled"]
    assert letters_to("bruno@example.org") == ["waiting", "offered"]


def test_cancelling_keeps_who_and_why() -> None:
    event = event_with()
    anna = register(event)

    act(rules.cancel, anna, reason="The hall is smaller")

    ended = get(anna)
    assert (ended.ended_at, ended.ended_by) == (now(), "system")
    assert ended.ended_reason == "The hall is smaller"


def test_what_has_ended_cannot_be_cancelled_again() -> None:
    event = event_with(capacity=1)
    anna = register(event)
    act(rules.cancel, anna)

    with pytest.raises(NotInTheRunning):
        act(rules.cancel, anna)

    assert taken(event) == 0


def test_who_waits_may_leave_the_line() -> None:
    event = event_with(capacity=1)
    register(event)
    bruno, carl = register(event, "Bruno"), register(event, "Carl")

    act(rules.cancel, bruno)

    assert states(bruno, carl) == ["cancelled", "waiting"]
    assert taken(event) == 1
    assert rules.place_in_line(get(carl)) == 1


# Offers


def offered(**values: object) -> tuple[int, int, int]:
    """An event with one seat, offered to Bruno, and Carl behind him."""
    event = event_with(capacity=1, **values)
    anna, bruno, carl = (register(event, name) for name in ("Anna", "Bruno", "Carl"))
    act(rules.cancel, anna)
    assert states(bruno, carl) == ["offered", "waiting"]
    return event, bruno, carl


def test_an_accepted_offer_is_a_seat() -> None:
    event, bruno, _carl = offered()

    act(rules.accept_offer, bruno)
    act(rules.accept_offer, bruno)

    assert (state(bruno), taken(event)) == ("confirmed", 1)
    assert letters_to("bruno@example.org") == ["waiting", "offered", "confirmed"]


def test_a_declined_offer_goes_to_the_next() -> None:
    event, bruno, carl = offered()

    act(rules.decline_offer, bruno)

    assert states(bruno, carl) == ["declined", "offered"]
    assert taken(event) == 1


def test_an_offer_past_its_time_is_over_before_any_sweep(clock: Clock) -> None:
    event, bruno, carl = offered()
    clock.forward(hours=48)

    with pytest.raises(OfferOver):
        act(rules.accept_offer, bruno)
    with pytest.raises(OfferOver):
        act(rules.decline_offer, bruno)
    assert get(bruno).shown_state == "expired"

    dora = register(event, "Dora")
    assert states(bruno, carl, dora) == ["expired", "offered", "waiting"]
    assert letters_to("bruno@example.org") == ["waiting", "offered", "offer-expired"]


def test_who_let_an_offer_run_out_may_register_again(clock: Clock) -> None:
    event, bruno, carl = offered()
    clock.forward(hours=48)

    again = register(event, "Bruno")

    assert states(bruno, carl, again) == ["expired", "offered", "waiting"]


def test_an_offer_lasts_at_most_half_of_the_time_left() -> None:
    _event, bruno, _carl = offered(period=in_days(2))  # in 44 hours: 10:00 in Riga

    assert get(bruno).held_until == now() + timedelta(hours=22)


def test_shortly_before_the_event_a_freed_seat_is_confirmed_at_once() -> None:
    event = event_with(capacity=1, period=in_days(1))
    anna, bruno = register(event), register(event, "Bruno")

    act(rules.cancel, anna)

    assert state(bruno) == "confirmed"
    assert letters_to("bruno@example.org") == ["waiting", "confirmed"]


@pytest.mark.parametrize(("start", "becomes"), [(14, "confirmed"), (15, "offered")])
def test_shortly_means_within_24_hours(start: int, becomes: str) -> None:
    event = event_with(capacity=1, period=in_days(1, hour=start))  # in Riga: 24 or 25 hours ahead
    anna, bruno = register(event), register(event, "Bruno")

    act(rules.cancel, anna)

    assert state(bruno) == becomes


def test_a_vague_date_leaves_two_days_to_answer() -> None:
    event = event_with(capacity=1, period=Period.month(2027, 3), status="tentative")
    anna, bruno = register(event), register(event, "Bruno")

    act(rules.cancel, anna)

    assert get(bruno).held_until == now() + timedelta(hours=48)


@pytest.mark.parametrize("status", ["cancelled", "held"])
def test_nobody_moves_up_where_there_is_nothing_to_come_to(status: str) -> None:
    event = event_with(capacity=1)
    anna, bruno = register(event), register(event, "Bruno")
    with write():
        changed = get_event(event)
        changed.status, changed.cancelled_at = status, now() if status == "cancelled" else None

    act(rules.cancel, anna)

    assert states(anna, bruno) == ["cancelled", "waiting"]
    assert taken(event) == 0
