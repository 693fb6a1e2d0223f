"""The page where staff say which registrations are one person's."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.permissions import Act
from webapp.events.models import Event
from webapp.registrations import people_twins as twins
from webapp.registrations.models import Registration
from webapp.registrations.people_desk import (
    blueprint,
    find_event,
    find_person,
    is_code,
    people_page,
)
from webapp.registrations.people_forms import PlainForm


@blueprint.get("/duplicates")
def duplicates(code: str) -> ResponseReturnValue:
    """Who may be here twice, or known from another event under another address."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    pairs, merged = twins.pairs_of(event), twins.merged_of(event)
    return people_page("duplicates.html", event, pairs=pairs, merged=merged)


@blueprint.post("/duplicates")
def decide_duplicates(code: str) -> ResponseReturnValue:
    """They are one, they are two, or two after all."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    one = find_person(event, request.form.get("one", ""))
    other = _known(event, request.form.get("other", ""))
    if PlainForm().validate_on_submit():
        with write():
            done = _decided(one, other, request.form.get("they", ""))
        if done:
            flash(done, "success")
    return redirect(url_for(".duplicates", code=code), 303)


def _decided(one: Registration, other: Registration, they: str) -> str:
    if they == "one":
        twins.are_one(one, other)
        return str(_("Taken as one person: %(name)s.", name=one.name))
    if they == "two":
        twins.are_two(one, other)
        return str(_("They are two people; you are not asked again."))
    if they == "undo":
        twins.undo(one)
        return str(_("Undone: they are two people again."))
    return ""


def _known(event: Event, public_id: str) -> Registration:
    """A registration for any event of the same organiser: all of them are its data."""
    if not is_code(public_id):
        abort(404)
    query = (
        select(Registration)
        .join(Event, Event.id == Registration.event_id)
        .where(Registration.public_id == public_id, Event.organiser_id == event.organiser_id)
    )
    return db.session.scalar(query) or abort(404)
