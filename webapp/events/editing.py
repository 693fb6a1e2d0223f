"""Putting given facts into an event: its columns and the lists that hang on it."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from webapp.core.database import db
from webapp.events import columns
from webapp.events.errors import ClosesBeforeOpening
from webapp.events.models import Event, Kind
from webapp.events.parts import (
    Contributor,
    EventKindLink,
    EventLanguage,
    EventPlace,
    EventProject,
)

#: What `rules.create` and `rules.edit` take as it is; what is a list is replaced as a whole.
COLUMNS, LISTS = columns.given(), frozenset(columns.LISTS)
#: A change of one of these is told to those who are coming.
RELIED_ON = ("mode", "places", "join_url", "period")


def put(event: Event, values: Mapping[str, Any]) -> None:
    """Store *values* in the event. TypeError for a name that is neither in COLUMNS nor in LISTS."""
    unknown = sorted(set(values) - COLUMNS - LISTS)
    if unknown:
        raise TypeError(f"an event has no {', '.join(unknown)}")
    for name in sorted(COLUMNS & set(values)):
        value = values[name]
        setattr(event, name, value.value if isinstance(value, Enum) else value)
    if event.kind != Kind.PARTNER_MEETING:
        event.subkind = None
    if event.opens_at and event.closes_at and event.closes_at <= event.opens_at:
        raise ClosesBeforeOpening
    for name in sorted(LISTS & set(values)):
        _PUT[name](event, list(values[name]))


def _put_projects(event: Event, projects: list[Any]) -> None:
    if event.projects != projects or not all(link.is_main for link in event.project_links[:1]):
        links = [EventProject(project=each) for each in _each_once(projects)]
        for link in links[:1]:
            link.is_main = True
        _replace(event.project_links, links)


def _put_places(event: Event, places: list[Any]) -> None:
    if event.places != places:
        links = [EventPlace(place=each, position=n) for n, each in enumerate(_each_once(places))]
        _replace(event.place_links, links)


def _put_more_kinds(event: Event, kinds: list[Any]) -> None:
    names = sorted({Kind(kind).value for kind in kinds} - {event.kind})
    if sorted(link.kind for link in event.kind_links) != names:
        _replace(event.kind_links, [EventKindLink(kind=name) for name in names])


def _put_languages(event: Event, tags: list[Any]) -> None:
    if event.languages != tags:
        links = [EventLanguage(language=tag, position=n) for n, tag in enumerate(_each_once(tags))]
        _replace(event.language_links, links)


def _put_target_groups(event: Event, groups: list[Any]) -> None:
    event.target_groups = _each_once(groups)


def _put_contributors(event: Event, contributors: list[Any]) -> None:
    rows = [Contributor(**{**dict(each), "position": n}) for n, each in enumerate(contributors)]
    _replace(event.contributors, rows)


_PUT = {
    "projects": _put_projects,
    "places": _put_places,
    "more_kinds": _put_more_kinds,
    "languages": _put_languages,
    "target_groups": _put_target_groups,
    "contributors": _put_contributors,
}


def _replace(rows: list[Any], new: list[Any]) -> None:
    """Take the old rows out before the new ones come in: both may have the same key."""
    if rows:
        rows.clear()
        db.session.flush()
    rows.extend(new)


def _each_once(values: Iterable[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept
