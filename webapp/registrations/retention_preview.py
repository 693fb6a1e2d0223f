"""What the sweep is going to erase, and what was erased: numbers, never names.

Nothing is executed by looking. The preview asks for the rows of `retention.due`, which is the query
of the sweep itself, so it cannot tell anything else than what then happens (a test compares).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, literal, select, true, union

from webapp.core.changes import Change
from webapp.core.database import db
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.work import old_letters
from webapp.needs.sweeps import due_numbers
from webapp.projects.organisations import Organisation
from webapp.registrations.models import Registration
from webapp.registrations.retention import (
    VERB,
    due,
    ended_at,
    ended_before,
    months_after,
    months_before,
)
from webapp.registrations.retention_invitees import due_invitees, numbers
from webapp.registrations.retention_kinds import KINDS

#: What the sweep of needs writes: theirs is a shorter time.
NEEDS_VERB = "needs-erased"
#: So many events and entries stand on one page.
MOST = 50


@dataclass(frozen=True)
class DueEvent:
    """One event whose data are erased: when, and how much of each kind."""

    code: str
    name: LocalText
    period: Period
    due_at: datetime
    numbers: dict[str, int]


@dataclass(frozen=True)
class Preview:
    """What will be erased until a moment: the first events, and all of it in numbers."""

    events: list[DueEvent]
    how_many: int
    numbers: dict[str, int]

    @property
    def registrations(self) -> int:
        """Of how many registrations."""
        return self.numbers.get("registrations", 0)

    @property
    def more(self) -> int:
        """How many events besides those listed."""
        return self.how_many - len(self.events)


@dataclass(frozen=True)
class Erased:
    """One entry of the protocol."""

    change: Change
    code: str
    name: LocalText

    @property
    def numbers(self) -> dict[str, int]:
        """How much of each kind."""
        after = self.change.after or {}
        if self.change.verb == NEEDS_VERB:
            return {"needs": after.get("registrations", 0)}
        return {name: number for name, number in after.items() if isinstance(number, int)}


def preview(
    organiser_id: int,
    months: int,
    until: datetime,
    which: ColumnElement[bool] | None = None,
    most: int = MOST,
) -> Preview:
    """What is erased until *until* if data are kept so many *months*, of the events of *which*.

    A fixed number of statements, however much there is.
    """
    these = true() if which is None else which
    ids = due(organiser_id, months, until).where(these).order_by(None).subquery()
    guests = due_invitees(organiser_id, ended_before(until, months)).where(these)
    guest_ids = guests.order_by(None).subquery()
    counts = {kind.name: kind.numbers(ids) for kind in KINDS} | {"invitees": numbers(guest_ids)}
    by_event: dict[int, dict[str, int]] = {}
    for name, query in counts.items():
        for event_id, number in db.session.execute(query):
            by_event.setdefault(event_id, {})[name] = number
    concerned = union(select(ids.c.event_id), select(guest_ids.c.event_id))
    totals = {name: sum(each.get(name, 0) for each in by_event.values()) for name in counts}
    return Preview(
        _events(concerned, months, by_event, most),
        len(by_event),
        {name: number for name, number in totals.items() if number},
    )


def due_until(
    organisations: Sequence[Organisation],
    until: datetime,
    which: ColumnElement[bool] | None = None,
) -> dict[int, int]:
    """How many registrations of each organisation (id) are erased until *until*: one statement."""
    if not organisations:
        return {}
    ends = {each.id: months_before(until, each.retention_months) for each in organisations}
    query = (
        select(Event.organiser_id, func.count())
        .select_from(Registration)
        .join(Registration.event)
        .where(Event.organiser_id.in_(ends), Registration.erased_at.is_(None))
        .where(ended_at() <= case(ends, value=Event.organiser_id))
        .where(true() if which is None else which)
        .group_by(Event.organiser_id)
    )
    return dict(db.session.execute(query).all())


def old_letter_number(organiser_id: int, which: ColumnElement[bool] | None = None) -> int:
    """How many letters about the organiser's events lose their words at the next sweep, because
    they were sent 30 days ago."""
    query = (
        select(func.count())
        .select_from(Letter)
        .join(Event, Letter.event_key == _key(Event.id))
        .where(Event.organiser_id == organiser_id, old_letters(now()))
        .where(true() if which is None else which)
    )
    return db.session.scalar(query) or 0


def needs_due(organiser_id: int, which: ColumnElement[bool] | None = None) -> int:
    """How many diet and access needs the next sweep erases: theirs is a shorter time."""
    numbers = due_numbers()
    query = select(Event.id).where(Event.organiser_id == organiser_id, Event.id.in_(numbers))
    found = db.session.scalars(query.where(true() if which is None else which))
    return sum(numbers[event_id] for event_id in found)


def protocol(
    organiser_id: int,
    which: ColumnElement[bool] | None = None,
    before: int | None = None,
    most: int = MOST,
) -> list[Erased]:
    """What was erased of the organiser's events, the newest first; *before* is the id of an entry.

    One more than *most* where there is more.
    """
    query = (
        select(Change, Event.code, Event.name)
        .join(Event, Change.entity == _key(Event.id))
        .where(Event.organiser_id == organiser_id, Change.verb.in_((VERB, NEEDS_VERB)))
        .where(true() if which is None else which)
        .order_by(Change.id.desc())
        .limit(most + 1)
    )
    if before is not None:
        query = query.where(Change.id < before)
    return [Erased(*row) for row in db.session.execute(query)]


def _events(
    concerned: Any, months: int, by_event: dict[int, dict[str, int]], most: int
) -> list[DueEvent]:
    """The first of these events to be erased."""
    query = (
        select(Event, ended_at())
        .where(Event.id.in_(concerned))
        .order_by(ended_at(), Event.id)
        .limit(most)
    )
    return [
        DueEvent(event.code, event.name, event.period, months_after(at, months), by_event[event.id])
        for event, at in db.session.execute(query)
    ]


def _key(event_id: Any) -> Any:
    """How the change log and letters name an event."""
    return literal("event:").concat(cast(event_id, String))
