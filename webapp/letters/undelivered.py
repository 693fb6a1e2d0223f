"""Letters that did not arrive and to which nobody has seen yet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.core.database import db
from webapp.core.permissions import Act, Viewer
from webapp.core.text import LocalText
from webapp.events.access import allowed_to
from webapp.events.models import Event
from webapp.mail.models import Letter

#: Events looked at; what lies behind shows when these are done.
MOST = 500


@dataclass(frozen=True)
class Undelivered:
    """One event, and how many of its letters did not arrive."""

    code: str
    title: LocalText
    number: int


def undelivered(viewer: Viewer, most: int = 8) -> list[Undelivered]:
    """For the list of what is due: events whose people *viewer* sees to, those with the newest
    trouble first. Two statements."""
    key, newest = Letter.event_key, func.max(Letter.undelivered_at)
    query = (
        select(key, func.count())
        .where(Letter.undelivered_at.is_not(None), key.like("event:%"))
        .group_by(key)
        .order_by(newest.desc())
        .limit(MOST)
    )
    rows = db.session.execute(query).all()
    numbers = {int(str(found).partition(":")[2]): number for found, number in rows}
    if not numbers:
        return []
    mine = select(Event.id, Event.code, Event.name).where(
        Event.id.in_(numbers),
        Event.withdrawn_at.is_(None),
        allowed_to(viewer, Act.CHANGE_PEOPLE),
    )
    events = {row.id: row for row in db.session.execute(mine)}
    found = [
        Undelivered(events[number].code, events[number].name, count)
        for number, count in numbers.items()
        if number in events
    ]
    return found[:most]


def come_back(registrations: Iterable[Any]) -> frozenset[str]:
    """The keys of those registrations to whose present address letters do not arrive. One
    statement, for a whole page of people."""
    addresses = {each.key: each.email for each in registrations if each.email}
    return frozenset(
        owner for owner, recipient in _undelivered_to(addresses) if recipient == addresses[owner]
    )


def _undelivered_to(owners: Collection[str]) -> Iterable[tuple[str, str]]:
    if not owners:
        return []
    query = select(Letter.owner, Letter.recipient).where(
        Letter.owner.in_(owners), Letter.undelivered_at.is_not(None)
    )
    return [(row.owner, row.recipient) for row in db.session.execute(query)]
