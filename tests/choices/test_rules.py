"""Choosing items: places, lines, changing over, and nobody at two places at once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.agenda.making import make_visit
from tests.conftest import Clock
from tests.factories import make_registration
from tests.visit_factories import make_agenda_version, make_item, put
from webapp.agenda import signals
from webapp.agenda.models import AgendaItem
from webapp.agenda.snapshots import ItemThen
from webapp.choices import rules
from webapp.choices.errors import ChangedMeanwhile, Clash, ItemFull, NoSeat, NotChoosable
from webapp.choices.models import Choice
from webapp.choices.queries import chosen_numbers, places_in_line
from webapp.choices.rules import Wish
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.registrations import rules as registration_rules
from webapp.registrations.models import Registration
from webapp.seats import rules as seats

pytestmark = pytest.mark.usefixtures("any_context")


@pytest.fixture(autouse=True)
def today(clock: Clock) -> None:
    clock.set("2027-04-15T12:00+00:00")


@pytest.fixture
def visit(any_context: None) -> Event:
    with write():
        event = make_visit()
        make_agenda_version(event)
        return event


def offer(event: Event, title: str, capacity: int | None = 1, hour: int = 10) -> AgendaItem:
    return make_item(event, title, hour=hour, capacity=capacity, needs_choice=True)


def person(event: Event, name: str = "Anna") -> Registration:
    return make_registration(event, name, f"{name.lower()}@example.org")


def held(registration: Registration) -> dict[str, str]:
    rows = db.session.scalars(select(Choice).where(Choice.registration_id == registration.id))
    return {str(each.item.name): each.state for each in rows}


def letters() -> list[tuple[str, str]]:
    found = db.session.scalars(select(Letter).order_by(Letter.id))
    ours = [each for each in found if each.kind.startswith("choices/")]
    return [(each.recipient, each.kind.rpartition("/")[2]) for each in ours]


def test_a_place_is_taken_and_the_next_waits(visit: Event) -> None:
    with write():
        item = offer(visit, "Works")
        anna, bert = person(visit, "Anna"), person(visit, "Bert")
        rules.choose(anna, item)
        rules.choose(bert, item)

    assert (held(anna), held(bert)) == ({"Works": "taken"}, {"Works": "waiting"})
    assert places_in_line(bert.id) == {item.id: 1}
    numbers = chosen_numbers([item])[item.id]
    assert (numbers.taken, numbers.waiting) == (1, 1)
    assert seats.recount() == []


def test_choosing_twice_takes_one_place(visit: Event) -> None:
    with write():
        item, anna = offer(visit, "Works", 5), person(visit)
        rules.choose(anna, item)
        rules.choose(anna, item)

    assert item.pool is not None
    assert item.pool.taken == 1


def test_a_place_given_back_goes_to_the_first_in_line_who_is_told(visit: Event) -> None:
    with write():
        item = offer(visit, "Works")
        anna, bert, cilla = (person(visit, name) for name in ("Anna", "Bert", "Cilla"))
        for each in (anna, bert, cilla):
            rules.choose(each, item)
        rules.leave(anna, item)

    assert (held(anna), held(bert), held(cilla)) == (
        {},
        {"Works": "taken"},
        {"Works": "waiting"},
    )
    assert letters() == [("bert@example.org", "got-place")]


def test_choosing_the_other_item_of_a_slot_changes_over(visit: Event) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=11)
        anna = person(visit)
        rules.choose(anna, works)
        rules.choose(anna, farm)

    assert held(anna) == {"Farm": "taken"}
    assert seats.recount() == []


def test_who_waits_keeps_what_they_hold_until_the_place_is_free(visit: Event) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=11)
        anna, bert, cilla = (person(visit, name) for name in ("Anna", "Bert", "Cilla"))
        rules.choose(anna, works)
        rules.choose(bert, farm)
        rules.choose(bert, works)
        rules.choose(cilla, farm)
    assert held(bert) == {"Farm": "taken", "Works": "waiting"}

    with write():
        rules.leave(anna, works)

    assert held(bert) == {"Works": "taken"}
    assert held(cilla) == {"Farm": "taken"}
    assert letters() == [("bert@example.org", "got-place"), ("cilla@example.org", "got-place")]
    assert seats.recount() == []


def test_two_wishes_at_the_same_time_are_refused(visit: Event) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=11)
        anna = person(visit)

    with pytest.raises(Clash) as refused, write():
        rules.settle(anna, [Wish(works.public_id), Wish(farm.public_id)])

    assert str(refused.value) == ("“Farm” is at the same time as “Works”. Choose one of them.")
    assert held(anna) == {}


def test_one_visit_after_the_other_is_no_clash(visit: Event) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=12)
        anna = person(visit)
        rules.settle(anna, [Wish(works.public_id), Wish(farm.public_id)])

    assert held(anna) == {"Works": "taken", "Farm": "taken"}


def test_who_would_not_wait_is_told_that_it_is_full_and_keeps_what_they_had(visit: Event) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=11)
        anna, bert = person(visit, "Anna"), person(visit, "Bert")
        rules.choose(anna, works)
        rules.choose(bert, farm)

    with pytest.raises(ItemFull), write():
        rules.settle(bert, [Wish(works.public_id, may_wait=False)])

    assert held(bert) == {"Farm": "taken"}


def test_a_form_that_shows_something_older_is_refused(visit: Event) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=11)
        anna = person(visit)
        rules.choose(anna, works)

    with pytest.raises(ChangedMeanwhile), write():
        rules.settle(anna, [Wish(farm.public_id)], seen="")

    assert held(anna) == {"Works": "taken"}


def test_more_places_go_to_the_line_at_once(visit: Event) -> None:
    with write():
        item = offer(visit, "Works")
        everyone = [person(visit, name) for name in ("Anna", "Bert", "Cilla", "Dace")]
        for each in everyone:
            rules.choose(each, item)
    with write():
        assert item.pool is not None
        seats.set_capacity(item.pool, 3)

    assert [held(each)["Works"] for each in everyone] == ["taken", "taken", "taken", "waiting"]


def test_whoever_cancels_gives_places_at_items_back(visit: Event) -> None:
    with write():
        item = offer(visit, "Works")
        anna, bert = person(visit, "Anna"), person(visit, "Bert")
        rules.choose(anna, item)
        rules.choose(bert, item)
    with write():
        registration_rules.cancel(anna)

    assert (held(anna), held(bert)) == ({}, {"Works": "taken"})
    assert seats.recount() == []


def test_only_who_has_a_seat_chooses(visit: Event) -> None:
    with write():
        item = offer(visit, "Works")
        waiting = make_registration(visit, "Willa", "willa@example.org", "waiting")

    with pytest.raises(NoSeat), write():
        rules.choose(waiting, item)


def test_nobody_chooses_before_the_agenda_is_published() -> None:
    with write():
        event = make_visit()
        item, anna = offer(event, "Works"), person(event)

    with pytest.raises(NoSeat), write():
        rules.choose(anna, item)


@pytest.mark.parametrize(
    "values",
    [
        {"cancelled_at": datetime.fromisoformat("2027-04-01T00:00+00:00")},
        {"visibility": "internal"},
        {"needs_choice": False},
    ],
)
def test_what_is_not_offered_cannot_be_chosen(visit: Event, values: dict[str, object]) -> None:
    with write():
        item, anna = offer(visit, "Works"), person(visit)
        for name, value in values.items():
            setattr(item, name, value)

    with pytest.raises(NotChoosable), write():
        rules.choose(anna, item)


def test_what_has_begun_is_neither_chosen_nor_lost(visit: Event, clock: Clock) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=14)
        anna = person(visit)
        rules.choose(anna, works)
    clock.set("2027-05-10T08:00+00:00")

    with pytest.raises(NotChoosable), write():
        rules.settle(anna, [Wish(works.public_id)])
    with write():
        rules.settle(anna, [Wish(farm.public_id)])

    assert held(anna) == {"Works": "taken", "Farm": "taken"}


def test_an_item_called_off_ends_what_was_chosen_and_tells_everyone(visit: Event) -> None:
    with write():
        item = offer(visit, "Works")
        anna, bert = person(visit, "Anna"), person(visit, "Bert")
        rules.choose(anna, item)
        rules.choose(bert, item)
    with write():
        item.cancelled_at = now()
        signals.item_cancelled.send(item)

    assert (held(anna), held(bert)) == ({}, {})
    assert letters() == [
        ("anna@example.org", "item-cancelled"),
        ("bert@example.org", "item-cancelled"),
    ]
    assert seats.recount() == []


def test_an_item_moved_onto_another_is_given_up_for_it_and_the_line_moves(visit: Event) -> None:
    with write():
        works, farm = offer(visit, "Works"), offer(visit, "Farm", hour=14)
        anna, bert = person(visit, "Anna"), person(visit, "Bert")
        rules.choose(anna, works)
        rules.choose(anna, farm)
        rules.choose(bert, farm)
    with write():
        before = ItemThen.of(farm)
        starts = datetime(2027, 5, 10, 11)
        put(farm, Period.at(starts, starts + timedelta(hours=2), "Europe/Riga"))
        db.session.flush()
        signals.item_changed.send(farm, before=before)

    assert held(anna) == {"Works": "taken"}
    assert held(bert) == {"Farm": "taken"}
    assert letters() == [("anna@example.org", "item-clash"), ("bert@example.org", "got-place")]


def test_who_has_no_address_is_promoted_all_the_same(visit: Event) -> None:
    with write():
        item = offer(visit, "Works")
        anna = person(visit)
        quiet = make_registration(visit, "Quiet", None)
        rules.choose(anna, item)
        rules.choose(quiet, item)
        rules.leave(anna, item)

    assert held(quiet) == {"Works": "taken"}
    assert letters() == []


def test_what_is_kept_for_a_line_goes_when_something_else_is_held_at_its_time(
    visit: Event,
) -> None:
    """Found by `test_any_sequence`: what was waited for was moved onto what was held."""
    with write():
        works, mill = offer(visit, "Works", 2), offer(visit, "Mill", hour=14)
        early = offer(visit, "Early", hour=9)
        anna, bert = person(visit, "Anna"), person(visit, "Bert")
        rules.choose(bert, mill)
        rules.settle(anna, [Wish(works.public_id), Wish(mill.public_id)])
    with write():
        before = ItemThen.of(mill)
        starts = datetime(2027, 5, 10, 11)
        put(mill, Period.at(starts, starts + timedelta(hours=2), "Europe/Riga"))
        db.session.flush()
        signals.item_changed.send(mill, before=before)
        rules.choose(anna, early)

    assert held(anna) == {"Early": "taken", "Mill": "waiting"}
