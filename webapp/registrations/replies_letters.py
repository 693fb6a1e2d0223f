"""The letters that mailed replies cause."""

from typing import Any

from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.mail.models import Letter
from webapp.mail.outbox import post
from webapp.registrations.letter_facts import registration_facts, told_of
from webapp.registrations.models import Registration
from webapp.registrations.notifications import language_of


def ask_again(registration: Registration) -> Letter | None:
    """Ask the registered address whether an answer nobody could check was theirs."""
    link = public_url("registrations.answer", token=registration.token())
    return _write(registration, "reply-unchecked", {"answer_link": link})


def tell_too_late(registration: Registration) -> Letter | None:
    """Tell whoever says yes after all that their registration is over."""
    return _write(registration, "reply-too-late", {})


def tell_that_date_stays(registration: Registration) -> Letter | None:
    """Answer a proposal of another time; None where there is no address to write to."""
    return _write(registration, "date-stays", {})


def _write(registration: Registration, what: str, facts: dict[str, Any]) -> Letter | None:
    if not registration.email:
        return None
    db.session.flush()
    language = language_of(registration)
    told = told_of(registration.event, language)
    return post(
        f"registrations/letters/{what}",
        owner=registration.key,
        event_key=registration.event.key,
        recipient=registration.email,
        recipient_name=registration.name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=language,
        facts=registration_facts(registration, told.facts) | facts,
    )
