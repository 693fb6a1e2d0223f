"""The letters about delegations: to their leaders, and to those who were named.

Stored in the transaction of what they tell; the organiser of the event is who writes. A leader's
letters belong to the delegation, a delegate's to their registration: so they are erased with it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.core.i18n import configured_languages, in_language
from webapp.core.times import now
from webapp.delegations.lacks import (
    Lack,
    are_needs_asked,
    deadlines_of,
    is_travel_asked,
)
from webapp.delegations.models import Delegate, Delegation, DelegationPlan, Standing
from webapp.delegations.plans import quota_of
from webapp.delegations.words import payer_words, role_words
from webapp.mail.models import Letter
from webapp.mail.outbox import one_line, post
from webapp.registrations.letter_facts import Told, registration_facts, told_of
from webapp.registrations.notifications import language_of
from webapp.registrations.scheduling_letters import enclose

_FOLDER = "delegations/letters/"
LEADERS = frozenset(
    {"invitation", "reminder", "news", "event-news", "wish-granted", "wish-refused", "released"}
)
DELEGATES = frozenset({"named", "stepped-in", "kept-in-reserve", "taken-off"})
#: What the calendar of a delegate has to do with it, in the words of registrations.
_FOR_CALENDAR = {"named": "confirmed", "stepped-in": "confirmed"}


def invite(delegation: Delegation, plan: DelegationPlan | None) -> bool:
    """Give the leader their link and the deadlines; False where there is no address."""
    facts = _asked_facts(delegation, plan)
    return tell_leader(delegation, "invitation", **facts) is not None


def remind(delegation: Delegation, lacks: Iterable[Lack]) -> bool:
    """Name to the leader exactly what is missing; False where there is no address."""
    at = now()
    missing = [
        {
            "what": each.what,
            "number": each.number,
            "at": _written(each.due_at),
            "is_late": each.is_late(at),
        }
        for each in lacks
    ]
    return tell_leader(delegation, "reminder", missing=missing) is not None


def tell_leader(delegation: Delegation, what: str, **facts: Any) -> Letter | None:
    """Store the letter *what* (one of `LEADERS`) for the leader; None where there is no address.

    *facts* add to the usual: ``name`` and ``reason`` (wishes), ``number`` of seats (released),
    ``changes`` (news).
    """
    if what not in LEADERS:
        raise ValueError(f"there is no letter {what!r}")
    if not delegation.leader_email:
        return None
    db.session.flush()  # the link is made of what the database gave
    language = spoken(delegation.leader_language)
    told = told_of(delegation.event, language)
    return post(
        _FOLDER + what,
        owner=delegation.key,
        event_key=delegation.event.key,
        recipient=delegation.leader_email,
        recipient_name=delegation.leader_name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=language,
        facts=_leader_facts(delegation, told, language) | facts,
    )


def tell_delegate(delegate: Delegate, what: str) -> Letter | None:
    """Store the letter *what* (one of `DELEGATES`) for somebody in a delegation; None where they
    have no address. Who has got a seat, or lost it, hears so in their calendar as well."""
    if what not in DELEGATES:
        raise ValueError(f"there is no letter {what!r}")
    registration = delegate.registration
    if not registration.email:
        return None
    db.session.flush()
    language = language_of(registration)
    told = told_of(registration.event, language)
    enclosed = enclose(registration, _FOR_CALENDAR.get(what, what), told, language)
    return post(
        _FOLDER + what,
        owner=registration.key,
        event_key=registration.event.key,
        recipient=registration.email,
        recipient_name=registration.name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=language,
        calendar=enclosed.calendar,
        calendar_method=enclosed.method,
        message_id=enclosed.message_id,
        in_reply_to=enclosed.in_reply_to,
        facts=registration_facts(registration, told.facts) | _delegate_facts(delegate, language),
    )


def tell_named(delegate: Delegate) -> Letter | None:
    """Somebody has just been named: how they stand, and where they look through their data."""
    return tell_delegate(delegate, "named")


def tell_wish(delegate: Delegate, is_granted: bool, reason: str = "") -> Letter | None:
    """The coordinator has answered a wish beyond the quota: told to the leader."""
    what = "wish-granted" if is_granted else "wish-refused"
    return tell_leader(
        delegate.delegation, what, name=one_line(delegate.registration.name), reason=reason or None
    )


def _leader_facts(delegation: Delegation, told: Told, language: str) -> dict[str, Any]:
    return {
        "event": told.facts,
        "partner": one_line(delegation.organisation.name.pick(language).text),
        "link": public_url("delegations.show", token=delegation.token()),
        "your_time": "",
        "join_url": None,
    }


def _asked_facts(delegation: Delegation, plan: DelegationPlan | None) -> dict[str, Any]:
    language = spoken(delegation.leader_language)
    note = plan.note.pick(language).text if plan is not None and plan.note else ""
    due = {f"{what}_due": _written(at) for what, at in deadlines_of(plan).items()}
    return {"quota": quota_of(delegation, plan), "note": note, **due}


def _delegate_facts(delegate: Delegate, language: str) -> dict[str, Any]:
    delegation, token = delegate.delegation, delegate.registration.token()
    with in_language(language):
        role, payer = role_words(delegate.role), payer_words(delegate.payer)
    return {
        "partner": one_line(delegation.organisation.name.pick(language).text),
        "role": role,
        "payer": payer,
        "standing": Standing(delegate.standing).value,
        "asks_needs": are_needs_asked(delegation.event),
        "asks_travel": is_travel_asked(delegation.event_id),
        "data_link": public_url("registrations.delegate", token=token),
    }


def spoken(language: str) -> str:
    """That language where this installation speaks it, else its first."""
    tags = configured_languages()
    return language if language in tags else tags[0]


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
