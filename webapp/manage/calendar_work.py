"""What stands in a coordinator's calendar besides published events: drafts, and what is due.

Nothing is stored for it. The numbers an entry carries come from the change log of what it is about,
which only grows: SEQUENCE is how much of it there is, DTSTAMP when the last of it was written.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from webapp.agenda.calendar import entry_of as item_entry
from webapp.agenda.calendar import over_at as item_over_at
from webapp.agenda.models import AgendaItem, ItemVisibility
from webapp.core import ics
from webapp.core.addresses import public_url
from webapp.core.changes import Change
from webapp.core.database import db
from webapp.core.date_words import day_text
from webapp.core.i18n import in_language, plain_text
from webapp.core.periods import Period
from webapp.core.times import now
from webapp.entries.reading import Stored
from webapp.events.access import PUBLISHED
from webapp.events.models import Event, Status
from webapp.manage.calendar_rights import Rights
from webapp.manage.due import DATED, by_kind
from webapp.manage.due_asking import Asking, Due, Page
from webapp.programmes.models import Deadline
from webapp.projects.models import Project
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.models import Registration, State

_: Callable[..., str] = gettext

_ITEM_PARTS = (
    AgendaItem.track,
    AgendaItem.place,
    AgendaItem.to_place,
    AgendaItem.host,
)
#: A calendar looks farther ahead than a page.
HORIZON, AHEAD = timedelta(days=400), timedelta(days=140)


@dataclass(frozen=True)
class Written:
    """How much was written about something, and when last."""

    number: int
    last_at: datetime


@dataclass(frozen=True)
class Task:
    """Something due, by a day, with what its numbers come from."""

    due: Due
    by: date
    about: tuple[str, ...]


def drafts(which: ColumnElement[bool], language: str) -> Iterator[Stored]:
    """The drafts among the events of *which*, under UIDs of their own: nobody else knows of them,
    and once they are published they begin anew."""
    query = select(Event).where(which, Event.status == Status.DRAFT).order_by(Event.id)
    found = [event for event in db.session.scalars(query) if not event.period.is_undated]
    written = _written(event.key for event in found)
    for event in found:
        with in_language(language):
            entry = _draft(event, language)
        said = written.get(event.key, Written(0, event.created_at))
        yield _stored(entry, said)


def items_for_staff(which: ColumnElement[bool], language: str) -> Iterator[Stored]:
    """The items of agendas that only the staff of an event reads, of the events of *which*: those
    that are internal, and all while the agenda is not published. Their UIDs are their own, too:
    made public, an item begins anew for everybody."""
    is_internal = AgendaItem.visibility == ItemVisibility.INTERNAL
    query = (
        select(AgendaItem)
        .join(AgendaItem.event)
        .options(contains_eager(AgendaItem.event))
        .options(*(joinedload(part) for part in _ITEM_PARTS))
        .where(which, or_(is_internal, ~Event.has_agenda), Event.status.in_(PUBLISHED))
        .order_by(AgendaItem.id)
    )
    found = list(db.session.scalars(query))
    written = _written(item.event.key for item in found)
    for item in found:
        entry = _item(item, language)
        if item_over_at(item) <= now() and entry.status is ics.Status.CANCELLED:
            continue
        said = written.get(item.event.key, Written(0, item.changed_at))
        last = max(item.changed_at, said.last_at)
        yield _stored(entry, Written(said.number, last))


def tasks(
    rights: Rights, project_id: int | None, today: date, language: str, key: str
) -> Iterator[Stored]:
    """What is due on a day of its own, as whole days. *key* makes the UIDs this calendar's."""
    with in_language(language):
        found = list(_found(rights, project_id, today, language))
        written = _written(name for task in found for name in task.about)
        people = _people(task for task in found if task.due.kind in _OF_PEOPLE)
        for task in found:
            said = [written[name] for name in task.about if name in written]
            said += [people[name] for name in task.about if name in people]
            first = datetime.combine(task.by, time(), UTC) - timedelta(days=1)
            last = max((each.last_at for each in said), default=first)
            number = sum(each.number for each in said)
            yield _stored(_task(task, key, language), Written(number, last))


def _draft(event: Event, language: str) -> ics.Entry:
    return ics.Entry(
        uid=f"draft-{event.uid}",
        period=event.period,
        title=_("Draft: %(title)s", title=plain_text(event.name, language)),
        description=_("A draft: nobody else knows of it yet."),
        url=public_url("manage_events.show", code=event.code),
        status=ics.Status.TENTATIVE,
        transparent=True,
        class_="PRIVATE",
        created_at=event.created_at,
    )


def _item(item: AgendaItem, language: str) -> ics.Entry:
    entry = item_entry(item, language)
    if item.visibility == ItemVisibility.INTERNAL:
        return replace(entry, uid=f"internal-{item.uid}")
    if entry.status is ics.Status.CANCELLED:
        return replace(entry, uid=f"draft-{item.uid}")
    with in_language(language):
        title = _("Draft: %(title)s", title=entry.title)
    draft = replace(entry, uid=f"draft-{item.uid}", title=title, class_="PRIVATE")
    return replace(draft, status=ics.Status.TENTATIVE, transparent=True)


