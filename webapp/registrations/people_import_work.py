"""Importing people, a few at a time, by whichever worker has the lease.

What has been done stands in the same transaction as the people themselves, so a worker may be
killed at any moment: the next one goes on with the next row, and nobody comes in twice.
"""

import logging
import secrets
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import CursorResult, delete, func, insert, or_, select, update
from sqlalchemy.exc import OperationalError

from webapp.accounts.models import Account
from webapp.core.changes import record
from webapp.core.database import db, is_sqlite, write
from webapp.core.permissions import Act, acting_as
from webapp.core.sweeps import stopping, sweep
from webapp.core.times import now
from webapp.events.models import Event
from webapp.projects.roles import viewer_for
from webapp.registrations import people_notes as notes
from webapp.registrations import rules
from webapp.registrations.applicant import Applicant
from webapp.registrations.errors import AlreadyRegistered, NoSeatFree, RegistrationClosed
from webapp.registrations.letter_facts import prepare
from webapp.registrations.people_import_checks import Known, check
from webapp.registrations.people_import_errors import BadFile
from webapp.registrations.people_import_files import (
    Reading,
    merged_cells,
    people_rows,
    remarks_of,
)
from webapp.registrations.people_import_models import (
    AT_WORK,
    ImportRow,
    Outcome,
    PeopleImport,
    Stage,
)

#: So long others wait for a worker that was killed.
LEASE = timedelta(minutes=2)
#: Rows stored, and people registered, in one transaction.
CHECKED_AT_ONCE = 500
REGISTERED_AT_ONCE = 25
#: How long what was uploaded is kept after it was, and what a worker could not end.
KEPT = timedelta(days=1)
KEPT_AT_WORK = timedelta(days=7)
_log = logging.getLogger(__name__)


class _LeaseLost(Exception):
    """Another worker has it now, or somebody has stopped it."""


@sweep("people-imports", every=60, is_woken=True)
def work() -> int:
    """Check and import what was asked for; how many imports came to an end."""
    ended = 0
    while not stopping.is_set() and (claimed := _claim()) is not None:
        ended += go_on(*claimed)
    return ended


@sweep("people-imports-forgotten", every=3600)
def forget() -> int:
    """Delete what was uploaded a day ago; how many files."""
    old = or_(
        PeopleImport.stage.not_in(AT_WORK) & (PeopleImport.created_at <= now() - KEPT),
        PeopleImport.created_at <= now() - KEPT_AT_WORK,
    )
    ids = list(db.session.scalars(select(PeopleImport.id).where(old)))
    for number in ids:
        with write():
            db.session.execute(delete(PeopleImport).where(PeopleImport.id == number, old))
    return len(ids)


def check_now(found: PeopleImport) -> None:
    """Check a short file at once instead of leaving it to a worker."""
    claimed = _claim(found.id)
    if claimed is not None:
        go_on(*claimed)


def go_on(import_id: int, lease: str) -> bool:
    """Do what is next for an import; whether that was done to its end."""
    try:
        stage = db.session.scalar(select(PeopleImport.stage).where(PeopleImport.id == import_id))
        if stage == Stage.CHECKING:
            _check(import_id, lease)
        elif stage == Stage.IMPORTING:
            return _import(import_id, lease)
        return True
    except _LeaseLost:
        return False
    except BadFile as error:
        _stop(import_id, lease, error.stored)
    except RegistrationClosed:
        _stop(import_id, lease, "event-over")
    except OperationalError:
        raise  # the database is away or busy: the lease runs out, and somebody goes on
    except Exception:
        _log.exception("import %s cannot go on", import_id)
        _stop(import_id, lease, "failed")
    return True


def _claim(import_id: int | None = None) -> tuple[int, str] | None:
    """Take an import with something to do that nobody has; its id and the key of the lease."""
    free = (
        PeopleImport.stage.in_(AT_WORK),
        or_(PeopleImport.leased_until.is_(None), PeopleImport.leased_until <= now()),
        *(() if import_id is None else (PeopleImport.id == import_id,)),
    )
    query = select(PeopleImport.id).where(*free).order_by(PeopleImport.id).limit(1)
    if db.session.scalar(query) is None:
        return None
    key = secrets.token_hex(16)
    with write():
        query = query if is_sqlite() else query.with_for_update(skip_locked=True)
        number = db.session.scalar(query)
        if number is not None:
            _update(number, lease=key, leased_until=now() + LEASE)
    return None if number is None else (number, key)


def _check(import_id: int, lease: str) -> None:
    """Understand every row and store it with what was found. From the beginning each time."""
    found = db.session.get_one(PeopleImport, import_id)
    reading, columns, language = Reading(**found.reading), list(found.columns), found.language
    content, known = found.content or b"", Known.of(found.event)
    merged, remarks = merged_cells(content, reading), remarks_of(content, reading)
    with write():
        _hold(import_id, lease, Stage.CHECKING)
        db.session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
    rows = people_rows(content, reading)
    number = 0
    while some := list(islice(rows, CHECKED_AT_ONCE)):
        number += len(some)
        checked = [
            check(row, cells, columns, known, language=language, merged=merged.get(row, ()))
            for row, cells in some
        ]
        with write():
            _hold(import_id, lease, Stage.CHECKING)
            db.session.execute(insert(ImportRow), [_row(import_id, each) for each in checked])
    if not number:
        raise BadFile("no-rows")
    with write():
        _hold(import_id, lease, Stage.CHECKING)
        _update(
            import_id,
            stage=Stage.CHECKED.value,
            remarks=remarks,
            lease=None,
            leased_until=None,
        )


