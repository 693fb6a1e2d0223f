"""Waking the worker when letters were stored, so that they leave at once.

A wake-up may be lost: the worker looks once a minute anyway. So it must cost the request nothing
and can never fail it. Workers on the web server's machine watch the age of a small file; workers
anywhere are woken through Redis, where there is one.
"""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from webapp.config import Settings
from webapp.core.database import db

STORED = "vizite_letters_stored"
FILE = "wake-up"
#: Seconds without another attempt after Redis did not answer: no request should wait for it.
REST = 30.0
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Let this process wake workers. Nothing is opened yet."""
    settings: Settings = app.config["VIZITE"]
    enqueue: Callable[[], None] | None = None
    if settings.redis_url:
        # Here and not above, because huey takes a while to load and is of no use without Redis.
        from webapp.mail.engine import Engine

        enqueue = Engine(app, for_worker=False).enqueue_letters
    app.extensions["vizite_waker"] = Waker(settings.data, enqueue)


def letters_were_stored() -> None:
    """Remember, for the commit of the current transaction, that there is something to send."""
    db.session().info[STORED] = True


def nudge() -> None:
    """Ask the workers to look for due letters now. Never raises, takes some microseconds."""
    waker: Waker = current_app.extensions["vizite_waker"]
    waker.wake()


class Waker:
    """How this installation wakes its workers. *enqueue* is given where there is Redis."""

    def __init__(self, data: Path, enqueue: Callable[[], None] | None) -> None:
        self._file = data / FILE
        self._enqueue = enqueue
        self._rests_until = 0.0

    def wake(self) -> None:
        """Wake them, or do nothing where that is not possible."""
        if self._enqueue is None:
            self._touch()
        elif time.monotonic() >= self._rests_until:
            self._push(self._enqueue)

    def seen(self) -> int:
        """A number that changes when somebody wakes this machine's workers."""
        try:
            return self._file.stat().st_mtime_ns
        except OSError:
            return 0

    def _touch(self) -> None:
        try:
            os.utime(self._file)
        except FileNotFoundError:
            self._make()
        except OSError as error:
            _log.warning("the worker could not be woken: %s", error)

    def _make(self) -> None:
        try:
            self._file.touch()
        except OSError as error:
            _log.warning("the worker could not be woken: %s", error)

    def _push(self, enqueue: Callable[[], None]) -> None:
        try:
            enqueue()
        except Exception as error:
            self._rests_until = time.monotonic() + REST
            _log.warning("the worker could not be woken: %s", error)


@event.listens_for(db.session, "after_commit")
def _after_commit(session: Session) -> None:
    if session.info.pop(STORED, False):
        nudge()


@event.listens_for(db.session, "after_soft_rollback")
def _after_rollback(session: Session, previous: Any) -> None:
    session.info.pop(STORED, None)
