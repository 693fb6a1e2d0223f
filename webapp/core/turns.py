"""Taking turns at writing to SQLite.

SQLite keeps writers apart but does not queue them: who waits sleeps longer each time it looks, up
to a tenth of a second, while a newcomer that looks at the right moment goes first. With eight
processes writing all the time some waited past the busy timeout and failed. Here one thread of each
process looks about every millisecond, so that nobody waits for long and the lock is never idle; the
others of its process sleep behind it. When all of them looked, they took the interpreter from the
one that wrote, and eight registrations at once cost half as much again.

It is a courtesy. What keeps writers apart is SQLite's own lock: who gets no turn in ten seconds
asks SQLite without one, and so does what knows nothing of turns.
"""

import fcntl
import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

#: How long one waits before asking without a turn, in seconds.
PATIENCE = 10.0
_MILLISECOND = 0.001
#: By database: which thread of this process is next.
_next: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
# A process forked while somebody held one would wait for a thread it does not have.
os.register_at_fork(after_in_child=_next.clear)


@contextmanager
def turn(database: str | None) -> Iterator[None]:
    """Hold the turn at writing to this SQLite file; None (another database): no need."""
    if not database or database == ":memory:":
        yield
        return
    until = time.monotonic() + PATIENCE
    thread = _next[database]
    is_next = thread.acquire(timeout=PATIENCE)
    try:
        with _turn_of_process(f"{database}-turn", until):
            yield
    finally:
        if is_next:
            thread.release()


@contextmanager
def _turn_of_process(path: str, until: float) -> Iterator[None]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait(file, until)
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)  # a fork in between must not keep it
        os.close(file)


def _wait(file: int, until: float) -> None:
    while time.monotonic() < until:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_MILLISECOND * random.uniform(0.5, 1.5))  # noqa: S311 only spreads them
        else:
            return
