"""Getting in, on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import make_event
from tests.registrations.acts import (
    act,
    applicant,
    event_with,
    get,
    get_event,
    letters_to,
    register,
    state,
    states,
    taken,
)
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.registrations import rules
from webapp.registrations.errors import (
    AddressNeeded,
    AlreadyRegistered,
    Closed,
    ConsentNeeded,
    NotOpenYet,
    RegistrationClosed,
)
from webapp.registrations.models import Registration
from webapp.seats.counting import miscounts

pytestmark = pytest.mark.usefixtures("any_context", "noon")


def test_a_seat_is_confirmed_and_told() -> None:
    event = event_with(capacity=2)

    anna = register(event)

    assert state(anna) == "confirmed"
    assert get(anna).confirmed_at == now()
    assert taken(event) == 1
    assert letters_to("anna@example.org") == ["confirmed"]


def test_the_next_after_the_last_seat_waits() -> None:
    event = event_with(capacity=1)

    anna, bruno = register(event), register(event, "Bruno")

    assert states(anna, bruno) == ["confirmed", "waiting"]
    assert taken(event) == 1
    assert letters_to("bruno@example.org") == ["waiting"]


def test_the_snapshot_keeps_what_was_given() -> None:
    event = event_with(consent="Photos are taken")
    who = applicant(
        " Jānis Ozols",
        email="Janis.Ozols@EXAMPLE.org",
        organisation_text="Brasla school",
        language="lv",
        zone="Europe/Sofia",
        consent_text=LocalText({"en": "Photos are taken"}),
    )

    kept = get(register(event, who=who))

    assert (kept.email, kept.email_key) == ("Janis.Ozols@EXAMPLE.org", "janis.ozols@example.org")
    assert (kept.name, kept.name_key) == (" Jānis Ozols", "janis ozols")
    assert (kept.organisation_text, kept.language) == ("Brasla school", "lv")
    assert kept.zone == "Europe/Sofia"
    assert kept.consent_text == LocalText({"en": "Photos are taken"})
    assert kept.consented_at == now()


def test_a_confirmed_registration_costs_the_same_whatever_the_event_holds() -> None:
    event = event_with(capacity=50)
    costs = []

    for number in range(12):
        with count_statements() as sent:
            register(event, f"P{number} Person")
        costs.append(len(sent))

    assert len(set(costs[1:])) == 1


def test_two_people_share_an_address() -> None:
    event = event_with()

    register(event, who=applicant("Anna", email="family@example.org"))
    register(event, who=applicant("Bruno", email="family@example.org"))

    assert taken(event) == 2


@pytest.mark.parametrize("again", ["Anna Bērziņa", "ANNA  BERZINA"])
def test_the_same_person_again_is_refused_and_takes_nothing(again: str) -> None:
    event = event_with(capacity=5)
    anna = register(event)

    with pytest.raises(AlreadyRegistered) as refused:
        register(event, who=applicant(again, email="ANNA@example.org"))

    assert refused.value.registration.id == anna
    assert taken(event) == 1


def test_who_has_cancelled_may_register_again() -> None:
    event = event_with(capacity=1)
    anna = register(event)
    act(rules.cancel, anna)

    again = register(event)

    assert states(anna, again) == ["cancelled", "confirmed"]


def test_the_same_form_sent_twice_is_one_registration() -> None:
    event = event_with(capacity=5)

    first = register(event, form_key="one form")
    second = register(event, form_key="one form")

    assert first == second
    assert taken(event) == 1
    assert letters_to("anna@example.org") == ["confirmed"]


def test_the_same_form_with_another_name_is_another_person() -> None:
    event = event_with(capacity=5)

    anna = register(event, form_key="one form")
    bruno = register(event, "Bruno", form_key="one form")

    assert anna != bruno
    assert taken(event) == 2


def test_the_same_form_after_cancelling_registers_anew() -> None:
    event = event_with(capacity=5)
    first = register(event, form_key="one form")
    act(rules.cancel, first)

    second = register(event, form_key="one form")

    assert states(first, second) == ["cancelled", "confirmed"]


def test_an_address_is_needed() -> None:
    event = event_with()

    with pytest.raises(AddressNeeded):
        register(event, who=applicant(email=None))


def test_the_consent_the_organiser_needs_is_needed() -> None:
    event = event_with(consent="Photos are taken")

    with pytest.raises(ConsentNeeded):
        register(event)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"status": "draft"}, Closed.DRAFT),
        ({"status": "held"}, Closed.HELD),
        ({"status": "cancelled"}, Closed.CANCELLED),
        ({"withdrawn_at": datetime.fromisoformat("2027-02-01T00:00Z")}, Closed.WITHDRAWN),
        ({"registration_mode": "none"}, Closed.NONE),
        ({"registration_mode": "elsewhere"}, Closed.ELSEWHERE),
        ({"period": Period.month(2027, 1)}, Closed.OVER),
        ({"closes_at": datetime.fromisoformat("2027-03-01T12:00Z")}, Closed.DEADLINE),
        (
            {
                "period": Period.undated(),
                "status": "tentative",
                "postponed_at": datetime.fromisoformat("2027-02-01T00:00Z"),
            },
            Closed.POSTPONED,
        ),
    ],
)
def test_closed_events_say_why(values: dict[str, object], why: Closed) -> None:
    event = event_with(**values)

    with pytest.raises(RegistrationClosed) as refused:
        register(event)

    assert refused.value.why == why
    assert rules.reason_closed(get_event(event)) == str(refused.value)
    assert taken(event) == 0


def test_registration_opens_and_closes(clock: Clock) -> None:
    opens_at, closes_at = now() + timedelta(hours=1), now() + timedelta(hours=2)
    event = event_with(opens_at=opens_at, closes_at=closes_at)

    with pytest.raises(NotOpenYet) as refused:
        register(event)
    assert refused.value.opens_at == opens_at

    clock.forward(hours=1)
    assert state(register(event)) == "confirmed"
    assert rules.reason_closed(get_event(event)) is None


def test_a_vague_date_is_no_obstacle() -> None:
    event = event_with(period=Period.month(2027, 3), status="tentative", capacity=1)

    assert state(register(event)) == "confirmed"


def test_counting_the_seats_finds_nothing_wrong() -> None:
    event = event_with(capacity=2)
    anna, *_ = (register(event, name) for name in ("Anna", "Bruno", "Carl"))
    act(rules.cancel, anna)

    assert list(miscounts()) == []
    held = db.session.scalars(select(Registration.state).where(Registration.event_id == event))
    assert sorted(held) == ["cancelled", "confirmed", "offered"]


def test_an_open_event_without_limit_confirms_everybody() -> None:
    event = make_event(capacity=None).id

    assert states(register(event), register(event, "Bruno")) == ["confirmed"] * 2
