"""What does not fit on an agenda: pure logic, no database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webapp.agenda.distances import UNKNOWN, kilometres, minutes_between
from webapp.agenda.warning_words import warning_words
from webapp.agenda.warnings import CODES, Frame, Planned, Spot, warnings_of

DAY = date(2027, 4, 27)
FRAME = Frame(DAY, DAY + timedelta(days=2))
RAZLOG, BANSKO, SQUARE = (41.8863, 23.4671), (41.8383, 23.4885), (41.8870, 23.4690)


def moment(text: str, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.strptime(text, "%H:%M").time(), UTC)


def item(key: str, hours: str = "10:00-11:00", **values: Any) -> Planned:
    """An item in the hall at these hours; nothing is wrong with it."""
    day = values.pop("day_on", DAY)
    starts, _sign, ends = hours.partition("-")
    times = (moment(starts, day), moment(ends, day)) if hours else (None, None)
    given: dict[str, Any] = {"kind": "plenary", "place": Spot("hall"), **values}
    return Planned(key, key.capitalize(), given.pop("kind"), day, *times, **given)


def codes(*items: Planned, frame: Frame = FRAME) -> list[tuple[str, str]]:
    return [(each.item.key, each.code) for each in warnings_of(items, frame)]


def test_a_well_set_day_has_no_warning() -> None:
    assert codes(item("welcome", "09:00-10:00"), item("review"), item("open", "")) == []


def test_items_for_all_overlap_with_everything() -> None:
    one, other = item("review", "10:00-12:00"), item("lunch", "11:30-12:30", track="a")

    assert codes(one, other) == [("lunch", "overlap")]
    assert codes(one, item("lunch", "12:00-13:00")) == []


def test_different_tracks_run_beside_each_other() -> None:
    assert codes(item("a", track="one"), item("b", track="two")) == []
    assert codes(item("a", track="one"), item("b", track="one")) == [("b", "overlap")]


def test_what_people_choose_between_does_not_clash() -> None:
    choice = {"needs_choice": True, "capacity": 12}

    assert codes(item("works", **choice), item("bakery", **choice)) == []
    assert codes(item("works", **choice), item("plenary")) == [("works", "overlap")]


def test_free_time_and_the_staffs_own_items_disturb_nobody() -> None:
    assert codes(item("free", kind="free"), item("stroll")) == []
    assert codes(item("set up", visibility="internal"), item("welcome")) == []


def test_a_person_is_not_in_two_places() -> None:
    ivan = {"people": {"ivan petrov": "Ivan Petrov"}}

    warned = warnings_of([item("a", track="one", **ivan), item("b", track="two", **ivan)], FRAME)

    [one] = warned
    assert (one.code, one.item.key, one.other and one.other.key) == ("person", "b", "a")
    assert one.values == {"person": "Ivan Petrov"}
    assert codes(item("a", "09:00-10:00", **ivan), item("b", **ivan)) == []


def test_a_ride_needs_its_time() -> None:
    ride = {"kind": "transfer", "to_place": Spot("works"), "travel_minutes": 45}

    assert codes(item("bus", "10:00-10:30", **ride)) == [("bus", "ride")]
    assert codes(item("bus", "10:00-10:45", **ride)) == []


def test_another_place_needs_a_way() -> None:
    works = {"place": Spot("works"), "kind": "company", "has_host": True}
    here, there = item("welcome", "09:00-10:00"), item("works", "10:00-11:00", **works)
    bus = item("bus", "10:00-10:30", kind="transfer", to_place=Spot("works"))

    assert codes(here, there) == [("works", "way")]
    assert codes(here, item("works", "10:10-11:00", **works)) == []
    assert codes(here, bus, item("works", "10:30-11:30", **works)) == []


def test_known_places_need_as_long_as_they_are_apart() -> None:
    town, ski = Spot("razlog", RAZLOG), Spot("bansko", BANSKO)
    here = item("welcome", "09:00-10:00", place=town)

    [warned] = warnings_of([here, item("lunch", "10:10-11:00", place=ski)], FRAME)

    assert warned.values == {"gap": 10, "needed": minutes_between(RAZLOG, BANSKO)}
    assert 15 <= minutes_between(RAZLOG, BANSKO) <= 25  # 6 km
    assert minutes_between(RAZLOG, SQUARE) == 3
    assert minutes_between(RAZLOG, None) == UNKNOWN


def test_the_night_between_two_days_is_long_enough() -> None:
    there = item("walk", "00:00-01:00", place=Spot("b"), day_on=DAY + timedelta(days=1))

    assert codes(item("party", "22:00-23:59"), there) == []


def test_an_item_belongs_into_the_event() -> None:
    late = item("farewell", day_on=DAY + timedelta(days=3))
    evening = Frame(DAY, DAY, moment("09:00"), moment("17:00"))

    assert codes(late) == [("farewell", "outside")]
    assert codes(late, frame=Frame()) == []
    assert codes(item("dinner", "19:00-21:00"), frame=evening) == [("dinner", "hours")]


def test_what_is_missing_is_said() -> None:
    assert codes(item("works", kind="company")) == [("works", "host")]
    assert codes(item("hall", place=None)) == [("hall", "place")]
    assert codes(item("hall", place=None, has_place_note=True)) == []
    assert codes(item("hall", place=None), frame=Frame(DAY, DAY, has_places=False)) == []
    assert codes(item("bus", kind="transfer")) == [("bus", "way-ends")]
    assert codes(item("works", needs_choice=True)) == [("works", "capacity")]
    late = moment("10:30")
    assert codes(item("works", gate_list_due_at=late)) == [("works", "gate-list")]


def test_the_weightiest_comes_first_and_every_warning_has_its_words(app: Flask) -> None:
    ann = {"people": {"ann": "Ann"}}
    one = item("a", "09:00-10:30", **ann)
    worst = item(
        "b", "10:00-10:20", kind="company", place=None, needs_choice=True,
        gate_list_due_at=moment("11:00"), day_on=DAY, **ann,
    )  # fmt: skip
    others = [
        item("c", "12:00-12:10", kind="transfer", travel_minutes=30),
        item("d", "12:10-13:00", place=Spot("x"), day_on=DAY + timedelta(days=5)),
        item("e", "13:00-14:00", place=Spot("y"), day_on=DAY + timedelta(days=5)),
        item("f", "20:00-21:00"),
    ]
    frame = Frame(DAY, DAY + timedelta(days=2), moment("08:00"), moment("19:00"))

    found = warnings_of([*others, worst, one], frame)

    assert [each.code for each in found if each.item.key == "b"] == [
        "person",
        "overlap",
        "gate-list",
        "capacity",
        "host",
        "place",
    ]
    assert {each.code for each in found} == set(CODES)
    with app.test_request_context("/"):
        assert all("%(" not in warning_words(each) for each in found)


@st.composite
def some_item(draw: st.DrawFn) -> Planned:
    starts = moment("00:00") + timedelta(minutes=draw(st.integers(0, 600)))
    ends = starts + timedelta(minutes=draw(st.integers(1, 200)))
    return Planned(
        draw(st.uuids()).hex, "x", "plenary", DAY, starts, ends,
        track=draw(st.sampled_from([None, "a", "b"])),
        place=Spot(draw(st.sampled_from("pqr"))),
        people=draw(st.dictionaries(st.sampled_from("xyz"), st.just("N"), max_size=2)),
    )  # fmt: skip


@given(st.lists(some_item(), max_size=8, unique_by=lambda each: each.key), st.randoms())
def test_the_order_of_items_does_not_matter_and_pairs_are_told_once(
    items: list[Planned], random: Any
) -> None:
    mixed = list(items)
    random.shuffle(mixed)

    found = warnings_of(items, FRAME)

    assert found == warnings_of(mixed, FRAME)
    pairs = [(each.code, each.item.key, each.other and each.other.key) for each in found]
    for code, key, other in pairs:
        assert (code, other, key) not in pairs
    clashing = {(o.key, i.key) for i in items for o in items if i is not o and i.meets(o)}
    for code, key, other in pairs:
        assert code not in ("overlap", "person") or (other, key) in clashing


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(-89, 89), st.floats(-179, 179))
def test_the_way_back_is_as_long(a: float, b: float, c: float, d: float) -> None:
    there, back = kilometres((a, b), (c, d)), kilometres((c, d), (a, b))

    assert abs(there - back) < 1e-6
    assert 0 <= there <= 20_100
