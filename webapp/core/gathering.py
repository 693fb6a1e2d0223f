"""What was seen is gathered in memory and written together once in a while.

Reading a page, or fetching a calendar, writes nothing. Each web process remembers what it has seen;
when the oldest of what it remembers is some minutes old, the next answer that has been sent is
followed by one short transaction for all of it. A process that ends loses those minutes, so it is
only for what nothing depends on to the minute.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from flask import Flask, current_app
from flask.wrappers import Response
from sqlalchemy.exc import SQLAlchemyError

from webapp.core.database import write
from webapp.core.times import now

Key = TypeVar("Key")
Seen = TypeVar("Seen")

#: What is remembered is written when the first of it is so old.
AFTER = timedelta(minutes=5)
_log = logging.getLogger(__name__)


class Gathering(Generic[Key, Seen]):
    """What a process has seen and not written yet, by key. Safe for threads.

    *merge* makes one of what was seen before and now; *store* writes all of it, inside a
    ``with write():``. *what* is said in the log when that fails.
    """

    def __init__(
        self,
        what: str,
        merge: Callable[[Seen, Seen], Seen],
        store: Callable[[Mapping[Key, Seen]], None],
    ) -> None:
        self._what, self._merge, self._store = what, merge, store
        self._seen: dict[Key, Seen] = {}
        self._since: datetime | None = None
        self._lock = threading.Lock()

    def init_app(self, app: Flask) -> None:
        """Look after each answer whether it is time to write."""
        app.after_request(self._write_when_sent)

    def note(self, key: Key, seen: Seen) -> None:
        """Remember it."""
        with self._lock:
            known = self._seen.get(key)
            self._seen[key] = seen if known is None else self._merge(known, seen)
            self._since = self._since or now()

    def seen(self, key: Key) -> Seen | None:
        """What this process remembers of one and has not written yet."""
        return self._seen.get(key)

    def write_down(self) -> int:
        """Write what is remembered, and forget it here; of how many."""
        with self._lock:
            taken, self._seen, self._since = self._seen, {}, None
        if taken:
            with write():
                self._store(taken)
        return len(taken)

    def _write_when_sent(self, response: Response) -> Response:
        since = self._since
        if since is not None and now() - since >= AFTER:
            app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
            response.call_on_close(lambda: self._write_down_of(app))
        return response

    def _write_down_of(self, app: Flask) -> None:
        """The answer is out: what goes wrong here is nobody's business but the log's."""
        with app.app_context():
            try:
                self.write_down()
            except SQLAlchemyError as error:
                _log.warning("%s could not be written: %s", self._what, error)
