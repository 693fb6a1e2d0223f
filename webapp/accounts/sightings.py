"""When sessions were used last: gathered in memory, written together once in a while.

All that hangs on it counts in hours (a visit) or days (a session nobody uses).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import BindParameter, Update, bindparam, case, or_, update

from webapp.accounts.models import VISIT_ENDS, Account, AccountSession
from webapp.core.database import db
from webapp.core.gathering import Gathering
from webapp.core.times import now

_EXTENSION = "vizite_sightings"


@dataclass(frozen=True)
class Sighting:
    """A session seen from one moment to another."""

    account_id: int
    first_at: datetime
    last_at: datetime


def init_app(app: Flask) -> None:
    """Begin with none."""
    seen = Gathering[int, Sighting](
        "when sessions were used last", _together, lambda taken: _store(taken)
    )
    app.extensions[_EXTENSION] = seen
    seen.init_app(app)


def saw(account_id: int, session_id: int) -> None:
    """Remember that a session was used now."""
    at = now()
    _seen().note(session_id, Sighting(account_id, at, at))


def write_down() -> int:
    """Write what this process remembers; how many sessions that were."""
    return _seen().write_down()


def _seen() -> Gathering[int, Sighting]:
    found: Gathering[int, Sighting] = current_app.extensions[_EXTENSION]
    return found


def _together(known: Sighting, new: Sighting) -> Sighting:
    return Sighting(new.account_id, known.first_at, new.last_at)


def _store(taken: Mapping[int, Sighting]) -> None:
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


def _by_account(taken: Mapping[int, Sighting]) -> list[dict[str, object]]:
    firsts: dict[int, datetime] = {}
    lasts: dict[int, datetime] = {}
    for each in taken.values():
        firsts[each.account_id] = min(each.first_at, firsts.get(each.account_id, each.first_at))
        lasts[each.account_id] = max(each.last_at, lasts.get(each.account_id, each.last_at))
    return [
        {"number": number, "paused": firsts[number] - VISIT_ENDS, "last": lasts[number]}
        for number in sorted(lasts)
    ]
