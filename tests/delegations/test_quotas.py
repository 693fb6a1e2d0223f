"""How many each delegation may send, what is kept for it, and what goes back."""

from datetime import timedelta

import pytest

from tests.conftest import Clock
from tests.delegations.doing import add, do, fresh, name, named, people, pool, taken, to, visit
from tests.factories import make_event, make_organisation, make_phase, make_project
from tests.registrations.acts import act, register, state
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.delegations import finding, rules
from webapp.delegations.errors import (
    DelegationExists,
    NoRoomToKeep,
    QuotaBelowNamed,
    Stale,
)
from webapp.delegations.finding import partners_of
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.delegations.plans import plan_of, usual_quota
from webapp.events import rules as events
from webapp.events.acting import registered
from webapp.events.models import Event
from webapp.registrations import rules as registrations
from webapp.seats.models import SeatPool

pytestmark = pytest.mark.usefixtures("any_context")


def save(event_id: int, revision: int = 0, **values: object) -> DelegationPlan:
    with write():
        return rules.save_plan(db.session.get_one(Event, event_id), revision, **values)


def test_a_quota_is_kept_out_of_the_seats_of_the_event() -> None:
    event = visit(5)

    delegation = add(event, quota=3)

    assert (pool(delegation), taken(delegation)) == ((3, 3, 0), 3)


def test_no_more_can_be_kept_than_the_event_has() -> None:
    event = visit(5)
    add(event, quota=3)

    with pytest.raises(NoRoomToKeep, match="for Razlog only 2 can be kept"):
        add(event, "Razlog", quota=3)
    add(event, "Razlog", quota=3, keeps=False)

    with pytest.raises(DelegationExists, match="Nevers has a delegation already"):
        add(event, quota=1)


def test_a_quota_below_the_named_is_refused_and_says_who_is_over() -> None:
    delegation = add(visit(), quota=3)
    name(delegation, "Jean Martin", "Ana Silva", "Ivo Kolev")

    with pytest.raises(QuotaBelowNamed, match=r"Nevers has 3 people named.*: Ana Silva, Ivo Kolev"):
        do(rules.set_quota, delegation, 1)

    assert pool(delegation) == (3, 3, 3)
    do(rules.set_quota, delegation, None)
    assert pool(delegation) == (4, 4, 3)


def test_reserves_and_wishes_do_not_stand_in_the_way_of_a_lower_quota() -> None:
    delegation = add(visit(), quota=2)
    name(delegation, "Jean Martin")
    do(rules.name_reserve, delegation, named("Rita Ozola"))

    do(rules.set_quota, delegation, 1)

    assert pool(delegation) == (1, 1, 1)


def test_a_lower_quota_gives_seats_to_the_line() -> None:
    event = visit(3)
    delegation = add(event, quota=3)
    bruno = register(event, "Bruno")

    do(rules.set_quota, delegation, 2)

    assert (state(bruno), taken(delegation)) == ("offered", 3)


def test_the_default_changes_all_without_a_number_of_their_own() -> None:
    event = visit(10)
    nevers, razlog = add(event), add(event, "Razlog", quota=1)

    plan = save(event, default_quota=3, reserves_seats=True)

    assert plan.default_quota == 3
    assert (pool(nevers), pool(razlog)) == ((3, 3, 0), (1, 1, 0))
    save(event, plan.revision, reserves_seats=False)
    assert (pool(nevers), pool(razlog), taken(nevers)) == ((3, 0, 0), (1, 0, 0), 0)


def test_the_default_is_lowered_for_all_or_for_none_and_says_who_stands_in_the_way() -> None:
    event = visit(12)
    nevers, razlog, _anga = (add(event, town) for town in ("Nevers", "Razlog", "Ånge"))
    name(nevers, "Jean Martin", "Ana Silva")
    name(razlog, "Ivo Kolev", "Petar Petrov", "Maria Ilieva")

    with pytest.raises(QuotaBelowNamed) as refused:
        save(event, default_quota=1)

    assert [(town, number) for town, number, _over in refused.value.found] == [
        ("Nevers", 2),
        ("Razlog", 3),
    ]
    assert "Petar Petrov, Maria Ilieva" in str(refused.value)
    assert usual_quota(plan_of(event)) == 4
    assert pool(nevers) == (4, 4, 2)


def test_the_default_is_raised_for_all_or_for_none() -> None:
    event = visit(9)
    nevers, razlog = add(event), add(event, "Razlog")

    with pytest.raises(NoRoomToKeep):
        save(event, default_quota=5)

    assert (pool(nevers), pool(razlog)) == ((4, 4, 0), (4, 4, 0))


def test_two_coordinators_do_not_overwrite_each_others_plan() -> None:
    event = visit()
    save(event, default_quota=2)

    with pytest.raises(Stale):
        save(event, 0, default_quota=3)


