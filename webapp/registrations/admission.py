"""Whether an event takes registrations now, and whether its waiting list moves."""

from datetime import datetime, timedelta

from webapp.core.times import Precision, now
from webapp.events.models import Event, RegistrationMode, Status
from webapp.registrations.applicant import Applicant
from webapp.registrations.errors import (
    AddressNeeded,
    Closed,
    ConsentNeeded,
    InvitationNeeded,
    InvitationOver,
    NotOpenYet,
    RegistrationClosed,
    RegistrationError,
)
from webapp.registrations.models import Invitation

#: How long an offered seat is held, at most.
OFFER_LASTS = timedelta(hours=48)
#: How long a seat is held for an address that must be verified.
VERIFYING_LASTS = timedelta(minutes=30)
#: From here on a freed seat is confirmed without asking.
TOO_LATE_TO_ASK = timedelta(hours=24)


def check_applicant(event: Event, applicant: Applicant) -> None:
    """What somebody who signs up themselves must give. Raises a `RegistrationError`."""
    if applicant.email_key is None:
        raise AddressNeeded
    if event.consent and not applicant.consent_text:
        raise ConsentNeeded


def check(event: Event, invitation: Invitation | None = None) -> None:
    """Whether somebody may register now. Raises a `RegistrationError`.

    Whether they may know of the event is for the view; an invitation's places are counted when one
    is taken.
    """
    check_ahead(event)
    if event.registration_mode == RegistrationMode.NONE:
        raise RegistrationClosed(Closed.NONE)
    if event.registration_mode == RegistrationMode.ELSEWHERE:
        raise RegistrationClosed(Closed.ELSEWHERE)
    if event.is_over:
        raise RegistrationClosed(Closed.OVER)
    if event.closes_at is not None and event.closes_at <= now():
        raise RegistrationClosed(Closed.DEADLINE)
    if event.opens_at is not None and event.opens_at > now():
        raise NotOpenYet(event.opens_at)
    _check_invitation(event, invitation)


def check_going(event: Event) -> None:
    """What stops staff too: there is no event to come to. Raises `RegistrationClosed`."""
    if event.withdrawn_at is not None:
        raise RegistrationClosed(Closed.WITHDRAWN)
    if event.status == Status.DRAFT:
        raise RegistrationClosed(Closed.DRAFT)
    if event.status == Status.CANCELLED:
        raise RegistrationClosed(Closed.CANCELLED)


def check_ahead(event: Event) -> None:
    """What participants and the waiting list need besides: it is still to come, at a known date or
    a vague one. Raises `RegistrationClosed`."""
    check_going(event)
    if event.status == Status.HELD:
        raise RegistrationClosed(Closed.HELD)
    if is_postponed(event):
        raise RegistrationClosed(Closed.POSTPONED)


def is_postponed(event: Event) -> bool:
    """Whether its date was taken away and no other is known yet."""
    return event.postponed_at is not None and event.precision == Precision.UNDATED


def moves(event: Event) -> bool:
    """Whether a free seat goes to the next in line: until the event is over, while it is on."""
    on = event.status in (Status.TENTATIVE, Status.CONFIRMED) and event.withdrawn_at is None
    return on and not is_postponed(event) and not event.is_over


def held_until(event: Event, moment: datetime) -> datetime | None:
    """By when a seat freed at *moment* must be accepted; None when it is confirmed at once.

    Two days, at most half of the time left. A vague date leaves the whole two days.
    """
    starts_at = begins_at(event)
    if starts_at is None:
        return moment + OFFER_LASTS
    left = starts_at - moment
    return None if left <= TOO_LATE_TO_ASK else moment + min(OFFER_LASTS, left / 2)


def begins_at(event: Event) -> datetime | None:
    """When it begins; None while no day is known."""
    return event.sorts_at if event.precision in (Precision.TIME, Precision.DAY) else None


def reason_closed(event: Event, invitation: Invitation | None = None) -> str | None:
    """Why nobody can register now, in words; None when one can."""
    try:
        check(event, invitation)
    except RegistrationError as error:
        return str(error)
    return None


def _check_invitation(event: Event, invitation: Invitation | None) -> None:
    if invitation is None:
        if event.registration_mode == RegistrationMode.INVITATION:
            raise InvitationNeeded
        return
    ended = invitation.ends_at is not None and invitation.ends_at <= now()
    if invitation.event_id != event.id or invitation.link_revoked_at is not None or ended:
        raise InvitationOver
