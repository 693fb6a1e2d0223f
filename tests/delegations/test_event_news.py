"""What delegations hear of their event, and what is due moves along with it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import Clock
from tests.delegations.doing import add, fresh, letters_to, named
from tests.factories import make_event
from tests.visit_factories import make_item, make_plan
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.delegations import host_rules, inviting, rules
from webapp.delegations.models import Delegation, DelegationPlan
from webapp.events import rules as events
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.words import words_of
from webapp.registrations.concerned import concerned_by
from webapp.seats.counting import miscounts

STARTS = datetime(2027, 3, 20, 9)
#: Noon in Riga, before the clocks go forward on 28 March 2027.
DUE = datetime(2027, 3, 10, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def march(clock: Clock) -> None:
    clock.set("2027-03-01T09:00+00:00")


@pytest.fixture
def delegation(any_context: None) -> int:
    """Nevers is led by Claire, who was invited and named Jean, who has no address."""
    period = Period.at(STARTS, STARTS + timedelta(hours=8), "Europe/Riga")
    event = make_event("Partner meeting", capacity=20, code="visit22", period=period)
    found = add(event.id)
    with write():
        inviting.invite_all(db.session.get_one(Event, event.id))
        rules.name_member(db.session.get_one(Delegation, found), named(email=None))
    return found


def moved(delegation: int, days: int) -> Event:
    with write():
        event = db.session.get_one(Delegation, delegation).event
        starts = STARTS + timedelta(days=days)
        period = Period.at(starts, starts + timedelta(hours=8), "Europe/Riga")
        return events.move(event, period, "The hall is closed")


def plan(delegation: int) -> DelegationPlan:
    return db.session.get_one(DelegationPlan, fresh(delegation).event_id)


def test_a_leader_hears_of_another_date_with_both(delegation: int) -> None:
    moved(delegation, 30)

    assert letters_to("claire@example.org") == ["invitation", "event-news"]
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    text = words_of(letter).text
    assert "Before: " in text
    assert "19 April 2027" in text
    assert "The hall is closed" in text


def test_how_many_are_told_counts_leaders(delegation: int) -> None:
    assert concerned_by(fresh_event(delegation)).written_to == 1


def test_a_leader_hears_that_it_is_off_and_that_it_has_no_date(delegation: int) -> None:
    with write():
        events.postpone(fresh_event(delegation), "Flood")
    with write():
        events.cancel(fresh_event(delegation), "Flood")

    kinds = letters_to("claire@example.org")
    assert kinds == ["invitation", "event-news", "event-news"]
    facts = [each.facts["happened"] for each in letters() if each.kind.endswith("event-news")]
    assert facts == ["postponed", "cancelled"]


def fresh_event(delegation: int) -> Event:
    return db.session.get_one(Delegation, delegation).event


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_who_comes_themselves_or_has_declined_is_not_told_twice(delegation: int) -> None:
    event = fresh(delegation).event_id
    declined = add(event, "Razlog", leader_email="rada@example.org")
    uninvited = add(event, "Ånge", leader_email="ulla@example.org")
    with write():
        rules.name_member(
            db.session.get_one(Delegation, delegation),
            named("Claire Moulin", email="Claire@example.org"),
        )
        inviting.invite_one(
            db.session.get_one(Event, event), db.session.get_one(Delegation, declined)
        )
        rules.decline(db.session.get_one(Delegation, declined))
    assert fresh(uninvited).invited_at is None

    moved(delegation, 30)

    told = [each.recipient for each in letters() if each.kind.endswith("event-news")]
    assert told == []


def test_what_is_due_moves_with_the_event_and_keeps_its_clock(delegation: int) -> None:
    with write():
        event = fresh_event(delegation)
        stored = make_plan(event)
        stored.names_due_at = stored.releases_at = DUE
        db.session.get_one(Delegation, delegation).ends_at = DUE
        item = make_item(event)
        host = host_rules.name(item, 0, contact_email="gate@metal.example", ends_at=DUE)

    moved(delegation, 30)

    there = datetime(2027, 4, 9, 9, tzinfo=UTC)  # noon of summer time
    assert plan(delegation).names_due_at == plan(delegation).releases_at == there
    assert fresh(delegation).ends_at == there
    db.session.refresh(host)
    assert host.ends_at == there


def test_what_could_not_be_met_any_more_stays_when_it_was(delegation: int) -> None:
    with write():
        event = fresh_event(delegation)
        stored = make_plan(event)
        stored.names_due_at = now() - timedelta(days=1)
        stored.releases_at = now() + timedelta(days=5)

    moved(delegation, -10)

    assert plan(delegation).names_due_at == now() - timedelta(days=1)
    assert plan(delegation).releases_at == now() + timedelta(days=5)
    assert list(miscounts()) == []


def test_the_letter_says_what_is_left_to_do(delegation: int) -> None:
    moved(delegation, 30)

    (letter,) = [each for each in letters() if each.kind.endswith("event-news")]
    assert words_of(letter).subject == "New date: Partner meeting"
    assert "Please tell those whom you have named without an e-mail address" in (
        words_of(letter).text
    )
