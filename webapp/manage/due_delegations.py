"""Delegations: wishes to answer, those silent past a deadline, those that declined, names due."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from webapp.core.database import db
from webapp.core.permissions import Act
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.events.models import Event
from webapp.manage.due_asking import PUBLISHED, Asking, Due, event_page
from webapp.registrations.models import Registration, State

#: A leader who wishes for one more hears within so many days.
ANSWER_WITHIN = timedelta(days=3)
#: So long before the deadline for names one should look at the board.
DAYS_BEFORE = 3
#: A delegation that declined is news for so long.
NEWS = timedelta(days=21)
_BOARD = "delegation_desk.index"
#: Nobody has answered: neither opened the link, nor named anybody, nor said that all are named.
_SILENT: ColumnElement[bool] = and_(
    Delegation.completed_at.is_(None),
    Delegation.declined_at.is_(None),
    Delegation.opened_at.is_(None),
    ~exists().where(Delegate.delegation_id == Delegation.id),
)


def wishes(asking: Asking) -> Iterable[Due]:
    """Wishes beyond a quota that nobody has answered."""
    oldest = func.min(Delegate.named_at)
    query = (
        _events(func.count(Delegate.id), oldest)
        .join(Delegate, Delegate.delegation_id == Delegation.id)
        .join(Registration, Registration.id == Delegate.registration_id)
        .where(
            Delegate.standing == Standing.WISH,
            Delegate.wish_answered_at.is_(None),
            Registration.state == State.AWAITING_APPROVAL,
            asking.mine("wish", Act.CHANGE_PEOPLE),
        )
        .order_by(oldest, Event.id)
    )
    for number, code, title, _starts, count, since in db.session.execute(asking.some(query)):
        words = ngettext(
            "%(num)d wish beyond a quota awaits your word",
            "%(num)d wishes beyond a quota await your word",
            count,
        )
        day = asking.day(since) + ANSWER_WITHIN
        yield _due("wish", number, code, title, day, words, "hourglass", "info", _("Decide"))


def silent(asking: Asking) -> Iterable[Due]:
    """Delegations whose leader has not answered although the deadline for names has passed."""
    query = (
        _events(func.count(Delegation.id), func.min(DelegationPlan.names_due_at))
        .join(DelegationPlan, DelegationPlan.event_id == Event.id)
        .where(
            DelegationPlan.names_due_at <= asking.at,
            Event.over_at > asking.at,
            _SILENT,
            asking.mine("silent", Act.CHANGE_PEOPLE),
        )
        .order_by(func.min(DelegationPlan.names_due_at), Event.id)
    )
    for number, code, title, _starts, count, since in db.session.execute(asking.some(query)):
        words = ngettext(
            "%(num)d delegation has not answered, the deadline for names has passed",
            "%(num)d delegations have not answered, the deadline for names has passed",
            count,
        )
        day = asking.day(since)
        yield _due("silent", number, code, title, day, words, "clock-alert", "warn", _("See which"))


def declined(asking: Asking) -> Iterable[Due]:
    """Partners that have said of late that they do not come."""
    last = func.max(Delegation.declined_at)
    query = (
        _events(func.count(Delegation.id), last)
        .where(
            Delegation.declined_at > asking.at - NEWS,
            Event.over_at > asking.at,
            asking.mine("delegation-declined", Act.CHANGE_PEOPLE),
        )
        .order_by(last, Event.id)
    )
    for number, code, title, _starts, count, since in db.session.execute(asking.some(query)):
        words = ngettext(
            "%(num)d delegation does not come", "%(num)d delegations do not come", count
        )
        kind, day = "delegation-declined", asking.day(since)
        yield _due(kind, number, code, title, day, words, "circle-x", "warn", _("See which"))


def names_due(asking: Asking) -> Iterable[Due]:
    """Deadlines for names that come near while delegations are open."""
    soon: datetime = asking.at + asking.horizon
    query = (
        _events(func.count(Delegation.id), func.min(DelegationPlan.names_due_at))
        .join(DelegationPlan, DelegationPlan.event_id == Event.id)
        .where(
            DelegationPlan.names_due_at > asking.at,
            DelegationPlan.names_due_at <= soon,
            Delegation.completed_at.is_(None),
            Delegation.declined_at.is_(None),
            asking.mine("names-due", Act.CHANGE_PEOPLE),
        )
        .order_by(func.min(DelegationPlan.names_due_at), Event.id)
    )
    for number, code, title, _starts, count, due_at in db.session.execute(asking.some(query)):
        words = ngettext(
            "%(num)d delegation is still to be named, by %(day)s",
            "%(num)d delegations are still to be named, by %(day)s",
            count,
            day=asking.said(asking.day(due_at)),
        )
        day = asking.before(due_at, DAYS_BEFORE)
        yield _due("names-due", number, code, title, day, words, "users", "info", _("See which"))


def _events(*columns: Any) -> Select[Any]:
    """Published events with delegations, with what is counted of each."""
    return (
        select(Event.id, Event.code, Event.name, Event.sorts_at, *columns)
        .join(Delegation, Delegation.event_id == Event.id)
        .where(Event.status.in_(PUBLISHED))
        .group_by(Event.id)
    )


def _due(
    kind: str,
    number: int,
    code: str,
    title: Any,
    day: Any,
    words: str,
    sign: str,
    tone: str,
    button: str,
) -> Due:
    page = event_page(code, _BOARD)
    about = event_page(code)
    return Due(kind, f"event:{number}", day, words, sign, tone, title, button, page, about)


QUESTIONS = (wishes, silent, declined, names_due)
