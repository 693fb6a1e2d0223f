"""Where staff make, see, renew and withdraw the calendars of their own work."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.calendars import link_rules as rules
from webapp.calendars.link_models import CalendarLink
from webapp.calendars.link_pages import (
    Own,
    change,
    is_pressed,
    own,
    told_renewed,
    told_withdrawn,
)
from webapp.core.database import db, write
from webapp.core.i18n import plain_text
from webapp.core.permissions import current_viewer
from webapp.events.manage_choices import seen_projects
from webapp.projects.models import Project

blueprint = Blueprint(
    "manage_calendars", __name__, url_prefix="/manage/calendars", template_folder="templates"
)


@dataclass(frozen=True)
class Line:
    """One calendar there is or could be: of a project, or of all."""

    name: str
    address: str
    own: Own


@blueprint.get("/")
def index() -> str:
    """The calendars there are, and those there could be."""
    known = {link.project_id: link for link in _links()}
    lines = [
        Line(_words(project), _page(project), own(known.get(project.id if project else None)))
        for project in ([None] if _may_all() else []) + seen_projects(current_viewer())
    ]
    return render_template("manage/calendars.html", lines=lines)


@blueprint.get("/all", defaults={"slug": None})
@blueprint.get("/projects/<slug>")
def show(slug: str | None) -> str:
    """One of them."""
    project = _find(slug)
    link = rules.find_of_account(_account_id(), project)
    name = _words(project)
    return render_template("manage/calendar.html", name=name, slug=slug, own=own(link))


@blueprint.post("/all", defaults={"slug": None})
@blueprint.post("/projects/<slug>")
def make(slug: str | None) -> ResponseReturnValue:
    """Make it."""
    project = _find(slug)
    if is_pressed():
        with write():
            rules.make_for_account(_account_id(), project)
    return redirect(_page(project), 303)


@blueprint.post("/all/renewal", defaults={"slug": None})
@blueprint.post("/projects/<slug>/renewal")
def renew(slug: str | None) -> ResponseReturnValue:
    """Give it another address."""
    return _changed(slug, rules.renew, told_renewed())


@blueprint.post("/all/withdrawal", defaults={"slug": None})
@blueprint.post("/projects/<slug>/withdrawal")
def withdraw(slug: str | None) -> ResponseReturnValue:
    """Nobody may read it any more."""
    return _changed(slug, rules.withdraw, told_withdrawn())


def _changed(
    slug: str | None, verb: Callable[[CalendarLink], None], told: str
) -> ResponseReturnValue:
    project, account_id = _find(slug), _account_id()
    change(lambda: rules.find_of_account(account_id, project), verb, told)
    return redirect(_page(project), 303)


def _find(slug: str | None) -> Project | None:
    """The project, None for all of them; 404 for one whose events this account does not see."""
    if slug is None:
        return None if _may_all() else abort(404)
    found = (project for project in seen_projects(current_viewer()) if project.slug == slug)
    return next(found, None) or abort(404)


def _may_all() -> bool:
    viewer = current_viewer()
    return viewer.is_admin or bool(viewer.grants)


def _account_id() -> int:
    account_id = current_viewer().account_id
    assert account_id is not None
    return account_id


def _links() -> list[CalendarLink]:
    query = select(CalendarLink).where(CalendarLink.account_id == _account_id())
    return list(db.session.scalars(query))


def _words(project: Project | None) -> str:
    return str(_("All my projects")) if project is None else plain_text(project.label)


def _page(project: Project | None) -> str:
    return url_for(".show", slug=None if project is None else project.slug)
