"""Thin routes for staff: what holds for all delegations, and who leads each."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.forms import LocalDateTime
from webapp.core.permissions import Act
from webapp.core.times import now
from webapp.delegations import board, rules
from webapp.delegations.desk import blueprint, find_event, page
from webapp.delegations.desk_forms import DEADLINES, PlanForm
from webapp.delegations.desk_leaders import LeadersForm, leaders_form
from webapp.delegations.errors import Stale
from webapp.delegations.models import DelegationPlan
from webapp.delegations.plans import USUAL_QUOTA, plan_of
from webapp.events.models import Event
from webapp.registrations.letter_facts import event_zone


@blueprint.get("/plan")
def plan(code: str) -> ResponseReturnValue:
    """Quota, deadlines, what becomes of seats without a name, a note to the leaders."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    stored = plan_of(event.id)
    return _plan_page(event, stored, _plan_form(event, stored))


@blueprint.post("/plan")
def save_plan(code: str) -> ResponseReturnValue:
    """Store it; a quota below what somebody has named is refused, with who that is."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    stored = plan_of(event.id)
    form = _plan_form(event, stored)
    if not (form.validate_on_submit() & form.check(stored, now(), event.over_at)):
        return _plan_page(event, stored, form), 422
    if form.is_stale(_revision(stored)):
        return _stale_page(event, stored, form), 409
    try:
        with write():
            rules.save_plan(event, _revision(stored), **form.values())
    except Stale:
        return _stale_page(event, plan_of(event.id), form), 409
    except rules.REFUSALS as error:
        form.add_error("default_quota", str(error))
        return _plan_page(event, plan_of(event.id), form), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".index", code=code), 303)


@blueprint.get("/leaders")
def leaders(code: str) -> ResponseReturnValue:
    """Name and address of every leader, on one page."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = board.delegations_of(event.id)
    return page("leaders.html", event, delegations=found, form=leaders_form(found))


@blueprint.post("/leaders")
def save_leaders(code: str) -> ResponseReturnValue:
    """Store them; nobody is written to by that."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = board.delegations_of(event.id)
    form = leaders_form(found)
    if not form.validate_on_submit():
        return page("leaders.html", event, delegations=found, form=form), 422
    with write():
        stale = form.store(board.delegations_of(event.id))
    if stale:
        return _stale_leaders(event, form), 409
    flash(_("The leaders are saved. Nobody has been written to yet."), "success")
    return redirect(url_for(".index", code=code), 303)


def _stale_leaders(event: Event, form: LeadersForm) -> str:
    found = board.delegations_of(event.id)
    both = versions(form, leaders_form(found, is_posted=False))
    form.renew_all(found)
    return page("leaders.html", event, delegations=found, form=form, both=both)


def _plan_form(event: Event, stored: DelegationPlan | None, *, is_posted: bool = True) -> PlanForm:
    zone = event_zone(event)
    values = _stored_values(stored, zone)
    form = PlanForm(data=values) if is_posted else PlanForm(formdata=None, data=values)
    form.in_zone(zone)
    form.starts_from(_revision(stored))
    return form


def _stored_values(stored: DelegationPlan | None, zone: str) -> dict[str, Any]:
    if stored is None:
        return {"default_quota": USUAL_QUOTA, "reserves_seats": True}
    instants = {name: getattr(stored, name) for name in DEADLINES}
    return {
        "default_quota": stored.default_quota,
        "reserves_seats": stored.reserves_seats,
        "releases": stored.releases_at is not None,
        "note": stored.note,
        **{name: at and LocalDateTime.from_instant(at, zone) for name, at in instants.items()},
    }


def _revision(stored: DelegationPlan | None) -> int:
    return stored.revision if stored is not None else 0


def _stale_page(event: Event, stored: DelegationPlan | None, form: PlanForm) -> str:
    both = versions(form, _plan_form(event, stored, is_posted=False))
    form.renew(_revision(stored))
    return _plan_page(event, stored, form, both)


def _plan_page(
    event: Event,
    stored: DelegationPlan | None,
    form: PlanForm,
    both: list[Version] | None = None,
) -> str:
    return page("plan.html", event, plan=stored, form=form, both=both)
