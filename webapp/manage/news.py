"""What changed since somebody's last visit, in words, event by event.

Colleagues are named, participants are counted, and counted only for those who may see people.
A fixed number of statements however much has happened.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, String, and_, cast, func, literal, or_, select

from webapp.accounts.models import Account
from webapp.core.changes import Change
from webapp.core.database import db
from webapp.core.permissions import Act, Viewer
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.events.access import allowed_to, seen_by_role
from webapp.events.models import Event
from webapp.manage.news_visits import answered_since
from webapp.registrations.models import Registration, State

_: Callable[..., str] = gettext
#: Who was away longer sees what is newest of this time.
FURTHEST = timedelta(days=30)
#: Events shown, and changes looked at.
MOST, _LOOKED_AT = 8, 400


@dataclass(frozen=True)
class News:
    """What happened to one event: sentences, the newest at."""

    code: str
    title: LocalText
    at: datetime
    words: list[str]


@dataclass(frozen=True)
class _Happened:
    """Something that happened to an event, and how often."""

    event_id: int
    at: datetime
    said: Callable[[int], str]
    times: int = 1


def news_for(viewer: Viewer, since: datetime | None) -> list[News]:
    """What others did since then with the events of *viewer*: the newest first."""
    if since is None:
        return []
    since = max(since, now() - FURTHEST)
    happened = [*_people(viewer, since), *_ended(viewer, since), *_visits(viewer, since)]
    happened += _acts(viewer, since)
    newest: dict[int, datetime] = {}
    for each in happened:
        newest[each.event_id] = max(each.at, newest.get(each.event_id, each.at))
    shown = sorted(newest, key=lambda number: newest[number], reverse=True)[:MOST]
    query = select(Event.id, Event.code, Event.name).where(Event.id.in_(shown))
    events = {row.id: row for row in db.session.execute(query)}
    return [
        News(events[number].code, events[number].name, newest[number], _words(happened, number))
        for number in shown
        if number in events
    ]


def _words(happened: Iterable[_Happened], number: int) -> list[str]:
    return [each.said(each.times) for each in happened if each.event_id == number]


# What people did


def _people(viewer: Viewer, since: datetime) -> Iterable[_Happened]:
    query = (
        select(Event.id, func.max(Registration.created_at), func.count())
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.created_at > since,
            Registration.state != State.UNVERIFIED,
            or_(
                Registration.entered_by_id.is_(None),
                Registration.entered_by_id != viewer.account_id,
            ),
            _minded(viewer),
        )
        .group_by(Event.id)
    )
    for number, at, times in db.session.execute(_newest(query, Registration.created_at)):
        yield _Happened(number, at, _registered, times)


def _ended(viewer: Viewer, since: datetime) -> Iterable[_Happened]:
    query = (
        select(Event.id, Registration.state, func.max(Registration.ended_at), func.count())
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.ended_at > since,
            Registration.state.in_(_ENDS),
            or_(Registration.ended_by.is_(None), Registration.ended_by != viewer.actor),
            _minded(viewer),
        )
        .group_by(Event.id, Registration.state)
    )
    for number, state, at, times in db.session.execute(_newest(query, Registration.ended_at)):
        yield _Happened(number, at, _ENDS[State(state)], times)


def _visits(viewer: Viewer, since: datetime) -> Iterable[_Happened]:
    """What leaders of delegations and hosts of items answered."""
    for each in answered_since(since, _minded(viewer)):
        yield _Happened(each.event_id, each.at, partial(_as_it_is, each.words))


def _as_it_is(words: str, _times: int) -> str:
    return words


def _newest(query: Any, column: Any) -> Any:
    return query.order_by(func.max(column).desc()).limit(_LOOKED_AT)


def _minded(viewer: Viewer) -> ColumnElement[bool]:
    """Events whose people *viewer* may see; an administrator's own where they have a role."""
    return and_(Event.withdrawn_at.is_(None), allowed_to(viewer, Act.SEE_PEOPLE))


def _registered(number: int) -> str:
    return ngettext("%(num)d person registered", "%(num)d people registered", number)  # type: ignore[no-any-return]


_ENDS: dict[State, Callable[[int], str]] = {
    State.CANCELLED: lambda number: ngettext("%(num)d cancelled", "%(num)d cancelled", number),
    State.DECLINED: lambda number: ngettext("%(num)d declined", "%(num)d declined", number),
    State.EXPIRED: lambda number: ngettext(
        "%(num)d did not answer in time", "%(num)d did not answer in time", number
    ),
}


# What colleagues did


