"""What staff can choose from when they plan an event."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, and_, or_, select

from webapp.core.database import db
from webapp.core.forms import PhaseChoice
from webapp.core.i18n import configured_languages, language_name, plain_text, reading_order
from webapp.core.period_words import period_words
from webapp.core.permissions import MAY, Act, Grant, Role, Viewer
from webapp.core.text import LocalText
from webapp.events.access import visible_to
from webapp.events.models import Event
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Membership, Phase, Project
from webapp.projects.organisations import Organisation, Place

Choice = tuple[str, str]
#: The official languages of the Union, and those of neighbours whose partners join in.
_UNION = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
_NEIGHBOURS = "is nb uk sq mk sr tr"


def organisers(viewer: Viewer, current: Organisation | None = None) -> list[Organisation]:
    """Organisations in whose name *viewer* may plan events, and the *current* one."""
    query = select(Organisation)
    if not viewer.is_admin:
        grants = list(_editing(viewer))
        led = [each.project_id for each in grants if each.role is Role.PROJECT_COORDINATOR]
        members = select(Membership.organisation_id).join(Phase).where(Phase.project_id.in_(led))
        known = [each.organisation_id for each in grants] + ([current.id] if current else [])
        query = query.where(or_(Organisation.id.in_(known), Organisation.id.in_(members)))
    return _sorted(query)


def projects(viewer: Viewer, current: Iterable[Project] = ()) -> list[Project]:
    """Projects *viewer* may put an event in, and the *current* ones."""
    query = select(Project)
    if not viewer.is_admin:
        grants = list(_editing(viewer))
        free = [each.organisation_id for each in grants if each.project_id is None]
        joined = (
            select(Phase.project_id).join(Membership).where(Membership.organisation_id.in_(free))
        )
        known = [each.project_id for each in grants if each.project_id is not None]
        known += [each.id for each in current]
        query = query.where(or_(Project.id.in_(known), Project.id.in_(joined)))
    return _sorted(query)


def seen_projects(viewer: Viewer) -> list[Project]:
    """Projects whose events *viewer* may see, for the filter of a list."""
    query = select(Project)
    if not viewer.is_admin:
        whole = [each.organisation_id for each in viewer.grants if each.project_id is None]
        joined = (
            select(Phase.project_id).join(Membership).where(Membership.organisation_id.in_(whole))
        )
        query = query.where(or_(Project.id.in_(viewer.project_ids), Project.id.in_(joined)))
    return _sorted(query)


def hosts() -> list[Organisation]:
    """Every organisation."""
    return _sorted(select(Organisation))


def places() -> list[Place]:
    """Every place."""
    return _sorted(select(Place))


def target_groups(among: Iterable[Project], current: Iterable[TargetGroup]) -> list[TargetGroup]:
    """The groups of these projects' programmes and those of no programme, retired ones left out,
    and the *current* ones."""
    programmes = [each.programme_id for each in among if each.programme_id is not None]
    theirs = or_(TargetGroup.programme_id.is_(None), TargetGroup.programme_id.in_(programmes))
    is_chosen = TargetGroup.id.in_([each.id for each in current])
    query = select(TargetGroup).where(
        or_(is_chosen, and_(theirs, TargetGroup.is_retired.is_(False)))
    )
    return list(db.session.scalars(query.order_by(TargetGroup.position, TargetGroup.sort_key)))


def working_languages(current: Sequence[str] = ()) -> list[Choice]:
    """Those chosen already in their order, the installation's own, then all by name."""
    known = f"{_UNION} {_NEIGHBOURS}".split()
    rest = sorted(known, key=lambda tag: reading_order(language_name(tag)))
    tags = dict.fromkeys([*current, *configured_languages(), *rest])
    return [(tag, language_name(tag)) for tag in tags]


def phases(of: Iterable[Project], language: str) -> list[PhaseChoice]:
    """The phases with dates of the projects, for a period as vague as "in the second phase"."""
    ids = [project.id for project in of]
    query = select(Phase).where(Phase.project_id.in_(ids)).order_by(Phase.project_id, Phase.number)
    labels = {project.id: plain_text(project.label) for project in of}
    return [
        PhaseChoice(
            f"{phase.project_id}.{phase.number}",
            _phase_words(phase, labels[phase.project_id], language),
            phase.first_on,
            phase.last_on,
        )
        for phase in db.session.scalars(query)
        if phase.first_on or phase.last_on
    ]


def _phase_words(phase: Phase, project: str, language: str) -> str:
    name = plain_text(phase.name) or str(phase.number)
    return f"{project}: {name} ({period_words(phase.period, language)})"


def by_slug(rows: Iterable[Any]) -> dict[str, Any]:
    """The rows by the value that stands in a form."""
    return {row.slug: row for row in rows}


def named(rows: Iterable[Any]) -> list[Choice]:
    """(value, words) of each row."""
    return [(row.slug, plain_text(_label(row))) for row in rows]


def _label(row: Any) -> LocalText | str:
    label: LocalText | str = row.label if isinstance(row, Project) else row.name
    return label


def may_plan(viewer: Viewer, organiser: Organisation, among: Iterable[Project]) -> bool:
    """Whether *viewer* could edit an event of this organiser in these projects."""
    return viewer.may(Act.EDIT, organiser.id, [project.id for project in among])


def may_plan_any(viewer: Viewer) -> bool:
    """Whether there is an organisation in whose name *viewer* plans events."""
    return viewer.is_admin or any(True for _ in _editing(viewer))


def _editing(viewer: Viewer) -> Iterable[Grant]:
    return (grant for grant in viewer.grants if Act.EDIT in MAY[grant.role])


def _sorted(query: Select[Any]) -> list[Any]:
    return sorted(db.session.scalars(query), key=lambda row: reading_order(_label(row)))


def code_in(text: str) -> str:
    """The code in what was typed: a code, or the address of an event's page."""
    parts = [part for part in text.split("/") if part]
    code = parts[-1].lower() if parts else ""
    return code if code.isalnum() and code.isascii() else ""


def event_of(text: str, viewer: Viewer) -> Event | None:
    """The event of a typed code or address; None where *viewer* knows of none."""
    code = code_in(text)
    if not code:
        return None
    return db.session.scalar(select(Event).where(Event.code == code, visible_to(viewer)))
