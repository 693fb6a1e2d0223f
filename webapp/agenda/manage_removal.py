"""Taking an item off the agenda, and putting it back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda import rules
from webapp.agenda.errors import Stale
from webapp.agenda.forms import DecisionForm
from webapp.agenda.manage_desk import blueprint, find, item_at, page, to_index
from webapp.agenda.models import AgendaItem
from webapp.core.database import write
from webapp.events.manage_acts import revision_in
from webapp.events.models import Event


@blueprint.get("/items/<public_id>/removal")
def removal(code: str, public_id: str) -> ResponseReturnValue:
    """Ask once more, and say who has chosen it and is told."""
    event = find(code)
    item = item_at(event, public_id)
    return _page(event, item, DecisionForm())


@blueprint.post("/items/<public_id>/removal")
def remove(code: str, public_id: str) -> ResponseReturnValue:
    """A draft agenda forgets it, a published one shows it struck out."""
    event = find(code)
    item = item_at(event, public_id)
    form = DecisionForm()
    is_public, day = event.has_agenda, item.day_on
    try:
        with write():
            rules.remove(item, expected=revision_in(form))
    except Stale as error:
        item = item_at(event, public_id)
        form.renew(item.revision)
        form.add_error("", str(error))
        return _page(event, item, form), 409
    if is_public:
        flash(_("The item is taken off the agenda and shown struck out."), "success")
        return to_index(code, public_id)
    flash(_("The item is deleted."), "success")
    return redirect(url_for(".index", code=code, line=day.isoformat()), 303)


@blueprint.post("/items/<public_id>/return")
def put_back(code: str, public_id: str) -> ResponseReturnValue:
    """Put an item that was taken off on the agenda again."""
    event = find(code)
    item = item_at(event, public_id)
    with write():
        rules.restore(item)
    flash(_("The item is on the agenda again."), "success")
    return to_index(code, public_id)


def _page(event: Event, item: AgendaItem, form: DecisionForm) -> str:
    form.starts_from(item.revision)
    return page("removal.html", event, item=item, form=form)
