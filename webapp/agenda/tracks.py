"""The tracks of an agenda: lines of items that run beside each other. Inside ``with write():``."""

from collections.abc import Sequence

from webapp.agenda.models import AgendaTrack
from webapp.agenda.queries import items_of, tracks_of
from webapp.agenda.rules import change
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.text import LocalText
from webapp.events.models import Event
from webapp.seats import rules as seats


def add_track(event: Event, name: LocalText) -> AgendaTrack:
    """One more, behind the others."""
    before = _begin(event)
    last = max((each.position for each in before), default=-1)
    track = AgendaTrack(event_id=event.id, name=name, position=last + 1)
    db.session.add(track)
    _finish(event, before)
    return track


def rename_track(event: Event, track: AgendaTrack, name: LocalText) -> None:
    """Call it otherwise."""
    before = _begin(event)
    words = _words(before)
    track.name = name
    _finish(event, before, words)


def move_track(event: Event, track: AgendaTrack, up: bool) -> None:
    """Before the one above it, or behind the one below; at the end nothing happens."""
    before = _begin(event)
    here = before.index(track)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(before):
        return
    other = before[there]
    places = track.position, other.position
    # A position stands once: one of the two steps aside first.
    track.position = max(each.position for each in before) + 1
    db.session.flush()
    other.position = places[0]
    db.session.flush()
    track.position = places[1]
    _finish(event, before)


def remove_track(event: Event, track: AgendaTrack) -> int:
    """Take it away; its items are for everybody then. How many these are."""
    before = _begin(event)
    words = _words(before)
    inside = [item for item in items_of(event) if item.track is track]
    for item in inside:
        change(item, track=None)
    db.session.delete(track)
    _finish(event, before, words)
    return len(inside)


def _begin(event: Event) -> list[AgendaTrack]:
    """One after the other: two people never give the same position."""
    seats.lock([event.pool_id])
    return tracks_of(event)


def _finish(event: Event, before: Sequence[AgendaTrack], words: str | None = None) -> None:
    was = _words(before) if words is None else words
    db.session.flush()
    record(event.key, "agenda-tracks", {"tracks": was}, {"tracks": _words(tracks_of(event))})


def _words(tracks: Sequence[AgendaTrack]) -> str:
    return " · ".join(str(each.name) for each in tracks)
