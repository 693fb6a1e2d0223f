"""Thin routes for staff: who has chosen what, and telling those concerned of changes."""

import hashlib
import json
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.agenda import versions
from webapp.agenda.changes import in_order
from webapp.agenda.levels import Level
from webapp.agenda.publishing import agenda_page
from webapp.choices import digests
from webapp.choices.queries import everyone_by_item
from webapp.core.database import write
from webapp.core.forms import BaseForm, HiddenField, LocalTextField
from webapp.core.permissions import Act
from webapp.events import manage_desk
from webapp.events.models import Event

blueprint = Blueprint(
    "choices_desk",
    __name__,
    url_prefix="/manage/events/<code>/agenda",
    template_folder="templates",
)


class TellingForm(BaseForm):
    """A word to go with the changes; *seen* says how many the page showed."""

    note = LocalTextField(_l("A word to go with it"), longest=1000, lines=3)
    seen = HiddenField()


@blueprint.get("/choices/")
def index(code: str) -> ResponseReturnValue:
    """Every item that is chosen with those who come and those in line."""
    event = manage_desk.find(code, Act.SEE_PEOPLE)
    return agenda_page("choices/manage/chosen.html", event, rows=everyone_by_item(event.id))


@blueprint.get("/telling")
def telling(code: str) -> ResponseReturnValue:
    """What has changed, and how many people would be written to."""
    event = manage_desk.find(code, Act.EDIT)
    if not event.has_agenda:
        return redirect(url_for("agenda_versions.publication", code=code), 303)
    return _telling_page(event, TellingForm())


@blueprint.post("/telling")
def tell(code: str) -> ResponseReturnValue:
    """Write to them and make the next version."""
    event = manage_desk.find(code, Act.EDIT)
    form = TellingForm()
    if not form.validate_on_submit():
        return _telling_page(event, form), 422
    if form.seen.data != _fingerprint(event):
        form.add_error("", _("The agenda has changed meanwhile. Look through it once more."))
        return _telling_page(event, form), 409
    with write():
        telling = digests.begin(event, form.note.data)
        version_id = telling.version_id if telling is not None else None
    told = digests.finish(version_id) if version_id is not None else 0
    words = ngettext("%(num)d letter is on its way.", "%(num)d letters are on their way.", told)
    flash(words if told else _("This is the new version; nobody had to be written to."), "success")
    return redirect(url_for("agenda_versions.index", code=code), 303)


def _telling_page(event: Event, form: TellingForm) -> str:
    form.seen.data = _fingerprint(event)
    changes = versions.pending(event)
    told = versions.pending(event, Level.PARTNERS)
    concerned = digests.concerned_by(event, told)
    context: dict[str, Any] = {
        "changes": in_order(told),
        "unseen": len(changes) - len(told),
        "letters": sum(each.has_address for each in concerned),
        "without_address": sum(not each.has_address for each in concerned),
    }
    return agenda_page("choices/manage/telling.html", event, form=form, **context)


def _fingerprint(event: Event) -> str:
    """What the page shows: the version, and every item that has changed since as it is now."""
    last = versions.versions_of(event.id)
    items = [each.item.as_json() for each in in_order(versions.pending(event))]
    shown = json.dumps([last[0].number if last else 0, items], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]
