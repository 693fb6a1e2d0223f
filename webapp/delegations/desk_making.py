"""Thin routes for staff: making delegations for partners."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.delegations import board, rules
from webapp.delegations.desk import blueprint, find_event, page
from webapp.delegations.desk_forms import PartnersForm
from webapp.delegations.plans import plan_of, usual_quota
from webapp.events.models import Event
from webapp.registrations import people_choices as choices


@blueprint.get("/new")
def new(code: str) -> ResponseReturnValue:
    """Which partners get a delegation."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = _form(event)
    if form.quota.data is None:
        form.quota.data = usual_quota(plan_of(event.id))
    return page("new.html", event, form=form)


@blueprint.post("/new")
def create(code: str) -> ResponseReturnValue:
    """Make a delegation for each partner that was chosen; the seats are kept from now on."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = _form(event)
    if not form.validate_on_submit():
        return page("new.html", event, form=form), 422
    if not form.chosen:
        form.add_error("partners", _("Choose at least one partner, or another organisation."))
        return page("new.html", event, form=form), 422
    try:
        with write():
            made = rules.create_all(event, form.chosen, form.quota.data or 0)
    except rules.REFUSALS as error:
        form.add_error("quota", str(error))
        return page("new.html", event, form=form), 422
    flash(
        ngettext("%(num)d delegation was made.", "%(num)d delegations were made.", made), "success"
    )
    return redirect(url_for(".index", code=code), 303)


def _form(event: Event) -> PartnersForm:
    form = PartnersForm()
    form.offer(board.partners_without(event), choices.organisations())
    return form
