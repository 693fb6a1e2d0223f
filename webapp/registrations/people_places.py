"""How many places there are, and whether people may still register: said in numbers before it is
done, as the waiting list moves at once."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.database import db, write
from webapp.core.forms import NumberField, RevisedForm
from webapp.core.permissions import Act, current_viewer, require
from webapp.core.times import now
from webapp.events import rules as events
from webapp.events.errors import EventError
from webapp.events.models import Event
from webapp.events.rehearsing import rehearse
from webapp.registrations import admission
from webapp.registrations.models import State
from webapp.registrations.people_desk import blueprint, find_event, people_page
from webapp.registrations.people_facets import states_of
from webapp.registrations.people_forms import PlainForm
from webapp.seats.errors import SeatsError


class PlacesForm(RevisedForm):
    """The number of places."""

    capacity = NumberField(_l("Number of places"), least=1, hint=_l("Empty: no limit."))


@dataclass(frozen=True)
class Moves:
    """What another number of places does to the line."""

    offered: int
    confirmed: int
    letters: int


@blueprint.get("/places")
def places(code: str) -> ResponseReturnValue:
    """The number of places, and whether registration is open."""
    event = _find(code)
    form = PlacesForm(data={"capacity": event.pool.capacity})
    form.starts_from(event.revision)
    return _page(event, form)


@blueprint.post("/places")
def set_places(code: str) -> ResponseReturnValue:
    """Show who moves up; the second time do it."""
    event, form = _find(code), PlacesForm()
    form.starts_from(event.revision)
    if not form.validate_on_submit():
        return _page(event, form), 422
    expected = int(form.posted_revision.data or 0) if _is_number(form.posted_revision.data) else 0
    try:
        if request.form.get("step") != "done":
            return _page(event, form, _rehearsed(event, form.capacity.data, expected))
        with write():
            events.set_capacity(event, form.capacity.data, expected=expected)
    except (SeatsError, EventError) as error:
        form.add_error("capacity", str(error))
        form.renew(event.revision)
        return _page(event, form), 422
    flash(_("The number of places is changed."), "success")
    return redirect(url_for(".index", code=code), 303)


@blueprint.post("/closing")
def close_registration(code: str) -> ResponseReturnValue:
    """Nobody else may register themselves from now on; the waiting list goes on moving."""
    return _set_closing(code, now(), str(_("Registration is closed.")))


@blueprint.post("/opening")
def open_registration(code: str) -> ResponseReturnValue:
    """People may register again."""
    return _set_closing(code, None, str(_("Registration is open again.")))


def _set_closing(code: str, closes_at: Any, done: str) -> ResponseReturnValue:
    event = _find(code)
    if PlainForm().validate_on_submit():
        try:
            with write():
                values = {"closes_at": closes_at}
                if closes_at is None and event.opens_at is not None and event.opens_at > now():
                    values["opens_at"] = None
                events.edit(event, **values)
            flash(done, "success")
        except EventError as error:
            flash(str(error), "warning")
    return redirect(url_for(".places", code=code), 303)


def _find(code: str) -> Event:
    """The event, for those who may change its people and its settings."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    require(event.may(current_viewer(), Act.EDIT))
    return event


def _rehearsed(event: Event, capacity: int | None, expected: int) -> Moves:
    """What happens to the line, by letting it happen and undoing it."""
    moved: dict[str, int] = {}

    def act() -> None:
        before = states_of(event)
        events.set_capacity(event, capacity, expected=expected)
        db.session.flush()
        after = states_of(event)
        for state in (State.OFFERED, State.CONFIRMED):
            moved[state] = max(0, after[state] - before[state])

    letters = rehearse(event, act).letters
    return Moves(moved[State.OFFERED], moved[State.CONFIRMED], letters)


def _page(event: Event, form: PlacesForm, moves: Moves | None = None) -> str:
    return people_page(
        "places.html",
        event,
        form=form,
        moves=moves,
        closed=admission.reason_closed(event),
        may_reopen=event.closes_at is not None and event.closes_at <= now(),
    )


def _is_number(text: Any) -> bool:
    return str(text).isascii() and str(text).isdecimal() and len(str(text)) < 10
