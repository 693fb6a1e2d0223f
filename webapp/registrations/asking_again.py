"""Asked again after a move: what somebody answers, and what becomes of those who do not.

All of it runs inside ``with write():``. Until somebody answers they keep their seat; an answer that
comes late counts as long as the seat is still theirs.
"""

from webapp.core.database import db, is_sqlite
from webapp.core.permissions import SYSTEM
from webapp.core.times import now
from webapp.events.models import Event
from webapp.registrations import admission, line, rules
from webapp.registrations.errors import NotAsked
from webapp.registrations.models import Registration, State
from webapp.registrations.reconfirmations import (
    Answer,
    Reconfirmation,
    reconfirmation_of,
    silent_of,
)
from webapp.seats import rules as seats


def say_coming(registration: Registration) -> Registration:
    """They still come; a second time changes nothing. Raises `NotAsked`, `RegistrationClosed`."""
    asked = _asked(registration)
    admission.check_ahead(registration.event)
    if asked.answer is None:
        _note(asked, Answer.COMING)
    return registration


def say_not_coming(registration: Registration) -> Registration:
    """They do not come: the seat goes to the next in line. Also after having said yes."""
    asked = _asked(registration)
    _note(asked, Answer.NOT_COMING)
    return rules.cancel(registration)


def release(event: Event) -> list[Registration]:
    """End the registrations of those who did not answer in time and let the line move; whose."""
    if not is_sqlite():
        seats.lock([event.pool_id])
    if not admission.moves(event):
        return []
    silent = list(db.session.execute(silent_of(event)))
    for registration, deadline in silent:
        line.leave(registration, State.EXPIRED, SYSTEM.actor)
        line.tell(registration, "not-answered", deadline=deadline)
    if silent:
        line.promote(event)
    return [registration for registration, _deadline in silent]


def _asked(registration: Registration) -> Reconfirmation:
    """The question put to somebody still in the running, with the event's line held still."""
    line.alone_with(registration)
    asked = reconfirmation_of(registration)
    if asked is None or not registration.is_live:
        raise NotAsked
    return asked


def _note(asked: Reconfirmation, answer: Answer) -> None:
    asked.answer, asked.answered_at = answer.value, now()
