"""The whole form of an item: a new one, and one there is."""

from datetime import date
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda import rules
from webapp.agenda.errors import AgendaError, Stale
from webapp.agenda.forms import ItemForm
from webapp.agenda.item_values import Offer, form_data, form_of, values_of
from webapp.agenda.manage_desk import blueprint, find, item_at, page, to_index
from webapp.agenda.models import AgendaItem, ItemKind, ItemVisibility
from webapp.agenda.times import Hours
from webapp.core.database import write
from webapp.core.form_merging import Merge, decided, merged
from webapp.core.form_versions import differs
from webapp.events.manage_acts import revision_in
from webapp.events.models import Event
from webapp.seats.errors import SeatsError

# A new item


@blueprint.get("/items/new")
def new(code: str) -> ResponseReturnValue:
    """The whole form of a new item; ``?day=`` says on which day."""
    event = find(code)
    return _page(event, _new_form(event, Offer.make(event, [])))


@blueprint.post("/items/new")
def create(code: str) -> ResponseReturnValue:
    """Put it on the agenda; a button in the form only adds a row."""
    event = find(code)
    offer = Offer.make(event, [])
    form = _new_form(event, offer)
    if _adds_a_row(form):
        return _page(event, form)
    if not form.validate():
        return _page(event, form), 422
    values = values_of(form, offer)
    try:
        with write():
            item = rules.add(event, **values)
            public_id = item.public_id
    except AgendaError as error:
        _say(form, error)
        return _page(event, form), 422
    flash(_("The item is on the agenda."), "success")
    return to_index(code, public_id)


def _new_form(event: Event, offer: Offer) -> ItemForm:
    data = {"visibility": ItemVisibility.PUBLIC.value, "kind": ItemKind.SITE_VISIT.value}
    day = _day(request.args.get("day", "")) or event.first_on
    hours = Hours(day, None, None, offer.zone, offer.zone) if day else None
    return form_of(offer, {**data, "hours": hours})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# An item there is


@blueprint.get("/items/<public_id>/")
def item(code: str, public_id: str) -> ResponseReturnValue:
    """All there is to say about an item."""
    event = find(code)
    row = item_at(event, public_id)
    form = _form(event, row)
    form.starts_from(row.revision)
    form.remember(form)
    return _page(event, form, row)


@blueprint.post("/items/<public_id>/")
def save(code: str, public_id: str) -> ResponseReturnValue:
    """Store it, or show what stands in the way."""
    event = find(code)
    row = item_at(event, public_id)
    form, stored = _form(event, row), _form(event, row, is_posted=False)
    if _adds_a_row(form):
        return _page(event, form, row)
    open_questions = decided(form, stored, request.form)
    if form.is_stale(row.revision):
        return _stale_page(event, form, stored, row), 409
    if open_questions.conflicts:
        form.add_error("", _("Choose which of the two versions to keep."))
        return _page(event, form, row, merge=open_questions), 422
    if not form.validate():
        return _page(event, form, row), 422
    if not differs(form, stored):
        flash(_("Nothing was changed."), "info")
        return to_index(code, public_id)
    return _saved(event, row, form)


def _saved(event: Event, row: AgendaItem, form: ItemForm) -> ResponseReturnValue:
    code, public_id = event.code, row.public_id
    values = values_of(form, Offer.make(event, row.languages))
    try:
        with write():
            rules.change(row, expected=revision_in(form), **values)
    except Stale:
        row = item_at(event, public_id)
        return _stale_page(event, form, _form(event, row, is_posted=False), row), 409
    except SeatsError as error:
        form.add_error("capacity", str(error))
        return _page(event, form, row), 422
    except AgendaError as error:
        _say(form, error)
        return _page(event, form, row), 422
    flash(_("The changes are saved."), "success")
    return to_index(code, public_id)


def _form(event: Event, row: AgendaItem, *, is_posted: bool = True) -> ItemForm:
    offer = Offer.make(event, [*row.languages, *row.interpreted_into])
    return form_of(offer, form_data(row), row, is_posted=is_posted)


def _adds_a_row(form: ItemForm) -> bool:
    if form.contributors.add_name not in request.form:
        return False
    form.contributors.add_row()
    return True


def _say(form: ItemForm, error: AgendaError) -> None:
    form.add_error(error.field if error.field in form else "", str(error))


def _stale_page(event: Event, form: ItemForm, stored: ItemForm, row: AgendaItem) -> str:
    """Both versions put together as far as possible; the rest is asked."""
    merge = merged(form, stored, request.form)
    form.renew(row.revision)
    form.remember(stored)
    return _page(event, form, row, merge=merge, is_stale=True)


def _page(
    event: Event,
    form: ItemForm,
    row: AgendaItem | None = None,
    *,
    merge: Merge | None = None,
    is_stale: bool = False,
) -> str:
    context: dict[str, Any] = {"merge": merge, "is_stale": is_stale}
    return page("item.html", event, form=form, item=row, **context)
