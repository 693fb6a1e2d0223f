"""Telling those concerned what has changed on a published agenda: once for each change.

A digest makes the next version, so that the changes it told are behind it; who asks again, another
worker or another click, finds none. The letters follow some at a time, each time in a transaction
of its own, so that nobody who registers meanwhile waits for all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webapp.agenda import versions
from webapp.agenda.changes import ItemChange, in_order
from webapp.agenda.levels import Level
from webapp.agenda.models import AgendaItem, AgendaVersion
from webapp.choices import letters
from webapp.choices.digest_models import AgendaTelling
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
#: So many people in one transaction: some hundredths of a second under the write lock.
AT_ONCE = 25


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
    return _among(db.session.scalars(_seated(event.id)), changes) if changes else []


def begin(event: Event, note: LocalText | None = None) -> AgendaTelling | None:
    """Make the next version and note that those concerned are to be told; `go_on` does.

    Inside ``with write():``. None, and nothing happens, where nothing has changed.
    """
    if not is_sqlite():
        seats.lock([event.pool_id])
    if not versions.pending(event):
        return None
    newest = select(func.max(Registration.id)).where(Registration.event_id == event.id)
    telling = AgendaTelling(
        version_id=versions.publish(event, note).id, last_id=db.session.scalar(newest) or 0
    )
    db.session.add(telling)
    db.session.flush()
    return telling


def go_on(version_id: int) -> int | None:
    """Write the next letters about a version; how many, None where everybody has been told.

    Inside ``with write():``. Whoever else does the same waits, and goes on after it.
    """
    telling = db.session.get_one(
        AgendaTelling, version_id, with_for_update=True, populate_existing=True
    )
    if telling.done_at is not None:
        return None
    version = telling.version
    if not _goes_on(db.session.get_one(Event, version.event_id)):
        telling.done_at = now()  # they have heard something that matters more
        return 0
    next_ones = _seated(version.event_id).where(
        Registration.id > telling.told_to, Registration.id <= telling.last_id
    )
    people = list(db.session.scalars(next_ones.limit(AT_ONCE)))
    if len(people) < AT_ONCE:
        telling.done_at = now()
    if not people:
        return 0
    telling.told_to = people[-1].id
    changes = {each.item.public_id: each for each in versions.changed_in(version, Level.PARTNERS)}
    return post_many(
        letters.digest(each.registration, each.changes, _note(version.note, each.registration))
        for each in _among(people, changes)
        if each.has_address
    )


def finish(version_id: int) -> int:
    """Write all letters about a version that are still to be written, in short transactions; how
    many."""
    told = 0
    while not stopping.is_set():
        make_ready(db.session.get_one(AgendaVersion, version_id).event_id)
        with write():
            number = go_on(version_id)
        if number is None:
            break
        told += number
    return told


def make_ready(event_id: int) -> None:
    """Read what every letter tells of the event before the transaction that writes them."""
    event = db.session.get_one(Event, event_id)
    for language in configured_languages():
        prepare(event, language)


@sweep("agenda-digests", every=300)
def tell_due() -> int:
    """Tell of what changed about events that are near, an hour after the last edit; how many
    letters."""
    told = sum(finish(version_id) for version_id in _unfinished())
    for number in _due():
        if stopping.is_set():
            break
        with write():
            telling = begin(db.session.get_one(Event, number))
            version_id = telling.version_id if telling is not None else None
        told += finish(version_id) if version_id is not None else 0
    return told


def _unfinished() -> list[int]:
    """Versions of which somebody has begun to tell: a worker ended, or is at it."""
    query = select(AgendaTelling.version_id).where(AgendaTelling.done_at.is_(None))
    return list(db.session.scalars(query.order_by(AgendaTelling.version_id)))


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


def _goes_on(event: Event) -> bool:
    going = event.status in (Status.TENTATIVE, Status.CONFIRMED)
    return going and event.withdrawn_at is None and not event.is_over


def _seated(event_id: int) -> Select[Registration]:
    """Who has a seat, in the order in which letters are written."""
    return (
        select(Registration)
        .where(Registration.event_id == event_id)
        .where(Registration.state.in_((State.CONFIRMED, State.OFFERED)))
        .order_by(Registration.id)
        .options(joinedload(Registration.organisation))
    )


def _among(people: Iterable[Registration], changes: Mapping[str, ItemChange]) -> list[Concerned]:
    """Those of *people* whom something concerns, each with what does."""
    chosen = _chosen(changes)
    found = []
    for registration in people:
        mine = {
            public_id: change
            for public_id, change in changes.items()
            if _is_for_all(change) or (registration.id, public_id) in chosen
        }
        if mine:
            found.append(Concerned(registration, in_order(mine)))
    return found


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
