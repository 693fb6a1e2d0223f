"""Whether a worker is at work: it says so once a minute."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from webapp.core.database import db, write
from webapp.core.times import now
from webapp.mail.models import Heartbeat

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


def _note() -> bool:
    with write():
        statement = update(Heartbeat).where(Heartbeat.name == WORKER).values(seen_at=now())
        return db.session.execute(statement).rowcount == 1  # type: ignore[attr-defined,no-any-return]
