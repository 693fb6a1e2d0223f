"""Grams per kilometre: for one event by its coordinator, for all by the administrator."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.permissions import Act, current_viewer, require
from webapp.events.models import Event
from webapp.logistics.desk import blueprint, find_event, page
from webapp.logistics.desk_forms import FactorsForm
from webapp.logistics.factors import (
    MODE_WORDS,
    Factors,
    factors_of,
    fingerprint,
    save_factors,
    usual_factors,
)

everywhere = Blueprint(
    "travel_factors", __name__, url_prefix="/manage/travel-factors", template_folder="templates"
)


@blueprint.get("/travel/factors")
def factors(code: str) -> ResponseReturnValue:
    """The numbers that hold for this event."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    return _event_page(event, _form(factors_of(event.id)))


@blueprint.post("/travel/factors")
def save(code: str) -> ResponseReturnValue:
    """Put others in their place."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form, both, status = _save(event.id)
    if status != 303:
        return _event_page(event, form, both), status
    flash(_("Saved."), "success")
    return redirect(url_for(".side", code=code, name="travel"), 303)


@everywhere.get("/")
def show() -> ResponseReturnValue:
    """The numbers of the installation."""
    require(current_viewer().is_admin)
    return _page(_form(factors_of(None)), [])


@everywhere.post("/")
def save_everywhere() -> ResponseReturnValue:
    """Put others in their place, for every event without numbers of its own."""
    require(current_viewer().is_admin)
    form, both, status = _save(None)
    if status != 303:
        return _page(form, both), status
    flash(_("Saved."), "success")
    return redirect(url_for(".show"), 303)


def _save(event_id: int | None) -> tuple[FactorsForm, list[Version], int]:
    stored, usual = factors_of(event_id), usual_factors(event_id)
    form = _form(stored)
    if not (form.validate_on_submit() and form.check(usual, stored)):
        return form, [], 422
    is_stale = False
    with write():
        stored = factors_of(event_id)
        is_stale = form.is_stale(fingerprint(stored))
        if not is_stale:
            save_factors(event_id, form.wanted(usual_factors(event_id), stored))
    if is_stale:
        both = versions(form, FactorsForm(formdata=None, data=_values(stored)))
        form.renew(fingerprint(stored))
        return form, both, 409
    return form, [], 303


def _form(stored: Factors) -> FactorsForm:
    form = FactorsForm(data=_values(stored))
    form.starts_from(fingerprint(stored))
    return form


def _values(stored: Factors) -> dict[str, int]:
    return {f"grams_{mode.value}": factor.grams for mode, factor in stored.items()}


def _event_page(event: Event, form: FactorsForm, both: list[Version] | None = None) -> str:
    stored = factors_of(event.id)
    return page("factors.html", event, "travel", form=form, both=both or [], factors=stored)


def _page(form: FactorsForm, both: list[Version]) -> str:
    context = {"form": form, "both": both, "factors": factors_of(None), "mode_words": MODE_WORDS}
    return render_template("logistics/desk/everywhere.html", **context)
