"""One act on several people: first a page that lists them and says what will happen, then doing it.

Done in short transactions, so that nobody who registers meanwhile waits for all of it. Who has got
into another state since is left out and counted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from webapp.core.database import db, write
from webapp.core.permissions import Act
from webapp.events.manage_desk import has_page
from webapp.events.models import Event
from webapp.registrations import rules
from webapp.registrations.errors import RegistrationError
from webapp.registrations.models import Registration, State
from webapp.registrations.people_desk import (
    are_public_ids,
    blueprint,
    find_event,
    people_page,
)
from webapp.registrations.people_details import DetailsForm, change_details
from webapp.registrations.people_forms import PlainForm, ReasonForm
from webapp.registrations.people_lists import PeopleFilters, how_many, matching_ids

#: So many at once; more are done in several goes.
MOST = 500
#: So many in one transaction.
_AT_ONCE = 50
#: Writing to people is done by a capability above, on a page of its own.
WRITING, LETTER = "letter", "letters.new"
Order = Callable[[Registration], tuple[Any, ...]]


@dataclass(frozen=True)
class BulkAct:
    """One act on many. *title* and *done* take a number and say it."""

    name: str
    button: str
    icon: str
    title: Callable[[int], str]
    done: Callable[[int], str]
    form: type[Any]
    run: Callable[[Registration, Any], object]
    is_possible: Callable[[Registration], bool]
    #: In which order it is done, where places depend on it.
    order: Order
    style: str = "is-primary"
    #: Whether each of them gets a letter.
    writes: bool = True


def _first_come(registration: Registration) -> tuple[Any, ...]:
    return registration.created_at, registration.id


def _seats_last(registration: Registration) -> tuple[Any, ...]:
    """Nobody who is to be cancelled gets, a moment before, the place of another who is."""
    return registration.holds_seat, registration.id


BULK = {
    act.name: act
    for act in (
        BulkAct(
            "approval",
            _l("Approve"),
            "circle-check",
            lambda number: ngettext("Approve %(num)d person", "Approve %(num)d people", number),
            lambda number: ngettext(
                "Approved: %(num)d person.", "Approved: %(num)d people.", number
            ),
            PlainForm,
            lambda registration, form: rules.approve(registration),
            lambda registration: registration.state == State.AWAITING_APPROVAL,
            _first_come,
        ),
        BulkAct(
            "refusal",
            _l("Decline"),
            "circle-slash",
            lambda number: ngettext("Decline %(num)d person", "Decline %(num)d people", number),
            lambda number: ngettext(
                "Declined: %(num)d person.", "Declined: %(num)d people.", number
            ),
            ReasonForm,
            lambda registration, form: rules.decline(registration, form.reason.data),
            lambda registration: registration.state in (State.AWAITING_APPROVAL, State.WAITING),
            _first_come,
            "is-danger",
        ),
        BulkAct(
            "details",
            _l("Change details"),
            "pencil",
            lambda number: ngettext(
                "Change details of %(num)d person", "Change details of %(num)d people", number
            ),
            lambda number: ngettext(
                "Changed: details of %(num)d person.",
                "Changed: details of %(num)d people.",
                number,
            ),
            DetailsForm,
            change_details,
            lambda registration: registration.is_live,
            _first_come,
            writes=False,
        ),
        BulkAct(
            "cancellation",
            _l("Cancel"),
            "circle-x",
            lambda number: ngettext(
                "Cancel %(num)d registration", "Cancel %(num)d registrations", number
            ),
            lambda number: ngettext(
                "Cancelled: %(num)d registration.", "Cancelled: %(num)d registrations.", number
            ),
            ReasonForm,
            lambda registration, form: rules.cancel(registration, reason=form.reason.data),
            lambda registration: registration.is_live,
            _seats_last,
            "is-danger",
        ),
    )
}


@blueprint.get("/selection")
def selection(code: str) -> ResponseReturnValue:
    """Who was chosen and what will happen to them; nothing happens yet."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    if request.args.get("act") == WRITING and has_page(LETTER):
        return redirect(url_for(LETTER, code=code, **_as_given(request.args)), 303)
    act = BULK.get(request.args.get("act", ""))
    if act is None:
        return redirect(url_for(".index", code=code), 303)
    form = _prepared(act.form(formdata=None), event)
    return _page(event, act, _chosen(event, request.args), form)


