"""What all pages behind a leader's link share: the blueprint, look-ups, the frame, the act."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.database import db, write
from webapp.core.errors import error_page
from webapp.core.link_pages import keep_private
from webapp.delegations import finding
from webapp.delegations.errors import REFUSALS
from webapp.delegations.forms import PressForm, RefusableForm
from webapp.delegations.models import Delegate, Delegation
from webapp.registrations.letter_facts import event_zone

blueprint = Blueprint(
    "delegations", __name__, url_prefix="/delegations/<token>", template_folder="templates"
)
keep_private(blueprint)


@blueprint.errorhandler(finding.LinkOver)
def _over(_error: finding.LinkOver) -> ResponseReturnValue:
    """The event is over, or the coordinator has set an end to the link."""
    return error_page(410, "delegations/over.html")


def find(token: str) -> Delegation:
    """The delegation of a link, with its people, in a fixed number of statements."""
    found = finding.find(token)
    people = selectinload(Delegation.delegates).joinedload(Delegate.registration)
    query = (
        select(Delegation)
        .where(Delegation.id == found.id)
        .options(joinedload(Delegation.organisation), joinedload(Delegation.pool), people)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


def find_delegate(delegation: Delegation, public_id: str) -> Delegate:
    """Who has, or had, this registration in the delegation; else 404."""
    named = (each for each in delegation.delegates if each.registration.public_id == public_id)
    return next(named, None) or abort(404)


def page(template: str, delegation: Delegation, **context: Any) -> str:
    """A page of the leader."""
    event = delegation.event
    return render_template(
        f"delegations/{template}",
        delegation=delegation,
        event=event,
        token=delegation.token(),
        zone=event_zone(event),
        **context,
    )


def carry_out(form: RefusableForm, act: Callable[[], object]) -> bool:
    """Do it in a transaction; whether it was done. What refuses stands beside its field."""
    try:
        with write():
            act()
    except REFUSALS as error:
        form.refuse(error)
        return False
    return True


def press(token: str, act: Callable[[PressForm], object], done: str) -> ResponseReturnValue:
    """A button of the list: do it, say so or why not, and show the list as it is now."""
    form = PressForm()
    if form.validate_on_submit() and carry_out(form, lambda: act(form)):
        flash(done, "success")
    for _target, words in form.error_list:
        flash(words, "warning")
    return back(token)


def back(token: str) -> ResponseReturnValue:
    """To the list."""
    return redirect(url_for("delegations.show", token=token), 303)
