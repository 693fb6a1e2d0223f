"""Thin routes for those who took part: what they take home from the items of the agenda."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.forms import BaseForm
from webapp.core.i18n import current_language
from webapp.core.link_pages import keep_private
from webapp.core.permissions import public
from webapp.practices import rules
from webapp.practices.errors import Stale
from webapp.practices.forms import TakeawayForm, values_of
from webapp.practices.queries import Place, by_day, has_begun, number_written, place_of, places_of
from webapp.registrations.models import Registration, State
from webapp.registrations.visit_parts import VisitPart, visit_part

blueprint = Blueprint("takeaways", __name__, template_folder="templates")
keep_private(blueprint)


@visit_part(order=60)
def own_takeaways(registration: Registration) -> VisitPart | None:
    """The link from one's registration to this page, from the first day on."""
    if not (registration.event.has_agenda and _may_write(registration)):
        return None
    number = number_written(registration)
    return VisitPart(
        url_for("takeaways.index", token=registration.token()),
        _("What you take home"),
        ngettext("%(num)d note", "%(num)d notes", number) if number else _("nothing written yet"),
        icon="pencil",
    )


@blueprint.get("/registrations/<token>/takeaways")
@public
def index(token: str) -> ResponseReturnValue:
    """Everything one can write about by now, with what one has written."""
    registration = Registration.find_by_token(token)
    if not _may_write(registration):
        return _back(token)
    places = places_of(registration)
    return render_template(
        "practices/takeaways.html",
        registration=registration,
        event=registration.event,
        days=by_day(places),
        whole=places[-1],
    )


@blueprint.get("/registrations/<token>/takeaways/<code>")
@public
def edit(token: str, code: str) -> ResponseReturnValue:
    """The form about one item."""
    registration = Registration.find_by_token(token)
    if not _may_write(registration):
        return _back(token)
    place = _place(registration, code)
    return _page(registration, place, _form(registration, place))


@blueprint.post("/registrations/<token>/takeaways/<code>")
@public
def save(token: str, code: str) -> ResponseReturnValue:
    """Keep what was written."""
    registration = Registration.find_by_token(token)
    if not _may_write(registration):
        return _back(token)
    place = _place(registration, code)
    form = _form(registration, place)
    if not form.validate_on_submit():
        return _page(registration, place, form), 422
    revision = str(form.posted_revision.data or "")
    try:
        with write():
            number = int(revision) if revision.isdecimal() else -1
            rules.save(registration, place.item, form.written(), number)
    except Stale:
        place = _place(registration, code)
        both = versions(form, _form(registration, place, fresh=True))
        form.renew(place.takeaway.revision if place.takeaway else 0)
        return _page(registration, place, form, both, is_stale=True), 409
    flash(_("Your note is saved."), "success")
    return redirect(url_for(".index", token=token, _anchor=f"about-{code}"), 303)


@blueprint.post("/registrations/<token>/takeaways/<code>/withdraw")
@public
def withdraw(token: str, code: str) -> ResponseReturnValue:
    """Forget what was written."""
    registration = Registration.find_by_token(token)
    if not _may_write(registration):
        return _back(token)
    place, form = _place(registration, code), BaseForm()
    if not form.validate_on_submit():
        return _page(registration, place, _form(registration, place, fresh=True)), 422
    with write():
        was_there = rules.withdraw(registration, place.item)
    flash(_("Your note is gone.") if was_there else _("There was no note."), "success")
    return redirect(url_for(".index", token=token), 303)


def _may_write(registration: Registration) -> bool:
    """Whoever has a seat, from the first day of the event on."""
    is_there = registration.state == State.CONFIRMED and registration.erased_at is None
    return is_there and has_begun(registration.event)


def _place(registration: Registration, code: str) -> Place:
    return place_of(registration, code) or abort(404)


def _form(registration: Registration, place: Place, fresh: bool = False) -> TakeawayForm:
    takeaway = place.takeaway
    values = values_of(takeaway, current_language())
    form = TakeawayForm(formdata=None, data=values) if fresh else TakeawayForm(data=values)
    form.offer_languages(takeaway.language if takeaway else None)
    form.starts_from(takeaway.revision if takeaway else 0)
    return form


def _page(
    registration: Registration,
    place: Place,
    form: TakeawayForm,
    both: list[Version] | None = None,
    *,
    is_stale: bool = False,
) -> str:
    return render_template(
        "practices/takeaway.html",
        registration=registration,
        event=registration.event,
        place=place,
        form=form,
        both=both,
        is_stale=is_stale,
    )


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for("registrations.show", token=token), 303)
