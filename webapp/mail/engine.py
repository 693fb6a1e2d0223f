"""The engine of waiting work: huey runs the sweeps, in a file or, for many machines, in Redis.

huey keeps nothing that matters: the state is in our tables (``core/sweeps.py``). Its file may be
deleted, its Redis emptied, a worker killed in the middle of a task; the next round finds the rows.
"""

import logging
import signal
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask import Flask
from huey import RedisHuey, SqliteHuey
from huey.consumer import Consumer

from webapp.config import Settings
from webapp.core.database import db
from webapp.core.sweeps import SWEEPS, Sweep, stopping
from webapp.mail import heartbeat
from webapp.mail.nudging import Waker

#: Seconds between two looks at the queue and at the wake-up file.
LOOK = 0.25
#: Seconds a worker that is asked to end may take to finish a letter.
PATIENCE = 8
THREADS = 3
_log = logging.getLogger(__name__)


def run_sweep(sweep: Sweep) -> int:
    """Do what is due of one kind, on a session of its own; how many things that were."""
    try:
        return sweep.work()
    finally:
        db.session.remove()


class Engine:
    """huey with one task for each sweep."""

    def __init__(self, app: Flask, *, for_worker: bool) -> None:
        self._app = app
        self._settings: Settings = app.config["VIZITE"]
        self._is_worker = for_worker
        woken = ["letters", *(each.name for each in SWEEPS.values() if each.is_woken)]
        self._woken = {name: self._add_task(name) for name in dict.fromkeys(woken)}

    @cached_property
    def huey(self) -> Any:
        """The queue; results are of no use to anybody and not kept."""
        if self._settings.redis_url:
            return RedisHuey("vizite", results=False, connection_pool=self._redis_pool())
        file = self._settings.data / "jobs.db"
        return SqliteHuey("vizite", results=False, filename=str(file), fsync=False)

    def enqueue_letters(self) -> None:
        """Ask for a look at the letters that are due, and at what else somebody waits for."""
        for task in self._woken.values():
            task()

    def run(self) -> None:
        """Work until a signal says to end; returns when the work in hand is done."""
        for sweep in SWEEPS.values():
            if sweep.name not in self._woken:
                self._add_task(sweep.name)
            self._add_round(sweep)
        self._add_heartbeat()
        stopping.clear()
        watcher = threading.Thread(target=self._watch, name="wake-up", daemon=True)
        watcher.start()
        _Consumer(self.huey, workers=THREADS, initial_delay=LOOK, max_delay=LOOK).run()
        stopping.set()
        watcher.join(2 * LOOK)

    def _add_task(self, name: str) -> Callable[[], object]:
        task: Callable[[], object] = self.huey.task(name=f"do_{name}")(lambda: self._do(name))
        return task

    def _add_round(self, sweep: Sweep) -> None:
        """Run the sweep at the start and then whenever its time has come round."""
        every = self.huey.periodic_task(lambda _moment: sweep.is_due(), name=f"round_{sweep.name}")
        every(lambda: self._do(sweep.name))

    def _add_heartbeat(self) -> None:
        """Through the queue like all else, so that it says that work gets done."""

        def beat() -> None:
            with self._app.app_context():
                heartbeat.beat()
                db.session.remove()

        self.huey.periodic_task(lambda _moment: True, name="heartbeat")(beat)

    def _do(self, name: str) -> None:
        with self._app.app_context():
            run_sweep(SWEEPS[name])

    def _watch(self) -> None:
        """Look at the wake-up file, and pass on that it was touched."""
        waker: Waker = self._app.extensions["vizite_waker"]
        seen = waker.seen()
        while not stopping.wait(LOOK):
            latest = waker.seen()
            if latest != seen:
                seen = latest
                self._pass_on()

    def _pass_on(self) -> None:
        try:
            self.enqueue_letters()
        except Exception as error:
            _log.warning("a wake-up was lost: %s", error)

    def _redis_pool(self) -> Any:
        """Connections that give up soon in a web process, where a request waits for them."""
        from redis import ConnectionPool
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # A worker's look at the queue blocks for a second.
        seconds = 5.0 if self._is_worker else 0.25
        return ConnectionPool.from_url(
            self._settings.redis_url or "",
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
            retry=Retry(NoBackoff(), 0),
        )


class _Consumer(Consumer):  # type: ignore[misc]
    """huey's consumer, ending as services end: SIGTERM lets the work in hand be finished."""

    def __init__(self, huey: Any, **options: Any) -> None:
        super().__init__(huey, graceful_signal="TERM", shutdown_timeout=PATIENCE, **options)
        # huey starts itself again at SIGHUP by what is in sys.argv, which may be `make run`.
        self._signal_actions[signal.SIGHUP] = (False, True)

    def stop(self, graceful: bool = False) -> None:
        """End; sweeps that take long notice."""
        stopping.set()
        super().stop(graceful)
