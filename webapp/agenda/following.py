"""What agendas hear of their events: a moved event takes its agenda along, a copy gets one too.

All items move by the same number of days and keep their wall clocks. What a clock change skips
there begins at the first time that exists, and the change log says so.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from webapp.agenda import shifting
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.agenda.queries import items_of, tracks_of
from webapp.agenda.rules import hold
from webapp.agenda.times import Hours, days_later, moved_leniently
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.periods import Period
from webapp.events import signals as events
from webapp.events.models import Event

#: Periods whose first day is a day and not the beginning of a month or year.
_EXACT = ("time", "day")


@events.event_moved.connect
def _on_moved(event: Event, *, before: dict[str, Any], **_: Any) -> None:
    # After a postponement the date before is the one that was taken away then.
    old = Period.from_json(event.moved_from or before["period"])
    _follow(event, _first_day(old))


@events.draft_dated.connect
def _on_dated(event: Event, *, before: dict[str, Any]) -> None:
    _follow(event, _first_day(Period.from_json(before["period"])))


@events.event_copied.connect
def _on_copied(event: Event, *, source: Event, with_agenda: bool = True, **_: Any) -> None:
    items = items_of(source) if with_agenda else []
    if not items:
        return
    tracks = {each.id: _copied_track(each, event) for each in tracks_of(source)}
    db.session.flush()
    copies = shifting.copy_agenda(items, event, tracks)
    shifting.note_many(event, "agenda-copied", items=len(copies))


def _copied_track(track: AgendaTrack, event: Event) -> AgendaTrack:
    copy = AgendaTrack(event_id=event.id, name=track.name, position=track.position)
    db.session.add(copy)
    return copy


def _first_day(period: Period) -> date | None:
    return period.first_on if period.precision in _EXACT else None


def _follow(event: Event, first_on: date | None) -> None:
    """Move the agenda as the event was moved from *first_on*; a date that was not exact yet, or
    none, counts as the agenda's own first day."""
    new = _first_day(event.period)
    if new is None:
        return
    items = [item for item in items_of(event) if not item.is_cancelled]
    days = shifting.days_between(event, items) if first_on is None else (new - first_on).days
    if items and days:
        follow(event, items, days)


def follow(event: Event, items: Sequence[AgendaItem], days: int) -> list[str]:
    """Move *items* by so many days; the titles of those that a clock change moved further.

    Inside ``with write():``. Gate lists are due so many days later too.
    """
    hold(items)
    places, skipped = [], []
    for item in items:
        hours, problems = moved_leniently(Hours.of(item), days)
        places.append((item, hours))
        if problems:
            clock = problems[0]
            skipped.append(f"{plain_text(item.name)}: {clock.wall:%H:%M} → {clock.after:%H:%M}")
        if item.gate_list_due_at is not None:
            by = (hours.day_on - item.day_on).days
            item.gate_list_due_at = days_later(item.gate_list_due_at, by, item.starts_zone)
    shifting.put_at(places)
    told = {"skipped": "; ".join(skipped)} if skipped else {}
    shifting.note_many(event, "agenda-followed", items=len(items), days=days, **told)
    return skipped
