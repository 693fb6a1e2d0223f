"""Groups in which people are met: made, changed, filled."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.form_versions import versions
from webapp.core.permissions import Act, current_viewer
from webapp.events.models import Event
from webapp.logistics.assigning import put_into_group
from webapp.logistics.desk import SIDES, blueprint, find_event, page, side_page
from webapp.logistics.desk_forms import AssignForm, ButtonForm, GroupForm, group_values
from webapp.logistics.errors import LogisticsError
from webapp.logistics.facts import Facts
from webapp.logistics.models import Direction, PickupGroup
from webapp.logistics.words import group_words
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.people_desk import is_code


@blueprint.post("/arrivals/assignment")
def assign_group(code: str) -> ResponseReturnValue:
    """Put the people that were ticked into a group, or take them out of theirs."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form, groups = _assign_form(event)
    direction = form.direction.data
    if not form.validate_on_submit() or direction not in set(Direction):
        return side_page(event, SIDES["arrivals"], form), 422
    group_id = groups.get(form.target.data)
    try:
        with write():
            number = put_into_group(event, direction, form.people.data, group_id)
    except LogisticsError as error:
        form.refuse(error)
        return side_page(event, SIDES["arrivals"], form), 422
    flash(ngettext("Done for %(num)d person.", "Done for %(num)d people.", number), "success")
    return _back(code)


def _assign_form(event: Event) -> tuple[AssignForm, dict[str, int]]:
    """The form with who and what can be chosen; ids of groups by their public ids."""
    facts = Facts(event, current_viewer())
    direction = request.form.get("direction", "")
    fitting = [group for group in facts.groups.values() if group.direction == direction]
    form = AssignForm()
    people = [guest.public_id for guest in facts.guests]
    form.offer(people, [(group.public_id, group_words(group)) for group in fitting])
    return form, {group.public_id: group.id for group in fitting}


@blueprint.get("/arrivals/groups/new")
def new_group(code: str) -> ResponseReturnValue:
    """An empty form."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    return page("group.html", event, "arrivals", form=_form(event), group=None)


@blueprint.post("/arrivals/groups/new")
def create_group(code: str) -> ResponseReturnValue:
    """Add it to the board."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = _form(event)
    if not form.validate_on_submit():
        return page("group.html", event, "arrivals", form=form, group=None), 422
    with write():
        group = PickupGroup(event_id=event.id)
        form.fill_in(group)
        db.session.add(group)
    flash(_("The group is on the board. Tick who goes with it."), "success")
    return _back(code)


@blueprint.get("/arrivals/groups/<public_id>/edit")
def edit_group(code: str, public_id: str) -> ResponseReturnValue:
    """A group, to be changed."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    group = _find(event, public_id)
    return page("group.html", event, "arrivals", form=_form(event, group), group=group)


@blueprint.post("/arrivals/groups/<public_id>/edit")
def save_group(code: str, public_id: str) -> ResponseReturnValue:
    """Store it, unless somebody else did meanwhile."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    group = _find(event, public_id)
    form = _form(event, group)
    if not form.validate_on_submit():
        return page("group.html", event, "arrivals", form=form, group=group), 422
    with write():
        db.session.refresh(group, with_for_update=True)
        is_stale = form.is_stale(group.revision)
        if not is_stale:
            form.fill_in(group)
            group.touch()
    if is_stale:
        both = versions(form, _form(event, group, fresh=True))
        form.renew(group.revision)
        return page("group.html", event, "arrivals", form=form, group=group, both=both), 409
    flash(_("Saved."), "success")
    return _back(code)


@blueprint.get("/arrivals/groups/<public_id>/removal")
def group_removal(code: str, public_id: str) -> ResponseReturnValue:
    """Ask once more."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    group = _find(event, public_id)
    what = group_words(group)
    return page(
        "removal.html", event, "arrivals", form=ButtonForm(), what=what, back=_url(code), room=None
    )


@blueprint.post("/arrivals/groups/<public_id>/removal")
def remove_group(code: str, public_id: str) -> ResponseReturnValue:
    """Take it off the board; whoever was in it is in none then."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    group = _find(event, public_id)
    with write():
        db.session.delete(group)
    flash(_("The group is off the board."), "success")
    return _back(code)


def _form(event: Event, group: PickupGroup | None = None, fresh: bool = False) -> GroupForm:
    if group is None:
        form = GroupForm(data={"direction": request.args.get("direction", Direction.ARRIVAL)})
    else:
        values = group_values(group)
        form = GroupForm(formdata=None, data=values) if fresh else GroupForm(data=values)
        form.starts_from(group.revision)
    form.when.zone_name = event_zone(event)
    return form


def _find(event: Event, public_id: str) -> PickupGroup:
    if not is_code(public_id):
        abort(404)
    query = select(PickupGroup).where(PickupGroup.event_id == event.id)
    return db.session.scalar(query.where(PickupGroup.public_id == public_id)) or abort(404)


def _url(code: str) -> str:
    return url_for("logistics.side", code=code, name="arrivals")


def _back(code: str) -> ResponseReturnValue:
    return redirect(_url(code), 303)
