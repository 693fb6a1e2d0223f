"""How full an event is, for its page, its list and its staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, inspect, select

from webapp.core.database import db, look
from webapp.events import queries
from webapp.events.models import Event
from webapp.registrations.models import Registration, State, is_in_line


@dataclass(frozen=True)
class Counts:
    """Seats held, seats there are (None: no limit), people in line, and people to be approved."""

    taken: int
    capacity: int | None
    waiting: int = 0
    awaiting: int = 0

    @property
    def left(self) -> int | None:
        """Seats nobody holds; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether the next person gets a place in line."""
        return self.left == 0


def registration_counts(event: Event) -> Counts:
    """The counts of one event: the pool is loaded with it, the line is one statement."""
    return counts_of([event])[event.id]


def counts_of(events: Iterable[Event]) -> dict[int, Counts]:
    """The counts of several events in one statement, by event id."""
    listed = list(events)
    query = (
        select(Registration.event_id, Registration.state, func.count())
        .where(Registration.event_id.in_([event.id for event in listed]))
        .where(Registration.state.in_([State.WAITING, State.AWAITING_APPROVAL]), is_in_line())
        .group_by(Registration.event_id, Registration.state)
    )
    found = {(event_id, state): number for event_id, state, number in db.session.execute(query)}
    return {
        event.id: Counts(
            taken=event.pool.taken,
            capacity=event.pool.capacity,
            waiting=found.get((event.id, State.WAITING), 0),
            awaiting=found.get((event.id, State.AWAITING_APPROVAL), 0),
        )
        for event in listed
    }


def line_of(event_id: int) -> tuple[tuple[object, ...], ...]:
    """How many stand in line and are to be approved, as the database gives it."""
    return tuple(map(tuple, look(_LINE, {"event_id": event_id})))


_rows = inspect(Registration).local_table.c
_LINE = (
    select(_rows.state, func.count())
    .where(_rows.event_id == bindparam("event_id"))
    .where(_rows.state.in_([State.WAITING.value, State.AWAITING_APPROVAL.value]), is_in_line())
    .group_by(_rows.state)
    .order_by(_rows.state)
)
queries.moving_parts.append(line_of)
