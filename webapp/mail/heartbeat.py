"""Whether a worker is at work: it says so once a minute, and letters do not wait for it."""

from datetime import datetime

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from webapp.core.database import db, write
from webapp.core.times import now
from webapp.mail.models import Heartbeat, Letter

WORKER = "worker"


def beat() -> None:
    """Note that a worker was here."""
    if not _note():
        try:
            with write():
                db.session.execute(insert(Heartbeat).values(name=WORKER, seen_at=now()))
        except IntegrityError:
            pass  # another worker was first, in this very moment


def worker_seen_at() -> datetime | None:
    """When a worker was last at work; None where none ever was."""
    beat = db.session.get(Heartbeat, WORKER)
    return beat.seen_at if beat else None


def letters_wait_since() -> datetime | None:
    """When the oldest letter was stored that should have left by now; None when none waits.

    One that is to be sent later does not wait; one that was tried and failed does.
    """
    waits = or_(Letter.due_at <= now(), Letter.tries > 0, Letter.last_error.is_not(None))
    query = select(func.min(Letter.created_at)).where(Letter.state == "stored", waits)
    return db.session.scalar(query)


def seconds_since(moment: datetime | None) -> float:
    """How long ago that was; 0 for never and for clocks that differ."""
    return 0.0 if moment is None else max(0.0, (now() - moment).total_seconds())


def _note() -> bool:
    with write():
        statement = update(Heartbeat).where(Heartbeat.name == WORKER).values(seen_at=now())
        return db.session.execute(statement).rowcount == 1  # type: ignore[attr-defined,no-any-return]
