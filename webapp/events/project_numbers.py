"""How many events a project has, in words, for the workspace of the project."""

from flask_babel import ngettext
from sqlalchemy import func, select

from webapp.core.database import db
from webapp.core.permissions import current_viewer
from webapp.core.times import now
from webapp.events.access import seen_by_role
from webapp.events.manage_desk import blueprint
from webapp.events.models import Event, Status
from webapp.events.parts import EventProject


@blueprint.app_template_global()
def event_numbers(project_id: int) -> list[str]:
    """Drafts, what lies ahead, what lies behind: of events whose staff the viewer is."""
    of_project = select(EventProject.event_id).where(EventProject.project_id == project_id)
    seen = Event.id.in_(of_project), Event.withdrawn_at.is_(None), seen_by_role(current_viewer())
    is_over = func.coalesce(Event.over_at < now(), False)
    query = select(Event.status, is_over, func.count()).where(*seen).group_by(Event.status, is_over)
    numbers = {"draft": 0, "cancelled": 0, "ahead": 0, "over": 0}
    for status, over, count in db.session.execute(query):
        is_apart = status in (Status.DRAFT, Status.CANCELLED)
        numbers[str(status) if is_apart else "over" if over else "ahead"] += count
    words = [
        ngettext("%(num)d event ahead", "%(num)d events ahead", numbers["ahead"]),
        ngettext("%(num)d event behind", "%(num)d events behind", numbers["over"]),
    ]
    if numbers["draft"]:
        words.append(ngettext("%(num)d draft", "%(num)d drafts", numbers["draft"]))
    if numbers["cancelled"]:
        words.append(ngettext("%(num)d cancelled", "%(num)d cancelled", numbers["cancelled"]))
    return [str(each) for each in words]
