"""Registering, and what people do with their registration; what staff decide is in `decisions`.

All of it runs inside ``with write():`` and raises a `RegistrationError` to refuse: let that leave
the block, so that everything is rolled back. Letters go to the outbox in the same transaction.

State table (docs/architecture.md): unverified, confirmed and offered hold a seat; awaiting-approval
and waiting do not. Where an event verifies addresses, only somebody who gets a seat at once is
*unverified*; who waits, or awaits approval, holds nothing that must end soon, and verifies by the
link in their letter when they want.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import inspect, select

from webapp.core.changes import record
from webapp.core.database import db, is_sqlite
from webapp.core.permissions import current_viewer
from webapp.core.times import now
from webapp.events.models import Event, RegistrationMode
from webapp.questions import answering
from webapp.questions.asking import Answers
from webapp.registrations import admission, guardians, invitations, persons
from webapp.registrations.admission import reason_closed
from webapp.registrations.applicant import Applicant
from webapp.registrations.changing import change
from webapp.registrations.decisions import approve, decline, promote_now, to_front
from webapp.registrations.errors import (
    AlreadyRegistered,
    NoSeatFree,
    NotInTheRunning,
    OfferOver,
)
from webapp.registrations.finding import live_duplicate
from webapp.registrations.line import (
    alone_with,
    end_of_line,
    expire_overdue,
    leave,
    place_in_line,
    promote,
    take_fairly,
    tell,
)
from webapp.registrations.models import SEATED, Invitation, Registration, State
from webapp.registrations.storing import store
from webapp.seats import rules as seats

__all__ = [
    "Applicant",
    "Verb",
    "accept_offer",
    "approve",
    "cancel",
    "change",
    "decline",
    "decline_offer",
    "expire_overdue",
    "place_in_line",
    "promote",
    "promote_now",
    "reason_closed",
    "register",
    "to_front",
    "verify",
]

#: Something a person does to their own registration.
Verb = Callable[[Registration], Registration]

#: The letter that tells of a state somebody has just got into.
_LETTER = {
    State.UNVERIFIED: "verify",
    State.AWAITING_APPROVAL: "awaiting-approval",
    State.CONFIRMED: "confirmed",
    State.WAITING: "waiting",
}


def register(
    event: Event,
    applicant: Applicant,
    *,
    invitation: Invitation | None = None,
    entered_by: int | None = None,
    form_key: str | None = None,
    quietly: bool = False,
    seat_pool_id: int | None = None,
    answers: Answers | None = None,
) -> Registration:
    """Sign somebody up: a seat, else a place in line, or up for approval; and the letter.

    *entered_by* (id of the account) is staff who enters somebody by hand: not bound to dates, modes
    or invitations, and allowed to leave the address out. The same *form_key* and person again give
    the registration made the first time. *quietly* sends no letter. *seat_pool_id* is a pool below
    the event's. Raises `AlreadyRegistered`, what `admission.check` raises, and `AnswerError`.
    """
    by_staff = entered_by is not None
    _check(event, applicant, invitation, by_staff)
    values = _place(event, seat_pool_id or event.pool_id, by_staff)
    if not is_sqlite():
        # Whoever changes the event holds its pool: only now is it as it will be for us.
        db.session.refresh(event, inspect(Event).column_attrs.keys())
        _check(event, applicant, invitation, by_staff)
    registration = store(
        event,
        **applicant.columns(),
        **values,
        consented_at=now() if applicant.consent_text else None,
        invitation_id=None if invitation is None else invitation.id,
        entered_by_id=entered_by,
        form_key=form_key,
        seat_pool_id=seat_pool_id,
    )
    if registration is None:
        if values["state"] in SEATED:
            seats.release([seat_pool_id or event.pool_id])
        how: dict[str, Any] = {"entered_by": entered_by, "quietly": quietly}
        how |= {"seat_pool_id": seat_pool_id, "answers": answers}
        return _again(event, applicant, form_key, invitation=invitation, **how)
    if applicant.guardian is not None:
        guardians.ask(registration, applicant.guardian)
    if answers is not None:
        answering.store(registration.id, event.id, answers)
    if invitation is not None:
        invitations.use_place(invitation)
    if by_staff:
        persons.attach(registration)
        record(registration.key, "entered", after={"event": event.key, "state": values["state"]})
    if not quietly:
        tell(registration, _LETTER[State(registration.state)])
    return registration


def verify(registration: Registration) -> Registration:
    """The address is theirs: an unverified seat is confirmed; who waits keeps their place.

    Too late for the held seat, they are signed up anew: a free seat, else the end of the line.
    """
    event = alone_with(registration)
    if registration.verified_at is not None:
        return registration
    if registration.state == State.UNVERIFIED and registration.is_overdue:
        expire_overdue(event)
    if _ran_out_unverified(registration):
        _sign_up_anew(event, registration)
    elif registration.state == State.UNVERIFIED:
        registration.confirm()
        tell(registration, "confirmed")
    elif not registration.is_live:
        raise NotInTheRunning
    _is_theirs(registration)
    return registration


def accept_offer(registration: Registration) -> Registration:
    """Take the offered seat; a second time changes nothing. Raises `OfferOver`."""
    event = alone_with(registration)
    if registration.state == State.CONFIRMED:
        return registration
    if registration.state != State.OFFERED or registration.is_overdue:
        raise OfferOver
    admission.check_going(event)
    registration.confirm()
    if event.verifies_addresses and registration.verified_at is None:
        _is_theirs(registration)  # only the letter to this address told of the offer
    tell(registration, "confirmed")
    return registration


def decline_offer(registration: Registration) -> Registration:
    """Leave the offered seat to the next in line. Raises `OfferOver`."""
    event = alone_with(registration)
    if registration.state != State.OFFERED or registration.is_overdue:
        raise OfferOver
    leave(registration, State.DECLINED, current_viewer().actor)
    promote(event)
    return registration


def cancel(
    registration: Registration, *, reason: str | None = None, quietly: bool = False
) -> Registration:
    """Call a registration off; its seat goes to the next in line at once.

    Staff give a *reason*, which the person is told; it is kept with the registration, as the change
    log carries nothing about people. Raises `NotInTheRunning`.
    """
    event = alone_with(registration)
    if not registration.is_live:
        raise NotInTheRunning
    before = {"state": registration.state}
    leave(registration, State.CANCELLED, current_viewer().actor, reason)
    if current_viewer().is_staff:
        record(registration.key, "cancelled", before, {"state": registration.state})
    if not quietly:
        tell(registration, "cancelled")
    promote(event)
    return registration


def _check(
    event: Event, applicant: Applicant, invitation: Invitation | None, by_staff: bool
) -> None:
    if by_staff:
        admission.check_going(event)
    else:
        admission.check(event, invitation)
        admission.check_applicant(event, applicant)


def _place(event: Event, pool_id: int, by_staff: bool) -> dict[str, Any]:
    """The columns of where somebody new stands; takes the seat where there is one."""
    if event.registration_mode == RegistrationMode.APPROVAL and not by_staff:
        if not is_sqlite():
            seats.lock([event.pool_id])
        return {"state": State.AWAITING_APPROVAL.value}
    if not take_fairly(event, pool_id):
        if not admission.moves(event):
            raise NoSeatFree  # staff, after the event: there is no line to stand in
        return {"state": State.WAITING.value, "waiting_since": end_of_line(event)}
    if event.verifies_addresses and not by_staff:
        until = now() + admission.VERIFYING_LASTS
        return {"state": State.UNVERIFIED.value, "held_until": until}
    return {"state": State.CONFIRMED.value, "confirmed_at": now()}


def _again(event: Event, applicant: Applicant, form_key: str | None, **how: Any) -> Registration:
    """The row could not be stored: the same form again, the same person again, or neither any more.

    A form can be sent twice by mistake, and on purpose after going back and typing another name.
    """
    twin = live_duplicate(event, applicant.email_key, applicant.name_key)
    if twin is not None and twin.is_overdue:
        expire_overdue(event)
        return register(event, applicant, form_key=form_key, **how)
    sent_before = _sent_before(form_key)
    if sent_before is not None and _is_same(sent_before, event, applicant):
        return sent_before
    if twin is not None:
        raise AlreadyRegistered(twin)
    return register(event, applicant, form_key=None, **how)


def _sent_before(form_key: str | None) -> Registration | None:
    if form_key is None:
        return None
    return db.session.scalar(select(Registration).where(Registration.form_key == form_key))


def _is_same(registration: Registration, event: Event, applicant: Applicant) -> bool:
    person = (event.id, applicant.email_key, applicant.name_key)
    stored = (registration.event_id, registration.email_key, registration.name_key)
    return registration.is_live and stored == person


def _ran_out_unverified(registration: Registration) -> bool:
    """Whether it expired because its address was not verified in time (offers expire as well)."""
    never_more = registration.confirmed_at is None and registration.waiting_since is None
    return registration.state == State.EXPIRED and never_more


def _sign_up_anew(event: Event, registration: Registration) -> None:
    invitation = None
    if registration.invitation_id is not None:
        invitation = db.session.get_one(Invitation, registration.invitation_id)
    admission.check(event, invitation)
    twin = live_duplicate(event, registration.email_key, registration.name_key)
    if twin is not None:
        raise AlreadyRegistered(twin)
    if invitation is not None:
        invitations.use_place(invitation)
    if event.has_questions:
        answering.take_again(registration.id)
    if take_fairly(event, registration.pool_id):
        registration.confirm()
    else:
        registration.wait(end_of_line(event))
    tell(registration, _LETTER[State(registration.state)])


def _is_theirs(registration: Registration) -> None:
    registration.verified_at = now()
    persons.attach(registration)
