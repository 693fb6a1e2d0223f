"""Who was invited and has not answered yet hears of what happens to the event, too."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.events import signals, snapshot
from webapp.events.models import Event
from webapp.mail.outbox import post_many
from webapp.registrations.invitee_lists import UNANSWERED, of_answers
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.invitees import draft_to, first_letters
from webapp.registrations.letter_facts import Told, told_of
from webapp.registrations.notifications import RELIED_ON

KIND = "registrations/letters/invitation-news"


def how_many_hear(event: Event) -> int:
    """To how many of those invited such news would go."""
    query = select(func.count()).select_from(_concerned(event).order_by(None).subquery())
    return db.session.scalar(query) or 0


def tell(event: Event, what: str, before: Any, reason: LocalText | None) -> int:
    """Store a letter for each of them; *what* is moved, postponed, cancelled or changed."""
    invited = list(db.session.scalars(_concerned(event).options(joinedload(Invitee.invitation))))
    first, told = first_letters(invited), dict[str, Told]()
    drafts = []
    for invitee in invited:
        language = invitee.language
        if language not in told:
            told[language] = told_of(event, language)
        news = {
            "what": what,
            "before": before,
            "reason": reason.pick(language).text if reason else "",
        }
        drafts.append(draft_to(event, invitee, KIND, told[language], first, **news))
    return post_many(drafts)


def _concerned(event: Event) -> Select[Invitee]:
    return (
        select(Invitee)
        .join(Invitee.invitation)
        .where(Invitee.event_id == event.id, Invitee.email.is_not(None), of_answers(UNANSWERED))
        .order_by(Invitee.id)
    )


@signals.event_moved.connect
def _on_moved(event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any) -> None:
    tell(event, "moved", before["period"], reason)


@signals.event_postponed.connect
def _on_postponed(
    event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any
) -> None:
    tell(event, "postponed", before["period"], reason)


@signals.event_cancelled.connect
def _on_cancelled(
    event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any
) -> None:
    tell(event, "cancelled", before["period"], reason)


@signals.event_changed.connect
def _on_changed(
    event: Event, before: dict[str, Any], reason: LocalText | None, **_more: Any
) -> None:
    after = snapshot.facts(event)
    if any(before[name] != after[name] for name in RELIED_ON):
        tell(event, "changed", before["period"], reason)
