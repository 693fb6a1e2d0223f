"""The sweeps of the outbox: what is due goes out, what was sent long ago loses its words.

``sweep`` and ``nudge`` are what other capabilities need of the worker.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, Update, delete, func, null, or_, select, update

from webapp.core.database import db, write
from webapp.core.sweeps import SWEEPS, sweep
from webapp.core.times import now
from webapp.mail.models import Letter
from webapp.mail.nudging import nudge
from webapp.mail.sending import send_due

__all__ = ["SWEEPS", "empty_old_letters", "nudge", "send_letters", "sweep"]

#: How long the words of a letter are kept after it was sent or given up.
KEPT = timedelta(days=30)
ROWS_AT_ONCE = 500


@sweep("letters", every=60)
def send_letters() -> int:
    """Send what is due."""
    return send_due()


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


def _old_letters() -> Select[int]:
    ended_at = func.coalesce(Letter.sent_at, Letter.due_at)
    return (
        select(Letter.id)
        .where(Letter.state != "stored", ended_at < now() - KEPT)
        .where(or_(Letter.facts.is_not(None), Letter.recipient != ""))
        .limit(ROWS_AT_ONCE)
    )


def _emptying() -> Update:
    emptied: dict[str, Any] = dict.fromkeys(
        ("facts", "subject", "body_text", "body_html", "calendar"), null()
    )
    return (
        update(Letter)
        .values(recipient="", recipient_name="", **emptied)
        .execution_options(synchronize_session=False)
    )