def test_a_delegation_changed_meanwhile_is_stale() -> None:
    delegation = add(visit())
    seen = fresh(delegation).revision
    name(delegation, "Jean Martin")

    with pytest.raises(Stale):
        do(rules.change, delegation, seen, leader_name="Marc")


def test_each_partner_of_the_phase_at_the_date_gets_a_delegation() -> None:
    lead, early, late = (make_organisation(each) for each in ("Lead", "Early", "Late"))
    project = make_project("Tides", lead=lead, partners=[early])
    first = project.phases[0]
    with write():
        first = db.session.merge(first)
        first.period = Period.days(now().date() - timedelta(days=500), now().date())
    make_phase(
        project,
        2,
        lead=lead,
        partners=[late],
        period=Period.days(now().date() + timedelta(days=1), now().date() + timedelta(days=500)),
    )
    event = make_event(capacity=20, projects=[project]).id

    assert [str(each.name) for each in partners_of(db.session.get_one(Event, event))] == [
        "Late",
        "Lead",
    ]
    with write():
        assert rules.add_partners(db.session.get_one(Event, event)) == 2
    with write():
        assert rules.add_partners(db.session.get_one(Event, event)) == 0


def test_a_number_given_when_delegations_are_made_becomes_the_default() -> None:
    event = visit(20)
    towns = [make_organisation(each).id for each in ("Nevers", "Razlog", "Ånge")]

    with write():
        rules.create_all(db.session.get_one(Event, event), towns[:2], 6)
    with write():
        rules.create_all(db.session.get_one(Event, event), towns, 2)

    found = db.session.query(Delegation).order_by(Delegation.id).all()
    assert [each.own_quota for each in found] == [None, None, 2]
    assert usual_quota(plan_of(event)) == 6
    assert taken(found[0].id) == 14


def test_unused_seats_go_to_the_line_at_the_deadline_and_stay_the_limit(clock: Clock) -> None:
    clock.set("2027-04-01T09:00:00+00:00")
    event = visit(4)
    delegation = add(event, quota=3)
    jean, _ana = name(delegation, "Jean Martin", "Ana Silva")
    line = [register(event, who) for who in ("Bruno", "Carl", "Dora")]
    assert [state(each) for each in line] == ["confirmed", "waiting", "waiting"]
    save(event, default_quota=4, releases_at=now() + timedelta(days=1))

    clock.forward(days=2)
    with write():
        assert rules.release_unused(db.session.get_one(Event, event)) == 1

    assert [state(each) for each in line] == ["confirmed", "offered", "waiting"]
    assert (pool(delegation), taken(delegation)) == ((3, 2, 2), 4)
    to(rules.remove, jean)
    assert (pool(delegation), taken(delegation)) == ((3, 2, 1), 4)
    do(rules.set_quota, delegation, 5)
    assert pool(delegation) == (5, 2, 1)
    with write():
        assert rules.release_unused(db.session.get_one(Event, event)) == 0


def test_a_delegation_made_by_mistake_can_be_taken_away_while_nobody_is_named() -> None:
    event = visit(2)
    delegation = add(event, quota=2)
    bruno = register(event, "Bruno")
    name(delegation, "Jean Martin")
    with pytest.raises(QuotaBelowNamed):
        do(rules.take_away, delegation)
    other = add(event, "Razlog", quota=0)

    do(rules.take_away, other)

    assert db.session.query(Delegation).count() == 1
    assert db.session.query(SeatPool).count() == 2
    assert state(bruno) == "waiting"
    assert people(delegation) == [("Jean Martin", "member", "confirmed")]


def test_a_reserve_taken_back_into_the_line_stays_within_the_quota() -> None:
    event = visit(2)
    delegation = add(event, quota=1)
    (jean,) = name(delegation, "Jean Martin")
    reserve = do(rules.name_reserve, delegation, named("Rita Ozola"))
    with write():
        rita = db.session.get_one(Delegation, delegation).delegates[1].registration
        from webapp.registrations import decisions

        decisions.take_back(rita)
    assert rita.state == "waiting"

    act(
        registrations.cancel,
        db.session.get_one(Delegation, delegation).delegates[0].registration_id,
    )

    assert [who[1:] for who in people(delegation)] == [("out", "cancelled"), ("member", "offered")]
    assert reserve != jean
    assert (pool(delegation), taken(delegation)) == ((1, 1, 1), 1)


def test_seats_kept_for_a_delegation_are_nobody_registered() -> None:
    delegation = add(visit(), quota=4)
    assert registered(fresh(delegation).event) == 0
    token = fresh(delegation).token()

    name(delegation, "Jean Martin")
    assert registered(fresh(delegation).event) == 1
    (jean,) = fresh(delegation).delegates
    to(rules.remove, jean.id)
    with write():
        events.withdraw(db.session.get_one(Delegation, delegation).event, "Made twice")

    with pytest.raises(finding.LinkOver):
        finding.find(token)
