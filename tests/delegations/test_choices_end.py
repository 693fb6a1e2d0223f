"""What a delegate chose ends with their seat, also where the seat itself stays the delegation's."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.delegations.doing import add, event_of, fresh_delegate, name, named, to, visit
from tests.visit_factories import make_agenda_version, make_item
from webapp.choices import rules as choices
from webapp.choices.models import Choice
from webapp.core.database import db, write
from webapp.delegations import rules
from webapp.delegations.models import Delegate
from webapp.events.models import Event

pytestmark = pytest.mark.usefixtures("any_context")


def _substituted(delegate_id: int) -> None:
    to(rules.substitute, delegate_id, named("Zoe Martin"))


def _kept_in_reserve(delegate_id: int) -> None:
    to(rules.keep_in_reserve, delegate_id)


def _taken_off(delegate_id: int) -> None:
    to(rules.remove, delegate_id)


@pytest.mark.parametrize("happens", [_substituted, _kept_in_reserve, _taken_off])
def test_who_has_no_seat_any_more_leaves_their_place_to_the_next(
    happens: Callable[[int], None],
) -> None:
    delegation_id = add(visit(), quota=2)
    first, second = name(delegation_id, "Anna Auza", "Bert Bloms")
    event_id = event_of(delegation_id).id
    with write():
        event = db.session.get_one(Event, event_id)
        make_agenda_version(event)
        item = make_item(event, "Works", capacity=1, needs_choice=True)
        for each in (first, second):
            choices.choose(db.session.get_one(Delegate, each).registration, item)

    happens(first)

    follower = fresh_delegate(second).registration_id
    left = [(each.registration_id, each.state) for each in db.session.scalars(select(Choice))]
    assert left == [(follower, "taken")]
