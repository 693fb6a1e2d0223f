"""Erasing contact data when the organiser's retention after an event is over.

What is erased follows from the declarations at the columns (``core/personal.py``): everything
declared ``until="event"`` in the tables of `OF_EVENTS`. What stays is a tombstone: the code, the
state and the dates, for counts and for links that must answer.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, inspect, or_, select, update

from webapp.core.changes import record
from webapp.core.database import Model, db, write
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Person, Registration

#: Tables whose contact data belong to events. A table above this layer erases its own.
OF_EVENTS: tuple[type[Model], ...] = (Registration, Person)
#: Registrations erased in one transaction.
AT_ONCE = 500


def erase_due(should_stop: Callable[[], bool] = lambda: False) -> Iterator[str]:
    """Erase what is due, in short transactions; gives the public id of each registration."""
    for organiser_id, months in _organisers():
        while not should_stop():
            with write():
                erased = _erase_some(_due(organiser_id, months))
            if not erased:
                break
            yield from erased
    with write():
        _erase_persons()


def blanks(model: type[Model]) -> dict[str, Any]:
    """What the columns of *model* declared until the event's end become."""
    return {
        column.name: None if column.nullable else ""
        for column in inspect(model).local_table.columns
        if (column.info.get("personal") or {}).get("until") == "event"
    }


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _organisers() -> list[tuple[int, int]]:
    """Who has contact data, and for how many months they keep them."""
    query = select(Organisation.id, Organisation.retention_months).where(
        exists().where(Event.organiser_id == Organisation.id)
    )
    found = [(row.id, row.retention_months) for row in db.session.execute(query)]
    db.session.rollback()
    return found


def _due(organiser_id: int, months: int) -> Select[int, str, int]:
    """Registrations of events that ended so long ago; what never had an end since it lost one."""
    ended_at = func.coalesce(Event.over_at, Event.cancelled_at, Event.postponed_at)
    return (
        select(Registration.id, Registration.public_id, Registration.event_id)
        .join(Registration.event)
        .where(Event.organiser_id == organiser_id, Registration.erased_at.is_(None))
        .where(ended_at <= months_before(now(), months))
        .order_by(Registration.event_id, Registration.id)
        .limit(AT_ONCE)
    )


def _erase_some(due: Select[int, str, int]) -> list[str]:
    rows = db.session.execute(due).all()
    if not rows:
        return []
    _update(Registration, Registration.id.in_([row.id for row in rows]), erased_at=now())
    for event_id in {row.event_id for row in rows}:
        number = sum(row.event_id == event_id for row in rows)
        record(f"event:{event_id}", "contact-data-erased", after={"registrations": number})
    return [row.public_id for row in rows]


def _erase_persons() -> None:
    """Forget whom all registrations of a person have forgotten, those merged into it included."""
    kept = exists().where(Registration.person_id == Person.id, Registration.erased_at.is_(None))
    known = or_(Person.email_key.is_not(None), Person.name_key != "")
    had_some = exists().where(Registration.person_id == Person.id)
    _update(Person, and_(known, had_some, ~kept))


def _update(model: type[Model], which: ColumnElement[bool], **more: Any) -> None:
    statement = update(model).where(which).values(**blanks(model), **more)
    db.session.execute(statement, execution_options={"synchronize_session": False})
