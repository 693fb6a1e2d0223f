"""When calendars with an address of their own were fetched last, and by which program.

A fetch writes nothing: what each process has seen is written together some minutes later.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import BindParameter, bindparam, inspect, or_, update

from webapp.calendars.link_models import CalendarLink
from webapp.calendars.link_programs import program_words
from webapp.core.database import db
from webapp.core.gathering import Gathering
from webapp.core.times import now

_EXTENSION = "vizite_calendar_fetches"


class Fetch(NamedTuple):
    """One calendar, fetched at a moment by a program."""

    at: datetime
    program: str


def init_app(app: Flask) -> None:
    """Begin with none."""
    fetches = Gathering[int, Fetch](
        "when calendars were fetched last", lambda _, new: new, lambda taken: _store(taken)
    )
    app.extensions[_EXTENSION] = fetches
    fetches.init_app(app)


def fetched(link_id: int, user_agent: str) -> None:
    """Remember that a calendar is fetched now."""
    _gathered().note(link_id, Fetch(now(), program_words(user_agent)))


def last_fetch(link: CalendarLink) -> Fetch | None:
    """The last one known here; None before the first."""
    seen = _gathered().seen(link.id)
    if seen is not None or link.fetched_at is None:
        return seen
    return Fetch(link.fetched_at, link.fetched_by or "")


def write_down() -> int:
    """Write what this process remembers; of how many calendars."""
    return _gathered().write_down()


def _gathered() -> Gathering[int, Fetch]:
    found: Gathering[int, Fetch] = current_app.extensions[_EXTENSION]
    return found


def _store(taken: Mapping[int, Fetch]) -> None:
    """In the order of ids, so that two processes on PostgreSQL never wait for each other. What was
    withdrawn meanwhile stays as it is: it may have been erased."""
    at: BindParameter[datetime] = bindparam("at")
    links: Any = inspect(CalendarLink).local_table
    statement = (
        update(links)
        .where(
            links.c.id == bindparam("number"),
            links.c.link_revoked_at.is_(None),
            or_(links.c.fetched_at.is_(None), links.c.fetched_at < at),
        )
        .values(fetched_at=at, fetched_by=bindparam("program"))
    )
    rows = [{"number": n, "at": taken[n].at, "program": taken[n].program} for n in sorted(taken)]
    db.session.connection().execute(statement, rows)
