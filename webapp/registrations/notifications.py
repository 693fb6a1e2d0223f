"""The letters about registrations: stored in the transaction of what they tell.

``tell`` is for what happens to one registration. What happens to an event is heard through the
signals of ``events/`` and told to everyone concerned, with one letter each.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from webapp.core.addresses import public_url
from webapp.core.database import db
from webapp.core.i18n import configured_languages, current_language
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.entries.hook import settle
from webapp.events import signals, snapshot
from webapp.events.dates import Asking
from webapp.events.models import Event
from webapp.mail.invitations import REQUEST
from webapp.mail.models import Letter
from webapp.mail.outbox import Draft, one_line, post, post_many
from webapp.registrations.letter_facts import (
    Told,
    given_facts,
    prepare,
    registration_facts,
    told_of,
)
from webapp.registrations.models import LIVE, Registration, State
from webapp.registrations.reconfirmations import ASKED, ask, forget
from webapp.registrations.scheduling_calendars import Enclosed
from webapp.registrations.scheduling_letters import enclose
from webapp.registrations.scheduling_many import Round

__all__ = ["language_of", "prepare", "send_links_again", "tell", "tell_everyone"]

LETTERS = frozenset(
    {
        "verify",
        "confirmed",
        "waiting",
        "offered",
        "offer-expired",
        "awaiting-approval",
        "declined",
        "cancelled",
        "changed",
        "event-moved",
        "event-postponed",
        "event-cancelled",
        "event-changed",
        "not-answered",
    }
)
#: An unproven address is told nothing but how to prove it.
TOLD_OF_THE_EVENT = LIVE - {State.UNVERIFIED}
#: What of an event people rely on, by its name in the snapshot.
RELIED_ON = ("period", "places", "mode", "join_url")
#: So many links fit into one letter that somebody still wants to read.
MOST_LINKS = 50


def tell(registration: Registration, what: str, **facts: Any) -> Letter | None:
    """Store the letter *what* for one person; None where there is no address to write to.

    *facts* add to what the registration says: ``position`` in line (waiting), ``deadline`` (an
    instant; offer-expired), ``reason`` (declined, cancelled; else what the registration keeps).
    """
    if what not in LETTERS:
        raise ValueError(f"there is no letter {what!r}")
    if not registration.email:
        return None
    db.session.flush()  # the link is made of what the database gave
    event, language = registration.event, language_of(registration)
    told = told_of(event, language)
    enclosed = enclose(registration, what, told, language)
    return post(**vars(_draft(registration, what, told, enclosed, facts)))


def tell_everyone(event: Event, what: str, **facts: Any) -> int:
    """Store the letter *what* for everybody registered; how many. One INSERT for some hundred."""
    return post_many(list(_drafts(event, what, facts)))


def send_links_again(email: str, language: str | None = None) -> Letter | None:
    """Store a letter with the links to what this address is registered for, if there is anything.

    To be answered with the same page in either case.
    """
    found = list(db.session.scalars(_of_address(email)))
    if not found:
        return None
    newest = found[0]
    language = language or current_language()
    known = [_link(registration, language) for registration in found]
    return post(
        "registrations/letters/links-again",
        # Of none of them: whoever is passed one link must not read the others among its letters.
        owner=f"links:{newest.public_id}",
        recipient=newest.email or email,
        recipient_name=newest.name if _is_one_person(found) else "",
        language=language,
        facts={"registrations": known},
    )


def language_of(registration: Registration) -> str:
    """The language to write in: theirs, if the installation has it."""
    tags = configured_languages()
    return registration.language if registration.language in tags else tags[0]


def _drafts(event: Event, what: str, facts: dict[str, Any]) -> Iterator[Draft]:
    known: dict[str, Told] = {}
    concerned = list(db.session.scalars(_concerned(event)))
    if concerned:
        settle()  # the calendar's text as this transaction leaves it
    enclosing = Round(event, what, facts.get("before"))
    for registration in concerned:
        language = language_of(registration)
        told = known.get(language) or known.setdefault(language, told_of(event, language))
        enclosed = enclosing.enclosed(registration, language, told)
        yield _draft(registration, what, told, enclosed, facts)
    enclosing.note()


def _draft(
    registration: Registration,
    what: str,
    told: Told,
    enclosed: Enclosed,
    facts: dict[str, Any],
) -> Draft:
    language = language_of(registration)
    return Draft(
        kind=f"registrations/letters/{what}",
        owner=registration.key,
        event_key=registration.event.key,
        recipient=registration.email or "",
        recipient_name=registration.name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=language,
        calendar=enclosed.calendar,
        calendar_method=enclosed.method,
        message_id=enclosed.message_id,
        in_reply_to=enclosed.in_reply_to,
        facts=registration_facts(registration, told.facts)
        | _special(registration, what)
        | _invited(registration, enclosed)
        | {name: _plain(value, language) for name, value in facts.items() if value is not None}
        | _question(registration, facts.get("asking")),
    )


def _question(registration: Registration, asking: Asking | None) -> dict[str, Any]:
    """Where somebody who is asked again answers, and until when."""
    if asking is None:
        return {}
    if registration.state not in ASKED:
        return {"asking": None}
    link = public_url("registrations.reconfirmation", token=registration.token())
    until = asking.until.isoformat()
    return {"asking": until, "answer_link": link, "releases": asking.releases}


def _invited(registration: Registration, enclosed: Enclosed) -> dict[str, Any]:
    """Where somebody answers whose program has no buttons for it, or answers in vain."""
    if enclosed.method != REQUEST:
        return {}
    return {"answer_page": public_url("registrations.answer", token=registration.token())}


def _special(registration: Registration, what: str) -> dict[str, Any]:
    """What only some letters tell."""
    if what == "verify":
        return {
            "verification_link": public_url(
                "registrations.verification", token=registration.token()
            )
        }
    if what == "waiting":
        # Here and not above, because the line writes letters with this module.
        from webapp.registrations.line import place_in_line

        return {"position": place_in_line(registration)}
    if what == "changed":
        return {"given": given_facts(registration)}
    if what in ("cancelled", "declined"):
        by = registration.ended_by or ""
        return {"reason": registration.ended_reason, "by_organiser": by != "participant"}
    return {}


def _plain(value: Any, language: str) -> Any:
    if isinstance(value, LocalText):
        return value.pick(language).text
    return value.isoformat() if hasattr(value, "isoformat") else value


def _concerned(event: Event) -> Select[Registration]:
    return (
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.state.in_(TOLD_OF_THE_EVENT),
            Registration.email.is_not(None),
        )
        .order_by(Registration.id)
    )


# Links again


def _of_address(email: str) -> Select[Registration]:
    """What one address is registered for and is not over, the newest first."""
    return (
        select(Registration)
        .join(Registration.event)
        .options(contains_eager(Registration.event))
        .where(
            Registration.email_key == email.strip().casefold(),
            Registration.state.in_(LIVE),
            Event.over_at.is_(None) | (Event.over_at > now()),
        )
        .order_by(Registration.created_at.desc(), Registration.id.desc())
        .limit(MOST_LINKS)
    )


def _link(registration: Registration, language: str) -> dict[str, Any]:
    event = registration.event
    return {
        "title": one_line(event.name.pick(language).text),
        "period": event.period.as_json(),
        "name": registration.name,
        "link": public_url("registrations.show", token=registration.token()),
    }


def _is_one_person(registrations: Iterable[Registration]) -> bool:
    return len({registration.name_key for registration in registrations}) == 1


# What happens to events


@signals.event_moved.connect
def _on_moved(
    event: Event,
    before: dict[str, Any],
    reason: LocalText | None,
    asking: Asking | None = None,
) -> None:
    ask(event, asking) if asking else forget(event)
    tell_everyone(event, "event-moved", before=before["period"], reason=reason, asking=asking)


@signals.event_confirmed.connect
def _on_confirmed(event: Event, before: dict[str, Any], reason: LocalText | None) -> None:
    tell_everyone(event, "event-changed", changes=["status"], reason=reason)


@signals.event_postponed.connect
def _on_postponed(event: Event, before: dict[str, Any], reason: LocalText | None) -> None:
    forget(event)
    tell_everyone(event, "event-postponed", before=before["period"], reason=reason)


@signals.event_cancelled.connect
def _on_cancelled(event: Event, before: dict[str, Any], reason: LocalText | None) -> None:
    tell_everyone(event, "event-cancelled", before=before["period"], reason=reason)


@signals.event_changed.connect
def _on_changed(
    event: Event,
    before: dict[str, Any],
    reason: LocalText | None,
    asking: Asking | None = None,
) -> None:
    if asking:
        ask(event, asking)
    after = snapshot.facts(event)
    changes = [name for name in RELIED_ON if before[name] != after[name]]
    if changes:
        tell_everyone(event, "event-changed", changes=changes, reason=reason, asking=asking)
