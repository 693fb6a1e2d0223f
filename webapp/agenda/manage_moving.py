"""Another time for one item, for everything after it, for a day, for the whole agenda."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.agenda import rules, shifting
from webapp.agenda.errors import AgendaError, Stale
from webapp.agenda.following import follow
from webapp.agenda.forms import DayCopyForm, DecisionForm, ShiftForm, SlotForm
from webapp.agenda.manage_desk import blueprint, find, item_at, page, to_index
from webapp.agenda.models import AgendaItem
from webapp.agenda.queries import items_of, tracks_of
from webapp.agenda.shifting import Reach, Step
from webapp.agenda.times import Hours
from webapp.agenda.words import day_name
from webapp.core.database import write
from webapp.core.i18n import plain_text
from webapp.events.manage_acts import revision_in
from webapp.events.models import Event

# One item


@blueprint.get("/items/<public_id>/slot")
def slot(code: str, public_id: str) -> ResponseReturnValue:
    """Where it stands, and the forms that move it, or it and all that follows."""
    event = find(code)
    item = item_at(event, public_id)
    return _slot_page(event, item, _slot_form(event, item))


@blueprint.post("/items/<public_id>/slot")
def move(code: str, public_id: str) -> ResponseReturnValue:
    """Give it another time, day or track; without an end it stays as long as it was."""
    event = find(code)
    item = item_at(event, public_id)
    form = _slot_form(event, item)
    if not form.validate():
        return _slot_page(event, item, form), 422
    tracks = {each.public_id: each for each in tracks_of(event)}
    values: dict[str, Any] = {"hours": form.hours.data}
    if not form.keeps_track.data:
        values["track"] = tracks.get(form.track.data or "")
    try:
        with write():
            rules.change(item, expected=revision_in(form), **values)
    except Stale as error:
        item = item_at(event, public_id)
        form.renew(item.revision)
        form.add_error("", str(error))
        return _slot_page(event, item, form), 409
    flash(_moved_words(item), "success")
    return to_index(code, public_id)


def _moved_words(item: AgendaItem) -> str:
    return str(_("“%(item)s”: %(when)s.", item=plain_text(item.name), when=str(Hours.of(item))))


def _slot_form(event: Event, item: AgendaItem, *, is_posted: bool = True) -> SlotForm:
    hours = Hours.of(item)
    track = item.track.public_id if item.track else None
    data = {"hours": hours, "track": track}
    form = SlotForm(data=data) if is_posted else SlotForm(formdata=None, data=data)
    form.track.choices = [(each.public_id, plain_text(each.name)) for each in tracks_of(event)]
    form.hours.zone_name, form.hours.ends_zone_name = item.starts_zone, item.ends_zone
    if item.starts_local is not None and item.ends_local is not None:
        form.hours.length = item.ends_local - item.starts_local
    if not is_posted:
        form.renew(item.revision)
    form.starts_from(item.revision)
    return form


# An item and all that follows


@blueprint.post("/items/<public_id>/shift")
def shift(code: str, public_id: str) -> ResponseReturnValue:
    """Say what would move, then move it."""
    event = find(code)
    item = item_at(event, public_id)
    form = ShiftForm()
    if not form.validate():
        return _slot_page(event, item, _slot_form(event, item, is_posted=False), form), 422
    reach = Reach(form.reach.data)
    moving = shifting.following(items_of(event), item, reach)
    try:
        steps = shifting.plan(moving, form.by)
        if request.form.get("step") != "go" or not steps:
            return _preview(event, item, form, steps)
        return _shifted(event, item, form, steps)
    except AgendaError as error:
        form.add_error("minutes", str(error))
        return _slot_page(event, item, _slot_form(event, item, is_posted=False), form), 422


def _shifted(
    event: Event, item: AgendaItem, form: ShiftForm, steps: Sequence[Step]
) -> ResponseReturnValue:
    code, public_id = event.code, item.public_id
    with write():
        fresh = shifting.following(items_of(event), item, Reach(form.reach.data))
        is_as_shown = shifting.mark_of(fresh) == form.mark.data
        if is_as_shown:
            shifting.shift(event, shifting.plan(fresh, form.by), form.by)
    if not is_as_shown:
        form.add_error("", _("Someone else has changed the agenda meanwhile. Look at it again."))
        page_now = _preview(event, item, form, shifting.plan(fresh, form.by))
        return page_now, 409
    words = ngettext("%(num)d item was moved.", "%(num)d items were moved.", len(steps))
    flash(words, "success")
    return to_index(code, public_id)


def _preview(event: Event, item: AgendaItem, form: ShiftForm, steps: Sequence[Step]) -> str:
    form.mark.data = shifting.mark_of(step.item for step in steps)
    return _slot_page(event, item, _slot_form(event, item, is_posted=False), form, steps)


def _slot_page(
    event: Event,
    item: AgendaItem,
    form: SlotForm,
    shift_form: ShiftForm | None = None,
    steps: Sequence[Step] = (),
) -> str:
    data = {"minutes": 15, "way": "later", "reach": Reach.DAY.value}
    items = items_of(event)
    numbers = {reach: len(shifting.following(items, item, reach)) for reach in Reach}
    return page(
        "slot.html",
        event,
        item=item,
        form=form,
        shift_form=shift_form or ShiftForm(formdata=None, data=data),
        steps=steps,
        numbers=numbers,
    )


# Copies


@blueprint.post("/items/<public_id>/copies")
def copy(code: str, public_id: str) -> ResponseReturnValue:
    """One more of the same, at the same time; its form is opened to change what is other."""
    event = find(code)
    item = item_at(event, public_id)
    with write():
        copied = shifting.duplicate(item)
    flash(_("This is the copy. Change what is different about it."), "success")
    return redirect(url_for(".item", code=code, public_id=copied.public_id), 303)


@blueprint.get("/days/<day>/copy")
def day_copy(code: str, day: str) -> ResponseReturnValue:
    """Ask which day gets a copy of this one."""
    return _day_page(find(code), _day(day), DayCopyForm())


@blueprint.post("/days/<day>/copy")
def copy_day(code: str, day: str) -> ResponseReturnValue:
    """Put all items of a day on another day too."""
    event, on, form = find(code), _day(day), DayCopyForm()
    if not form.validate() or form.refuse_same(on):
        return _day_page(event, on, form), 422
    to = form.to.data
    assert to is not None
    try:
        with write():
            number = len(shifting.copy_day(event, items_of(event), on, to))
    except AgendaError as error:
        form.add_error("to", str(error))
        return _day_page(event, on, form), 422
    words = ngettext("%(num)d item was copied.", "%(num)d items were copied.", number)
    flash(words, "success")
    return redirect(url_for(".index", code=code, line=to.isoformat()), 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _day_page(event: Event, day: date, form: DayCopyForm) -> str:
    items = [each for each in items_of(event) if each.day_on == day and not each.is_cancelled]
    if not items:
        abort(404)
    return page("day_copy.html", event, form=form, items=items, day=day, day_words=day_name(day))


# The whole agenda


@blueprint.post("/dates")
def fit(code: str) -> ResponseReturnValue:
    """Move all items so that the agenda begins on the first day of the event."""
    event = find(code)
    form = DecisionForm()
    form.validate()
    with write():
        items = [each for each in items_of(event) if not each.is_cancelled]
        days = shifting.days_between(event, items)
        skipped = follow(event, items, days) if days else []
    words = ngettext("%(num)d item was moved.", "%(num)d items were moved.", len(items))
    flash(words, "success")
    for each in skipped:
        flash(_("The clocks change that night: %(item)s", item=each), "warning")
    return redirect(url_for(".index", code=code), 303)
