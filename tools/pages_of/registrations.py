"""Registering, and the page of a registration in each state."""

from collections.abc import Iterator
from datetime import timedelta

from tools.example_rows import confirmed, example, registration_of
from tools.page_kinds import INVITED, VISITOR, PageKind
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events import copying
from webapp.events import rules as event_rules
from webapp.events.dates import Asking
from webapp.events.models import Event
from webapp.registrations import rules
from webapp.registrations.invitations import invite, withdraw
from webapp.registrations.invitees import Guest, decline, invite_all, note_opened
from webapp.registrations.models import Registration, State


def pages(codes: dict[str, str]) -> Iterator[PageKind]:
    """All of them, and an invitation by letter."""
    yield from _registration_pages(codes, dict(_registrations()))
    personal = _invite_by_letter(example("razlog-meeting"))
    yield PageKind("invitation, answer", f"/invitations/{personal}/answer")


def _registration_pages(codes: dict[str, str], states: dict[str, str]) -> Iterator[PageKind]:
    form = f"/events/{codes['example-pape-ideathon']}/register"
    bad = ("fill", "#email", "not an address")
    yield PageKind("register", form)
    yield PageKind("register, errors", form, acts=(bad, ("press", "main form.form .is-primary")))
    for name, slug, who in (
        ("full", "example-engure-workshop", VISITOR),
        ("with approval", "example-oulu-visit", VISITOR),
        ("closed", "example-open-day", VISITOR),
        ("not open yet", "example-ferry-workshop", VISITOR),
        ("by invitation", "example-razlog-meeting", VISITOR),
        ("invited", "example-razlog-meeting", INVITED),
    ):
        yield PageKind(f"register, {name}", f"/events/{codes[slug]}/register", who)
    sent = f"/events/{codes['example-razlog-meeting']}/register/sent"
    yield PageKind("register, sent", sent, INVITED)
    for state, token in states.items():
        yield PageKind(f"registration, {state}", f"/registrations/{token}/")
    own = f"/registrations/{states[State.CONFIRMED]}"
    yield PageKind("registration, change", f"{own}/change")
    yield PageKind("registration, cancel", f"{own}/cancellation")
    asked = f"/registrations/{states['asked-again']}/reconfirmation"
    yield PageKind("registration, still coming?", asked)
    yield PageKind("registration, coming?", f"/registrations/{states['asked-again']}/answer")
    token = states[State.UNVERIFIED]
    yield PageKind("registration, verify", f"/registrations/{token}/verification")
    yield PageKind("links again", "/registrations/links")
    yield PageKind("links again, sent", "/registrations/links/sent")


def _registrations() -> Iterator[tuple[str, str]]:
    """(state, token) of a registration in each state."""
    yield State.CONFIRMED, confirmed("smart-bench-day").token()
    yield "no-limit", confirmed("sensor-webinar").token()
    yield State.CANCELLED, registration_of("local-group-evening", State.CANCELLED).token()
    yield State.AWAITING_APPROVAL, registration_of("oulu-visit", State.AWAITING_APPROVAL).token()
    yield State.DECLINED, registration_of("oulu-visit", State.DECLINED).token()
    rules.cancel(confirmed("engure-workshop"), quietly=True)
    yield State.OFFERED, registration_of("engure-workshop", State.OFFERED).token()
    late = registration_of("engure-workshop", State.WAITING)
    late.state, late.ended_at, late.ended_by = State.EXPIRED, now(), "system"
    db.session.flush()
    yield State.EXPIRED, late.token()
    yield State.WAITING, registration_of("engure-workshop", State.WAITING).token()
    yield State.UNVERIFIED, _unverified().token()
    yield "asked-again", _asked_again()


def _unverified() -> Registration:
    event = example("razlog-meeting")
    guest = rules.Applicant(name="Gerda Gaste", email="gerda.gaste@example.org")
    return rules.register(event, guest, invitation=invite(event, "Experts", places=2))


def _asked_again() -> str:
    """The token of somebody who is asked whether they still come to a copy that was moved."""
    event = copying.duplicate(
        example("smart-bench-day"), LocalText({"en": "Moved", "lv": "Pārcelts"})
    )
    today = now().date()
    event.period = Period.days(today + timedelta(days=30))
    event_rules.publish(event)
    guest = rules.Applicant(name="Valdis Viesis", email="valdis.viesis@example.org")
    registration = rules.register(event, guest, quietly=True)
    asking = Asking(now() + timedelta(days=7), releases=True)
    moved = Period.days(today + timedelta(days=37))
    event_rules.move(event, moved, LocalText({"en": "A holiday.", "lv": "Svētki."}), asking=asking)
    return registration.token()


def _invite_by_letter(event: Event) -> str:
    """Invitations in each state; the token of one that was not answered."""
    guests = [Guest(f"Guest {n}", f"guest{n}@example.org") for n in range(5)]
    sent = invite_all(event, guests, language="en")
    note_opened(sent[1].invitation)
    decline(sent[2], "Another meeting that week")
    withdraw(sent[3].invitation)
    return sent[0].invitation.token()
