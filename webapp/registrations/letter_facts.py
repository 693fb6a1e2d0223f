"""What letters about registrations tell, fixed as it is at the moment of their cause."""

from typing import Any

from webapp.core.addresses import public_url
from webapp.core.look import time_line_of
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event, Mode
from webapp.mail.outbox import one_line
from webapp.registrations.models import Registration, State

#: Who is told how to join online: those who have a seat, and nobody whose address is unproven.
MAY_JOIN = frozenset({State.CONFIRMED})


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


def sender(event: Event, language: str) -> tuple[str, str | None]:
    """Whom letters come from, and the address answers go to: the organiser, by function."""
    organiser = event.organiser
    name = organiser.sender_name or organiser.name.pick(language).text
    return name, event.contact_email or organiser.contact_email


def event_zone(event: Event) -> str:
    """The zone in which hours around the event are told."""
    return event.starts_zone or organiser_zone(event)


def organiser_zone(event: Event) -> str:
    """Where the organiser sits; for events without hours of their own."""
    return event.organiser.zone


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