def _task(task: Task, key: str, language: str) -> ics.Entry:
    due = task.due
    title = plain_text(due.title, language)
    page = _address(due.do, due.about)
    return ics.Entry(
        uid=hashlib.sha256(f"{key} {due.key}".encode()).hexdigest()[:32],
        period=Period.days(task.by),
        title=_("%(event)s: %(what)s", event=title, what=due.words),
        description=f"{due.words}\n{_('%(what)s: %(address)s', what=due.link, address=page)}",
        url=page,
        transparent=True,
        class_="PRIVATE",
    )


def _address(page: Page, instead: Page) -> str:
    there = page if page.endpoint in current_app.view_functions else instead
    return public_url(there.endpoint, **dict(there.values))


def _found(rights: Rights, project_id: int | None, today: date, language: str) -> Iterator[Task]:
    asking = Asking(
        rights.viewer,
        by_kind(rights.off),
        at=datetime.combine(today, time(), UTC),
        horizon=HORIZON,
        most=None,
        ahead=AHEAD,
        project_id=project_id,
        day=lambda instant: instant.astimezone(UTC).date(),
        said=lambda day: day_text(day, language),
    )
    dated = [(due, due.by) for question in DATED for due in question(asking) if due.by is not None]
    about = _owners([due for due, _by in dated])
    return (Task(due, by, about[due.key]) for due, by in dated)


#: Told of people: who comes and goes does not stand in the change log.
_OF_PEOPLE = frozenset({"approval", "guardian", "names-due", "wish"})


def _owners(found: Iterable[Due]) -> dict[str, tuple[str, ...]]:
    """What each is about, as the change log knows it."""
    found = list(found)
    slugs = {str(due.about.values["slug"]) for due in found if "slug" in due.about.values}
    rules = {int(due.thing.split(":")[2]) for due in found if due.kind == "deadline"}
    projects = _pairs(select(Project.slug, Project.id).where(Project.slug.in_(slugs)))
    programmes = _pairs(select(Deadline.id, Deadline.programme_id).where(Deadline.id.in_(rules)))
    numbers = {int(due.thing.split(":")[1]) for due in found if due.thing.startswith("item:")}
    items = _pairs(select(AgendaItem.id, AgendaItem.event_id).where(AgendaItem.id.in_(numbers)))
    return {due.key: tuple(_names(due, projects, programmes, items)) for due in found}


def _pairs(query: Any) -> dict[Any, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}


def _names(
    due: Due,
    projects: Mapping[str, int],
    programmes: Mapping[int, int],
    items: Mapping[int, int],
) -> Iterator[str]:
    noun, number, *rest = due.thing.split(":")
    if noun == "item":
        yield f"event:{items[int(number)]}"
    elif noun == "event":
        yield f"event:{number}"
    else:
        yield f"project:{projects[str(due.about.values['slug'])]}"
    if rest:
        yield f"programme:{programmes[int(rest[0])]}"
    if due.kind in _OF_PEOPLE:
        yield from (f"people:{number}", f"guardians:{number}")


def _written(about: Iterable[str]) -> dict[str, Written]:
    names = set(about)
    query = (
        select(Change.entity, func.count(), func.max(Change.at))
        .where(Change.entity.in_(names))
        .group_by(Change.entity)
    )
    rows = db.session.execute(query) if names else ()
    return {name: Written(number, last) for name, number, last in rows}


def _people(tasks: Iterable[Task]) -> dict[str, Written]:
    """How often people came and went at events, and how often guardians were asked and answered."""
    ids = {int(task.due.thing.split(":")[1]) for task in tasks}
    if not ids:
        return {}
    row, consent = Registration, GuardianConsent
    decided = func.count().filter(row.state != State.AWAITING_APPROVAL)
    moments = (row.created_at, row.verified_at, row.confirmed_at, row.waiting_since, row.ended_at)
    query: Any = select(row.event_id, func.count() + decided, *map(func.max, moments))
    found = _counted(query.where(row.event_id.in_(ids)).group_by(row.event_id), "people")
    last = func.max(consent.asked_at), func.max(consent.answered_at)
    query = select(row.event_id, func.count() + func.count(consent.answered_at), *last)
    asked = query.join(consent, consent.registration_id == row.id).where(row.event_id.in_(ids))
    return found | _counted(asked.group_by(row.event_id), "guardians")


def _counted(query: Any, noun: str) -> dict[str, Written]:
    return {
        f"{noun}:{number}": Written(count, max(each for each in last if each is not None))
        for number, count, *last in db.session.execute(query)
    }


def _stored(entry: ics.Entry, said: Written) -> Stored:
    text = ics.render(entry, sequence=said.number, changed_at=said.last_at)
    zones = sorted(list(each) for each in ics.zones_used(entry))
    return text or "", json.dumps(zones)
