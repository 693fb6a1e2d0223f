"""What letters about registrations tell, fixed as it is at the moment of their cause."""

from dataclasses import dataclass
from time import monotonic
from typing import Any

from flask import current_app

from webapp.core.addresses import public_url
from webapp.core.look import time_line_of
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event, Mode
from webapp.mail.outbox import one_line
from webapp.registrations.models import Registration, State

#: Who is told how to join online: those who have a seat, and nobody whose address is unproven.
MAY_JOIN = frozenset({State.CONFIRMED})
#: Seconds for which `prepare` keeps what it has read, and for how many events and languages.
KNOWN_FOR = 60.0
MOST_KNOWN = 500
_KNOWN = "vizite_letter_events"
_Key = tuple[int, int, str]


@dataclass(frozen=True)
class Told:
    """What letters of one language tell of an event, and from whom they come."""

    facts: dict[str, Any]
    sender_name: str
    #: Where answers go: the organiser, by function.
    reply_to: str | None


def prepare(event: Event, language: str) -> None:
    """Have ready what letters tell of the event; call it before the transaction that writes one.

    All of this takes several reads, and while somebody writes nobody else can. Kept for a minute
    and this revision of the event, so at most the name of a place or an organisation is old.
    """
    known: dict[_Key, tuple[float, Told]] = current_app.extensions.setdefault(_KNOWN, {})
    key = (event.id, event.revision, language)
    if key in known and known[key][0] > monotonic():
        return
    if len(known) >= MOST_KNOWN:
        known.clear()
    known[key] = monotonic() + KNOWN_FOR, _read(event, language)


def told_of(event: Event, language: str) -> Told:
    """What was prepared for this revision of the event, else read now.

    What is read within a transaction is never kept: it may yet be rolled back.
    """
    key = (event.id, event.revision, language)
    until, told = current_app.extensions.get(_KNOWN, {}).get(key, (0.0, None))
    return told if told is not None and until > monotonic() else _read(event, language)


def _read(event: Event, language: str) -> Told:
    organiser = event.organiser
    return Told(
        facts=event_facts(event, language),
        sender_name=organiser.sender_name or organiser.name.pick(language).text,
        reply_to=event.contact_email or organiser.contact_email,
    )


def event_facts(event: Event, language: str) -> dict[str, Any]:
    """The event for readers of one language, as JSON values."""
    project = event.main_project
    return {
        "title": one_line(event.name.pick(language).text),
        "url": public_url("events.show", code=event.code),
        "period": event.period.as_json(),
        "zone": event_zone(event),
        "mode": event.mode,
        "place": places_in_words(event, language),
        "organiser": event.organiser.name.pick(language).text,
        "project": _words(project.label, language) if project else "",
        "statement": funding_statement(event, language),
    }


def registration_facts(registration: Registration, event: dict[str, Any]) -> dict[str, Any]:
    """One person's registration for the event of these facts."""
    return {
        "event": event,
        "link": public_url("registrations.show", token=registration.token()),
        "deadline": registration.held_until.isoformat() if registration.held_until else None,
        "your_time": your_time(registration),
        "join_url": registration.event.join_url if registration.state in MAY_JOIN else None,
    }


def given_facts(registration: Registration) -> list[str]:
    """What the person told about themselves."""
    given = (registration.name, registration.organisation_text, registration.email)
    return [each for each in given if each]


def event_zone(event: Event) -> str:
    """The zone in which hours around the event are told: its own, else the organiser's."""
    return event.starts_zone or event.organiser.zone


def your_time(registration: Registration) -> str:
    """The hours on the reader's own clock, empty where it shows the same."""
    event = registration.event
    if registration.zone is None:
        return ""
    line = time_line_of(event, registration.language, registration.zone)
    return line.yours if line else ""


def places_in_words(event: Event, language: str) -> str:
    """Every place with its address: "Hall of the Brasla school, Skolas iela 1, Brasla"."""
    if event.mode == Mode.ONLINE:
        return ""
    named = [
        ", ".join(filter(None, (_words(place.name, language), _words(place.address, language))))
        for place in event.places
    ]
    return "; ".join(named)


def funding_statement(event: Event, language: str) -> str:
    """The sentence the programme of the main project asks for on every letter."""
    project = event.main_project
    if project is None or project.programme is None:
        return ""
    return _words(project.programme.statement_on(event.first_on or now().date()), language)


def _words(text: LocalText | str | None, language: str) -> str:
    return text.pick(language).text if isinstance(text, LocalText) else text or ""