def _row(import_id: int, checked: Any) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "number": checked.number,
        "outcome": checked.outcome.value,
        "cells": checked.cells,
        "person": checked.person,
        "findings": [list(each) for each in checked.findings],
    }


def _import(import_id: int, lease: str) -> bool:
    """Register one after the other until nobody is left; whether nobody is."""
    event, writes = _event_of(import_id)
    while not stopping.is_set():
        for language in _languages(import_id) if writes else ():
            prepare(event, language)
        with write():
            _hold(import_id, lease, Stage.IMPORTING)
            if not _register_some(db.session.get_one(PeopleImport, import_id)):
                return True
        db.session.expunge_all()
        event, _writes = _event_of(import_id)
    with write():
        _update(import_id, lease=None, leased_until=None)
    return False


def _event_of(import_id: int) -> tuple[Event, bool]:
    found = db.session.get_one(PeopleImport, import_id)
    return found.event, found.writes


def _languages(import_id: int) -> list[str]:
    """In which the next few are written to."""
    query = _next(import_id, takes_doubts=True).with_only_columns(ImportRow.person)
    return sorted({person["language"] for person in db.session.scalars(query)})


def _next(import_id: int, takes_doubts: bool) -> Any:
    wanted = [Outcome.READY, *([Outcome.DOUBT] if takes_doubts else [])]
    return (
        select(ImportRow)
        .where(ImportRow.import_id == import_id, ImportRow.outcome.in_(wanted))
        .order_by(ImportRow.number)
        .limit(REGISTERED_AT_ONCE)
    )


def _register_some(found: PeopleImport) -> bool:
    """Register the next few; False: nobody was left, and the import is done."""
    account = db.session.get_one(Account, found.account_id)
    viewer = viewer_for(account)
    if not account.is_active or not found.event.may(viewer, Act.CHANGE_PEOPLE):
        _end(found, Stage.STOPPED, "not-allowed")
        return False
    rows = list(db.session.scalars(_next(found.id, found.takes_doubts)))
    with acting_as(viewer):
        for row in rows:
            _register(found, row)
        if not rows:
            number = counts_of(found)[Outcome.IMPORTED]
            record(found.event.key, "people-imported", after={"registrations": number})
            _end(found, Stage.DONE)
    return bool(rows)


def _register(found: PeopleImport, row: ImportRow) -> None:
    """One person: a seat, else a place in line, as if staff had typed them in."""
    person = dict(row.person)
    note = person.pop("note", "")
    try:
        with db.session.begin_nested():
            registration = rules.register(
                found.event,
                Applicant(**person),
                entered_by=found.account_id,
                form_key=f"{found.public_id}-{row.number}",
                quietly=not found.writes,
            )
            if note:
                notes.add(registration, note)
        row.outcome = Outcome.IMPORTED.value
    except AlreadyRegistered:
        _leave_out(row, "registered-meanwhile")
    except NoSeatFree:
        _leave_out(row, "no-seat")


def _leave_out(row: ImportRow, code: str) -> None:
    row.outcome = Outcome.LEFT_OUT.value
    row.findings = [*row.findings, [None, code, ""]]


def counts_of(found: PeopleImport) -> dict[str, int]:
    """How many rows have which outcome."""
    query = (
        select(ImportRow.outcome, func.count())
        .where(ImportRow.import_id == found.id)
        .group_by(ImportRow.outcome)
    )
    numbers = dict(db.session.execute(query).all())
    return {each.value: numbers.get(each.value, 0) for each in Outcome}


def _end(found: PeopleImport, stage: Stage, failure: str | None = None) -> None:
    found.stage, found.failure, found.finished_at = stage.value, failure, now()
    found.content = found.lease = found.leased_until = None


def _stop(import_id: int, lease: str, failure: str) -> None:
    with write():
        found = db.session.get(PeopleImport, import_id)
        if found is None or found.lease != lease:
            return
        if found.stage == Stage.CHECKING:  # somebody may choose another encoding, or other columns
            found.stage, found.failure = Stage.COLUMNS.value, failure
            found.lease = found.leased_until = None
        else:
            _end(found, Stage.STOPPED, failure)


def _hold(import_id: int, lease: str, stage: Stage) -> None:
    """Keep the lease for another while; `_LeaseLost` where it is not ours any more."""
    mine = (PeopleImport.lease == lease, PeopleImport.stage == stage.value)
    if not _update(import_id, *mine, leased_until=now() + LEASE):
        raise _LeaseLost


def _update(import_id: int, *where: Any, **values: Any) -> bool:
    statement = update(PeopleImport).where(PeopleImport.id == import_id, *where).values(**values)
    options = {"synchronize_session": False}
    result = db.session.execute(statement, execution_options=options)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
