"""Days that count in one's projects: milestones, ends of phases, what a programme asks for."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select, true

from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.permissions import Act, Role, Viewer
from webapp.core.text import LocalText
from webapp.events.access import allowed_to
from webapp.events.models import Event, Status
from webapp.events.parts import EventProject
from webapp.manage.due_asking import Asking, Due, Page, event_page
from webapp.programmes.models import Deadline
from webapp.programmes.words import deadline_word
from webapp.projects.models import Milestone, Phase, Project

#: A day behind us is said for so long.
AFTERWARDS = timedelta(days=14)
_MOST_RULES = 60
_LOOKED_AT = 100
_LABEL = (Project.acronym, Project.name.label("title"))
_TAKES_PLACE = (Status.TENTATIVE.value, Status.CONFIRMED.value, Status.HELD.value)


def milestones(asking: Asking) -> Iterable[Due]:
    """What must have happened by a day."""
    day, here = func.coalesce(Milestone.last_on, Milestone.first_on), asking.at.date()
    query = (
        select(Milestone.id, Milestone.what, day, Project.slug, *_LABEL)
        .join(Project, Project.id == Milestone.project_id)
        .where(
            day.between(here - AFTERWARDS, here + asking.horizon),
            Milestone.id.not_in(asking.numbers("milestone", "milestone")),
            _led_by(asking),
        )
        .order_by(day, Milestone.id)
    )
    for number, what, on, slug, acronym, name in db.session.execute(asking.some(query)):
        yield Due(
            "milestone",
            f"milestone:{number}",
            on,
            plain_text(what),
            "flag",
            "info",
            _label(acronym, name),
            _("Open the project"),
            _project_page(slug),
            _project_page(slug),
        )


def phases(asking: Asking) -> Iterable[Due]:
    """Phases that end soon."""
    here = asking.at.date()
    query = (
        select(Phase.id, Phase.number, Phase.name, Phase.last_on, Project.slug, *_LABEL)
        .join(Project, Project.id == Phase.project_id)
        .where(
            Phase.status != "closed",
            Phase.last_on.between(here, here + asking.horizon),
            Phase.id.not_in(asking.numbers("phase", "phase")),
            _led_by(asking),
        )
        .order_by(Phase.last_on, Phase.id)
    )
    for number, position, called, on, slug, acronym, name in db.session.execute(asking.some(query)):
        yield Due(
            "phase",
            f"phase:{number}",
            on,
            _("Phase ends: %(phase)s", phase=plain_text(called) or str(position)),
            "flag",
            "info",
            _label(acronym, name),
            _("Open the project"),
            _project_page(slug),
            _project_page(slug),
        )


def deadlines(asking: Asking) -> Iterable[Due]:
    """What the programme of an event's main project asks for, so many days after it or before.

    Nothing here knows whether it was handed in, so it is shown until somebody says it is done.
    """
    rules = list(db.session.execute(_rules(asking.viewer)))
    if not rules:
        return []
    days = {rule.id: (rule.kind, rule.days) for rule in rules}
    query = (
        select(Event.id, Event.code, Event.name, Event.sorts_at, Event.over_at, Deadline.id)
        .join(EventProject, and_(EventProject.event_id == Event.id, EventProject.is_main))
        .join(Project, Project.id == EventProject.project_id)
        .join(Deadline, Deadline.programme_id == Project.programme_id)
        .where(
            Event.status.in_(_TAKES_PLACE),
            asking.mine("deadline"),
            or_(*(_is_near(asking, rule.id, rule.days) for rule in rules)),
        )
        .order_by(Event.sorts_at, Event.id, Deadline.days)
        .limit(None if asking.most is None else _LOOKED_AT)
    )
    off = asking.off.get("deadline", frozenset())
    found = []
    for row in db.session.execute(query):
        kind, number = days[row[5]]
        thing = f"event:{row[0]}:{row[5]}"
        if thing not in off:
            start = row.sorts_at if number < 0 else row.over_at
            found.append(_deadline(row, thing, kind, asking.day(start) + timedelta(days=number)))
    return sorted(found, key=lambda due: due.by or date.max)[: asking.most]


def _deadline(row: Any, thing: str, kind: str, by: date) -> Due:
    words = _("The programme asks for: %(what)s", what=deadline_word(kind))
    page = event_page(row.code)
    title, sign = row.name, "file-clock"
    return Due("deadline", thing, by, words, sign, "info", title, _("Open"), page, page)


def _rules(viewer: Viewer) -> Any:
    """The deadlines of the programmes of projects with events that *viewer* may edit."""
    projects = (
        select(Project.programme_id)
        .join(EventProject, EventProject.project_id == Project.id)
        .join(Event, Event.id == EventProject.event_id)
        .where(allowed_to(viewer, Act.EDIT))
    )
    query = select(Deadline.id, Deadline.kind, Deadline.days)
    return query.where(Deadline.programme_id.in_(projects)).order_by(Deadline.id).limit(_MOST_RULES)


def _is_near(asking: Asking, number: int, days: int) -> ColumnElement[bool]:
    """Whether the day of one deadline lies near."""
    counted_from = Event.sorts_at if days < 0 else Event.over_at
    day = asking.at - timedelta(days=days)
    return and_(Deadline.id == number, counted_from.between(day - AFTERWARDS, day + asking.ahead))


def _led_by(asking: Asking) -> ColumnElement[bool]:
    """Projects whose days the viewer minds: those they coordinate."""
    viewer, one = asking.viewer, asking.project_id
    asked = true() if one is None else Project.id == one
    if viewer.is_admin and not viewer.grants:
        return asked
    led = [
        grant.project_id
        for grant in viewer.grants
        if grant.role is Role.PROJECT_COORDINATOR and grant.project_id is not None
    ]
    return and_(asked, Project.id.in_(led))


def _label(acronym: str | None, name: LocalText) -> LocalText | str:
    return acronym or name


def _project_page(slug: str) -> Page:
    return Page("manage_projects.show", {"slug": slug})


QUESTIONS = (milestones, phases, deadlines)
