"""What stands in an address of a list is read kindly and never trusted."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from webapp.events.forms import Filters


def read(*pairs: tuple[str, str]) -> Filters:
    return Filters.read(MultiDict(pairs))


def test_each_name_may_stand_several_times() -> None:
    filters = read(("kind", "workshop"), ("kind", "training"), ("kind", "workshop"), ("kind", ""))

    assert filters.kind == ("workshop", "training")
    assert filters.as_query() == {"kind": ["workshop", "training"]}
    assert filters.first("kind") == "workshop"


def test_one_is_taken_away_and_the_rest_stays() -> None:
    filters = read(("kind", "workshop"), ("kind", "training"), ("q", " forest   visit "))

    assert filters.chosen() == [("kind", "workshop"), ("kind", "training"), ("q", "forest visit")]
    assert filters.without("kind", "workshop").kind == ("training",)
    assert filters.without("q", "forest visit").q == ""


def test_a_feed_is_asked_only_for_what_it_can_be_narrowed_by() -> None:
    filters = read(("kind", "workshop"), ("place", "razlog"), ("q", "forest"))

    assert filters.for_feed() == {"kind": ["workshop"]}


def test_nothing_chosen_is_nothing() -> None:
    assert not read()
    assert not read(("kind", ""), ("q", "  "))
    assert read(("q", "a"))


@given(
    st.lists(st.tuples(st.sampled_from(["project", "kind", "q", "place"]), st.text()), max_size=40)
)
def test_any_address_gives_short_clean_values(pairs: list[tuple[str, str]]) -> None:
    filters = read(*pairs)

    values = [value for _name, value in filters.chosen() if _name != "q"]
    assert all(len(value) <= 100 and "\x00" not in value and "\n" not in value for value in values)
    assert len(values) <= 60
    assert "\x00" not in filters.q
