"""Whatever order people press the buttons in: an act works whole, or changes nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_organisation, make_registration
from webapp.core.changes import history
from webapp.core.database import db, write
from webapp.core.periods import Period, Season
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.errors import EventError
from webapp.events.models import Event
from webapp.events.snapshot import facts

START = datetime(2027, 1, 10, 10, tzinfo=UTC)

periods = st.one_of(
    st.builds(
        lambda day, length: Period.days(day, day + timedelta(days=length)),
        st.dates(date(2027, 1, 1), date(2027, 4, 1)),
        st.integers(0, 3),
    ),
    st.builds(
        lambda day, hour: Period.at(
            datetime(day.year, day.month, day.day, hour),
            datetime(day.year, day.month, day.day, hour + 2),
            "Europe/Sofia",
        ),
        st.dates(date(2027, 1, 1), date(2027, 3, 1)),
        st.integers(8, 20),
    ),
    st.builds(Period.month, st.just(2027), st.integers(1, 6)),
    st.just(Period.season(2027, Season.SPRING)),
    st.just(Period.undated()),
)
reasons = st.sampled_from(["Storm", "", None])
acts = st.one_of(
    st.tuples(st.just("publish"), st.fixed_dictionaries({})),
    st.tuples(st.just("confirm"), st.fixed_dictionaries({})),
    st.tuples(st.just("unpublish"), st.fixed_dictionaries({})),
    st.tuples(st.just("withdraw"), st.fixed_dictionaries({"reason": reasons})),
    st.tuples(st.just("move"), st.fixed_dictionaries({"period": periods, "reason": reasons})),
    st.tuples(st.just("postpone"), st.fixed_dictionaries({"reason": reasons})),
    st.tuples(st.just("cancel"), st.fixed_dictionaries({"reason": reasons})),
    st.tuples(
        st.just("record_outcome"), st.fixed_dictionaries({"held": st.booleans(), "reason": reasons})
    ),
    st.tuples(
        st.just("change_mode"),
        st.fixed_dictionaries({"mode": st.sampled_from(["online", "hybrid"])}),
    ),
    st.tuples(st.just("edit"), st.fixed_dictionaries({"number": st.text("aļ1", max_size=3)})),
    st.tuples(st.just("set_capacity"), st.fixed_dictionaries({"capacity": st.integers(5, 9)})),
    st.tuples(st.just("register"), st.fixed_dictionaries({})),
    st.tuples(st.just("days pass"), st.fixed_dictionaries({"days": st.integers(1, 40)})),
)


@pytest.mark.usefixtures("any_context")
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sequence=st.lists(acts, max_size=12), period=periods)
def test_any_sequence_of_acts_leaves_a_lawful_event(
    sequence: list[tuple[str, dict[str, Any]]], period: Period
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        with write():
            event = rules.create(
                LocalText({"en": "Kick-off"}), make_organisation(), "workshop", period=period
            )
        for name, arguments in sequence:
            if name == "days pass":
                clock.shift(timedelta(**arguments))
            elif name == "register":
                make_registration(event, email=None, form_key=None)
            else:
                before, revision = facts(event), event.revision
                done = act(event, name, arguments)
                assert_lawful(event, before, revision, done)


def act(event: Event, name: str, arguments: dict[str, Any]) -> bool:
    """Whether it was done; a refusal must be one of ours."""
    try:
        with write():
            getattr(rules, name)(event, **arguments)
    except EventError:
        return False
    return True


def assert_lawful(event: Event, before: dict[str, Any], revision: int, done: bool) -> None:
    db.session.rollback()
    after = facts(event)
    if not done:
        assert (after, event.revision) == (before, revision)
        return
    assert event.revision == revision + 1
    assert history(event.key)[0].after is not None
    assert event.is_draft or event.published_at is not None
    assert event.is_cancelled == (event.cancelled_at is not None)
    assert event.status != "confirmed" or not event.period.is_vague
    assert event.postponed_at is None or event.moved_from is not None
    if before["status"] == "draft":
        assert event.status in ("draft", "tentative", "confirmed")
    if event.status == "held":
        assert event.is_over
