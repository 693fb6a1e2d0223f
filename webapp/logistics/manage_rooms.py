"""Rooms of an event: made, changed, given to people."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.form_versions import versions
from webapp.core.permissions import Act, current_viewer
from webapp.events.models import Event
from webapp.logistics.assigning import put_into_room
from webapp.logistics.desk import SIDES, blueprint, find_event, page, side_page
from webapp.logistics.desk_forms import AssignForm, ButtonForm, RoomForm, RoomsForm, room_values
from webapp.logistics.errors import AlreadyThere, LogisticsError
from webapp.logistics.facts import Facts
from webapp.logistics.models import Room
from webapp.registrations.people_desk import is_code


@blueprint.post("/rooms/assignment")
def assign_room(code: str) -> ResponseReturnValue:
    """Give a room to the people that were ticked, or take theirs away."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    facts, form = Facts(event, current_viewer()), AssignForm()
    rooms = {room.public_id: room for room in facts.rooms.values()}
    people = [guest.public_id for guest in facts.guests]
    form.offer(people, [(public_id, room.words) for public_id, room in rooms.items()])
    if not form.validate_on_submit():
        return side_page(event, SIDES["rooms"], form), 422
    room = rooms.get(form.target.data)
    room_id = room.id if room else None
    try:
        with write():
            number = put_into_room(event, form.people.data, room_id)
    except LogisticsError as error:
        form.refuse(error)
        return side_page(event, SIDES["rooms"], form), 422
    flash(ngettext("Done for %(num)d person.", "Done for %(num)d people.", number), "success")
    return _back(code)


@blueprint.get("/rooms/new")
def new_rooms(code: str) -> ResponseReturnValue:
    """An empty form; the hotel is that of the last one."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    query = select(Room.hotel).where(Room.event_id == event.id).order_by(Room.id.desc()).limit(1)
    form = RoomsForm(data={"hotel": db.session.scalar(query) or "", "beds": 1})
    return page("room.html", event, "rooms", form=form, room=None)


@blueprint.post("/rooms/new")
def create_rooms(code: str) -> ResponseReturnValue:
    """Add one or several of a kind."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = RoomsForm()
    if not (form.validate_on_submit() and form.check()):
        return page("room.html", event, "rooms", form=form, room=None), 422
    labels = form.labels
    try:
        with write():
            for label in labels:
                form.label.data = label
                _store(event, Room(event_id=event.id), form)
    except AlreadyThere as error:
        form.label.data = ", ".join(labels)
        form.add_error("label", str(error))
        return page("room.html", event, "rooms", form=form, room=None), 422
    number = len(labels)
    words = ngettext("%(num)d room is on the list.", "%(num)d rooms are on the list.", number)
    flash(words, "success")
    return _back(code)


@blueprint.get("/rooms/<public_id>/edit")
def edit_room(code: str, public_id: str) -> ResponseReturnValue:
    """A room, to be changed."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    room = _find(event, public_id)
    return page("room.html", event, "rooms", form=_form(room), room=room)


@blueprint.post("/rooms/<public_id>/edit")
def save_room(code: str, public_id: str) -> ResponseReturnValue:
    """Store it, unless somebody else did meanwhile."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    room = _find(event, public_id)
    form = _form(room)
    if not form.validate_on_submit():
        return page("room.html", event, "rooms", form=form, room=room), 422
    is_stale = False
    try:
        with write():
            db.session.refresh(room, with_for_update=True)
            is_stale = form.is_stale(room.revision)
            if not is_stale:
                _store(event, room, form)
                room.touch()
    except AlreadyThere as error:
        form.add_error("label", str(error))
        return page("room.html", event, "rooms", form=form, room=room), 422
    if is_stale:
        both = versions(form, RoomForm(formdata=None, data=room_values(room)))
        form.renew(room.revision)
        return page("room.html", event, "rooms", form=form, room=room, both=both), 409
    flash(_("Saved."), "success")
    return _back(code)


@blueprint.get("/rooms/<public_id>/removal")
def room_removal(code: str, public_id: str) -> ResponseReturnValue:
    """Ask once more."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    room = _find(event, public_id)
    context = {"what": room.words, "back": _url(code), "room": room}
    return page("removal.html", event, "rooms", form=ButtonForm(), **context)


@blueprint.post("/rooms/<public_id>/removal")
def remove_room(code: str, public_id: str) -> ResponseReturnValue:
    """Take it off the list; whoever had it has none then."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    room = _find(event, public_id)
    with write():
        db.session.delete(room)
    flash(_("The room is off the list."), "success")
    return _back(code)


def _store(event: Event, room: Room, form: RoomForm) -> None:
    """Raises `AlreadyThere` for a second room of that name at the hotel."""
    same = select(Room.id).where(Room.event_id == event.id, Room.hotel == form.hotel.data)
    found = db.session.scalar(same.where(Room.label == form.label.data))
    if found is not None and found != room.id:
        raise AlreadyThere
    form.fill_in(room)
    db.session.add(room)
    db.session.flush()


def _form(room: Room) -> RoomForm:
    form = RoomForm(data=room_values(room))
    form.starts_from(room.revision)
    return form


def _find(event: Event, public_id: str) -> Room:
    if not is_code(public_id):
        abort(404)
    query = select(Room).where(Room.event_id == event.id, Room.public_id == public_id)
    return db.session.scalar(query) or abort(404)


def _url(code: str) -> str:
    return url_for("logistics.side", code=code, name="rooms")


def _back(code: str) -> ResponseReturnValue:
    return redirect(_url(code), 303)
