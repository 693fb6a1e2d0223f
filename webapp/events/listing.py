"""How events are set in a list and in a month: groups, bars and the states worth a word.

Plain arithmetic on loaded events; asks the database nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from flask import url_for

from webapp.core.month_table import Week, month_weeks
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events.models import Event, RegistrationMode, Status


@dataclass(frozen=True)
class Month:
    """The events of a month under its name; `first_on` None: the date is to be announced."""

    first_on: date | None
    events: list[Event]


@dataclass(frozen=True)
class Bar:
    """An event in the month table."""

    first_on: date
    last_on: date
    url: str
    title: LocalText
    kind: str
    is_cancelled: bool
    event: Event = field(compare=False)


def by_month(events: Iterable[Event], not_before: date | None = None) -> list[Month]:
    """Events in their order, grouped by the month they begin in.

    With *not_before* (today, in a list of coming events) what has begun already stands in the
    present month.
    """
    least = not_before.replace(day=1) if not_before else None

    def month_of(event: Event) -> date | None:
        begins = event.first_on or event.last_on
        if begins is None:
            return None
        first = begins.replace(day=1)
        return max(first, least) if least else first

    return [Month(month, list(group)) for month, group in groupby(events, month_of)]


def bars(events: Iterable[Event]) -> list[Bar]:
    """The bars of events with known days; what ends in the night stays on its first day."""
    return [_bar(event) for event in events]


def _bar(event: Event) -> Bar:
    assert event.first_on is not None
    assert event.last_on is not None
    return Bar(
        first_on=event.first_on,
        last_on=event.last_on if event.period.is_multi_day else event.first_on,
        url=url_for("events.show", code=event.code),
        title=event.name,
        kind=event.kind,
        is_cancelled=event.is_cancelled,
        event=event,
    )


def weeks_of(first: date, events: Iterable[Event], today: date) -> list[Week]:
    """The rows of the table of the month that begins on *first*."""
    return month_weeks(first.year, first.month, bars(events), today)


def neighbours(first: date) -> tuple[date | None, date | None]:
    """The months before and after, None beyond the years that periods know."""
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return (before if before.year >= 1900 else None), (after if after.year < 2200 else None)


def state_of(event: Event) -> str | None:
    """The one state a line of a list must tell; None where all goes as announced."""
    if event.withdrawn_at is not None:
        return "withdrawn"
    if event.is_cancelled or event.is_draft:
        return event.status
    if event.postponed_at is not None:
        return "postponed"
    if event.lacks_outcome:
        return "outcome-not-recorded"
    if event.moved_at is not None and not event.is_over:
        return "moved"
    return "tentative" if event.status == Status.TENTATIVE else None


def states_of(event: Event) -> list[str]:
    """Every state worth a chip on the event's own page."""
    first = state_of(event)
    states = [] if first is None else [first]
    if event.status == Status.HELD:
        states.append("held")
    if first in ("moved", "postponed") and event.status == Status.TENTATIVE:
        states.append("tentative")
    return states


def period_before(event: Event) -> Period | None:
    """The date it had before it was moved or postponed, as long as that is worth telling."""
    if event.moved_from is None or event.is_over:
        return None
    return Period.from_json(event.moved_from)


def shown_seats(event: Event, waiting: int = 0) -> tuple[int, int | None, int] | None:
    """What the seat meter of a line says: nothing where places are no question."""
    counts = event.registration_mode in (
        RegistrationMode.OPEN,
        RegistrationMode.APPROVAL,
        RegistrationMode.INVITATION,
    )
    is_ahead = event.status in (Status.TENTATIVE, Status.CONFIRMED) and not event.is_over
    if not counts or not is_ahead or event.pool.capacity is None:
        return None
    return event.pool.taken, event.pool.capacity, waiting
