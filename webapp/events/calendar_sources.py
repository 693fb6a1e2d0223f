"""Which rows make up an event's texts in calendars; importing it announces them to ``entries``."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp import entries
from webapp.core import ics_colours, look, period_words
from webapp.core.i18n import configured_languages, plain_text
from webapp.core.text import LocalText
from webapp.events import calendar
from webapp.events.models import Event
from webapp.events.parts import (
    EventKindLink,
    EventLanguage,
    EventPlace,
    EventProject,
    EventTargetGroup,
)
from webapp.programmes.models import FundingStatement, Programme, TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

_FILES = tuple(str(each.__file__) for each in (calendar, period_words, look, ics_colours))


def _load(session: Session, ids: Sequence[int]) -> Mapping[int, Event]:
    """The events of these ids with all that stands in their texts, in few statements."""
    project = selectinload(Event.project_links).joinedload(EventProject.project)
    query = select(Event).where(Event.id.in_(ids))
    query = query.options(
        joinedload(Event.organiser),
        joinedload(Event.host),
        project.joinedload(Project.programme).selectinload(Programme.statements),
        selectinload(Event.place_links).joinedload(EventPlace.place),
        selectinload(Event.kind_links),
        selectinload(Event.language_links),
        selectinload(Event.target_groups).load_only(TargetGroup.id),
    )
    return {event.id: event for event in session.scalars(query)}


def _ids_after(session: Session, last: int, limit: int) -> Sequence[int]:
    query = select(Event.id).where(Event.id > last).order_by(Event.id).limit(limit)
    return session.scalars(query).all()


def _titles(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """What the calendars of single events are called, as far as everyone may fetch them."""
    rows = session.scalars(select(Event).where(Event.id.in_(ids)))
    return {row.id: _in_all_languages(row.name) for row in rows if calendar.is_open(row)}


def _project_names(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """What the calendars of projects are called, in each language."""
    rows = session.scalars(select(Project).where(Project.id.in_(ids)))
    return {row.id: _in_all_languages(row.label) for row in rows}


def _partner_names(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {row.id: _in_all_languages(row.name) for row in rows}


def _group_names(session: Session, ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    rows = session.scalars(select(TargetGroup).where(TargetGroup.id.in_(ids)))
    return {row.id: _in_all_languages(row.name) for row in rows}


def _in_all_languages(name: LocalText | str) -> list[str]:
    return [plain_text(name, language) for language in configured_languages()]


entries.provide("event", _load, _ids_after, _FILES)
entries.owns(Event, "event", "id")
for _part in (EventProject, EventPlace, EventKindLink, EventLanguage, EventTargetGroup):
    entries.owns(_part, "event", "event_id")
entries.depends(Organisation, "organisation")
entries.depends(Place, "place")
entries.depends(Project, "project")
entries.depends(Programme, "programme")
entries.depends(FundingStatement, "programme", "programme_id")
entries.heads(Event, "event", _titles)
entries.heads(Project, "project", _project_names)
entries.heads(Organisation, "partner", _partner_names)
entries.heads(TargetGroup, "target_group", _group_names)
