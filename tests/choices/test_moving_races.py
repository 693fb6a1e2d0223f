"""Items are moved, called off and resized while people choose them: nobody is at two places."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from flask import Flask
from sqlalchemy import select

from tests.agenda.making import make_visit
from tests.choices.contender import contenders
from tests.choices.mover import move_about
from tests.choices.processes import alongside
from tests.factories import make_registration
from tests.visit_factories import make_agenda_version, make_item
from webapp.agenda.models import AgendaItem
from webapp.choices.models import TAKEN, Choice
from webapp.choices.slots import overlap
from webapp.core.database import db, write
from webapp.seats.counting import miscounts


def test_items_move_while_people_choose(any_app: Flask) -> None:
    with any_app.app_context(), write():
        event = make_visit()
        items = [
            make_item(event, f"Item {number}", hour=hour, hours=1, capacity=2, needs_choice=True).id
            for number, hour in enumerate((9, 10, 10, 11, 14))
        ]
        make_agenda_version(event)
        people = [make_registration(event, f"P{n}", f"p{n}@example.org").id for n in range(6)]

    with (
        alongside(any_app, move_about, items, number=3, tries=15) as moves,
        contenders(any_app, people, items, number=2, tries=20),
    ):
        done = Counter(word for words in moves() for word in words)

    assert done["event moved"] + done["SamePeriod"] == 9
    assert done["moved"] > 0
    with any_app.app_context():
        _nobody_is_at_two_places(items)
        assert list(miscounts()) == []


def _nobody_is_at_two_places(items: Sequence[int]) -> None:
    choices = db.session.scalars(select(Choice)).all()
    by_person: dict[int, list[AgendaItem]] = {}
    for choice in choices:
        if choice.state == TAKEN:
            by_person.setdefault(choice.registration_id, []).append(choice.item)
    for mine in by_person.values():
        assert not any(overlap(one, two) for one, two in combinations(mine, 2))
        assert not any(item.is_cancelled for item in mine)
