"""Who may be named, who comes instead of whom, and what becomes of the seats."""

import pytest

from tests.conftest import Clock
from tests.delegations.doing import (
    add,
    do,
    event_of,
    fresh,
    fresh_delegate,
    letters_to,
    name,
    named,
    people,
    pool,
    taken,
    to,
    visit,
)
from tests.factories import make_account
from tests.registrations.acts import act, register, state
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.permissions import Viewer, acting_as
from webapp.delegations import rules
from webapp.delegations.errors import (
    AddressKept,
    AlreadyNamed,
    EventFull,
    HasDeclined,
    IsComplete,
    NamedElsewhere,
    NobodyNamed,
    NoRoomForWish,
    NoRoomToKeep,
    NotAsItWas,
    OneOfSeveral,
    PlacesLeft,
    QuotaFull,
    ReasonNeeded,
    Stale,
)
from webapp.delegations.models import Delegate, DelegateRole, Payer
from webapp.events import rules as events
from webapp.events.models import Event
from webapp.registrations import decisions, rights_erasure
from webapp.registrations import rules as registrations
from webapp.registrations.errors import RegistrationClosed
from webapp.registrations.models import Registration
from webapp.registrations.rules import Applicant

pytestmark = pytest.mark.usefixtures("any_context")


def registration(delegate_id: int) -> Registration:
    return fresh_delegate(delegate_id).registration


def person(delegate_id: int) -> Delegate:
    return db.session.get_one(Delegate, delegate_id)


# Naming


def test_a_member_has_a_seat_of_the_delegation_and_comes_from_the_partner() -> None:
    delegation = add(visit(), quota=3)

    (jean,) = name(delegation, named("Jean Martin", role=DelegateRole.ELECTED, payer=Payer.HOST))

    found = fresh_delegate(jean)
    assert (found.standing, found.role, found.payer) == ("member", "elected", "host")
    assert found.registration.state == "confirmed"
    assert found.registration.organisation_text == "Nevers"
    assert found.registration.person_id is None  # nobody has proved the address
    assert (pool(delegation), taken(delegation)) == ((3, 3, 1), 3)
    assert letters_to("jean@example.org") == ["named"]
    assert found.delegation.state == "answering"


def test_who_leads_and_comes_is_known_by_their_address() -> None:
    delegation = add(visit())

    (claire,) = name(delegation, "Claire Moulin")

    assert fresh_delegate(claire).is_leader


def test_who_leads_is_known_after_either_address_was_changed() -> None:
    delegation = add(visit(), leader_email="claire@example.org")
    (claire,) = name(delegation, named("Claire Moulin", email="c.moulin@example.org"))

    to(rules.change_delegate, claire, named("Claire Moulin", email="Claire@example.org"))
    assert fresh_delegate(claire).is_leader is True

    revision = fresh(delegation).revision
    do(rules.change, delegation, revision, leader_email="luc@example.org")
    assert fresh_delegate(claire).is_leader is False


def test_nobody_is_named_beyond_the_quota() -> None:
    delegation = add(visit(), quota=1)
    name(delegation, "Jean Martin")

    with pytest.raises(QuotaFull, match="The 1 place of your delegation is taken"):
        name(delegation, "Ana Silva")

    assert people(delegation) == [("Jean Martin", "member", "confirmed")]


def test_a_quota_that_is_only_a_limit_gives_no_seat_of_a_full_event() -> None:
    event = visit(2)
    register(event, "Bruno")
    register(event, "Carl")
    delegation = add(event, quota=2, keeps=False)

    with pytest.raises(EventFull):
        name(delegation, "Jean Martin")
    do(rules.name_reserve, delegation, named())

    assert (pool(delegation), taken(delegation)) == ((2, 0, 0), 2)


def test_the_waiting_list_never_gets_what_is_kept() -> None:
    event = visit(2)
    add(event, quota=2)

    assert state(register(event, "Bruno")) == "waiting"


def test_reserves_are_passed_by() -> None:
    event = visit(2)
    delegation = add(event, quota=1, keeps=False)
    bruno, _carl = register(event, "Bruno"), register(event, "Carl")
    reserve = do(rules.name_reserve, delegation, named())

    act(registrations.cancel, bruno)

    assert registration(reserve).state == "waiting"
    assert taken(delegation) == 1


def test_a_wish_needs_a_reason_and_a_full_quota() -> None:
    delegation = add(visit(), quota=1)

    with pytest.raises(PlacesLeft):
        do(rules.wish, delegation, named(), "Knows sensors")
    name(delegation, "Ana Silva")
    with pytest.raises(ReasonNeeded):
        do(rules.wish, delegation, named(), " ")
    wish = do(rules.wish, delegation, named(), "Knows sensors")

    assert fresh_delegate(wish).wish_reason == "Knows sensors"
    assert registration(wish).state == "awaiting-approval"
    assert pool(delegation) == (1, 1, 1)


