"""The young come with a guardian's consent: asked by letter, given and withdrawn by its link.

The seat is kept meanwhile, as it would be hard on the young to lose it over a parent's full
mailbox; staff see who has not answered and decide (docs/decisions.md).
"""

from collections.abc import Iterable

from sqlalchemy import select

from webapp.core.addresses import public_url
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.links import LinkRevoked
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.outbox import post
from webapp.registrations.applicant import Guardian
from webapp.registrations.errors import NotInTheRunning
from webapp.registrations.guardian_models import Answer, GuardianConsent
from webapp.registrations.letter_facts import told_of
from webapp.registrations.models import LIVE, Registration
from webapp.registrations.notifications import language_of

#: What `Event.guardian_age` may be: below it a guardian has to agree.
YOUNGEST_LIMIT, OLDEST_LIMIT = 5, 18


def ask(registration: Registration, guardian: Guardian) -> GuardianConsent:
    """Ask the guardian of somebody new, by letter."""
    consent = GuardianConsent(
        registration_id=registration.id, name=guardian.name, email=guardian.email
    )
    db.session.add(consent)
    db.session.flush()
    _write_to(consent, registration)
    return consent


def ask_again(registration: Registration, guardian: Guardian) -> GuardianConsent:
    """Write once more, maybe to another address: every link given out before opens nothing."""
    consent = consent_of(registration)
    if consent is None or registration.erased_at is not None or not registration.is_live:
        raise NotInTheRunning
    if consent.answer == Answer.GIVEN:
        raise NotInTheRunning
    consent.name, consent.email = guardian.name, guardian.email
    consent.answer, consent.answered_at, consent.asked_at = Answer.ASKED.value, None, now()
    consent.renew_link()
    db.session.flush()
    record(registration.key, "guardian-asked")
    _write_to(consent, registration)
    return consent


def answer(consent: GuardianConsent, given: Answer) -> GuardianConsent:
    """The guardian agrees, refuses, or takes back what they said; nothing happens twice."""
    if consent.answer == given:
        return consent
    consent.answer, consent.answered_at = given.value, now()
    record(consent.registration.key, f"guardian-{given.value}")
    return consent


def find(token: str) -> GuardianConsent:
    """What a guardian's link opens; *gone* once it is forgotten whom it was for."""
    consent = GuardianConsent.find_by_token(token)
    if not consent.email:
        raise LinkRevoked
    return consent


def consent_of(registration: Registration) -> GuardianConsent | None:
    """The consent asked for somebody; None where none was needed."""
    query = select(GuardianConsent).where(GuardianConsent.registration_id == registration.id)
    return db.session.scalar(query)


def answers_of(ids: Iterable[int]) -> dict[int, str]:
    """What the guardians of these registrations have answered, in one statement."""
    query = select(GuardianConsent.registration_id, GuardianConsent.answer)
    return dict(
        db.session.execute(query.where(GuardianConsent.registration_id.in_(list(ids)))).all()
    )


def without_consent(event: Event) -> set[int]:
    """Whose guardian has not said yes (yet), of those in the running; ids."""
    query = (
        select(GuardianConsent.registration_id)
        .join(GuardianConsent.registration)
        .where(Registration.event_id == event.id, Registration.state.in_(LIVE))
        .where(GuardianConsent.answer != Answer.GIVEN)
    )
    return set(db.session.scalars(query))


def _write_to(consent: GuardianConsent, registration: Registration) -> None:
    event, language = registration.event, language_of(registration)
    told = told_of(event, language)
    post(
        "registrations/letters/guardian",
        owner=consent.key,
        event_key=event.key,
        recipient=consent.email,
        recipient_name=consent.name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=language,
        facts={
            "event": told.facts,
            "name": registration.name,
            "age": event.guardian_age,
            "link": public_url("registrations.guardian", token=consent.token()),
        },
    )
