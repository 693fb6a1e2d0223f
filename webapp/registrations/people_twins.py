"""Registrations that may be of one human being: found by name and address, decided by staff.

Two of one event are compared with each other, and with the persons the organiser knows from its
other events. Nothing is thrown together: a pointer is set, which can be undone (`persons.merge`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from webapp.core.database import db
from webapp.events.models import Event
from webapp.registrations import persons
from webapp.registrations.models import LIVE, Person, Registration
from webapp.registrations.people_pairs import PersonsApart

#: So many pairs are shown at once; the next come when these are decided.
MOST = 50
#: A name of more people than this says nothing.
_COMMON = 6
_TAGS = re.compile(r"\+.*$|[._-]|\d+$")


@dataclass(frozen=True)
class Pair:
    """Two registrations that look like one person's; *other* may be of another event."""

    one: Registration
    other: Registration


def pairs_of(event: Event) -> list[Pair]:
    """Who of this event looks like somebody else there or in the organiser's other events."""
    ids = [*_within(event), *_beyond(event)]
    registrations = _load(each for pair in ids[: 4 * MOST] for each in pair)
    pairs = [Pair(registrations[one], registrations[other]) for one, other in ids[: 4 * MOST]]
    apart = _apart(pairs)
    open_pairs = [
        pair for pair in pairs if not _is_one(pair) and frozenset(_person_ids(pair)) not in apart
    ]
    return open_pairs[:MOST]


def merged_of(event: Event) -> list[Pair]:
    """Whom staff have taken together in this event's list: (merged, into)."""
    into = aliased(Person)
    query = (
        select(Registration)
        .join(Person, Person.id == Registration.person_id)
        .join(into, into.id == Person.merged_into_id)
        .where(Registration.event_id == event.id, Registration.erased_at.is_(None))
        .order_by(Registration.id.desc())
        .limit(MOST)
    )
    found = []
    for registration in db.session.scalars(query.options(joinedload(Registration.person))):
        assert registration.person is not None
        main = _newest_of(persons.root(registration.person).id, event)
        if main is not None:
            found.append(Pair(registration, main))
    return found


def are_one(one: Registration, other: Registration, reason: str | None = None) -> None:
    """They are the same human being. ValueError for registrations of two organisers."""
    first, second = _person(other), _person(one)
    if persons.root(first).id != persons.root(second).id:
        persons.merge(persons.root(second), first, reason)


def are_two(one: Registration, other: Registration) -> None:
    """They are two, and nobody is asked again."""
    first, second = sorted((_person(one).id, _person(other).id))
    if first != second and db.session.get(PersonsApart, (first, second)) is None:
        db.session.add(PersonsApart(first_id=first, second_id=second))


def undo(registration: Registration) -> None:
    """They are two after all: the pointer is taken away."""
    if registration.person is not None and registration.person.merged_into_id is not None:
        persons.unmerge(registration.person)


def _within(event: Event) -> list[tuple[int, int]]:
    """Pairs of ids in one event: the same words in the name, or nearly the same address."""
    query = select(Registration.id, Registration.name_key, Registration.email_key).where(
        Registration.event_id == event.id, Registration.state.in_(LIVE)
    )
    by_name: dict[str, list[int]] = defaultdict(list)
    by_address: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
    for number, name, address in db.session.execute(query):
        by_name[" ".join(sorted(name.split()))].append(number)
        if address:
            by_address[_near(address)].append((number, set(name.split())))
    found = {
        pair
        for same in by_name.values()
        if 1 < len(same) <= _COMMON
        for pair in combinations(sorted(same), 2)
    }
    for alike in by_address.values():
        if 1 < len(alike) <= _COMMON:
            pairs = combinations(sorted(alike, key=lambda each: each[0]), 2)
            found |= {(one[0], other[0]) for one, other in pairs if one[1] & other[1]}
    return sorted(found)


def _near(address: str) -> str:
    """What is left of an address when the usual slips and tags are taken off it."""
    local, _at, host = address.rpartition("@")
    return f"{_TAGS.sub('', local)}@{host.rpartition('.')[0]}"


def _beyond(event: Event) -> list[tuple[int, int]]:
    """Registrations of this event whose name the organiser knows with another address."""
    mine, theirs = aliased(Person), aliased(Person)
    other = aliased(Registration)
    query = (
        select(Registration.id, other.id)
        .join(mine, mine.id == Registration.person_id)
        .join(
            theirs,
            and_(
                theirs.organiser_id == mine.organiser_id,
                theirs.name_key == mine.name_key,
                theirs.id != mine.id,
                theirs.merged_into_id.is_(None),
            ),
        )
        .join(other, and_(other.person_id == theirs.id, other.event_id != event.id))
        .where(Registration.event_id == event.id, Registration.state.in_(LIVE))
        .where(mine.merged_into_id.is_(None), mine.name_key != "", other.erased_at.is_(None))
        .order_by(Registration.id, other.id.desc())
        .limit(4 * MOST)
    )
    found: dict[int, int] = {}
    for one, another in db.session.execute(query):
        found.setdefault(one, another)
    return list(found.items())


def _load(ids: Iterable[int]) -> dict[int, Registration]:
    query = (
        select(Registration)
        .where(Registration.id.in_(set(ids)))
        .options(joinedload(Registration.person), joinedload(Registration.event))
    )
    return {each.id: each for each in db.session.scalars(query)}


def _person_ids(pair: Pair) -> set[int]:
    return {each.person_id for each in (pair.one, pair.other) if each.person_id is not None}


def _apart(pairs: list[Pair]) -> set[frozenset[int]]:
    ids = {number for pair in pairs for number in _person_ids(pair)}
    query = select(PersonsApart.first_id, PersonsApart.second_id).where(
        or_(PersonsApart.first_id.in_(ids), PersonsApart.second_id.in_(ids))
    )
    return {frozenset(row) for row in db.session.execute(query)}


def _is_one(pair: Pair) -> bool:
    one, other = pair.one.person, pair.other.person
    if one is None or other is None:
        return False
    return persons.root(one).id == persons.root(other).id


def _person(registration: Registration) -> Person:
    """The person of a registration; staff have looked at it, so it may get one."""
    person = registration.person or persons.attach(registration)
    db.session.flush()
    return person


def _newest_of(person_id: int, event: Event) -> Registration | None:
    """The registration by which to show a person: of this event if there is one."""
    query = (
        select(Registration)
        .where(Registration.person_id == person_id, Registration.erased_at.is_(None))
        .order_by((Registration.event_id == event.id).desc(), Registration.id.desc())
        .options(joinedload(Registration.event))
        .limit(1)
    )
    return db.session.scalar(query)
