"""The timetable of an agenda, and the line that adds to it."""

import re
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda import rules
from webapp.agenda.forms import QuickForm
from webapp.agenda.manage_desk import blueprint, find, page
from webapp.agenda.models import AgendaItem, AgendaTrack
from webapp.agenda.queries import items_of, tracks_of, zone_of
from webapp.agenda.shifting import days_between
from webapp.agenda.timetable import OTHER_DAY, by_item, days_of, quick_form
from webapp.agenda.warning_words import warned_of, warning_words
from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.core.text import LocalText
from webapp.events.models import Event

_LINE = re.compile(r"\d{4}-\d{2}-\d{2}|" + OTHER_DAY)


@blueprint.get("/")
def index(code: str) -> ResponseReturnValue:
    """All days with their items, what does not fit, and a line to add to each day."""
    return index_page(find(code, Act.SEE), line=request.args.get("line", ""))


@blueprint.post("/")
def add(code: str) -> ResponseReturnValue:
    """Put what was typed in a line on the agenda; the same line has the focus then."""
    event = find(code)
    tracks = tracks_of(event)
    line = request.form.get("line", "")
    form = quick_form(event, line if _LINE.fullmatch(line) else OTHER_DAY, tracks)
    if not form.validate():
        return index_page(event, form), 422
    item = _added(event, form, {each.public_id: each for each in tracks})
    flash(_("“%(item)s” is on the agenda.", item=form.title.data), "success")
    return redirect(url_for(".index", code=code, line=item.day_on.isoformat()), 303)


def _added(event: Event, form: QuickForm, tracks: dict[str, AgendaTrack]) -> AgendaItem:
    title = LocalText({event.name.main: form.title.data}, event.name.main)
    hours = form.hours.data
    assert hours is not None
    with write():
        return rules.add(
            event, title, form.kind.data, hours, track=tracks.get(form.track.data or "")
        )


def index_page(event: Event, posted: QuickForm | None = None, line: str = "") -> str:
    """The timetable; *posted* is a line with its errors, *line* the one that has the focus."""
    items, tracks = items_of(event), tracks_of(event)
    found = warned_of(event, items)
    other = posted if posted is not None and posted.line == OTHER_DAY else None
    days = days_of(event, items, tracks, posted)
    return page(
        "index.html",
        event,
        items=items,
        tracks=tracks,
        days=days,
        other=other or quick_form(event, OTHER_DAY, tracks, is_posted=False),
        posted=posted,
        line=line,
        zone=zone_of(event),
        warnings=found,
        warned=by_item(found),
        warning_words=warning_words,
        **_distance(event, items, days),
    )


def _distance(event: Event, items: list[AgendaItem], days: list[Any]) -> dict[str, int]:
    """By how many days the agenda lies beside the event, where one of its days does."""
    is_beside = any(not day.is_inside for day in days) and not event.period.is_vague
    return {"distance": days_between(event, items) if is_beside else 0}