def _acts(viewer: Viewer, since: datetime) -> Iterable[_Happened]:
    """Changes of events and of people in them by other accounts, each kind and author once."""
    found = [*_event_changes(viewer, since), *_person_changes(viewer, since)]
    names = _names({actor for _event, _at, actor, _verb in found})
    times = Counter((number, actor, verb) for number, _at, actor, verb in found)
    latest: dict[tuple[int, str, str], datetime] = {}
    for number, at, actor, verb in found:
        key = (number, actor, verb)
        latest[key] = max(at, latest.get(key, at))
    for key, count in times.items():
        said = _said(key[2], names.get(key[1]))
        if said is not None:
            yield _Happened(key[0], latest[key], said, count)


def _event_changes(viewer: Viewer, since: datetime) -> Iterable[tuple[int, datetime, str, str]]:
    keys = select(literal("event:").concat(cast(Event.id, String))).where(seen_by_role(viewer))
    query = select(Change.entity, Change.at, Change.actor, Change.verb)
    query = query.where(_by_others(viewer, since), Change.entity.in_(keys))
    for entity, at, actor, verb in db.session.execute(_last(query)):
        yield int(entity.partition(":")[2]), at, actor, verb


def _person_changes(viewer: Viewer, since: datetime) -> Iterable[tuple[int, datetime, str, str]]:
    prefix = "registration:"
    query = (
        select(Event.id, Change.at, Change.actor, Change.verb)
        .join(Registration, Registration.event_id == Event.id)
        .join(Change, Registration.public_id == func.substr(Change.entity, len(prefix) + 1))
        .where(Change.entity.startswith(prefix), Change.verb.in_(_PERSON_VERBS))
        .where(_by_others(viewer, since), _minded(viewer))
    )
    for row in db.session.execute(_last(query)):
        yield row.id, row.at, row.actor, row.verb


def _last(query: Any) -> Any:
    return query.order_by(Change.id.desc()).limit(_LOOKED_AT)


def _by_others(viewer: Viewer, since: datetime) -> ColumnElement[bool]:
    return and_(Change.at > since, Change.actor.like("account:%"), Change.actor != viewer.actor)


def _names(actors: set[str]) -> dict[str, str]:
    ids = {int(actor.partition(":")[2]) for actor in actors}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {f"account:{row.id}": row.name for row in db.session.execute(query)}


def _said(verb: str, name: str | None) -> Callable[[int], str] | None:
    """The sentence of a verb; None for one that is nobody's news."""
    who = name or _("a former colleague")
    if verb in _PERSON_VERBS:
        return lambda number: _PERSON_VERBS[verb](who, number)
    if verb not in _EVENT_VERBS:
        return None
    return lambda number: _often(_EVENT_VERBS[verb](who), number)


def _often(sentence: str, number: int) -> str:
    if number == 1:
        return sentence
    return _("%(sentence)s (%(number)d times)", sentence=sentence, number=number)


_EVENT_VERBS: dict[str, Callable[[str], str]] = {
    "created": lambda name: _("%(name)s created it", name=name),
    "edited": lambda name: _("%(name)s edited it", name=name),
    "published": lambda name: _("%(name)s published it", name=name),
    "unpublished": lambda name: _("%(name)s made it a draft again", name=name),
    "confirmed": lambda name: _("%(name)s confirmed it", name=name),
    "moved": lambda name: _("%(name)s moved it to another date", name=name),
    "date-fixed": lambda name: _("%(name)s fixed the date", name=name),
    "postponed": lambda name: _("%(name)s postponed it", name=name),
    "cancelled": lambda name: _("%(name)s cancelled it", name=name),
    "withdrawn": lambda name: _("%(name)s withdrew it", name=name),
    "mode-changed": lambda name: _("%(name)s changed how people take part", name=name),
    "capacity-changed": lambda name: _("%(name)s changed the number of places", name=name),
    "outcome-recorded": lambda name: _("%(name)s recorded the outcome", name=name),
    "invited": lambda name: _("%(name)s made an invitation link", name=name),
}
_PERSON_VERBS: dict[str, Callable[[str, int], str]] = {
    "approved": lambda name, number: ngettext(
        "%(name)s approved %(num)d person", "%(name)s approved %(num)d people", number, name=name
    ),
    "promoted": lambda name, number: ngettext(
        "%(name)s gave %(num)d person a place",
        "%(name)s gave %(num)d people a place",
        number,
        name=name,
    ),
    "changed": lambda name, number: ngettext(
        "%(name)s changed details of %(num)d person",
        "%(name)s changed details of %(num)d people",
        number,
        name=name,
    ),
}
