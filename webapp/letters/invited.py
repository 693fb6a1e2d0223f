"""An audience above those who have registered: who was invited by letter and has not answered."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager

from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.core.times import now
from webapp.letters.audiences import Addressee, Audience, Numbers, register
from webapp.letters.models import EventLetter
from webapp.registrations.invitee_lists import UNANSWERED, of_answers
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.models import Invitation


def numbers(letter: EventLetter) -> Numbers:
    """How many they are, by language."""
    query = (
        select(Invitee.language, func.count())
        .join(Invitee.invitation)
        .where(*_waited_for(letter))
        .group_by(Invitee.language)
    )
    return Numbers(dict(db.session.execute(query).all()))


def next_of(letter: EventLetter, after: int, until: datetime, most: int) -> Sequence[Addressee]:
    """Those who follow a position and were invited before an instant."""
    query = (
        select(Invitee)
        .join(Invitee.invitation)
        .options(contains_eager(Invitee.invitation))
        .where(*_waited_for(letter), Invitee.id > after, Invitee.invited_at <= until)
        .order_by(Invitee.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [_addressee(invitee) for invitee in db.session.scalars(query)]


def _waited_for(letter: EventLetter) -> tuple[ColumnElement[bool], ...]:
    """Neither registered nor declined, and the link still opens."""
    return (
        Invitee.event_id == letter.event_id,
        Invitee.email.is_not(None),
        of_answers(UNANSWERED),
        or_(Invitation.ends_at.is_(None), Invitation.ends_at > now()),
    )


def _addressee(invitee: Invitee) -> Addressee:
    invitation = invitee.invitation
    return Addressee(
        invitee.id,
        f"invitation:{invitation.public_id}",
        invitee.name,
        invitee.email or "",
        invitee.language,
        public_url("invitations.show", token=invitation.token()),
        link_is="invitation",
    )


register(
    Audience(
        "invited",
        _l("those who were invited by letter and have not registered"),
        "",
        numbers,
        next_of,
    )
)