def test_several_are_named_or_none() -> None:
    delegation = add(visit(), quota=2)
    list_of_three = [named("Jean Martin"), named("Ana Silva"), named("Ivo Kolev")]

    with pytest.raises(OneOfSeveral) as refused:
        do(rules.name_several, delegation, list_of_three, as_reserves=False)

    assert refused.value.number == 2
    assert people(delegation) == []
    assert do(rules.name_several, delegation, list_of_three[:2], as_reserves=False) == 2


# The same person twice


@pytest.mark.parametrize("email", ["JEAN@example.org", None])
def test_nobody_is_in_two_delegations(email: str | None) -> None:
    event = visit()
    nevers, razlog = add(event), add(event, "Razlog")
    name(nevers, "Jean Martin")

    with pytest.raises(NamedElsewhere, match="Please ask the coordinator") as told:
        name(razlog, named("Jéan  Martin", email=email))
    assert "Nevers" not in str(told.value)
    with (
        acting_as(Viewer(account_id=make_account().id)),
        pytest.raises(NamedElsewhere, match="in the delegation of Nevers"),
    ):
        name(razlog, named("Jean Martin", email=email))


def test_the_same_name_with_another_address_is_somebody_else() -> None:
    event = visit()
    nevers, razlog = add(event), add(event, "Razlog")
    name(nevers, "Jean Martin")

    name(razlog, named("Jean Martin", email="martin@example.org"))

    assert people(razlog) == [("Jean Martin", "member", "confirmed")]


def test_nobody_is_named_twice_in_one_delegation_unless_they_have_left_it() -> None:
    delegation = add(visit())
    (jean,) = name(delegation, "Jean Martin")

    with pytest.raises(AlreadyNamed):
        do(rules.name_reserve, delegation, named(email=None))
    to(rules.remove, jean)
    name(delegation, "Jean Martin")

    assert [who[1] for who in people(delegation)] == ["out", "member"]


def test_who_has_registered_themselves_is_not_named_as_well() -> None:
    event = visit()
    delegation = add(event)
    register(event, who=Applicant("Jean Martin", "jean@example.org"))

    with pytest.raises(NamedElsewhere):
        name(delegation, "Jean Martin")


# Instead of somebody


def test_a_substitute_gets_the_very_seat_and_nobody_in_line_does() -> None:
    event = visit(1)
    delegation = add(event, quota=1, keeps=False)
    (jean,) = name(delegation, "Jean Martin")
    bruno = register(event, "Bruno")

    ana = to(rules.substitute, jean, named("Ana Silva"))

    assert state(bruno) == "waiting"
    assert people(delegation) == [
        ("Jean Martin", "out", "cancelled"),
        ("Ana Silva", "member", "confirmed"),
    ]
    assert fresh_delegate(ana).stands_in_for_id == jean
    assert registration(jean).ended_by == "leader"
    assert letters_to("jean@example.org") == ["named", "taken-off"]
    assert letters_to("ana@example.org") == ["stepped-in"]
    assert (pool(delegation), taken(delegation)) == ((1, 0, 1), 1)


def test_a_reserve_comes_in_the_place_of_a_member() -> None:
    delegation = add(visit(), quota=1)
    (jean,) = name(delegation, "Jean Martin")
    rita = do(rules.name_reserve, delegation, named("Rita Ozola"))

    to(rules.substitute, jean, person(rita))

    assert registration(rita).state == "confirmed"
    assert registration(rita).held_back_at is None
    assert fresh_delegate(rita).standing == "member"
    assert (pool(delegation), taken(delegation)) == ((1, 1, 1), 1)


def test_there_is_no_substitute_for_a_reserve_or_by_one_of_another_delegation() -> None:
    event = visit()
    nevers, razlog = add(event), add(event, "Razlog")
    (jean,) = name(nevers, "Jean Martin")
    rita = do(rules.name_reserve, razlog, named("Rita Ozola"))

    with pytest.raises(NotAsItWas):
        to(rules.substitute, rita, named("Ana Silva"))
    with pytest.raises(NotAsItWas):
        to(rules.substitute, jean, person(rita))
    with pytest.raises(AlreadyNamed):
        to(rules.substitute, jean, named("Jean Martin"))


def test_a_reserve_steps_in_as_soon_as_there_is_a_place() -> None:
    delegation = add(visit(), quota=1)
    (jean,) = name(delegation, "Jean Martin")
    rita = do(rules.name_reserve, delegation, named("Rita Ozola"))

    with pytest.raises(QuotaFull):
        to(rules.step_in, rita)
    to(rules.remove, jean)
    to(rules.step_in, rita)

    assert registration(rita).state == "confirmed"
    assert letters_to("rita@example.org") == ["named", "stepped-in"]


