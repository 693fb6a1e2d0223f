"""One of several processes that choose places of one limited choice at the same time."""

import random
from multiprocessing.connection import Connection
from typing import Any

from tests.databases import SETTINGS, close
from webapp import create_app
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.questions.asking import Answers, Asked
from webapp.questions.errors import OptionFull
from webapp.questions.queries import asked_of
from webapp.registrations import rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.models import Registration


def choose(pipe: Connection, settings: dict[str, str], event_id: int, seed: int) -> None:
    """Say ``ready``, wait for a word; register, choose again and cancel, telling what was lost."""
    app = create_app(SETTINGS | settings)
    with app.app_context():
        db.session.get_one(Event, event_id)
        pipe.send("ready")
        pipe.recv()
        chance = random.Random(seed)
        mine: list[int] = []
        for number in range(25):
            pipe.send(_one(event_id, f"{seed}-{number}", chance, mine))
    close(app)


def _one(event_id: int, name: str, chance: random.Random, mine: list[int]) -> str:
    [asked] = asked_of(event_id)
    answers = answers_of(asked, chance.choice(asked.options).key)
    try:
        if not mine or chance.random() < 0.5:
            mine.append(_register(event_id, name, answers))
            return "registered"
        return _change(mine, answers, chance)
    except OptionFull:
        return "full"


def answers_of(asked: Asked, key: str) -> Answers:
    """The choice of one option."""
    return Answers((asked,), {asked.question_id: key})


def _register(event_id: int, name: str, answers: Answers) -> int:
    with write():
        event: Any = db.session.get_one(Event, event_id)
        applicant = Applicant(name=name, email=f"{name}@example.org")
        return rules.register(event, applicant, answers=answers, quietly=True).id


def _change(mine: list[int], answers: Answers, chance: random.Random) -> str:
    number = chance.choice(mine)
    with write():
        registration = db.session.get_one(Registration, number)
        if chance.random() < 0.5:
            rules.change(registration, answers=answers, quietly=True)
            return "changed"
        mine.remove(number)
        rules.cancel(registration, quietly=True)
        return "cancelled"
