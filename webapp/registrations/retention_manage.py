"""What staff see of keeping and erasing: the rule, what the next sweep erases, what was erased.

A coordinator sees the numbers of the events whose people they answer for. Nothing is executed by
looking; other months can be tried before they are stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select

from webapp.accounts.models import Account
from webapp.core.changes import Change
from webapp.core.database import db
from webapp.core.i18n import reading_order
from webapp.core.permissions import Act, current_viewer, require
from webapp.core.times import now
from webapp.events.access import allowed_to
from webapp.events.models import Event
from webapp.projects.organisation_forms import MOST_MONTHS
from webapp.projects.organisations import Organisation
from webapp.registrations.retention_kinds import INVITED, KINDS
from webapp.registrations.retention_preview import (
    MOST,
    Erased,
    Preview,
    due_until,
    needs_due,
    old_letter_number,
    preview,
    protocol,
)

blueprint = Blueprint(
    "retention", __name__, url_prefix="/manage/retention", template_folder="templates"
)
#: How far ahead one sees what comes.
AHEAD = timedelta(days=92)


@dataclass(frozen=True)
class Line:
    """One organisation in the list, with what is erased next."""

    organisation: Organisation
    registrations: int


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The organisations one answers for; the page of the only one."""
    organisations = _mine()
    if len(organisations) == 1:
        return redirect(url_for(".show", slug=organisations[0].slug), 303)
    numbers = due_until(organisations, now() + AHEAD, _which())
    lines = [Line(each, numbers.get(each.id, 0)) for each in organisations]
    return render_template("registrations/retention/index.html", lines=lines)


@blueprint.get("/<slug>/")
def show(slug: str) -> ResponseReturnValue:
    """One organisation: the rule in words, what comes, what was."""
    organisation = _find(slug)
    months, which = organisation.retention_months, _which()
    entries = protocol(organisation.id, which, _before())
    return render_template(
        "registrations/retention/show.html",
        organisation=organisation,
        is_all=_is_all(organisation),
        due=preview(organisation.id, months, now(), which),
        coming=preview(organisation.id, months, now() + AHEAD, which),
        tried=_tried(organisation, which),
        old_letters=old_letter_number(organisation.id, which),
        needs=needs_due(organisation.id, which),
        entries=entries[:MOST],
        older=entries[MOST - 1].change.id if len(entries) > MOST else None,
        actors=_actors(entries),
        kinds=[*KINDS, INVITED],
        edit_url=_edit_url(organisation),
    )


@dataclass(frozen=True)
class Tried:
    """What other months would do, or why they cannot be tried."""

    text: str
    months: int | None = None
    result: Preview | None = None
    error: str = ""


def _tried(organisation: Organisation, which: ColumnElement[bool]) -> Tried | None:
    """What the months in the address would erase at the next sweep."""
    text = request.args.get("months", "").strip()[:20]
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or int(text) > MOST_MONTHS:
        error = _("Write a number of months from 0 to %(most)d.", most=MOST_MONTHS)
        return Tried(text, error=str(error))
    months = int(text)
    return Tried(text, months, preview(organisation.id, months, now(), which))


def _mine() -> list[Organisation]:
    """Organisers of events whose people this viewer answers for."""
    theirs = exists().where(Event.organiser_id == Organisation.id, _which())
    found = db.session.scalars(select(Organisation).where(theirs))
    return sorted(found, key=lambda each: reading_order(each.name))


def _which() -> ColumnElement[bool]:
    return allowed_to(current_viewer(), Act.CHANGE_PEOPLE)


def _find(slug: str) -> Organisation:
    """404 where there is none; 403 for who answers for nobody's people there."""
    if not slug.isprintable():
        abort(404)
    found = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    organisation = found or abort(404)
    require(_is_all(organisation) or organisation in _mine())
    return organisation


def _is_all(organisation: Organisation) -> bool:
    """Whether they answer for all its events, not only for those of a project."""
    return current_viewer().may(Act.CHANGE_PEOPLE, organisation.id)


def _before() -> int | None:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _actors(entries: Iterable[Erased]) -> dict[int, str]:
    """Who had it erased, in words, by the entry."""
    changes = [entry.change for entry in entries]
    ids = {int(each.actor[8:]) for each in changes if each.actor.startswith("account:")}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    names = {f"account:{row.id}": row.name for row in db.session.execute(query)}
    return {change.id: _who(change, names) for change in changes}


def _who(change: Change, names: dict[str, str]) -> str:
    if change.actor == "system":
        return str(_("the sweep, as the months were over"))
    if change.actor == "participant":
        return str(_("the person, by their link"))
    name = names.get(change.actor, _("a former account"))
    return str(_("%(name)s, as the person asked", name=name))


def _edit_url(organisation: Organisation) -> str | None:
    """Where the months are changed, for those who may."""
    if "organisations.edit" not in current_app.view_functions:
        return None
    if not current_viewer().may(Act.EDIT, organisation.id):
        return None
    return url_for("organisations.edit", slug=organisation.slug)