def test_a_member_kept_in_reserve_gives_the_place_back() -> None:
    event = visit(1)
    delegation = add(event, quota=1, keeps=False)
    (jean,) = name(delegation, "Jean Martin")
    bruno = register(event, "Bruno")

    to(rules.keep_in_reserve, jean)

    assert (registration(jean).state, state(bruno)) == ("waiting", "offered")
    assert registration(jean).held_back_at is not None
    assert (pool(delegation), taken(delegation)) == ((1, 0, 0), 1)


# Wishes


def test_a_wish_that_is_granted_raises_the_quota_by_one() -> None:
    delegation = add(visit(), quota=1)
    name(delegation, "Ana Silva")
    wish = do(rules.wish, delegation, named(), "Knows sensors")

    to(rules.grant, wish, "Gladly")

    assert (pool(delegation), taken(delegation)) == ((2, 2, 2), 2)
    assert fresh(delegation).own_quota == 2
    assert fresh_delegate(wish).standing == "member"
    assert fresh_delegate(wish).wish_answered_at is not None
    assert letters_to("claire@example.org") == ["wish-granted"]
    assert letters_to("jean@example.org") == ["named", "stepped-in"]
    with pytest.raises(NotAsItWas):
        to(rules.grant, wish)


def test_a_wish_is_not_granted_where_the_event_has_no_seat() -> None:
    event = visit(1)
    delegation = add(event, quota=1)
    name(delegation, "Ana Silva")
    wish = do(rules.wish, delegation, named(), "Knows sensors")

    with pytest.raises(NoRoomForWish):
        to(rules.grant, wish)

    assert (pool(delegation), fresh(delegation).own_quota) == ((1, 1, 1), 1)
    assert fresh_delegate(wish).standing == "wish"


def test_a_wish_that_is_refused_is_out() -> None:
    delegation = add(visit(), quota=1)
    name(delegation, "Ana Silva")
    wish = do(rules.wish, delegation, named(), "Knows sensors")

    to(rules.refuse, wish, "The bus is full")

    assert registration(wish).state == "declined"
    assert fresh_delegate(wish).standing == "out"
    assert letters_to("claire@example.org") == ["wish-refused"]


# Correcting


def test_a_new_address_gets_the_link_and_the_old_link_is_gone() -> None:
    delegation = add(visit())
    (jean,) = name(delegation, named("Jean Martin", email="jaen@example.org"))
    before = registration(jean).token()

    assert to(rules.change_delegate, jean, named("Jean Martin"), 1) is True

    assert registration(jean).token() != before
    assert letters_to("jean@example.org") == ["named"]


def test_correcting_nothing_changes_nothing() -> None:
    delegation = add(visit())
    (jean,) = name(delegation, "Jean Martin")
    before = fresh(delegation).revision

    assert to(rules.change_delegate, jean, named("Jean Martin")) is False

    assert fresh(delegation).revision == before


def test_a_correction_of_what_somebody_else_has_corrected_is_stale() -> None:
    delegation = add(visit())
    (jean,) = name(delegation, "Jean Martin")
    to(rules.change_delegate, jean, named("Jean Martin", role=DelegateRole.EXPERT), 1)

    with pytest.raises(Stale):
        to(rules.change_delegate, jean, named("Jean Martin", payer=Payer.SELF), 1)
    with pytest.raises(AddressKept):
        to(rules.change_delegate, jean, named("Jean Martin", email=None))


def test_nobody_is_renamed_into_somebody_who_comes_already() -> None:
    event = visit()
    nevers, razlog = add(event), add(event, "Razlog")
    name(nevers, named("Jean Martin", email=None))
    (ana,) = name(razlog, "Ana Silva")

    with pytest.raises(NamedElsewhere):
        to(rules.change_delegate, ana, named("Jean Martin", email="ana@example.org"))


# The whole


def test_these_are_all_until_the_list_is_opened_again() -> None:
    delegation = add(visit())

    with pytest.raises(NobodyNamed):
        do(rules.complete, delegation)
    (jean,) = name(delegation, "Jean Martin")
    do(rules.complete, delegation)
    assert fresh(delegation).state == "complete"
    with pytest.raises(IsComplete):
        name(delegation, "Ana Silva")
    to(rules.substitute, jean, named("Ana Silva"))
    do(rules.reopen, delegation)
    name(delegation, "Ivo Kolev")

    assert fresh(delegation).state == "answering"


def test_these_are_all_holds_for_the_list_that_was_seen() -> None:
    delegation = add(visit())
    name(delegation, "Jean Martin")
    seen = fresh(delegation).revision
    name(delegation, "Ana Silva")

    with pytest.raises(Stale):
        do(rules.complete, delegation, seen)
    with pytest.raises(Stale):
        do(rules.decline, delegation, "Flu", seen)

    do(rules.complete, delegation, fresh(delegation).revision)