@blueprint.post("/selection")
def act_on_selection(code: str) -> ResponseReturnValue:
    """Do it to all who are listed on the page the button stood on."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    act = BULK.get(request.form.get("act", ""))
    if act is None:
        return redirect(url_for(".index", code=code), 303)
    form = _prepared(act.form(), event)
    chosen = _listed(event, request.form.getlist("chosen"))
    if not form.validate_on_submit() or not chosen:
        return _page(event, act, chosen, form), 422
    done, refusals = _run(event, act, chosen, form)
    if not done:
        form.add_error("", refusals[0])
        return _page(event, act, _again(event, chosen), form), 422
    flash(act.done(done), "success")
    if refusals:
        flash(_left_out(len(refusals)), "warning")
    return redirect(url_for(".index", code=code), 303)


def _prepared(form: Any, event: Event) -> Any:
    if isinstance(form, DetailsForm):
        form.prepare(event)
    return form


def _as_given(arguments: MultiDict[str, str]) -> dict[str, Any]:
    """What names the people, for the page that writes to them."""
    return {name: arguments.getlist(name) for name in arguments if name != "act"}


def _run(
    event: Event, act: BulkAct, chosen: Sequence[Registration], form: Any
) -> tuple[int, list[str]]:
    """How many it was done to, and why not to the others."""
    ids = [each.id for each in sorted(chosen, key=act.order)]
    done, refusals = 0, []
    for first in range(0, len(ids), _AT_ONCE):
        with write():
            for registration in _by_id(event, ids[first : first + _AT_ONCE]):
                try:
                    with db.session.begin_nested():
                        act.run(registration, form)
                    done += 1
                except RegistrationError as error:
                    refusals.append(str(error))
    return done, refusals


def _chosen(event: Event, arguments: Any) -> list[Registration]:
    """Those whose boxes are ticked, or all the list is narrowed to."""
    if arguments.get("all"):
        return _by_id(event, matching_ids(event, PeopleFilters.read(arguments), MOST))
    return _listed(event, arguments.getlist("chosen"))


def _listed(event: Event, public_ids: list[str]) -> list[Registration]:
    wanted = are_public_ids(public_ids)[:MOST]
    found = db.session.scalars(_of(event).where(Registration.public_id.in_(wanted)))
    by_id = {each.public_id: each for each in found}
    return [by_id[each] for each in wanted if each in by_id]


def _by_id(event: Event, ids: Iterable[int]) -> list[Registration]:
    """These registrations, in the order of *ids*."""
    wanted = list(ids)
    found = db.session.scalars(_of(event).where(Registration.id.in_(wanted)))
    by_id = {each.id: each for each in found}
    return [by_id[each] for each in wanted if each in by_id]


def _again(event: Event, chosen: Iterable[Registration]) -> list[Registration]:
    return _by_id(event, [each.id for each in chosen])


def _of(event: Event) -> Any:
    query = select(Registration).where(Registration.event_id == event.id)
    return query.options(joinedload(Registration.organisation))


def _page(event: Event, act: BulkAct, chosen: list[Registration], form: Any) -> str:
    filters = PeopleFilters.read(request.args)
    concerned = [each for each in chosen if act.is_possible(each)]
    return people_page(
        "selection.html",
        event,
        act=act,
        form=form,
        concerned=concerned,
        left_out=[each for each in chosen if not act.is_possible(each)],
        letters=sum(each.email is not None for each in concerned),
        remaining=max(0, how_many(event, filters) - MOST) if request.args.get("all") else 0,
        filters=filters,
    )


def _left_out(number: int) -> str:
    words: str = ngettext(
        "%(num)d person was left out: their registration has changed meanwhile.",
        "%(num)d people were left out: their registrations have changed meanwhile.",
        number,
    )
    return words
