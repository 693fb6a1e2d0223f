"""What is due across one's events, the most pressing first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from webapp.core.database import db
from webapp.core.permissions import Act, Viewer
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.access import allowed_to
from webapp.events.manage_lists import lacks_outcome
from webapp.events.models import Event, Mode, Status
from webapp.events.parts import EventPlace
from webapp.registrations.models import Registration, State

#: How far ahead one looks.
CLOSES_SOON = timedelta(days=7)
COMES_SOON = timedelta(days=60)
#: Of each kind; what lies behind shows when these are done.
MOST = 8
_PUBLISHED = (Status.TENTATIVE.value, Status.CONFIRMED.value)


@dataclass(frozen=True)
class Due:
    """One thing to do: what, about which event, and where (endpoint, further values, words)."""

    words: str
    icon: str
    tone: str
    code: str
    title: LocalText
    endpoint: str
    link: str
    values: dict[str, str]


def due_for(viewer: Viewer) -> list[Due]:
    """What *viewer* should see to: a fixed number of statements, some lines of each kind."""
    questions: tuple[Callable[[Viewer], Iterable[Due]], ...] = (
        _approvals,
        _outcomes,
        _closing,
        _tentative,
        _incomplete,
        _drafts,
    )
    return [due for question in questions for due in question(viewer)]


def _approvals(viewer: Viewer) -> Iterable[Due]:
    query = (
        select(Event.code, Event.name, func.count())
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.state == State.AWAITING_APPROVAL,
            Event.status.in_(_PUBLISHED),
            _mine(viewer, Act.CHANGE_PEOPLE),
        )
        .group_by(Event.id)
        .order_by(Event.sorts_at, Event.id)
        .limit(MOST)
    )
    for code, title, number in db.session.execute(query):
        words = ngettext(
            "%(num)d person awaits your decision", "%(num)d people await your decision", number
        )
        yield Due(words, "hourglass", "info", code, title, "people.index", _("Decide"), {})


def _outcomes(viewer: Viewer) -> Iterable[Due]:
    for code, title in _events(viewer, lacks_outcome()):
        yield Due(
            _("The date has passed: was it held?"),
            "circle-question-mark",
            "warn",
            code,
            title,
            "manage_events.act",
            _("Record the outcome"),
            {"name": "outcome"},
        )


def _closing(viewer: Viewer) -> Iterable[Due]:
    at = now()
    closes = and_(
        Event.closes_at > at,
        Event.closes_at <= at + CLOSES_SOON,
        Event.status.in_(_PUBLISHED),
        Event.registration_mode.in_(("open", "approval", "invitation")),
    )
    query = _query(viewer, closes, Event.closes_at).order_by(Event.closes_at)
    for code, title, closes_at in db.session.execute(query):
        days = (closes_at - at).days
        words = ngettext(
            "Registration closes within %(num)d day",
            "Registration closes within %(num)d days",
            days + 1,
        )
        yield Due(
            words, "clock-alert", "warn", code, title, "manage_events.show", _("Look at it"), {}
        )


def _tentative(viewer: Viewer) -> Iterable[Due]:
    soon = and_(Event.status == Status.TENTATIVE, *_comes_soon())
    for code, title in _events(viewer, soon):
        yield Due(
            _("It is near and still tentative"),
            "circle-dashed",
            "warn",
            code,
            title,
            "manage_events.show",
            _("Confirm it or move it"),
            {},
        )


def _incomplete(viewer: Viewer) -> Iterable[Due]:
    has_place = exists().where(EventPlace.event_id == Event.id)
    no_place = and_(Event.mode != Mode.ONLINE, ~has_place)
    lacks = and_(
        Event.status.in_(_PUBLISHED), *_comes_soon(), or_(no_place, Event.host_id.is_(None))
    )
    query = _query(viewer, lacks, Event.host_id, no_place.label("no_place"))
    for code, title, host_id, lacks_place in db.session.execute(query.order_by(Event.sorts_at)):
        yield Due(
            _lacking(lacks_place, host_id is None),
            "map-pin-off",
            "quiet",
            code,
            title,
            "manage_events.edit",
            _("Add it"),
            {"_anchor": "places-0-place" if lacks_place else "host"},
        )


def _lacking(place: bool, host: bool) -> str:
    if place and host:
        return str(_("It has neither place nor host"))
    return str(_("It has no place") if place else _("It has no host"))


def _drafts(viewer: Viewer) -> Iterable[Due]:
    for code, title in _events(viewer, Event.status == Status.DRAFT):
        yield Due(
            _("It is a draft"),
            "pencil",
            "quiet",
            code,
            title,
            "manage_events.show",
            _("Go on with it"),
            {},
        )


def _comes_soon() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Event.over_at > now(), Event.sorts_at <= now() + COMES_SOON


def _events(viewer: Viewer, condition: ColumnElement[bool]) -> Iterable[Any]:
    return db.session.execute(_query(viewer, condition).order_by(Event.sorts_at, Event.id))


def _query(viewer: Viewer, condition: ColumnElement[bool], *more: Any) -> Any:
    query = select(Event.code, Event.name, *more).where(condition, _mine(viewer, Act.EDIT))
    return query.limit(MOST)


def _mine(viewer: Viewer, act: Act) -> ColumnElement[bool]:
    return and_(Event.withdrawn_at.is_(None), allowed_to(viewer, act))
