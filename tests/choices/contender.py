"""One of several processes that choose at the same time, each with an app of its own."""

import multiprocessing
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

from flask import Flask

from tests.databases import SETTINGS, close
from webapp import create_app
from webapp.agenda.models import AgendaItem
from webapp.choices import rules
from webapp.choices.errors import ChoiceError
from webapp.core.database import db, write
from webapp.registrations.models import Registration

# Real processes, none of them a copy of the one that runs the tests; the program is read once.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.choices.contender"])


def contend(
    pipe: Connection,
    settings: dict[str, str],
    people: Sequence[int],
    items: Sequence[int],
    seed: int,
    tries: int,
) -> None:
    """Say ``ready``, wait for a word, and tell what became of each try after its commit."""
    app = create_app(SETTINGS | settings)
    with app.app_context():
        db.session.get_one(AgendaItem, items[0])
        pipe.send("ready")
        pipe.recv()
        chance = random.Random(seed)
        for _ in range(tries):
            pipe.send(_compete(chance.choice(people), chance.choice(items), chance.random() < 0.25))
        pipe.send("done")
        pipe.recv()
    close(app)


def _compete(person: int, item: int, leaves: bool) -> str:
    """Choose an item for somebody, or leave it; what came of it."""
    try:
        with write():
            registration = db.session.get_one(Registration, person)
            wanted = db.session.get_one(AgendaItem, item)
            if leaves:
                rules.leave(registration, wanted)
                return "left"
            return rules.choose(registration, wanted).state
    except ChoiceError as error:
        return type(error).__name__


@contextmanager
def contenders(
    app: Flask, people: Sequence[int], items: Sequence[int], number: int, tries: int
) -> Iterator[list[list[str]]]:
    """So many processes on the database of *app*, all let go at the same moment; what each said."""
    known = app.config["VIZITE"]
    settings = {"VIZITE_DATA": str(known.data), "VIZITE_DATABASE_URL": known.database_url}
    started = []
    for seed in range(number):
        ours, theirs = _processes.Pipe()
        args = (theirs, settings, people, items, seed, tries)
        process = _processes.Process(target=contend, args=args, daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
    for _process, pipe in started:
        assert pipe.recv() == "ready"
    for _process, pipe in started:
        pipe.send("go")
    yield [list(iter(pipe.recv, "done")) for _process, pipe in started]
    for process, pipe in started:
        pipe.send("end")
        process.join()
        pipe.close()
