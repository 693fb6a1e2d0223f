"""When sessions were used last: gathered in memory, written together once in a while.

Reading a page writes nothing. Each web process remembers who it has seen; when the oldest of what
it remembers is some minutes old, the next answer that has been sent is followed by one short
transaction for all of them. A process that ends loses those minutes, which is why all that hangs
on them counts in hours (a visit) or days (a session nobody uses).
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app
from flask.wrappers import Response
from sqlalchemy import BindParameter, Update, bindparam, case, or_, update
from sqlalchemy.exc import SQLAlchemyError

from webapp.accounts.models import VISIT_ENDS, Account, AccountSession
from webapp.core.database import db, write
from webapp.core.times import now

#: What is remembered is written when the first of it is so old.
AFTER = timedelta(minutes=5)
_EXTENSION = "vizite_sightings"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sighting:
    """A session seen from one moment to another."""

    account_id: int
    first_at: datetime
    last_at: datetime


class Sightings:
    """What a process has seen and not written yet. Safe for threads."""

    def __init__(self) -> None:
        self._seen: dict[int, Sighting] = {}
        self._since: datetime | None = None
        self._lock = threading.Lock()

    def note(self, account_id: int, session_id: int, at: datetime) -> None:
        """Remember that a session was used."""
        with self._lock:
            known = self._seen.get(session_id)
            first = known.first_at if known else at
            self._seen[session_id] = Sighting(account_id, first, at)
            self._since = self._since or at

    def is_due(self, at: datetime) -> bool:
        """Whether it is time to write."""
        since = self._since
        return since is not None and at - since >= AFTER

    def take(self) -> dict[int, Sighting]:
        """All that is remembered, by the id of the session; it is forgotten here."""
        with self._lock:
            taken, self._seen, self._since = self._seen, {}, None
            return taken


def init_app(app: Flask) -> None:
    """Begin with none, and look after each answer whether it is time to write."""
    app.extensions[_EXTENSION] = Sightings()
    app.after_request(_write_when_sent)


def saw(account_id: int, session_id: int) -> None:
    """Remember that a session was used now."""
    seen: Sightings = current_app.extensions[_EXTENSION]
    seen.note(account_id, session_id, now())


def write_down() -> int:
    """Write what this process remembers; how many sessions that were."""
    seen: Sightings = current_app.extensions[_EXTENSION]
    taken = seen.take()
    if taken:
        with write():
            _store(taken)
    return len(taken)


def _write_when_sent(response: Response) -> Response:
    seen: Sightings = current_app.extensions[_EXTENSION]
    if seen.is_due(now()):
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(lambda: _write_down_of(app))
    return response


def _write_down_of(app: Flask) -> None:
    """The answer is out: what goes wrong here is nobody's business but the log's."""
    with app.app_context():
        try:
            write_down()
        except SQLAlchemyError as error:
            _log.warning("when sessions were used last could not be written: %s", error)


def _store(taken: dict[int, Sighting]) -> None:
    """In the order of ids, so that two processes on PostgreSQL never wait for each other."""
    last: BindParameter[datetime] = bindparam("last")
    statement = (
        update(AccountSession)
        .where(AccountSession.id == bindparam("number"), AccountSession.last_seen_at < last)
        .values(last_seen_at=last)
    )
    rows = [{"number": number, "last": taken[number].last_at} for number in sorted(taken)]
    connection = db.session.connection()
    connection.execute(statement, rows)
    connection.execute(_visits(), _by_account(taken))


def _visits() -> Update:
    """A sighting after a pause ends the visit before."""
    seen = Account.seen_at
    last: BindParameter[datetime] = bindparam("last")
    paused = seen < bindparam("paused")
    return (
        update(Account)
        .where(Account.id == bindparam("number"), or_(seen.is_(None), seen < last))
        .values(seen_before_at=case((paused, seen), else_=Account.seen_before_at), seen_at=last)
    )


def _by_account(taken: dict[int, Sighting]) -> list[dict[str, object]]:
    firsts: dict[int, datetime] = {}
    lasts: dict[int, datetime] = {}
    for each in taken.values():
        firsts[each.account_id] = min(each.first_at, firsts.get(each.account_id, each.first_at))
        lasts[each.account_id] = max(each.last_at, lasts.get(each.account_id, each.last_at))
    return [
        {"number": number, "paused": firsts[number] - VISIT_ENDS, "last": lasts[number]}
        for number in sorted(lasts)
    ]
