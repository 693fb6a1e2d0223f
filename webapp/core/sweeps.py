"""Work that waits: rows with a due time, looked through by sweeps that any number of workers run.

A sweep is idempotent and takes what it does out of the database, so that a lost wake-up costs
nothing: the next round finds the row. The engine in ``mail/engine.py`` runs them in the worker,
``flask sweep`` runs them all at once.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from webapp.core.times import now

#: Does what is due; how many things that were. Runs in an app context, opens its own writes.
Work = Callable[[], int]
W = TypeVar("W", bound=Work)

#: A worker looks for due sweeps once a minute, so nothing can run more often.
SHORTEST = 60
#: The minute does not come to the second; without this a sweep would skip every other one.
_SLACK = timedelta(seconds=5)


@dataclass
class Sweep:
    """One kind of waiting work. *every* is in seconds."""

    name: str
    every: int
    work: Work
    #: Whether it is looked at as soon as somebody wakes the worker, and not only in its round.
    is_woken: bool = False
    last_begun_at: datetime | None = field(default=None, compare=False)

    def is_due(self) -> bool:
        """Whether this process should begin it now. Asking counts as beginning."""
        begins_at = now()
        last = self.last_begun_at
        if last is not None and begins_at - last < timedelta(seconds=self.every) - _SLACK:
            return False
        self.last_begun_at = begins_at
        return True


SWEEPS: dict[str, Sweep] = {}
#: Set when the worker is to end: a sweep that takes long looks here between two steps.
stopping = threading.Event()


def sweep(name: str, every: int, *, is_woken: bool = False) -> Callable[[W], W]:
    """Register a function as a sweep that a worker runs about every *every* seconds; one that
    *is_woken* also when the worker is woken, because somebody waits for it."""
    if every < SHORTEST:
        raise ValueError(f"sweep {name!r}: every {every} s is too often; at most once a minute")

    def register(work: W) -> W:
        if name in SWEEPS:
            raise ValueError(f"there are two sweeps called {name!r}")
        SWEEPS[name] = Sweep(name, every, work, is_woken)
        return work

    return register
