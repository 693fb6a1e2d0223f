"""Several items at once: everything after one of them later, a day copied, the whole agenda moved.

Planning tells what would become of each item and changes nothing; doing runs inside
``with write():``. Items that were called off stay where they were.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from webapp.agenda.arranging import order
from webapp.agenda.errors import BadHours, Skipped
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.agenda.rules import add, hold
from webapp.agenda.signals import item_changed
from webapp.agenda.snapshots import ItemThen
from webapp.agenda.times import Hours, days_later, moved
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.times import now
from webapp.events.models import Event

#: What a copy of an item takes along besides its hours, places and contributors.
_SAME = (
    "visibility",
    "description",
    "place",
    "place_note",
    "to_place",
    "travel_minutes",
    "host",
    "host_person",
    "languages",
    "interpretation",
    "interpreted_into",
    "walking_m",
    "step_free",
    "clothing",
    "photo_rule",
    "plan_b",
    "needs_choice",
)


class Reach(StrEnum):
    """How far a shift goes."""

    DAY = "day"
    EVENT = "event"


@dataclass(frozen=True)
class Step:
    """What becomes of one item."""

    item: AgendaItem
    hours: Hours

    @property
    def changes_day(self) -> bool:
        """Whether it would stand on another day."""
        return self.hours.day_on != self.item.day_on


def following(items: Iterable[AgendaItem], first: AgendaItem, reach: Reach) -> list[AgendaItem]:
    """*first* and all that begin with it or later, to the end of its day or of the event."""
    if first.starts_at is None:
        return []
    return [
        item
        for item in items
        if item.starts_at is not None
        and not item.is_cancelled
        and item.starts_at >= first.starts_at
        and (reach is Reach.EVENT or item.day_on == first.day_on)
    ]


def plan(items: Iterable[AgendaItem], minutes: int = 0, days: int = 0) -> list[Step]:
    """Where the items would be; raises `Skipped` with the title of the item, `BadHours`."""
    steps = []
    for item in items:
        try:
            steps.append(Step(item, moved(Hours.of(item), minutes, days)))
        except Skipped as error:
            raise Skipped(error.clock, "minutes", plain_text(item.name)) from error
        except BadHours as error:
            raise BadHours(str(error), field="minutes") from error
    return steps


def mark_of(items: Iterable[AgendaItem]) -> str:
    """Tells whether any of them is another by now than when a page showed them."""
    return "-".join(f"{item.id}.{item.revision}" for item in sorted(items, key=order))


def shift(event: Event, steps: Sequence[Step], minutes: int = 0, days: int = 0) -> None:
    """Put every item where `plan` said; the change log holds one entry."""
    hold(step.item for step in steps)
    put_at([(step.item, step.hours) for step in steps])
    by = {"minutes": minutes} if minutes else {"days": days}
    note_many(event, "agenda-shifted", items=len(steps), **by)


def put_at(places: Iterable[tuple[AgendaItem, Hours]]) -> None:
    """Give items other hours and tell listeners, once all of them are there."""
    before = []
    for item, hours in places:
        before.append((item, ItemThen.of(item)))
        for name, value in hours.as_columns().items():
            setattr(item, name, value)
        item.touch()
        item.changed_at = now()
    db.session.flush()
    for item, then in before:
        item_changed.send(item, before=then)


def note_many(event: Event, verb: str, **after: Any) -> None:
    """One entry in the event's change log about many items."""
    record(event.key, verb, dict.fromkeys(after), after)


def duplicate(
    item: AgendaItem,
    hours: Hours | None = None,
    event: Event | None = None,
    track: AgendaTrack | None = None,
) -> AgendaItem:
    """One more of the same: at the same time, or at *hours*; maybe on the agenda of *event*."""
    target = event or item.event
    values: dict[str, Any] = {name: getattr(item, name) for name in _SAME}
    values["contributors"] = [
        {name: getattr(each, name) for name in ("role", "name", "organisation", "about")}
        for each in item.contributors
    ]
    there = hours or Hours.of(item)
    if item.pool is not None:
        values["capacity"] = item.pool.capacity
    if item.gate_list_due_at is not None:
        days = (there.day_on - item.day_on).days
        values["gate_list_due_at"] = days_later(item.gate_list_due_at, days, item.starts_zone)
    values["track"] = track if event is not None else item.track
    return add(target, item.name, item.kind, there, **values)


def copy_day(event: Event, items: Iterable[AgendaItem], day: date, to: date) -> list[AgendaItem]:
    """Everything of *day* once more on the day *to*; raises as `plan` does."""
    of_day = [item for item in items if item.day_on == day and not item.is_cancelled]
    steps = plan(of_day, days=(to - day).days)
    return [duplicate(step.item, step.hours) for step in steps]


def copy_agenda(
    source: Iterable[AgendaItem], event: Event, tracks: Mapping[int, AgendaTrack]
) -> list[AgendaItem]:
    """The items of another event on the agenda of *event*, on their days there; *tracks* is what
    stands for each of its tracks, by id."""
    return [
        duplicate(item, event=event, track=tracks.get(item.track_id or 0))
        for item in source
        if not item.is_cancelled
    ]


def days_between(event: Event, items: Sequence[AgendaItem]) -> int:
    """By how many days the agenda would have to move to begin on the event's first day."""
    lasting = [item.day_on for item in items if not item.is_cancelled]
    if event.first_on is None or not lasting:
        return 0
    return (event.first_on - min(lasting)) // timedelta(days=1)
