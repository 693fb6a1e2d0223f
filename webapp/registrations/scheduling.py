"""What an invited person answers, by their calendar program or on the page of the letter's link."""

from datetime import datetime

from webapp.core.database import db
from webapp.core.times import now
from webapp.entries.reading import numbers
from webapp.registrations import asking_again, line, rules
from webapp.registrations.models import Registration, State
from webapp.registrations.reconfirmations import reconfirmation_of
from webapp.registrations.scheduling_models import ANSWERS, CalendarInvitation, Partstat

__all__ = ["BY_MAIL", "BY_PAGE", "answer", "invitation_of", "open_invitation_of"]

#: By what way an answer came.
BY_MAIL, BY_PAGE = "mail", "page"


def invitation_of(registration: Registration) -> CalendarInvitation | None:
    """The invitation for calendars that was sent to this person, whatever became of it."""
    return db.session.get(CalendarInvitation, registration.id)


def open_invitation_of(registration: Registration) -> CalendarInvitation | None:
    """The invitation that can be answered now."""
    if registration.state != State.CONFIRMED or registration.event.is_over:
        return None
    invitation = invitation_of(registration)
    return invitation if invitation is not None and invitation.is_open else None


def answer(
    registration: Registration, partstat: str, sequence: int, answered_at: datetime, by: str
) -> bool:
    """Count an answer; whether it changed anything. Inside ``with write():``.

    *partstat* is ACCEPTED, TENTATIVE or DECLINED, *sequence* the SEQUENCE it answers to,
    *answered_at* when it was given (the DTSTAMP of a reply), *by* is `BY_MAIL` or `BY_PAGE`.
    Declining gives the seat back; the other two are only noted. The same answer twice, an older
    one than is known, one to a time or place that is no longer so, and one of somebody who is not
    invited any more change nothing (RFC 5546, section 2.1.5).
    """
    said = Partstat(partstat)
    if said not in ANSWERS:
        raise ValueError(f"no answer: {partstat}")
    event = line.alone_with(registration)
    invitation = db.session.get(CalendarInvitation, registration.id, populate_existing=True)
    standing = numbers(event.key)
    if invitation is None or standing is None or sequence < standing.invite_sequence:
        return False
    if open_invitation_of(registration) is None:
        return False
    moment = min(answered_at, now())  # a clock that is ahead must not shut out what comes later
    if _is_known(invitation, said, sequence, moment):
        return False
    invitation.partstat, invitation.answered_by = said.value, by
    invitation.answered_at, invitation.answered_sequence = moment, sequence
    _follow(registration, said)
    return True


def _is_known(
    invitation: CalendarInvitation, said: Partstat, sequence: int, moment: datetime
) -> bool:
    """Whether this answer, or a later one, was counted before."""
    if invitation.answered_at is None or invitation.answered_sequence is None:
        return False
    known = invitation.answered_sequence, invitation.answered_at
    given = sequence, moment
    return given < known or (given == known and said == invitation.partstat)


def _follow(registration: Registration, said: Partstat) -> None:
    """What an answer means for the seat, and for the question whether they still come."""
    asked = reconfirmation_of(registration)
    if said is Partstat.DECLINED:
        if asked is None:
            rules.cancel(registration)
        else:
            asking_again.say_not_coming(registration)
    elif said is Partstat.ACCEPTED and asked is not None and asked.is_open:
        asking_again.say_coming(registration)
