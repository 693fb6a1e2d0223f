"""The agendas of events: tracks, items, who contributes, and what was published of them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.agenda.models import (
    AgendaItem,
    AgendaTrack,
    AgendaVersion,
    Interpretation,
    ItemVisibility,
    PhotoRule,
)
from webapp.core.database import db
from webapp.core.times import DoubledTime, SkippedTime, to_utc
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.manage.exporting.names import AT_ONCE, Names
from webapp.projects.organisations import Organisation, Place

_FOLDS = ("first", "second")


def agendas_of(
    events: Sequence[Event], names: Names, hosts: Mapping[int, Record]
) -> dict[int, Record]:
    """The agenda of each event that has one; *hosts* by the id of their item."""
    ids = [event.id for event in events]
    zones = {event.id: event.starts_zone for event in events}
    tracks = _by_event(select(AgendaTrack).order_by(AgendaTrack.position, AgendaTrack.id), ids)
    items = _by_event(
        select(AgendaItem)
        .options(selectinload(AgendaItem.contributors), selectinload(AgendaItem.pool))
        .order_by(AgendaItem.id),
        ids,
    )
    versions = _by_event(select(AgendaVersion).order_by(AgendaVersion.number), ids)
    entries = _entries([item for each in items.values() for item in each])
    called = {track.id: track.public_id for each in tracks.values() for track in each}
    found: dict[int, Record] = {}
    for event_id in ids:
        whole = {
            "tracks": [_track(each) for each in tracks[event_id]] or None,
            "items": [
                _item(each, zones[event_id], called, names, entries.get(each.key))
                | {"hosting": hosts.get(each.id)}
                for each in _ordered(items[event_id], entries)
            ]
            or None,
            "versions": [_version(each) for each in versions[event_id]] or None,
        }
        if any(whole.values()):
            found[event_id] = whole
    return found


def _by_event(query: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    model = query.column_descriptions[0]["entity"]
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(query.where(model.event_id.in_(ids))):
        found[row.event_id].append(row)
    return found


def _entries(items: Sequence[AgendaItem]) -> dict[str, Entry]:
    keys = [item.key for item in items]
    found: dict[str, Entry] = {}
    for first in range(0, len(keys), AT_ONCE):
        query = select(Entry).where(Entry.owner.in_(keys[first : first + AT_ONCE]))
        found |= {entry.owner: entry for entry in db.session.scalars(query)}
    return found


def _ordered(items: list[AgendaItem], entries: Mapping[str, Entry]) -> list[AgendaItem]:
    """As they follow each other in calendars; then the rest."""
    known = [item for item in items if item.key in entries]
    rest = [item for item in items if item.key not in entries]
    return sorted(known, key=lambda item: entries[item.key].id) + rest


def _track(row: AgendaTrack) -> Record:
    code = values.bare(row.public_id)
    return {"id": code, "name": values.words(row.name), "code": code}


def _item(
    row: AgendaItem,
    zone: str | None,
    tracks: dict[int, str],
    names: Names,
    entry: Entry | None,
) -> Record:
    return {
        "id": values.bare(row.public_id),
        **_times(row, zone),
        "kind": values.bare(row.kind),
        "visibility": _unless(row.visibility, ItemVisibility.PUBLIC),
        "track": values.bare(tracks.get(row.track_id or 0)),
        "title": values.words(row.name),
        "text": values.words(row.description),
        **_where(row, names),
        **_told(row, names),
        "capacity": None if row.pool is None else row.pool.capacity,
        "choose": values.only(row.needs_choice),
        "gate_list": values.instant(row.gate_list_due_at),
        "plan_b": values.words(row.plan_b),
        "source": names.sources(f"agenda-item:{row.id}"),
        "kept": _kept(row, entry),
    }


def _unless(value: str, usual: str) -> Any:
    return None if value == usual else values.bare(value)


def _times(row: AgendaItem, zone: str | None) -> Record:
    starts, ends = row.starts_local, row.ends_local
    ends_on = None if ends is None or ends.date() == row.day_on else ends.date()
    return {
        "day": values.bare(row.day_on),
        "from": _clock(starts),
        "until": _clock(ends),
        "until_day": values.bare(ends_on),
        "from_fold": _fold(starts, row.starts_zone, row.starts_fold),
        "until_fold": _fold(ends, row.ends_zone, row.ends_fold),
        "zone": _unless(row.starts_zone, zone or ""),
        "end_zone": _unless(row.ends_zone, row.starts_zone),
    }


def _clock(wall: datetime | None) -> Any:
    return None if wall is None else f"{wall:%H:%M}"


def _fold(wall: datetime | None, zone: str, fold: int) -> str | None:
    """Which of two times is meant, where the clock shows it twice."""
    try:
        if wall is not None:
            to_utc(wall, zone)
    except DoubledTime:
        return _FOLDS[fold]
    except SkippedTime:  # the zone's rules changed since
        return None
    return None


def _where(row: AgendaItem, names: Names) -> Record:
    return {
        "place": names.of(Place, row.place_id),
        "place_note": values.words(row.place_note),
        "to": names.of(Place, row.to_place_id),
        "travel_minutes": row.travel_minutes,
        "host": names.of(Organisation, row.host_id),
        "host_person": row.host_person or None,
        "walking": row.walking_m,
        "step_free": row.step_free,
    }


def _told(row: AgendaItem, names: Names) -> Record:
    contributors = [
        {
            "role": values.bare(each.role),
            "name": each.name,
            "organisation": names.of(Organisation, each.organisation_id),
            "about": values.words(each.about),
        }
        for each in row.contributors
    ]
    return {
        "contributors": contributors or None,
        "languages": [values.bare(tag) for tag in row.languages] or None,
        "interpretation": _unless(row.interpretation, Interpretation.NONE),
        "into": [values.bare(tag) for tag in row.interpreted_into] or None,
        "clothing": values.words(row.clothing),
        "photos": _unless(row.photo_rule, PhotoRule.ALLOWED),
    }


def _kept(row: AgendaItem, entry: Entry | None) -> Record:
    return {
        "code": values.bare(row.public_id),
        "uid": values.bare(row.uid),
        "revision": row.revision,
        "created": values.instant(row.created_at),
        "edited": values.instant(row.changed_at),
        "cancelled": values.instant(row.cancelled_at),
        "sequence": None if entry is None else entry.sequence,
        "invite_sequence": None if entry is None else entry.invite_sequence,
        "changed": None if entry is None else values.instant(entry.changed_at),
    }


def _version(row: AgendaVersion) -> Record:
    lines = (json.dumps(each, sort_keys=True) for each in row.items)
    return {
        "number": row.number,
        "at": values.instant(row.published_at),
        "note": values.words(row.note),
        "items": values.text("[\n" + ",\n".join(lines) + "\n]"),
    }
