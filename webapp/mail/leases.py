"""Which worker has which letters: a lease ends by itself when its worker dies."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from webapp.core.database import db, is_sqlite, write
from webapp.core.times import now
from webapp.mail.models import Letter

#: Long enough for a batch; so long a letter may be late when its worker is killed.
LEASE = timedelta(minutes=5)
BATCH = 50


@dataclass(frozen=True)
class Lease:
    """Some letters, ours until a moment."""

    key: str
    until: datetime
    ids: tuple[int, ...]

    def letters(self) -> list[Letter]:
        """The letters, oldest first, read afresh."""
        query = select(Letter).where(Letter.lease == self.key).order_by(Letter.due_at, Letter.id)
        return list(db.session.scalars(query))

    @property
    def is_running_out(self) -> bool:
        """Whether too little is left to begin another letter."""
        return now() > self.until - LEASE / 2


def claim(most: int = BATCH) -> Lease | None:
    """Take the letters that are due and nobody has; None when there are none."""
    if db.session.scalar(select(Letter.id).where(*_free(now())).limit(1)) is None:
        return None  # no need for the write lock
    key, at = secrets.token_hex(16), now()
    with write():
        query = select(Letter.id).where(*_free(at)).order_by(Letter.due_at, Letter.id).limit(most)
        if not is_sqlite():  # which has one writer at a time anyway
            query = query.with_for_update(skip_locked=True)
        ids = tuple(db.session.scalars(query))
        db.session.execute(
            update(Letter)
            .where(Letter.id.in_(ids))
            .values(lease=key, leased_until=at + LEASE)
            .execution_options(synchronize_session=False)
        )
    return Lease(key, at + LEASE, ids) if ids else None


def give_back(lease: Lease) -> None:
    """Let others have what was not begun."""
    with write():
        db.session.execute(
            update(Letter)
            .where(Letter.lease == lease.key, Letter.state == "stored")
            .values(lease=None, leased_until=None)
            .execution_options(synchronize_session=False)
        )


def _free(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Letter.state == "stored",
        Letter.due_at <= at,
        or_(Letter.leased_until.is_(None), Letter.leased_until <= at),
    )
