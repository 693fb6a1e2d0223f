"""What is stored about one registration as JSON, for another program to read (GDPR article 20).

Keys are English and stay; words are in the reader's language. Times are ISO 8601 in UTC.
"""

from datetime import datetime
from typing import Any

from webapp.core.addresses import public_url
from webapp.core.i18n import current_language, plain_text
from webapp.core.times import now
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.rights import Known

#: Raised when a program that reads the file would have to change.
VERSION = 1


def as_json(known: Known) -> dict[str, Any]:
    """The file's content."""
    registration, event = known.registration, known.registration.event
    return {
        "format": "vizite-registration",
        "version": VERSION,
        "written_at": _at(now()),
        "language": current_language(),
        "controller": {
            "name": plain_text(event.organiser.name),
            "email": event.organiser.contact_email,
            "data_protection_contact": event.organiser.data_protection_contact,
        },
        "event": {
            "title": plain_text(event.name),
            "address": public_url("events.show", code=event.code),
            "period": event.period.as_json(),
        },
        "registration": {
            "state": registration.shown_state.value,
            "registered_at": _at(registration.created_at),
            "address_confirmed_at": _at(registration.verified_at),
            "confirmed_at": _at(registration.confirmed_at),
            "waiting_since": _at(registration.waiting_since),
            "offered_at": _at(registration.offered_at),
            "held_until": _at(registration.held_until),
            "ended_at": _at(registration.ended_at),
            "ended_reason": registration.ended_reason,
            "erased_at": _at(registration.erased_at),
            "please_not_in_photographs": registration.not_in_photos,
            **{fact.name: fact.value for fact in known.facts if fact.name != "photographs"},
        },
        **_given(known),
        **_about(known),
    }


def _given(known: Known) -> dict[str, Any]:
    """What the person gave besides."""
    return {
        "consents": [{"text": words, "given_at": _at(moment)} for words, moment in known.consents],
        "guardian": _guardian(known.guardian),
        "answers": [{"question": each.question, "answer": each.answer} for each in known.answers],
        "needs": [{"kind": kind, "needs": words} for kind, words in known.needs],
    }


def _about(known: Known) -> dict[str, Any]:
    """What was written about them, and to them."""
    return {
        "history": [
            {"at": _at(step.at), "what": step.verb, "by": step.who, "reason": step.reason}
            for step in known.steps
        ],
        "letters": [
            {
                "what": each.words,
                "fate": each.letter.state,
                "stored_at": _at(each.letter.created_at),
                "sent_at": _at(each.letter.sent_at),
                "recipient": each.letter.recipient or None,
                "subject": each.letter.subject,
                "text": each.text,
            }
            for each in known.letters
        ],
        "notes": [{"at": _at(note.created_at), "text": note.text} for note in known.notes],
        "kept": [
            {
                "what": each.what,
                "until": _at(each.until) if isinstance(each.until, datetime) else each.until,
                "legal_basis": each.basis,
            }
            for each in known.kept
        ],
    }


def _guardian(consent: GuardianConsent | None) -> dict[str, Any] | None:
    if consent is None:
        return None
    return {
        "name": consent.name or None,
        "email": consent.email or None,
        "answer": consent.answer,
        "asked_at": _at(consent.asked_at),
        "answered_at": _at(consent.answered_at),
    }


def _at(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
