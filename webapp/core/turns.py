"""Taking turns at writing to SQLite.

SQLite keeps writers apart but does not queue them: who waits sleeps longer each time it looks, up
to a tenth of a second, while a newcomer that looks at the right moment goes first. With eight
processes writing all the time some waited past the busy timeout and failed. Here everyone looks
about every millisecond, so that nobody waits for long and the lock is never idle.

It is a courtesy. What keeps writers apart is SQLite's own lock: who gets no turn in ten seconds
asks SQLite without one, and so does what knows nothing of turns.
"""

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: How often one looks before asking without a turn: about ten seconds.
LOOKS = 10_000
_MILLISECOND = 0.001


@contextmanager
def turn(database: str | None) -> Iterator[None]:
    """Hold the turn at writing to this SQLite file; None (another database): no need."""
    if not database or database == ":memory:":
        yield
        return
    file = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait(file)
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)  # a fork in between must not keep it
        os.close(file)


def _wait(file: int) -> None:
    for _ in range(LOOKS):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_MILLISECOND * random.uniform(0.5, 1.5))  # noqa: S311 only spreads them
        else:
            return
