"""Storing, reading and erasing needs. Who may read them is `Act.SEE_NEEDS`; ask before you do.

All that writes runs inside ``with write():``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, CursorResult, delete, func, insert, select

from webapp.core.database import db
from webapp.needs.models import Need
from webapp.needs.options import Needed

#: Databases limit the parameters of a statement.
_AT_ONCE = 500
_PLAIN = {"synchronize_session": False}


def store(registration_id: int, event_id: int, kind: str, needed: Needed, version_id: int) -> None:
    """Keep what somebody new needs of one *kind*."""
    db.session.execute(
        insert(Need).values(
            registration_id=registration_id,
            event_id=event_id,
            version_id=version_id,
            kind=kind,
            options=list(needed.options),
            words=needed.words,
        )
    )


def change(registration_id: int, event_id: int, kind: str, needed: Needed, version_id: int) -> bool:
    """Put *needed* in the place of what is stored; whether anything was different."""
    stored = of_one(registration_id).get(kind, Needed())
    if stored == needed:
        return False
    mine = (Need.registration_id == registration_id, Need.kind == kind)
    db.session.execute(delete(Need).where(*mine), execution_options=_PLAIN)
    if needed:
        store(registration_id, event_id, kind, needed, version_id)
    return True


def of_one(registration_id: int) -> dict[str, Needed]:
    """What somebody needs, by kind."""
    return of_many([registration_id]).get(registration_id, {})


def of_many(registration_ids: Sequence[int]) -> dict[int, dict[str, Needed]]:
    """What these people need, by registration and kind, in one statement."""
    return _read(Need.registration_id.in_(registration_ids))


def of_event(event_id: int) -> dict[int, dict[str, Needed]]:
    """What everybody at an event needs, by registration and kind, in one statement."""
    return _read(Need.event_id == event_id)


def counts_of(
    event_id: int, registration_ids: Iterable[int] | None = None
) -> dict[str, Counter[str]]:
    """How many people ticked each option, by kind; "" counts who wrote something besides.

    Names nobody, but a single vegan at a small meeting is somebody: for `Act.SEE_NEEDS` too.
    """
    wanted = None if registration_ids is None else set(registration_ids)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    query = select(Need.registration_id, Need.kind, Need.options, Need.words)
    for row in db.session.execute(query.where(Need.event_id == event_id)):
        if wanted is None or row.registration_id in wanted:
            found[row.kind].update([*row.options, *([""] if row.words else [])])
    return found


def _read(which: ColumnElement[bool]) -> dict[int, dict[str, Needed]]:
    query = select(Need.registration_id, Need.kind, Need.options, Need.words).where(which)
    found: defaultdict[int, dict[str, Needed]] = defaultdict(dict)
    for row in db.session.execute(query):
        found[row.registration_id][row.kind] = Needed(tuple(row.options), row.words)
    return found


def number_of(event_id: int) -> dict[int, int]:
    """How many people answered each version of a question about needs."""
    query = select(Need.version_id, func.count()).where(Need.event_id == event_id)
    return dict(db.session.execute(query.group_by(Need.version_id)).all())


def erase(registration_ids: Sequence[int]) -> int:
    """Forget what these people need; how many rows there were."""
    number = 0
    for first in range(0, len(registration_ids), _AT_ONCE):
        some = registration_ids[first : first + _AT_ONCE]
        statement = delete(Need).where(Need.registration_id.in_(some))
        result = db.session.execute(statement, execution_options=_PLAIN)
        assert isinstance(result, CursorResult)
        number += result.rowcount
    return number
