"""A process that moves, calls off and puts back what people are choosing, and the whole event."""

import random
from datetime import datetime, time, timedelta
from multiprocessing.connection import Connection

from tests.databases import SETTINGS, close
from webapp import create_app
from webapp.agenda import rules
from webapp.agenda.models import AgendaItem
from webapp.agenda.times import Hours
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.events import rules as events
from webapp.events.errors import EventError
from webapp.events.models import Event
from webapp.seats.errors import SeatsError


def move_about(
    pipe: Connection, settings: dict[str, str], items: list[int], seed: int, tries: int
) -> None:
    """Say ``ready``, wait for a word, and tell what became of each try after its commit."""
    app = create_app(SETTINGS | settings)
    with app.app_context():
        db.session.get_one(AgendaItem, items[0])
        pipe.send("ready")
        pipe.recv()
        chance = random.Random(seed)
        for number in range(tries):
            pipe.send(_act(chance, items, number))
        pipe.send("done")
        pipe.recv()
    close(app)


def _act(chance: random.Random, items: list[int], number: int) -> str:
    try:
        with write():
            item = db.session.get_one(AgendaItem, chance.choice(items))
            if number % 5 == 4:
                return _move_event(item.event, chance)
            return chance.choice([_move, _move, _resize, _toggle])(item, chance)
    except (SeatsError, EventError) as error:
        return type(error).__name__


def _move(item: AgendaItem, chance: random.Random) -> str:
    hour = chance.choice([9, 10, 11, 14])
    starts = datetime.combine(item.day_on, time(hour))
    hours = Hours(
        item.day_on, starts, starts + timedelta(hours=1), item.starts_zone, item.ends_zone
    )
    rules.change(item, hours=hours)
    return "moved"


def _resize(item: AgendaItem, chance: random.Random) -> str:
    rules.change(item, capacity=chance.choice([1, 2, 3]))
    return "resized"


def _toggle(item: AgendaItem, _chance: random.Random) -> str:
    if item.is_cancelled:
        rules.restore(item)
        return "restored"
    rules.remove(item)
    return "called off"


def _move_event(event: Event, chance: random.Random) -> str:
    assert event.first_on is not None
    first_on = event.first_on + timedelta(days=chance.choice([-1, 1]))
    period = Period.days(first_on, first_on + timedelta(days=2), zone="Europe/Riga")
    events.move(event, period, "The bus")
    return "event moved"
