"""Thin routes for staff: publish the agenda, look at its versions.

Telling those concerned of later changes is done where it is known who they are (`choices.desk`).
"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda import versions
from webapp.agenda.changes import in_order
from webapp.agenda.versions import NothingToPublish
from webapp.core.database import write
from webapp.core.forms import BaseForm
from webapp.core.permissions import Act, current_viewer
from webapp.events import manage_desk
from webapp.events.manage_desk import tabs_of
from webapp.events.models import Event

blueprint = Blueprint(
    "agenda_versions",
    __name__,
    url_prefix="/manage/events/<code>/agenda",
    template_folder="templates",
)


class PublishForm(BaseForm):
    """The button."""


def agenda_page(template: str, event: Event, **context: Any) -> str:
    """A page under the tab of the agenda, in the workspace of *event*."""
    viewer = current_viewer()
    return render_template(
        template,
        event=event,
        tab="agenda",
        desk_tabs=tabs_of(event, "agenda"),
        can_edit=event.can_be_edited_by(viewer),
        sees_people=event.may(viewer, Act.SEE_PEOPLE),
        **context,
    )


@blueprint.app_template_global()
def publishing_of(event: Event) -> dict[str, Any]:
    """How the agenda stands, for its desk: the last version, and what has changed since."""
    if not event.has_agenda:
        return {"version": None, "changes": {}}
    last = versions.versions_of(event.id)
    return {"version": last[0] if last else None, "changes": versions.pending(event)}


@blueprint.get("/publication")
def publication(code: str) -> ResponseReturnValue:
    """Ask once more, and say who will see how many items."""
    event = manage_desk.find(code, Act.EDIT)
    if event.has_agenda:
        return redirect(url_for(".index", code=code), 303)
    return _publication_page(event, PublishForm())


@blueprint.post("/publication")
def publish(code: str) -> ResponseReturnValue:
    """Make the agenda visible; pressed twice it is published once."""
    event = manage_desk.find(code, Act.EDIT)
    form = PublishForm()
    if not form.validate_on_submit():
        return _publication_page(event, form), 422
    try:
        with write():
            if not event.has_agenda:
                versions.publish(event)
    except NothingToPublish as error:
        form.add_error("", str(error))
        return _publication_page(event, form), 422
    flash(_("The agenda is published."), "success")
    return redirect(url_for(".index", code=code), 303)


@blueprint.get("/versions/")
def index(code: str) -> ResponseReturnValue:
    """All versions, the newest first."""
    event = manage_desk.find(code)
    return agenda_page(
        "agenda/manage/versions.html",
        event,
        versions=versions.versions_of(event.id),
        pending=in_order(versions.pending(event)),
    )


@blueprint.get("/versions/<int:number>/")
def show(code: str, number: int) -> ResponseReturnValue:
    """One version as it was, and what it changed."""
    event = manage_desk.find(code)
    version = versions.version_of(event.id, number) if number < 2**31 else None
    if version is None:
        abort(404)
    changes = versions.changed_in(version)
    return agenda_page(
        "agenda/manage/version.html",
        event,
        version=version,
        days=versions.days_then(version),
        changes={each.item.public_id: each for each in changes},
    )


def _publication_page(event: Event, form: PublishForm) -> str:
    numbers = versions.number_of_items(event.id)
    return agenda_page("agenda/manage/publication.html", event, form=form, numbers=numbers)
