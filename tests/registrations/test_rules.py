"""Registering and what people do with their registration, on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import Clock
from tests.counting import count_statements
from tests.factories import in_days, make_account, make_event, make_invitation
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
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.registrations import invitations, rules
from webapp.registrations.errors import (
    AddressNeeded,
    AlreadyRegistered,
    Closed,
    ConsentNeeded,
    InvitationNeeded,
    InvitationOver,
    InvitationUsedUp,
    NoSeatFree,
    NotInTheRunning,
    NotOpenYet,
    OfferOver,
    RegistrationClosed,
    Stale,
)
from webapp.registrations.models import Invitation, Registration
from webapp.seats.counting import miscounts

pytestmark = pytest.mark.usefixtures("any_context")


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


# Getting in


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


# Invitations


def invited(event: int, **values: object) -> int:
    return make_invitation(get_event(event), **values).id


def register_invited(event: int, invitation: int, name: str = "Anna") -> int:
    with write():
        link = db.session.get_one(Invitation, invitation)
        return rules.register(get_event(event), applicant(name), invitation=link).id


def used(invitation: int) -> int:
    db.session.expire_all()
    return db.session.get_one(Invitation, invitation).used


def test_an_event_by_invitation_needs_one() -> None:
    event = event_with(registration_mode="invitation")

    with pytest.raises(InvitationNeeded):
        register(event)

    assert state(register_invited(event, invited(event))) == "confirmed"


def test_an_invitation_serves_as_many_as_it_was_made_for() -> None:
    event = event_with(registration_mode="invitation")
    invitation = invited(event, places=2)
    register_invited(event, invitation, "Anna")
    bruno = register_invited(event, invitation, "Bruno")

    with pytest.raises(InvitationUsedUp):
        register_invited(event, invitation, "Carl")
    assert taken(event) == 2

    act(rules.cancel, bruno)
    assert state(register_invited(event, invitation, "Carl")) == "confirmed"
    assert used(invitation) == 2


def test_the_same_form_of_the_last_invited_is_not_refused() -> None:
    event = event_with(registration_mode="invitation")
    invitation = invited(event, places=1)

    def send() -> int:
        with write():
            link = db.session.get_one(Invitation, invitation)
            again = rules.register(
                get_event(event), applicant(), invitation=link, form_key="one form"
            )
            return again.id

    assert send() == send()
    assert used(invitation) == 1


def test_an_invitation_ends(clock: Clock) -> None:
    event = event_with(registration_mode="invitation")
    invitation = invited(event, ends_at=now() + timedelta(hours=1))
    clock.forward(hours=1)

    with pytest.raises(InvitationOver):
        register_invited(event, invitation)


def test_an_invitation_to_another_event_or_withdrawn_is_none() -> None:
    event, other = event_with(registration_mode="invitation"), event_with()
    foreign, withdrawn = invited(other), invited(event)
    with write():
        invitations.withdraw(db.session.get_one(Invitation, withdrawn))

    for invitation in (foreign, withdrawn):
        with pytest.raises(InvitationOver):
            register_invited(event, invitation)


def test_a_browser_remembers_which_invitation_it_opened() -> None:
    event, other = event_with(), event_with()
    with write():
        invitation = invitations.invite(get_event(event), "Partners in Razlog", places=3)
    session: dict[str, object] = {}

    invitations.remember(invitation, session)

    assert invitations.open_invitation_for(get_event(event), session) == invitation
    assert invitations.open_invitation_for(get_event(other), session) is None
    assert invitations.opened_events(session) == {event}


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


# Approval and other decisions of staff


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
