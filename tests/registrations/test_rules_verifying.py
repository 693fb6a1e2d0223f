"""Proving an address and changing what was given, on both databases."""

from datetime import timedelta

import pytest

from tests.conftest import Clock
from tests.factories import in_days
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
    AlreadyRegistered,
    NotInTheRunning,
    Stale,
)

pytestmark = pytest.mark.usefixtures("any_context", "noon")


# Verifying addresses


def unverified(**values: object) -> tuple[int, int]:
    event = event_with(verifies_addresses=True, **values)
    return event, register(event)


def test_a_seat_is_held_half_an_hour_for_an_unverified_address() -> None:
    event, anna = unverified(capacity=1)

    assert (state(anna), taken(event)) == ("unverified", 1)
    assert get(anna).held_until == now() + timedelta(minutes=30)
    assert get(anna).person is None
    assert letters_to("anna@example.org") == ["verify"]


def test_verifying_confirms_the_seat_and_knows_the_person() -> None:
    event, anna = unverified(capacity=1)

    act(rules.verify, anna)
    act(rules.verify, anna)

    assert (state(anna), taken(event)) == ("confirmed", 1)
    assert get(anna).verified_at == now()
    person = get(anna).person
    assert person is not None
    assert person.email_key == "anna@example.org"
    assert letters_to("anna@example.org") == ["verify", "confirmed"]


def test_an_unverified_hold_past_its_time_counts_as_free(clock: Clock) -> None:
    event, anna = unverified(capacity=1)
    clock.forward(minutes=30)

    bruno = register(event, "Bruno")

    assert states(anna, bruno) == ["expired", "unverified"]
    assert taken(event) == 1


def test_verifying_late_takes_a_free_seat(clock: Clock) -> None:
    event, anna = unverified(capacity=1)
    clock.forward(minutes=31)

    act(rules.verify, anna)

    assert (state(anna), taken(event)) == ("confirmed", 1)
    assert get(anna).ended_at is None


def test_verifying_late_goes_behind_those_who_came_meanwhile(clock: Clock) -> None:
    event, anna = unverified(capacity=1)
    clock.forward(minutes=31)
    bruno = register(event, "Bruno")

    act(rules.verify, anna)

    assert states(anna, bruno) == ["waiting", "unverified"]
    assert get(anna).verified_at == now()


def test_verifying_late_after_registering_anew_is_refused(clock: Clock) -> None:
    event, anna = unverified()
    clock.forward(minutes=31)
    again = register(event)

    with pytest.raises(AlreadyRegistered):
        act(rules.verify, anna)

    assert states(anna, again)[1] == "unverified"


def test_who_waits_verifies_without_losing_their_place() -> None:
    event = event_with(verifies_addresses=True, capacity=1)
    register(event)
    bruno = register(event, "Bruno")

    act(rules.verify, bruno)

    assert state(bruno) == "waiting"
    assert get(bruno).verified_at == now()


def test_an_unverified_address_is_asked_even_shortly_before_the_event() -> None:
    event = event_with(verifies_addresses=True, capacity=1, period=in_days(1))
    anna, bruno = register(event), register(event, "Bruno")

    act(rules.cancel, anna)

    assert state(bruno) == "offered"
    assert get(bruno).held_until == now() + timedelta(minutes=30)


# Changing


def test_people_correct_what_they_gave() -> None:
    event = event_with()
    anna = register(event)

    act(rules.change, anna, name="Anna Kalniņa", organisation_text="Brasla library")

    changed = get(anna)
    assert (changed.name, changed.name_key) == ("Anna Kalniņa", "anna kalnina")
    assert (changed.organisation_text, changed.revision) == ("Brasla library", 2)
    assert letters_to("anna@example.org") == ["confirmed", "changed"]


def test_nothing_changed_is_no_letter() -> None:
    anna = register(event_with())

    act(rules.change, anna, name="Anna Bērziņa", language="en")

    assert letters_to("anna@example.org") == ["confirmed"]
    assert get(anna).revision == 1


def test_nobody_becomes_somebody_who_is_there_already() -> None:
    event = event_with()
    register(event)
    bruno = register(event, "Bruno", who=applicant("Bruno", email="anna@example.org"))

    with pytest.raises(AlreadyRegistered):
        act(rules.change, bruno, name="Anna Berzina")

    assert get(bruno).name == "Bruno"


def test_a_form_filled_from_an_older_revision_is_stale() -> None:
    anna = register(event_with())
    act(rules.change, anna, name="Anna Kalniņa", revision=1)

    with pytest.raises(Stale):
        act(rules.change, anna, name="Anna Ozola", revision=1)


def test_a_new_address_keeps_the_seat_and_is_verified_again() -> None:
    event, anna = unverified(capacity=1)
    act(rules.verify, anna)

    act(rules.change, anna, email="anna.b@example.org")

    assert (state(anna), taken(event)) == ("confirmed", 1)
    assert get(anna).verified_at is None
    assert get(anna).person is None
    assert letters_to("anna.b@example.org") == ["verify"]

    act(rules.verify, anna)
    assert get(anna).verified_at == now()
    assert get(anna).person is not None


def test_an_ended_registration_is_not_changed() -> None:
    anna = register(event_with())
    act(rules.cancel, anna)

    with pytest.raises(NotInTheRunning):
        act(rules.change, anna, name="Anna Kalniņa")
