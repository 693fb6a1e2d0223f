"""What every question about work that is due knows, and the lines it answers with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true

from webapp.core.near_days import near_day, reader_day, today
from webapp.core.permissions import Act, Viewer
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.access import allowed_to
from webapp.events.models import Event, Status
from webapp.events.parts import EventProject

#: How far ahead one looks.
HORIZON = timedelta(days=60)
AHEAD = timedelta(days=21)
#: Of each kind; what lies behind shows when these are done.
MOST = 8
PUBLISHED = (Status.TENTATIVE.value, Status.CONFIRMED.value)


@dataclass(frozen=True)
class Page:
    """A page of staff: endpoint and values for its address."""

    endpoint: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Due:
    """One thing to do: what, about what, by which day (None: some day), and where it is done."""

    kind: str
    thing: str
    by: date | None
    words: str
    icon: str
    tone: str
    title: LocalText | str
    link: str
    do: Page
    about: Page

    @property
    def key(self) -> str:
        """How it is known when it is put off: "outcome:event:12"."""
        return f"{self.kind}:{self.thing}"

    @property
    def is_late(self) -> bool:
        """Whether the day it should have been done by has passed."""
        return self.by is not None and self.by < today()


@dataclass(frozen=True)
class Asking:
    """Who asks, when, and what they have put off: kind → keys of things.

    A page shows some lines of each kind, of the near future, with days as its reader says them; a
    calendar wants all of them (*most* None) for longer (*horizon*), with days in full.
    """

    viewer: Viewer
    off: Mapping[str, frozenset[str]] = field(default_factory=dict)
    at: datetime = field(default_factory=now)
    horizon: timedelta = HORIZON
    most: int | None = MOST
    #: How long before a programme's deadline one hears of it.
    ahead: timedelta = AHEAD
    #: Only what belongs to this project.
    project_id: int | None = None
    #: The day of an instant, and a day in words.
    day: Callable[[datetime], date] = reader_day
    said: Callable[[date], str] = near_day

    def numbers(self, kind: str, noun: str = "event") -> list[int]:
        """The ids of the things of one kind that are put off."""
        keys = (key.partition(":") for key in self.off.get(kind, ()))
        return [int(number) for what, _, number in keys if what == noun and number.isdecimal()]

    def mine(self, kind: str, act: Act = Act.EDIT) -> ColumnElement[bool]:
        """Events whose *kind* of work is the viewer's and is not put off."""
        return and_(
            Event.withdrawn_at.is_(None),
            allowed_to(self.viewer, act),
            Event.id.not_in(self.numbers(kind)),
            self._in_project(),
        )

    def _in_project(self) -> ColumnElement[bool]:
        if self.project_id is None:
            return true()
        links = select(EventProject.event_id).where(EventProject.project_id == self.project_id)
        return Event.id.in_(links)

    def comes_soon(self) -> ColumnElement[bool]:
        """Events that begin within the horizon and are not over."""
        return and_(Event.over_at > self.at, Event.sorts_at <= self.at + self.horizon)

    def before(self, instant: datetime, days: int) -> date:
        """So many days before."""
        return self.day(instant) - timedelta(days=days)

    def some(self, query: Any) -> Any:
        """As many of a kind as fit."""
        return query.limit(self.most)


def event_page(code: str, endpoint: str = "manage_events.show", **values: str) -> Page:
    """A page in the workspace of an event."""
    return Page(endpoint, {"code": code, **values})
