"""The first page of staff: what is due, what is new, what comes next, what one answers for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms.validators import Regexp

from webapp.accounts.models import Account
from webapp.accounts.put_offs import bring_back, put_off, put_offs
from webapp.core.database import db, write
from webapp.core.forms import BaseForm, ChoiceField, HiddenField
from webapp.core.near_days import near_day, reader_day, today
from webapp.core.permissions import Viewer, current_viewer
from webapp.events.manage_choices import may_plan_any, seen_projects
from webapp.events.manage_lists import DeskFilters, desk_list
from webapp.manage.due import WEEK, due_for
from webapp.manage.due_asking import Due, Page
from webapp.manage.news import news_for
from webapp.projects.colleagues_rights import may_give_any
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.projects.role_words import role_word

blueprint = Blueprint("manage", __name__, url_prefix="/manage", template_folder="templates")
_NEXT = 6
_IN_RAIL = 12
#: Lines of what is due that are shown at once.
_SHOWN = 8
#: (days, words) of how long something can be put off; what is done elsewhere need not come back.
LATER = (
    ("1", _l("until tomorrow")),
    ("7", _l("for a week")),
    ("30", _l("for a month")),
    ("3650", _l("it is done, or need not be")),
)


class PutOffForm(BaseForm):
    """One thing and for how many days; 0: not at all any more."""

    key = HiddenField(required=True, validators=[Regexp(r"[a-z]{1,20}(:[a-z0-9]{1,20}){2,4}\Z")])
    days = ChoiceField(required=True, choices=[*LATER, ("0", "")])


@dataclass(frozen=True)
class Held:
    """A role one holds, with the rows it is held at."""

    word: str
    organisation: Organisation
    project: Project | None


@blueprint.get("/")
def home() -> str:
    """What is due, in order; what is new; the next events; one's roles."""
    viewer, own = current_viewer(), _own()
    off = put_offs(own.id, today())
    due = due_for(viewer, off)
    shows_all = "all" in request.args
    return render_template(
        "manage/home.html",
        groups=by_haste(due if shows_all else due[:_SHOWN]),
        number_due=len(due),
        hidden=0 if shows_all else max(0, len(due) - _SHOWN),
        number_off=len(off),
        address_of=address_of,
        news=news_for(viewer, own.last_visit_at),
        since=own.last_visit_at,
        near_day=near_day,
        reader_day=reader_day,
        today=today,
        later=LATER,
        events=desk_list(viewer, DeskFilters(), size=_NEXT).events,
        roles=roles_of(viewer),
        may_plan=may_plan_any(viewer),
        may_invite=may_give_any(viewer),
    )


@blueprint.get("/put-offs/")
def put_off_list() -> str:
    """What was put off, and the way to see it again at once."""
    off = put_offs(_own().id, today())
    known = [due for due in due_for(current_viewer()) if due.key in off]
    return render_template(
        "manage/put_offs.html",
        due=known,
        off=off,
        address_of=address_of,
        near_day=near_day,
        today=today,
    )


@blueprint.post("/put-offs/")
def put_off_due() -> ResponseReturnValue:
    """Say nothing of one thing for a while, or show it again."""
    form = PutOffForm()
    if not form.validate_on_submit():
        abort(400)
    key, here = str(form.key.data), today()
    if form.days.data == "0":
        with write():
            bring_back(_own().id, key)
        flash(_("It is shown again."), "success")
        return redirect(url_for(".put_off_list"), 303)
    until = here + timedelta(days=int(form.days.data))
    with write():
        put_off(_own().id, key, until, here)
    flash(_("Put off. It comes back: %(day)s.", day=near_day(until)), "success")
    return redirect(url_for(".home"), 303)


def _own() -> Account:
    own: Account = g.account
    return own


def by_haste(due: Iterable[Due]) -> list[tuple[str, list[Due]]]:
    """The lines under a few headings: what is late, what is for this week, what comes."""
    week = today() + WEEK
    groups: dict[str, list[Due]] = {"late": [], "week": [], "later": []}
    for each in due:
        is_soon = each.by is not None and each.by <= week
        groups["late" if each.is_late else "week" if is_soon else "later"].append(each)
    words = {"late": _("Waiting for you"), "week": _("This week"), "later": _("Later")}
    return [(words[name], found) for name, found in groups.items() if found]


@blueprint.get("/projects/")
def projects() -> str:
    """One's projects, each with its public page, its events and the way to a new one."""
    viewer = current_viewer()
    return render_template(
        "manage/projects.html",
        projects=rail_projects(),
        roles=roles_of(viewer),
        may_plan=may_plan_any(viewer),
    )


def address_of(page: Page, instead: Page) -> str:
    """Where something is done; *instead* where this installation has no such page."""
    there = page if page.endpoint in current_app.view_functions else instead
    return url_for(there.endpoint, **dict(there.values))


def roles_of(viewer: Viewer) -> list[Held]:
    """The roles one holds today, by organisation."""
    organisations = _rows(Organisation, viewer.organisation_ids)
    projects = _rows(Project, viewer.project_ids)
    held = [
        Held(
            role_word(grant.role),
            organisations[grant.organisation_id],
            projects[grant.project_id] if grant.project_id is not None else None,
        )
        for grant in viewer.grants
    ]
    return sorted(held, key=lambda each: (each.organisation.sort_key, each.word))


def _rows(model: Any, ids: Iterable[int]) -> dict[int, Any]:
    query = select(model).where(model.id.in_(list(ids)))
    return {row.id: row for row in db.session.scalars(query)}


@blueprint.app_template_global()
def rail_projects() -> list[Project]:
    """The projects in the rail of staff pages: one statement a page."""
    if "rail_projects" not in g:
        g.rail_projects = seen_projects(current_viewer())
    found: list[Project] = g.rail_projects
    return found


@blueprint.app_template_global()
def rail_desks() -> list[tuple[str, str, str, bool]]:
    """The desks beside events and projects, as the rail wants them: those this installation has."""
    desks = (
        ("organisations", _("Organisations"), "landmark"),
        ("programmes", _("Programmes"), "scroll-text"),
        ("colleagues", _("Colleagues"), "users"),
        ("manage_calendars", _("My calendars"), "rss"),
        ("manage_embeddings", _("On other sites"), "app-window"),
        ("retention", _("Keeping and erasing"), "archive"),
    )
    links = [
        (url_for(f"{name}.index"), words, sign, request.blueprint == name)
        for name, words, sign in desks
        if f"{name}.index" in current_app.view_functions
    ]
    if current_viewer().is_admin and "travel_factors.show" in current_app.view_functions:
        here = request.blueprint == "travel_factors"
        links.append((url_for("travel_factors.show"), _("CO₂ of journeys"), "plane", here))
    return links


@blueprint.app_template_global()
def rail_length() -> int:
    """So many projects fit into the rail; the page of projects has them all."""
    return _IN_RAIL
