"""Thin routes for staff: the words of the host pack."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.permissions import Act
from webapp.events import manage_desk
from webapp.events.models import Event
from webapp.papers.desk import blueprint, page
from webapp.papers.forms import HostPackForm, pack_form
from webapp.papers.packs import Stale, pack_of, save_pack


@blueprint.get("/host-pack")
def edit(code: str) -> ResponseReturnValue:
    """What is written, to be changed."""
    event = manage_desk.find(code, Act.EDIT)
    return _page(event, pack_form(pack_of(event.id)))


@blueprint.post("/host-pack")
def save(code: str) -> ResponseReturnValue:
    """Store it."""
    event = manage_desk.find(code, Act.EDIT)
    stored = pack_of(event.id)
    form = pack_form(stored)
    if not form.validate_on_submit():
        return _page(event, form), 422
    revision = stored.revision if stored else 0
    if form.is_stale(revision):
        return _stale_page(event, form), 409
    try:
        with write():
            save_pack(event, revision, **form.values())
    except Stale:
        return _stale_page(event, form), 409
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".index", code=code), 303)


def _stale_page(event: Event, form: HostPackForm) -> str:
    stored = pack_of(event.id)
    both = versions(form, pack_form(stored, is_posted=False))
    form.renew(stored.revision if stored else 0)
    return _page(event, form, both)


def _page(event: Event, form: HostPackForm, both: list[Version] | None = None) -> str:
    return page("host_pack.html", event, form=form, both=both)
