"""Erasing contact data when the organiser's retention after an event is over.

What is erased follows from the declarations at the columns (``core/personal.py``) and the list in
`retention_kinds`. What stays is a tombstone: the code, the state and the dates, for counts and for
links that must answer. The preview for staff reads the same rows the sweep does (`due`).
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update

from webapp.core.changes import Change, record
from webapp.core.database import db, write
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Person, Registration
from webapp.registrations.retention_invitees import DueInvitee, due_invitees, forget_invitees
from webapp.registrations.retention_kinds import KINDS, Due, blanks

__all__ = [
    "VERB",
    "blanks",
    "due",
    "ended_before",
    "erase",
    "erase_due",
    "forget_persons",
    "months_after",
]

#: How the change log names it, at the event; the protocol is made of these entries.
VERB = "contact-data-erased"
#: Registrations erased in one transaction.
AT_ONCE = 500


def erase_due(should_stop: Callable[[], bool] = lambda: False) -> Iterator[str]:
    """Erase what is due, in short transactions; gives the public id of each registration."""
    for organiser_id, months in _organisers():
        while not should_stop():
            with write():
                rows = db.session.execute(due(organiser_id, months, now()).limit(AT_ONCE)).all()
                erase(rows)
            if not rows:
                break
            yield from (row.public_id for row in rows)
        _erase_invitees(organiser_id, months, should_stop)
    with write():
        forget_persons()


def due(organiser_id: int, months: int, moment: datetime) -> Select[int, str, int]:
    """Registrations (id, public_id, event_id) to be erased at *moment*: of events that ended so
    many months before; what never had an end, since it was cancelled or lost its date."""
    return (
        select(Registration.id, Registration.public_id, Registration.event_id)
        .join(Registration.event)
        .where(Event.organiser_id == organiser_id, Registration.erased_at.is_(None))
        .where(ended_before(moment, months))
        .order_by(Registration.event_id, Registration.id)
    )


def ended_before(moment: datetime, months: int) -> ColumnElement[bool]:
    """Events whose months are over at *moment*."""
    condition: ColumnElement[bool] = ended_at() <= months_before(moment, months)
    return condition


def ended_at() -> Any:
    """From when the months of an event count."""
    return func.coalesce(Event.over_at, Event.cancelled_at, Event.postponed_at)


def erase(rows: Sequence[Due], reason: str | None = None) -> list[Change]:
    """Forget these registrations and all that is kept about them; one entry of the protocol for
    each event, with numbers and no names."""
    by_event: dict[int, list[Due]] = {}
    for row in rows:
        by_event.setdefault(row.event_id, []).append(row)
    return [_erase_of(event_id, of_event, reason) for event_id, of_event in by_event.items()]


def forget_persons(which: ColumnElement[bool] | None = None) -> None:
    """Forget whom all registrations of a person have forgotten, those merged into it included."""
    kept = exists().where(Registration.person_id == Person.id, Registration.erased_at.is_(None))
    known = or_(Person.email_key.is_not(None), Person.name_key != "")
    had_some = exists().where(Registration.person_id == Person.id)
    condition = and_(known, had_some, ~kept)
    statement = (
        update(Person)
        .where(condition if which is None else condition & which)
        .values(**blanks(Person))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(statement)


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour so many months earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def months_after(moment: datetime, months: int) -> datetime:
    """The first instant for which `months_before` gives *moment* or a later one."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if moment.day <= monthrange(year, month + 1)[1]:
        return moment.replace(year=year, month=month + 1)
    last = datetime(year, month + 1, monthrange(year, month + 1)[1], tzinfo=moment.tzinfo)
    return last + timedelta(days=1)


def _organisers() -> list[tuple[int, int]]:
    """Who has contact data, and for how many months they keep them."""
    query = select(Organisation.id, Organisation.retention_months).where(
        exists().where(Event.organiser_id == Organisation.id)
    )
    found = [(row.id, row.retention_months) for row in db.session.execute(query)]
    db.session.rollback()
    return found


def _erase_invitees(organiser_id: int, months: int, should_stop: Callable[[], bool]) -> None:
    while not should_stop():
        with write():
            due = due_invitees(organiser_id, ended_before(now(), months)).limit(AT_ONCE)
            rows = db.session.execute(due).all()
            erase_invitees(rows)
        if not rows:
            return


def erase_invitees(rows: Sequence[DueInvitee]) -> None:
    """Forget these people who were invited, with an entry of the protocol for each event."""
    by_event: dict[int, list[DueInvitee]] = {}
    for row in rows:
        by_event.setdefault(row.event_id, []).append(row)
    for event_id, of_event in by_event.items():
        record(f"event:{event_id}", VERB, after={"invitees": forget_invitees(of_event)})


def _erase_of(event_id: int, rows: Sequence[Due], reason: str | None) -> Change:
    numbers = {kind.name: kind.forget(rows) for kind in KINDS}
    after = {name: number for name, number in numbers.items() if number}
    return record(f"event:{event_id}", VERB, after=after, reason=reason)
