"""Who was invited by letter and what became of it: as lists and as numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from webapp.core.database import db
from webapp.core.text import search_key
from webapp.events.models import Event
from webapp.registrations.invitee_models import Answer, Invitee
from webapp.registrations.models import LIVE, Invitation, Registration

#: Written to, and nothing came back.
UNANSWERED = frozenset({Answer.SENT, Answer.OPENED})
PAGE = 50


def _answer() -> ColumnElement[str]:
    """How far it has come, for the database."""
    by_link = Registration.invitation_id == Invitee.invitation_id
    by_address = and_(
        Registration.email_key == Invitee.email_key, Registration.email_key.is_not(None)
    )
    registered = exists().where(
        Registration.event_id == Invitee.event_id,
        Registration.state.in_(LIVE),
        or_(by_link, by_address),
    )
    return case(
        (registered, Answer.REGISTERED.value),
        (Invitation.link_revoked_at.is_not(None), Answer.WITHDRAWN.value),
        (Invitee.declined_at.is_not(None), Answer.DECLINED.value),
        (Invitee.opened_at.is_not(None), Answer.OPENED.value),
        else_=Answer.SENT.value,
    )


def of_answers(answers: Iterable[Answer]) -> ColumnElement[bool]:
    """Invitees (joined with their invitation) with one of these answers."""
    return _answer().in_([answer.value for answer in answers])


def has_invitee() -> ColumnElement[bool]:
    """Invitations that were written to somebody."""
    return exists().where(Invitee.invitation_id == Invitation.id)


def answer_words() -> dict[str, str]:
    """How each answer is called, in the order in which staff look for them."""
    return {
        Answer.REGISTERED: _("registered"),
        Answer.OPENED: _("opened, no answer"),
        Answer.SENT: _("not opened"),
        Answer.DECLINED: _("cannot come"),
        Answer.WITHDRAWN: _("withdrawn"),
    }


@dataclass(frozen=True)
class Row:
    """One invitee, and how far the invitation has come."""

    invitee: Invitee
    answer: Answer


@dataclass(frozen=True)
class InviteesPage:
    """Some rows, and the id to go on after, if there are more."""

    rows: list[Row]
    after: int | None


def answers_of(event: Event) -> Counter[Answer]:
    """How many of each answer. One statement."""
    answer = _answer().label("answer")
    inner = select(answer).join(Invitee.invitation).where(Invitee.event_id == event.id).subquery()
    query = select(inner.c.answer, func.count()).group_by(inner.c.answer)
    return Counter({Answer(name): number for name, number in db.session.execute(query)})


def invitees_page(
    event: Event, answer: str = "", words: str = "", after: str = "", size: int = PAGE
) -> InviteesPage:
    """Those with this answer ("" all) whose name or address has these words. One statement."""
    query = (
        select(Invitee, _answer())
        .join(Invitee.invitation)
        .options(contains_eager(Invitee.invitation))
        .where(Invitee.event_id == event.id, Invitee.id > _number(after))
        .order_by(Invitee.id)
        .limit(size + 1)
    )
    if answer in set(Answer):
        query = query.where(of_answers([Answer(answer)]))
    if words.strip():
        like = f"%{_escaped(search_key(words))}%"
        query = query.where(
            or_(
                Invitee.name_key.like(like, escape="\\"),
                Invitee.email_key.like(like, escape="\\"),
            )
        )
    rows = [Row(invitee, Answer(name)) for invitee, name in db.session.execute(query)]
    return InviteesPage(rows[:size], rows[size - 1].invitee.id if len(rows) > size else None)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
