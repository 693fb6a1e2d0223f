"""What staff should see of mailed replies: kept, shown once, told to be known, forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, delete, func, select
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.ics_reading import Moment
from webapp.core.permissions import current_viewer
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations.models import LIVE, Registration
from webapp.registrations.replies_models import CalendarReply, ReplyKind
from webapp.registrations.replies_reading import Reply
from webapp.registrations.retention_kinds import Due, Kind, keep_here, numbers_of
from webapp.registrations.rights import Fact, tell_here

#: So many stand on the page of an event.
MOST = 200


def keep(registration: Registration, kind: ReplyKind, reply: Reply, stamped_at: datetime) -> bool:
    """Keep what staff should see of a reply, in the place of an older one; whether it was newer.

    The caller holds the event's line still (`line.alone_with`), so no two come in between.
    """
    row = db.session.scalar(
        select(CalendarReply).where(
            CalendarReply.registration_id == registration.id, CalendarReply.kind == kind
        )
    )
    if row is None:
        row = CalendarReply(registration_id=registration.id, kind=kind.value)
        db.session.add(row)
    elif (reply.sequence, stamped_at) <= (row.sequence, row.stamped_at):
        return False
    row.sequence, row.stamped_at, row.received_at = reply.sequence, stamped_at, now()
    row.answer, row.comment = reply.partstat, reply.comment
    row.seen_at = row.seen_by_id = row.stays_at = None
    _propose(row, reply.starts, reply.ends)
    return True


def newest(registration: Registration, kind: ReplyKind) -> CalendarReply | None:
    """What is kept of a kind about somebody."""
    query = select(CalendarReply).where(
        CalendarReply.registration_id == registration.id, CalendarReply.kind == kind
    )
    return db.session.scalar(query)


def replies_to(event: Event) -> list[CalendarReply]:
    """What people wrote about an event, unseen first, the newest first."""
    query = (
        select(CalendarReply)
        .join(CalendarReply.registration)
        .where(Registration.event_id == event.id, Registration.erased_at.is_(None))
        .options(joinedload(CalendarReply.registration))
        .order_by(CalendarReply.seen_at.is_not(None), CalendarReply.received_at.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def replies_of(registration: Registration) -> list[CalendarReply]:
    """What one person wrote, the newest first."""
    query = select(CalendarReply).where(CalendarReply.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(CalendarReply.received_at.desc())))


def numbers_of_event(event: Event) -> tuple[int, int]:
    """How many proposals nobody of the staff has looked at, and how many replies are kept."""
    query = (
        select(func.count(case((is_open(), 1))), func.count())
        .select_from(CalendarReply)
        .join(CalendarReply.registration)
        .where(Registration.event_id == event.id, Registration.erased_at.is_(None))
    )
    proposed, kept = db.session.execute(query).one()
    return proposed, kept


def is_open() -> Any:
    """For a query of replies with their registrations: what staff should still look at.

    A comment needs nobody to do anything, and an unproven answer waits for the person.
    """
    return (
        CalendarReply.seen_at.is_(None)
        & (CalendarReply.kind == ReplyKind.PROPOSAL)
        & Registration.state.in_(LIVE)
    )


def note_seen(reply: CalendarReply) -> None:
    """Staff know of it; a second time changes nothing."""
    if reply.seen_at is None:
        reply.seen_at, reply.seen_by_id = now(), current_viewer().account_id


def of_event(event: Event, number: int) -> Select[CalendarReply]:
    """One reply about an event, read anew."""
    return (
        select(CalendarReply)
        .join(CalendarReply.registration)
        .where(CalendarReply.id == number, Registration.event_id == event.id)
        .execution_options(populate_existing=True)
    )


def _propose(row: CalendarReply, starts: Moment | None, ends: Moment | None) -> None:
    row.starts_at = row.ends_at = row.first_on = row.last_on = None
    row.written = ""
    if starts is None:
        return
    if starts.is_day:
        row.first_on = starts.day
        # The end is the day after the last one (RFC 5545, section 3.6.1).
        last = ends.day - timedelta(days=1) if ends is not None and ends.is_day else starts.day
        row.last_on = max(starts.day, last)
    elif starts.instant is not None:
        row.starts_at = starts.instant
        later = ends is not None and ends.instant is not None and ends.instant > starts.instant
        row.ends_at = ends.instant if ends is not None and later else None
    else:
        row.written = " – ".join(
            filter(None, (starts.written, ends.written if ends is not None else ""))
        )[:200]


def _forget(due: Sequence[Due]) -> int:
    ids = [row.id for row in due]
    statement = delete(CalendarReply).where(CalendarReply.registration_id.in_(ids))
    done: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    number: int = done.rowcount
    return number


def _told(registration: Registration) -> Iterable[Fact]:
    """For "what you know about me"."""
    for reply in replies_of(registration):
        if reply.comment:
            yield Fact("calendar_comment", _("Written with your calendar answer"), reply.comment)


keep_here(
    Kind(
        "calendar-replies",
        _l("Answers of calendar programs"),
        (CalendarReply,),
        numbers_of(CalendarReply),
        _forget,
    )
)
tell_here(_told)
