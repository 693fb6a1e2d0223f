"""Events as the file says them, with all that an installation keeps of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.core.database import db
from webapp.core.periods import Period
from webapp.entries.models import Entry
from webapp.events.models import Event, Mode, RegistrationMode, Status, Visibility
from webapp.manage.exporting import values
from webapp.manage.exporting.agenda import agendas_of
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.choosing import Choice, events_in_order
from webapp.manage.exporting.delegations import delegations_of
from webapp.manage.exporting.event_letters import letters_of
from webapp.manage.exporting.hosts import hosts_of
from webapp.manage.exporting.logistics import logistics_of
from webapp.manage.exporting.names import Names, event_names
from webapp.manage.exporting.papers import host_packs_of
from webapp.manage.exporting.questions import questions_of
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

#: So many events are in memory at once, however many there are.
BATCH = 300
_LOADED = (
    selectinload(Event.project_links),
    selectinload(Event.place_links),
    selectinload(Event.kind_links),
    selectinload(Event.language_links),
    selectinload(Event.contributors),
    selectinload(Event.target_groups),
    selectinload(Event.pool),
)


def events(choice: Choice, names: Names) -> Iterator[Record]:
    """The events of the choice, in the order of calendars."""
    ids = events_in_order(choice)
    for first in range(0, len(ids), BATCH):
        yield from _some(ids[first : first + BATCH], choice, names)
        # What was read is forgotten again: memory does not grow with the number of events.
        db.session.expunge_all()


def _some(ids: Sequence[int], choice: Choice, names: Names) -> Iterator[Record]:
    query = select(Event).where(Event.id.in_(ids)).options(*_LOADED)
    rows = {row.id: row for row in db.session.scalars(query)}
    keys = {f"event:{event_id}": event_id for event_id in ids}
    stored = select(Entry).where(Entry.owner.in_(keys))
    entries = {keys[entry.owner]: entry for entry in db.session.scalars(stored)}
    followed = [row.follows_id for row in rows.values() if choice.has(Event, row.follows_id)]
    called = event_names(each for each in followed if each is not None)
    questions = questions_of([each for each in ids if rows[each].has_questions])
    letters = letters_of(ids, names, choice)
    agendas = agendas_of(list(rows.values()), names, hosts_of(ids, choice, names))
    delegations, logistics = delegations_of(ids, choice, names), logistics_of(ids)
    packs = host_packs_of(ids)
    for event_id in ids:
        row = rows[event_id]
        yield {
            **_what(row, names),
            **_when(row),
            "follows": values.bare(called.get(row.follows_id or 0)),
            **_told(row, names),
            "registration": _registration(row),
            "questions": questions.get(event_id),
            "letters": letters.get(event_id),
            "agenda": agendas.get(event_id),
            "delegations": delegations.get(event_id),
            "logistics": logistics.get(event_id),
            "host_pack": packs.get(event_id),
            "source": names.sources(row.key),
            "example": values.only(row.is_example),
            "kept": _kept(row, entries.get(event_id)),
        }


def _what(row: Event, names: Names) -> Record:
    projects = names.many(Project, row.project_ids)
    main = next(
        (names.of(Project, each.project_id) for each in row.project_links if each.is_main), None
    )
    return {
        "id": values.bare(row.slug or row.code),
        "title": values.words(row.name),
        "kind": values.bare(row.kind),
        "subkind": values.bare(row.subkind),
        "also": sorted(values.bare(link.kind) for link in row.kind_links) or None,
        "number": row.number,
        "project": main,
        "projects": [each for each in projects if each != main] or None,
        "organiser": names.of(Organisation, row.organiser_id),
        "host": names.of(Organisation, row.host_id),
        "places": names.many(Place, (link.place_id for link in row.place_links)) or None,
        "mode": values.bare(row.mode) if row.mode != Mode.ON_SITE else None,
        "visibility": (
            values.bare(row.visibility) if row.visibility != Visibility.PUBLIC else None
        ),
        "optional": values.only(row.is_optional),
        "series": values.bare(row.series_id),
    }


def _when(row: Event) -> Record:
    was = None if row.moved_from is None else Period.from_json(row.moved_from)
    period = row.period
    zone = values.zone_of(period) or values.zone_of(was)
    ends_zone = period.ends_zone or (was.ends_zone if was is not None else None)
    when = values.when(period, zone)
    is_exact = isinstance(when, dict) and "exactly" in when
    return {
        "status": values.bare("postponed" if _is_postponed(row) else row.status),
        "when": when,
        "was": None if was is None else _was(was, zone, ends_zone),
        "reason": values.words(row.status_reason),
        "zone": values.bare(zone),
        "end_zone": values.bare(ends_zone if ends_zone != zone else None),
        "planned_days": None if is_exact else period.planned_days,
    }


def _is_postponed(row: Event) -> bool:
    return row.status == Status.TENTATIVE and row.postponed_at is not None


def _was(was: Period, zone: str | None, ends_zone: str | None) -> Any:
    """The date it had, on the event's clocks where it was on these."""
    is_even = was.ends_zone in (None, ends_zone or zone) and was.planned_days is None
    return values.when(was, zone) if is_even else values.exactly(was)


def _told(row: Event, names: Names) -> Record:
    contributors = [
        {
            "role": values.bare(each.role),
            "name": each.name,
            "organisation": names.of(Organisation, each.organisation_id),
            "about": values.words(each.about),
        }
        for each in row.contributors
    ]
    groups = (each.id for each in sorted(row.target_groups, key=lambda g: (g.position, g.slug)))
    return {
        "languages": [values.bare(tag) for tag in row.languages] or None,
        "summary": values.words(row.summary),
        "description": values.words(row.description),
        "audience": values.words(row.audience),
        "price": values.words(row.price),
        "email": values.bare(row.contact_email),
        "join_address": values.bare(row.join_url),
        "target_groups": names.many(TargetGroup, groups) or None,
        "contributors": contributors or None,
    }


def _registration(row: Event) -> Record | None:
    zone = values.zone_of(row.period)
    found: Record = {
        "capacity": row.pool.capacity,
        "opens": values.moment(row.opens_at, zone),
        "closes": values.moment(row.closes_at, zone),
        "address": values.bare(row.registration_url),
        "verifies_addresses": values.only(row.verifies_addresses),
        "asks_organisation": None if row.asks_organisation else False,
        "asks_target_group": None if row.asks_target_group else False,
        "consent": values.words(row.consent),
        "takes_photos": values.only(row.takes_photos),
        "photo_notice": values.words(row.photo_notice),
        "guardian_age": row.guardian_age,
    }
    said = {key: each for key, each in found.items() if each is not None}
    if row.registration_mode == RegistrationMode.NONE and not said:
        return None
    return {"mode": values.bare(row.registration_mode), **said}


def _kept(row: Event, entry: Entry | None) -> Record:
    """What people's calendars and links rely on, and when things happened."""
    return {
        "code": values.bare(row.code),
        "uid": values.bare(row.uid),
        "revision": row.revision,
        "created": values.instant(row.created_at),
        "published": values.instant(row.published_at),
        "moved": values.instant(row.moved_at),
        "postponed": values.instant(row.postponed_at),
        "cancelled": values.instant(row.cancelled_at),
        "withdrawn": values.instant(row.withdrawn_at),
        "sequence": None if entry is None else entry.sequence,
        "invite_sequence": None if entry is None else entry.invite_sequence,
        "changed": None if entry is None else values.instant(entry.changed_at),
    }
