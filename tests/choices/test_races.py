"""A place is never given twice and nobody is at two places, however many choose at once."""

from collections import Counter
from itertools import combinations

from flask import Flask
from sqlalchemy import select

from tests.agenda.making import make_visit
from tests.choices.contender import contenders
from tests.factories import make_registration
from tests.visit_factories import make_agenda_version, make_item
from webapp.choices.models import TAKEN, WAITING, Choice
from webapp.choices.slots import overlap
from webapp.core.database import db, write
from webapp.seats.counting import miscounts


def test_six_processes_choose_and_leave_and_change_over(any_app: Flask) -> None:
    with any_app.app_context(), write():
        event = make_visit()
        items = [
            make_item(event, f"Item {number}", hour=hour, capacity=2, needs_choice=True).id
            for number, hour in enumerate((9, 10, 10, 11, 14))
        ]
        make_agenda_version(event)
        # Few people, so that two browsers of one person often choose at once.
        people = [make_registration(event, f"P{n}", f"p{n}@example.org").id for n in range(8)]

    with contenders(any_app, people, items, number=6, tries=40) as said:
        answers = Counter(word for words in said for word in words)

    assert answers["taken"] > 0
    assert answers["waiting"] > 0
    with any_app.app_context():
        choices = db.session.scalars(select(Choice)).all()
        by_person: dict[int, list[Choice]] = {}
        for choice in choices:
            by_person.setdefault(choice.registration_id, []).append(choice)
        for mine in by_person.values():
            for state in (TAKEN, WAITING):
                held = [each.item for each in mine if each.state == state]
                assert not any(overlap(one, two) for one, two in combinations(held, 2))
        for item_id in items:
            states = Counter(each.state for each in choices if each.item_id == item_id)
            assert states[TAKEN] <= 2
            assert states[TAKEN] == 2 or not states[WAITING]
        assert list(miscounts()) == []
