"""What staff decide about registrations, on both databases."""

from datetime import timedelta

import pytest

from tests.factories import in_days, make_account
from tests.registrations.acts import (
    act,
    applicant,
    event_with,
    get,
    letters_to,
    register,
    state,
    states,
    taken,
)
from webapp.core.times import now
from webapp.registrations import rules
from webapp.registrations.errors import (
    NoSeatFree,
    NotInTheRunning,
    RegistrationClosed,
)

pytestmark = pytest.mark.usefixtures("any_context", "noon")


def test_an_application_takes_no_seat() -> None:
    event = event_with(capacity=1, registration_mode="approval")

    anna, bruno = register(event), register(event, "Bruno")

    assert states(anna, bruno) == ["awaiting-approval"] * 2
    assert taken(event) == 0
    assert letters_to("anna@example.org") == ["awaiting-approval"]


def test_approving_takes_a_seat_or_a_place_in_line() -> None:
    event = event_with(capacity=1, registration_mode="approval")
    anna, bruno = register(event), register(event, "Bruno")

    act(rules.approve, bruno)
    act(rules.approve, anna)

    assert states(anna, bruno) == ["waiting", "confirmed"]
    assert letters_to("anna@example.org") == ["awaiting-approval", "waiting"]
    assert letters_to("bruno@example.org") == ["awaiting-approval", "confirmed"]
    with pytest.raises(NotInTheRunning):
        act(rules.approve, anna)


def test_the_line_is_ordered_by_approval() -> None:
    event = event_with(capacity=1, registration_mode="approval")
    anna, bruno, carl = (register(event, name) for name in ("Anna", "Bruno", "Carl"))

    for each in (carl, bruno, anna):  # at the same moment: the clock stands still
        act(rules.approve, each)

    assert [rules.place_in_line(get(each)) for each in (anna, bruno, carl)] == [2, 1, None]


def test_declining_tells_why() -> None:
    event = event_with(capacity=1, registration_mode="approval")
    anna = register(event)

    act(rules.decline, anna, "The visit is for farmers")

    assert state(anna) == "declined"
    assert get(anna).ended_reason == "The visit is for farmers"
    assert letters_to("anna@example.org") == ["awaiting-approval", "declined"]
    with pytest.raises(NotInTheRunning):
        act(rules.decline, anna, "Again")


def test_staff_enter_somebody_without_an_address() -> None:
    event = event_with(capacity=1, registration_mode="invitation", verifies_addresses=True)
    account = make_account().id

    anna = register(event, who=applicant(email=None), entered_by=account)

    assert (state(anna), taken(event)) == ("confirmed", 1)
    assert get(anna).entered_by_id == account
    assert get(anna).person is not None


def test_staff_may_enter_people_quietly_and_after_the_deadline() -> None:
    event = event_with(closes_at=now() - timedelta(days=1))

    anna = register(event, entered_by=make_account().id, quietly=True)

    assert state(anna) == "confirmed"
    assert letters_to("anna@example.org") == []


def test_staff_enter_who_came_unannounced_but_nobody_waits_afterwards() -> None:
    event = event_with(capacity=1, period=in_days(-1), status="held")
    account = make_account().id
    register(event, entered_by=account)

    with pytest.raises(NoSeatFree):
        register(event, "Bruno", entered_by=account)


def test_staff_do_not_enter_people_for_a_cancelled_event() -> None:
    event = event_with(status="cancelled")

    with pytest.raises(RegistrationClosed):
        register(event, entered_by=make_account().id)


def test_moved_to_the_front_gets_the_next_seat() -> None:
    event = event_with(capacity=1)
    anna, bruno, carl = (register(event, name) for name in ("Anna", "Bruno", "Carl"))

    act(rules.to_front, carl, "Speaks about the harbour")
    act(rules.cancel, anna)

    assert states(bruno, carl) == ["waiting", "offered"]


def test_promoting_needs_a_seat() -> None:
    event = event_with(capacity=1)
    register(event)
    bruno = register(event, "Bruno")

    with pytest.raises(NoSeatFree):
        act(rules.promote_now, bruno, "Speaks about the harbour")

    assert state(bruno) == "waiting"
