"""People who wait for a decision or a place, and letters that did not reach them."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, or_, select

from webapp.core.database import db
from webapp.core.near_days import today
from webapp.core.permissions import Act
from webapp.delegations.models import Delegate
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.manage.due_asking import PUBLISHED, Asking, Due, event_page
from webapp.registrations.models import Registration, State
from webapp.seats.models import SeatPool

#: Who applied hears within so many days.
ANSWER_WITHIN = timedelta(days=3)
#: Events with undelivered letters that are looked at.
_LOOKED_AT = 500


def approvals(asking: Asking) -> Iterable[Due]:
    """People who applied and have not been answered."""
    oldest = func.min(Registration.created_at)
    query = (
        select(Event.id, Event.code, Event.name, Event.sorts_at, func.count(), oldest)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.state == State.AWAITING_APPROVAL,
            Event.status.in_(PUBLISHED),
            # A wish beyond the quota of a delegation is another question (`due_delegations`).
            Registration.id.not_in(select(Delegate.registration_id)),
            asking.mine("approval", Act.CHANGE_PEOPLE),
        )
        .group_by(Event.id)
        .order_by(oldest, Event.id)
    )
    for number, code, title, starts_at, count, since in db.session.execute(asking.some(query)):
        day = asking.day(since)
        words = ngettext(
            "%(num)d person awaits your decision, since %(day)s",
            "%(num)d people await your decision, the first since %(day)s",
            count,
            day=asking.said(day),
        )
        yield Due(
            "approval",
            f"event:{number}",
            min(day + ANSWER_WITHIN, asking.day(starts_at)),
            words,
            "hourglass",
            "info",
            title,
            _("Decide"),
            event_page(code, "people.index", state=State.AWAITING_APPROVAL.value),
            event_page(code),
        )


def waiting(asking: Asking) -> Iterable[Due]:
    """People in line although places are free."""
    line = func.count(Registration.id)
    query = (
        select(Event.id, Event.code, Event.name, SeatPool.capacity, SeatPool.taken, line)
        .join(Event.pool)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.state == State.WAITING,
            Event.status.in_(PUBLISHED),
            Event.over_at > asking.at,
            or_(SeatPool.capacity.is_(None), SeatPool.taken < SeatPool.capacity),
            # Reserves of a delegation wait for their leader, not for a place.
            Registration.id.not_in(select(Delegate.registration_id)),
            asking.mine("waiting", Act.CHANGE_PEOPLE),
        )
        .group_by(Event.id, SeatPool.id)
        .order_by(Event.sorts_at, Event.id)
    )
    for number, code, title, capacity, taken, count in db.session.execute(asking.some(query)):
        waits = ngettext("%(num)d person waits", "%(num)d people wait", count)
        yield Due(
            "waiting",
            f"event:{number}",
            today(),
            f"{waits}; {_free(capacity, taken)}",
            "users",
            "info",
            title,
            _("See who waits"),
            event_page(code, "people.index", state=State.WAITING.value),
            event_page(code),
        )


def _free(capacity: int | None, taken: int) -> str:
    if capacity is None:
        return str(_("the number of places has no limit"))
    return str(ngettext("%(num)d place is free", "%(num)d places are free", capacity - taken))


def undelivered(asking: Asking) -> Iterable[Due]:
    """Letters that were refused or came back, and nobody has seen to them: two statements."""
    key, first = Letter.event_key, func.min(Letter.undelivered_at)
    letters = (
        select(key, func.count(), first)
        .where(Letter.undelivered_at.is_not(None), key.like("event:%"))
        .group_by(key)
        .order_by(first)
        .limit(_LOOKED_AT)
    )
    rows = {
        int(str(found).partition(":")[2]): (count, since)
        for found, count, since in db.session.execute(letters)
        if since is not None
    }
    events = select(Event.id, Event.code, Event.name).where(
        Event.id.in_(rows), asking.mine("letters", Act.CHANGE_PEOPLE)
    )
    by_id = {row.id: row for row in db.session.execute(asking.some(events.order_by(Event.id)))}
    for number, (count, since) in rows.items():
        if number not in by_id:
            continue
        words = ngettext("%(num)d letter did not arrive", "%(num)d letters did not arrive", count)
        code = by_id[number].code
        yield Due(
            "letters",
            f"event:{number}",
            asking.day(since),
            words,
            "mail-warning",
            "bad",
            by_id[number].name,
            _("See which"),
            event_page(code, "letters.all_letters", open="1"),
            event_page(code),
        )


QUESTIONS = (approvals, waiting, undelivered)
