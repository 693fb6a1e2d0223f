"""Telling those concerned what has changed on a published agenda: once for each change.

A digest makes the next version, so that the changes it told are behind it; who asks again, another
worker or another click, finds none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.agenda import versions
from webapp.agenda.changes import ItemChange, in_order
from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem, AgendaVersion
from webapp.choices import letters
from webapp.choices.models import Choice
from webapp.core.database import db, is_sqlite, write
from webapp.core.i18n import configured_languages, plain_text
from webapp.core.sweeps import stopping, sweep
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event, Status
from webapp.mail.outbox import post_many
from webapp.registrations.letter_facts import prepare
from webapp.registrations.models import Registration, State
from webapp.registrations.notifications import language_of
from webapp.seats import rules as seats

#: After the last edit, so that an hour of editing makes one letter.
QUIET = timedelta(minutes=60)
#: Before an event begins nobody has to ask for it.
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Concerned:
    """Somebody with a seat, and what has changed for them."""

    registration: Registration
    changes: list[ItemChange]

    @property
    def has_address(self) -> bool:
        """Whether they can be written to."""
        return bool(self.registration.email)


def concerned_by(event: Event, changes: Mapping[str, ItemChange]) -> list[Concerned]:
    """Whom *changes* concern: items for all everyone, chosen ones those who chose them."""
    if not changes:
        return []
    query = (
        select(Registration)
        .where(Registration.event_id == event.id)
        .where(Registration.state.in_((State.CONFIRMED, State.OFFERED)))
        .order_by(Registration.id)
        .options(joinedload(Registration.organisation))
    )
    chosen = _chosen(changes)
    found = []
    for registration in db.session.scalars(query):
        mine = {
            public_id: change
            for public_id, change in changes.items()
            if _is_for_all(change) or (registration.id, public_id) in chosen
        }
        if mine:
            found.append(Concerned(registration, in_order(mine)))
    return found


def tell(event: Event, note: LocalText | None = None) -> int:
    """Write to all those concerned and make the next version; how many letters.

    Inside ``with write():``. Nothing has changed since the last version: nothing happens.
    """
    if not is_sqlite():
        seats.lock([event.pool_id])
    if not versions.pending(event):
        return 0
    concerned = concerned_by(event, versions.pending(event, Level.PARTNERS))
    drafts = [
        letters.digest(each.registration, each.changes, _note(note, each.registration))
        for each in concerned
        if each.has_address
    ]
    versions.publish(event, note)
    return post_many(drafts)


def make_ready(event: Event) -> None:
    """Read what every letter tells of the event before the transaction that writes them."""
    for language in configured_languages():
        prepare(event, language)


@sweep("agenda-digests", every=300)
def tell_due() -> int:
    """Tell of what changed about events that are near, an hour after the last edit; how many
    letters."""
    told = 0
    for number in _due():
        if stopping.is_set():
            break
        event = db.session.get_one(Event, number)
        make_ready(event)
        with write():
            told += tell(event)
    return told


def _due() -> list[int]:
    published = (
        select(func.max(AgendaVersion.published_at))
        .where(AgendaVersion.event_id == Event.id)
        .scalar_subquery()
    )
    edited = (
        select(func.max(AgendaItem.changed_at))
        .where(AgendaItem.event_id == Event.id)
        .scalar_subquery()
    )
    query = (
        select(Event.id)
        .where(Event.has_agenda, Event.over_at > now(), Event.sorts_at <= now() + NEAR)
        .where(Event.status.in_((Status.TENTATIVE, Status.CONFIRMED)))
        .where(Event.withdrawn_at.is_(None), edited > published, edited <= now() - QUIET)
        .order_by(Event.id)
    )
    return list(db.session.scalars(query))


def _chosen(changes: Mapping[str, ItemChange]) -> set[tuple[int, str]]:
    query = (
        select(Choice.registration_id, AgendaItem.public_id)
        .join(Choice.item)
        .where(AgendaItem.public_id.in_(list(changes)))
    )
    return {
        (registration_id, public_id) for registration_id, public_id in db.session.execute(query)
    }


def _is_for_all(change: ItemChange) -> bool:
    """Also what can be chosen from now on. Who had chosen what was called off knows already."""
    return not change.item.needs_choice or change.before is None or not change.before.needs_choice


def _note(note: LocalText | None, registration: Registration) -> str:
    return plain_text(note, language_of(registration)) if note else ""
