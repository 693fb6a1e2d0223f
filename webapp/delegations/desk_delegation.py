"""Thin routes for staff: one delegation, its people, its leader's link, what happened."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.addresses import public_url
from webapp.core.changes import history
from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.permissions import Act, current_viewer
from webapp.core.times import now
from webapp.delegations import board, rules
from webapp.delegations.desk import blueprint, find_delegation, find_event, page
from webapp.delegations.desk_forms import DelegationForm
from webapp.delegations.errors import Stale
from webapp.delegations.history import steps_of
from webapp.delegations.models import Delegation
from webapp.delegations.news import items_of
from webapp.delegations.plans import plan_of, usual_quota
from webapp.delegations.reminders import may_remind
from webapp.events.models import Event
from webapp.registrations.letter_facts import event_zone


@blueprint.get("/<public_id>/")
def show(code: str, public_id: str) -> ResponseReturnValue:
    """The people of a delegation, what it lacks, its link, and what happened."""
    event = find_event(code)
    delegation = find_delegation(event, public_id)
    plan = plan_of(event.id)
    news = items_of([delegation])[delegation.id]
    row = board.row_of(delegation, board.asked_for(event, plan, [delegation]), news)
    may_change = event.may(current_viewer(), Act.CHANGE_PEOPLE)
    is_open = delegation.link_revoked_at is None
    return page(
        "show.html",
        event,
        delegation=delegation,
        row=row,
        plan=plan,
        link=public_url("delegations.show", token=delegation.token())
        if may_change and is_open
        else None,
        may_remind=may_remind(row),
        news=news,
        steps=steps_of(history(delegation.key)),
        at=now(),
    )


@blueprint.get("/<public_id>/edit")
def edit(code: str, public_id: str) -> ResponseReturnValue:
    """How many, who leads it, how long its link works."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    form = _form(event, delegation)
    return _edit_page(event, delegation, form)


@blueprint.post("/<public_id>/edit")
def save(code: str, public_id: str) -> ResponseReturnValue:
    """Store it; fewer people than are named is refused, with whose number it is."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    delegation = find_delegation(event, public_id)
    form = DelegationForm()
    form.prepare(event_zone(event))
    if not form.validate_on_submit():
        return _edit_page(event, delegation, form), 422
    if form.is_stale(delegation.revision):
        return _stale_page(event, delegation, form), 409
    generation = delegation.link_generation
    try:
        with write():
            rules.change(delegation, delegation.revision, **form.values())
    except Stale:
        return _stale_page(event, find_delegation(event, public_id), form), 409
    except rules.REFUSALS as error:
        form.add_error("own_quota", str(error))
        return _edit_page(event, find_delegation(event, public_id), form), 422
    flash(_("The changes are saved."), "success")
    if delegation.link_generation != generation:
        flash(
            _("The earlier link no longer works. Pass on the new one, or write to the leader."),
            "info",
        )
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


def _form(event: Event, delegation: Delegation, *, is_posted: bool = True) -> DelegationForm:
    form = DelegationForm() if is_posted else DelegationForm(formdata=None)
    form.prepare(event_zone(event))
    form.fill(delegation)
    form.starts_from(delegation.revision)
    return form


def _stale_page(event: Event, delegation: Delegation, form: DelegationForm) -> str:
    stored = _form(event, delegation, is_posted=False)
    both = versions(form, stored)
    form.renew(delegation.revision)
    return _edit_page(event, delegation, form, both)


def _edit_page(
    event: Event,
    delegation: Delegation,
    form: DelegationForm,
    both: list[Version] | None = None,
) -> str:
    return page(
        "edit.html",
        event,
        delegation=delegation,
        form=form,
        both=both,
        default_quota=usual_quota(plan_of(event.id)),
        office=delegation.organisation.contact_email,
    )
