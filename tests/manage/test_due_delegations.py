"""What is due about delegations: wishes, silence past the deadline, refusals, names due soon."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.counting import count_statements
from tests.factories import make_event
from tests.manage.test_due import found, whole
from tests.people import People, cast
from tests.visit_factories import make_delegate, make_delegation, make_plan
from webapp.core.database import write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations.models import Standing
from webapp.manage.due import due_for
from webapp.manage.due_asking import Due

OF_DELEGATIONS = {"wish", "silent", "delegation-declined", "names-due"}


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


def scene(app: Flask, due_in: timedelta | None = None, **values: Any) -> None:
    """A meeting of Lielmala with a delegation of these values, names due then."""
    with app.app_context(), write():
        name = LocalText({"en": "Meeting", "lv": "Sanāksme"}, "en")
        event = make_event(name, **whole(capacity=20))
        make_plan(event, names_due_at=None if due_in is None else now() + due_in)
        make_delegation(event, **values)


def due(app: Flask, people: People) -> list[tuple[str, str]]:
    return [(each.kind, each.words) for each in found(app, people) if each.kind in OF_DELEGATIONS]


def test_a_wish_is_due_and_is_no_registration_to_approve(app: Flask, people: People) -> None:
    with app.app_context(), write():
        event = make_event(LocalText({"en": "A", "lv": "B"}, "en"), **whole(capacity=20))
        make_delegate(make_delegation(event, quota=1), "Will Wish", Standing.WISH)

    kinds = [each.kind for each in found(app, people)]

    assert "wish" in kinds
    assert "approval" not in kinds


def test_a_reserve_is_nobody_who_waits_for_a_free_place(app: Flask, people: People) -> None:
    with app.app_context(), write():
        event = make_event(LocalText({"en": "A", "lv": "B"}, "en"), **whole(capacity=20))
        make_delegate(make_delegation(event), "Rose Reserve", Standing.RESERVE)

    assert "waiting" not in [each.kind for each in found(app, people)]


def test_silence_past_the_deadline_is_due(app: Flask, people: People) -> None:
    scene(app, timedelta(days=-1), invited_at=now())

    assert due(app, people) == [
        ("silent", "1 delegation has not answered, the deadline for names has passed")
    ]


def test_who_has_opened_the_link_is_not_silent(app: Flask, people: People) -> None:
    scene(app, timedelta(days=-1), invited_at=now(), opened_at=now())

    assert due(app, people) == []


def test_a_delegation_that_does_not_come_is_told(app: Flask, people: People) -> None:
    scene(app, declined_at=now())

    assert due(app, people) == [("delegation-declined", "1 delegation does not come")]


def test_names_that_are_due_soon_are_told_while_some_are_open(app: Flask, people: People) -> None:
    scene(app, timedelta(days=5), invited_at=now())

    (kind, words) = due(app, people)[0]
    assert kind == "names-due"
    assert words.startswith("1 delegation is still to be named, by ")


def test_complete_delegations_have_nothing_due(app: Flask, people: People) -> None:
    scene(app, timedelta(days=5), completed_at=now())

    assert due(app, people) == []


def test_others_hear_nothing_of_it(app: Flask, people: People) -> None:
    scene(app, timedelta(days=-1), invited_at=now())

    with app.app_context(), app.test_request_context():
        for who in (people.partner_coordinator, people.reader, people.project_coordinator):
            mine: list[Due] = due_for(who.viewer())
            assert OF_DELEGATIONS.isdisjoint({each.kind for each in mine})


def test_many_delegations_cost_what_one_does(app: Flask, people: People) -> None:
    scene(app, timedelta(days=5), invited_at=now())
    with count_statements() as few:
        found(app, people)
    for _each in range(6):
        scene(app, timedelta(days=5), invited_at=now())
    with count_statements() as many:
        found(app, people)

    assert len(many) == len(few)
