"""How somebody stands in their delegation follows from their registration, whoever changed that.

Staff cancel, approve or seat people on the desk of registrations, people cancel by their own link
or have their data erased, sweeps end what is late: none of them knows of delegations. So it is not
left to remembering: before anything is stored the standing is made what the state says.
"""

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.times import now
from webapp.delegations.models import Delegate, Delegation, Standing
from webapp.delegations.news_models import Happening
from webapp.delegations.news_notes import happened
from webapp.registrations.models import SEATED, Registration, State
from webapp.registrations.naming import LEADER


def standing_of(registration: Registration) -> Standing:
    """Who holds a seat is a member; who waits is a reserve; who awaits approval is wished for."""
    if registration.state in SEATED:
        return Standing.MEMBER
    if registration.state == State.WAITING:
        return Standing.RESERVE
    return Standing.WISH if registration.state == State.AWAITING_APPROVAL else Standing.OUT


@event.listens_for(db.session, "before_flush")
def _follow(session: Session, *_: Any) -> None:
    changed = {
        row.id: row
        for row in session.dirty
        if isinstance(row, Registration) and row.seat_pool_id is not None and _is_news(row)
    }
    if not changed:
        return
    for delegate in session.scalars(
        select(Delegate).where(Delegate.registration_id.in_(changed))
    ).all():
        registration = changed[delegate.registration_id]
        was, delegate.standing = delegate.standing, standing_of(registration).value
        _note(delegate, registration, was)
        if _was_approved_without_seat(registration):
            registration.held_back_at = now()


def _is_news(registration: Registration) -> bool:
    return _has_changed(registration, "state") or _has_changed(registration, "name")


def _has_changed(registration: Registration, column: str) -> bool:
    return bool(inspect(registration).attrs[column].history.has_changes())


def _note(delegate: Delegate, registration: Registration, was: str) -> None:
    """What the leader has not done is noted for them; a wish they hear of from the coordinator."""
    has_left = delegate.standing == Standing.OUT and was in (Standing.MEMBER, Standing.RESERVE)
    if has_left and registration.ended_by != LEADER:
        happened(delegate.id, Happening.LEFT)
        after = {"registration": registration.public_id}
        record(f"delegation:{_public_id(delegate)}", "delegate-left", after=after)
    elif registration.is_live and _has_changed(registration, "name"):
        happened(delegate.id, Happening.NAME)


def _public_id(delegate: Delegate) -> str | None:
    query = select(Delegation.public_id).where(Delegation.id == delegate.delegation_id)
    return db.session.scalar(query)


def _was_approved_without_seat(registration: Registration) -> bool:
    """Staff let a wish in where its delegation has no place free: a reserve like any other, whom
    the leader lets step in, and not the line."""
    was = inspect(registration).attrs.state.history.deleted
    return registration.state == State.WAITING and State.AWAITING_APPROVAL in (was or ())