def test_a_delegation_that_declines_gives_all_seats_to_the_line() -> None:
    event = visit(3)
    delegation = add(event, quota=3)
    (jean,) = name(delegation, "Jean Martin")
    rita = do(rules.name_reserve, delegation, named("Rita Ozola"))
    line = [register(event, who) for who in ("Bruno", "Carl", "Dora")]

    do(rules.decline, delegation, "Flu")

    assert [state(each) for each in line] == ["offered"] * 3
    assert {registration(each).state for each in (jean, rita)} == {"cancelled"}
    assert fresh(delegation).declined_reason == "Flu"
    assert (pool(delegation), taken(delegation)) == ((3, 0, 0), 3)
    assert letters_to("jean@example.org") == ["named", "taken-off"]
    with pytest.raises(HasDeclined):
        name(delegation, "Ana Silva")


def test_a_delegation_asked_anew_has_its_seats_again_if_there_are_any() -> None:
    event = visit(3)
    delegation = add(event, quota=3)
    do(rules.decline, delegation, "Flu")
    bruno = register(event, "Bruno")

    with pytest.raises(NoRoomToKeep, match="for Nevers only 2"):
        do(rules.reinvite, delegation)
    act(registrations.cancel, bruno)
    do(rules.reinvite, delegation)

    assert (pool(delegation), taken(delegation)) == ((3, 3, 0), 3)
    assert fresh(delegation).state == "planned"


def test_the_leader_says_how_to_be_reached_and_the_history_says_that_they_did() -> None:
    delegation = add(visit())
    seen = fresh(delegation).revision

    do(rules.change_leader, delegation, seen, leader_email="c.moulin@example.org")

    assert fresh(delegation).leader_email == "c.moulin@example.org"
    done = [(each.verb, each.after) for each in history(fresh(delegation).key)]
    assert done[:3] == [
        ("invited", None),
        ("link-renewed", None),
        ("leader-changed", {"fields": ["leader_email"]}),
    ]
    with pytest.raises(Stale):
        do(rules.change_leader, delegation, seen, leader_name="Claire M.")
    with pytest.raises(TypeError):
        do(rules.change_leader, delegation, seen, own_quota=99)


@pytest.mark.parametrize("ended", ["over", "cancelled"])
def test_nothing_changes_once_the_event_is_over_or_cancelled(ended: str, clock: Clock) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    delegation = add(visit())
    (jean,) = name(delegation, "Jean Martin")
    if ended == "over":
        clock.forward(days=60)
    else:
        number = event_of(delegation).id
        with write():
            events.cancel(db.session.get_one(Event, number), "Storm")

    with pytest.raises(RegistrationClosed):
        name(delegation, "Ana Silva")
    with pytest.raises(RegistrationClosed):
        to(rules.substitute, jean, named("Ana Silva"))
    with pytest.raises(RegistrationClosed):
        to(rules.remove, jean)


# What others do to the same people


def test_a_seat_cancelled_elsewhere_is_the_delegations_again() -> None:
    event = visit(1)
    delegation = add(event, quota=1)
    (jean,) = name(delegation, "Jean Martin")
    bruno = register(event, "Bruno")

    act(registrations.cancel, registration(jean).id)

    assert fresh_delegate(jean).standing == "out"
    assert state(bruno) == "waiting"
    assert (pool(delegation), taken(delegation)) == ((1, 1, 0), 1)
    name(delegation, "Ana Silva")


def test_who_has_their_data_erased_is_out() -> None:
    delegation = add(visit())
    (jean,) = name(delegation, "Jean Martin")

    act(rights_erasure.erase, registration(jean).id)

    assert fresh_delegate(jean).standing == "out"
    assert taken(delegation) == 4


def test_a_wish_approved_among_the_registrations_gets_a_place_of_the_quota_or_is_a_reserve() -> (
    None
):
    delegation = add(visit(), quota=1)
    (ana,) = name(delegation, "Ana Silva")
    wishes = [do(rules.wish, delegation, named(who), "Why not") for who in ("Ivo K", "Jean M")]

    act(decisions.approve, registration(wishes[0]).id)
    to(rules.remove, ana)
    assert registration(wishes[0]).held_back_at is not None
    act(decisions.approve, registration(wishes[1]).id)

    assert [fresh_delegate(each).standing for each in wishes] == ["reserve", "member"]
    assert (pool(delegation), taken(delegation)) == ((1, 1, 1), 1)


def test_staff_may_seat_a_reserve_among_the_registrations() -> None:
    delegation = add(visit(), quota=1)
    reserve = do(rules.name_reserve, delegation, named())

    act(decisions.promote_now, registration(reserve).id, "Speaks")

    assert fresh_delegate(reserve).standing == "member"
    assert pool(delegation) == (1, 1, 1)
