"""What stands in the calendar of a registration, or of all registrations of an address.

Each event stands there once, as participants may have it: as it is for who has a seat, marked for
who has none yet or none any more; what came to nothing leaves when its date has passed. With a seat
come the items of the agenda: those for all, and of those one chooses the chosen ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Text, cast, select

from webapp.calendars import link_feeds, marking
from webapp.calendars.feeds import Feed, WithdrawnFeed
from webapp.calendars.link_facts import of_address, of_registration
from webapp.calendars.link_feeds import FoundLink, PrivateFeed
from webapp.calendars.link_models import LinkKind
from webapp.choices.models import TAKEN, WAITING
from webapp.core.database import db, look
from webapp.core.i18n import in_language, plain_text
from webapp.core.moments import moment
from webapp.core.times import now
from webapp.entries import Audience
from webapp.entries.models import Entry, EntryText
from webapp.entries.reading import Stored
from webapp.entries.renderer import fingerprint
from webapp.registrations.models import LIVE, State

#: The most telling first: who registered twice, or for two people, has one entry.
_ORDER = (State.CONFIRMED, State.OFFERED, State.WAITING, State.AWAITING_APPROVAL)


@dataclass(frozen=True)
class Place:
    """Where somebody stands at an event, as far as their calendar shows it: everything its entry
    is made of."""

    entry_id: int
    #: Of the stored text: it grows whenever that changes.
    sequence: int
    state: State
    since: datetime
    held_until: datetime | None
    zone: str


@dataclass(frozen=True)
class PlacesFeed(PrivateFeed):
    """The calendar of some places."""

    places: tuple[Place, ...] = ()

    @cached_property
    def state(self) -> str:
        """Equal as long as its bytes are."""
        base_url = current_app.config["VIZITE"].base_url
        return repr((self.places, self.language, self.name, base_url, fingerprint()))

    def texts(self) -> Iterator[Sequence[Stored]]:
        """The entries in the order of the events."""
        stored = stored_texts([each.entry_id for each in self.places])
        yield [
            (_entry(place, found.get(self.language), self.language), zones)
            for place in self.places
            for found, zones in [stored.get(place.entry_id, ({}, "[]"))]
            if found
        ]


def registration_feed(link: FoundLink, path: str, language: str) -> Feed:
    """The calendar of one registration."""
    rows = look(of_registration(), {"number": link.registration_id})
    if not rows or rows[0].erased_at is not None:
        raise WithdrawnFeed(path)
    return PlacesFeed(
        path=path,
        page=f"/events/{rows[0].code}/",
        name=plain_text(rows[0].title, language),
        language=language,
        places=_places(rows),
    )


def address_feed(link: FoundLink, path: str, language: str) -> Feed:
    """The calendar of everything an address is signed up for: it was proven by a letter."""
    rows = look(of_address(), {"email": link.email_key})
    with in_language(language):
        name = _("My events at %(site)s", site=current_app.config["VIZITE"].site_name)
    return PlacesFeed(
        path=path, page="/calendars/mine", name=name, language=language, places=_places(rows)
    )


def _places(rows: Iterable[Any]) -> tuple[Place, ...]:
    """One for each event that stands in the calendar, in a stable order."""
    at, found = now(), dict[int, Place]()
    for row in rows:
        state = _shown(row, at)
        shown = state if row.item_id is None or state is None else _at_item(row, state)
        if shown is None or row.entry_id is None:
            continue
        place = _place(row, shown, at)
        known = found.get(row.entry_id)
        if known is None or _rank(place) < _rank(known):
            found[row.entry_id] = place
    return tuple(found[number] for number in sorted(found))


def _rank(place: Place) -> tuple[int, float]:
    """The best place of several; of those that are over the last one."""
    number = _ORDER.index(place.state) if place.state in _ORDER else len(_ORDER)
    return number, -place.since.timestamp()


def _shown(row: Any, at: datetime) -> State | None:
    """The state an entry shows; None where there is no entry."""
    is_overdue = row.held_until is not None and row.held_until <= at
    state = State.EXPIRED if is_overdue else State(row.state)
    if state is State.CONFIRMED:
        return state
    is_past = row.over_at is not None and row.over_at <= at
    if is_past or state is State.UNVERIFIED or _never_stood(row, state):
        return None
    return state


def _at_item(row: Any, state: State) -> State | None:
    """The same of an item of the agenda, for somebody who is in *state* at the event."""
    if state is not State.CONFIRMED:
        return None
    if not row.needs_choice or row.choice == TAKEN:
        return State.CONFIRMED
    return State.WAITING if row.choice == WAITING else None


def _never_stood(row: Any, state: State) -> bool:
    """Whether it ended before it could be seen in any calendar."""
    proven = row.verified_at or row.confirmed_at or row.waiting_since
    return state not in LIVE and proven is None and row.verifies_addresses


def _place(row: Any, state: State, at: datetime) -> Place:
    of_registration = (row.created_at, row.verified_at, row.confirmed_at, row.waiting_since)
    known = (*of_registration, row.offered_at, row.ended_at, row.chosen_at, row.in_line_since)
    passed = row.held_until if row.held_until is not None and row.held_until <= at else None
    return Place(
        entry_id=row.entry_id,
        sequence=row.sequence,
        state=state,
        since=max(each for each in (*known, passed) if each is not None),
        held_until=row.held_until if state is State.OFFERED else None,
        zone=row.starts_zone or row.zone,
    )


def _entry(place: Place, text: str | None, language: str) -> str | None:
    """The VEVENT of a place; None where the event's has not been rendered in this language yet."""
    if text is None:
        return None
    text = marking.not_before(text, place.since)
    if place.state is State.CONFIRMED:
        return text
    with in_language(language):
        until = moment(place.held_until, place.zone) if place.held_until else ""
        return marking.marked(text, place.state, until)


def stored_texts(entry_ids: Sequence[int]) -> dict[int, tuple[dict[str, str], str]]:
    """The texts for participants by language, and the zones they need, of some entries."""
    query = (
        select(EntryText.entry_id, EntryText.language, EntryText.text, cast(Entry.zones, Text))
        .join(Entry, Entry.id == EntryText.entry_id)
        .where(EntryText.entry_id.in_(entry_ids), EntryText.audience == Audience.PARTICIPANT)
    )
    found: dict[int, tuple[dict[str, str], str]] = {}
    for number, language, text, zones in db.session.execute(query) if entry_ids else ():
        found.setdefault(number, ({}, zones))[0][language] = text
    return found


link_feeds.provide(LinkKind.REGISTRATION, registration_feed)
link_feeds.provide(LinkKind.ADDRESS, address_feed)
