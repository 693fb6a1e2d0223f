"""The sweeps of the outbox: what is due goes out, what was sent long ago loses its words.

``sweep`` and ``nudge`` are what other capabilities need of the worker, and ``before_sending`` for
what becomes letters only little by little.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, Update, and_, delete, func, select, update

from webapp.core.database import db, write
from webapp.core.sweeps import SWEEPS, W, Work, sweep
from webapp.core.times import now
from webapp.mail.erasing import EMPTY, has_words
from webapp.mail.models import Letter
from webapp.mail.nudging import nudge
from webapp.mail.sending import send_due

__all__ = [
    "SWEEPS",
    "before_sending",
    "empty_old_letters",
    "nudge",
    "send_letters",
    "sweep",
]

#: How long the words of a letter are kept after it was sent or given up.
KEPT = timedelta(days=30)
ROWS_AT_ONCE = 500
_log = logging.getLogger(__name__)
_MAKERS: list[Work] = []


def before_sending(work: W) -> W:
    """Mark a function that stores letters, to be called whenever letters are looked for: so that
    a wake-up is theirs too, and nobody waits for the next round of a sweep."""
    _MAKERS.append(work)
    return work


@sweep("letters", every=60)
def send_letters() -> int:
    """Send what is due."""
    for make in _MAKERS:
        _try(make)
    return send_due()


def _try(make: Callable[[], int]) -> None:
    """Letters that are there already must not wait because others cannot be made."""
    try:
        make()
    except Exception:
        db.session.rollback()
        _log.exception("letters could not be made by %s", make.__name__)


@sweep("old-letters", every=3600)
def empty_old_letters() -> int:
    """Take words and address out of letters sent 30 days ago; that they were sent stays known."""
    emptied = 0
    while True:
        with write():
            ids = list(db.session.scalars(_old_letters()))
            if ids:
                db.session.execute(_emptying().where(Letter.id.in_(ids)))
                db.session.execute(
                    delete(Letter)
                    .where(Letter.id.in_(ids), Letter.state == "suppressed")
                    .execution_options(synchronize_session=False)
                )
        emptied += len(ids)
        if len(ids) < ROWS_AT_ONCE:
            return emptied


def old_letters(moment: datetime) -> ColumnElement[bool]:
    """Letters whose words are no longer kept at *moment*."""
    ended_at = func.coalesce(Letter.sent_at, Letter.due_at)
    return and_(Letter.state != "stored", ended_at < moment - KEPT, has_words())


def _old_letters() -> Select[int]:
    return select(Letter.id).where(old_letters(now())).limit(ROWS_AT_ONCE)


def _emptying() -> Update:
    return update(Letter).values(**EMPTY).execution_options(synchronize_session=False)
