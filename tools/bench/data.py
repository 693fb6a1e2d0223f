"""Folders with load data, made as ``flask generate`` does, each in a process of its own."""

import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.bench.serving import NOTHING, environment

_MARK = "bench-codes"


@dataclass(frozen=True)
class Data:
    """A data folder and the codes of its events."""

    folder: Path
    codes: tuple[str, ...]


#: More events than these are copies of them.
MOST_MADE = 10_000


def make(
    folder: Path,
    events: int,
    registrations: int = 0,
    capacity: int = 50,
    database: Mapping[str, str] = NOTHING,
) -> Data:
    """A folder with so many events; one that is there from an earlier run is taken as it is.

    *database* are the settings of an empty database elsewhere than in the folder.
    """
    marked = folder / _MARK
    if not marked.exists():
        folder.mkdir(parents=True, exist_ok=True)
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            codes = pool.apply(_generate, (folder, events, registrations, capacity, dict(database)))
        marked.write_text("\n".join(codes))
    return Data(folder, tuple(marked.read_text().split()))


def make_crowd(folder: Path, here: int, elsewhere: int) -> Data:
    """Three events: one with *here* registrations, one with *elsewhere*, and one with none."""
    made = make(folder, 3, capacity=1_000_000)
    marked = folder / f"{_MARK}-crowd"
    if not marked.exists():
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            pool.apply(_crowd, (folder, made.codes[:2], (here, elsewhere)))
        marked.touch()
    return made


def _crowd(folder: Path, codes: tuple[str, ...], numbers: tuple[int, ...]) -> None:
    os.environ.clear()
    os.environ.update(environment(folder))
    from sqlalchemy import select

    from tools.bench.crowd import crowd
    from webapp import create_app
    from webapp.core.database import db
    from webapp.events.models import Event

    app = create_app()
    with app.app_context():
        ids = [db.session.scalars(select(Event.id).filter_by(code=code)).one() for code in codes]
    for event_id, number in zip(ids, numbers, strict=True):
        crowd(app, event_id, number)


def _generate(
    folder: Path, events: int, registrations: int, capacity: int, database: dict[str, str]
) -> list[str]:
    os.environ.clear()
    os.environ.update(environment(folder, **database))
    from tools.bench.copying import multiply
    from webapp import create_app
    from webapp.core import upgrading
    from webapp.manage.generating import generate

    with create_app().app_context():
        upgrading.upgrade()
        made = min(events, MOST_MADE)
        codes = list(generate(made, registrations, projects=4, capacity=capacity, seed=1))
        return codes if made == events else multiply(events // made)
