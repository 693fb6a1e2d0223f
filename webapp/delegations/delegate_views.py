"""The delegate's own page: what the leader wrote about them, to be confirmed or corrected."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.core.database import write
from webapp.core.form_versions import Version, versions
from webapp.core.i18n import plain_text
from webapp.core.permissions import public
from webapp.delegations.confirming import confirm, delegate_of, shown_delegate_of
from webapp.delegations.delegate_forms import DelegateForm
from webapp.delegations.lacks import are_needs_asked
from webapp.delegations.models import Delegate, Standing
from webapp.delegations.words import payer_words, role_words
from webapp.registrations.errors import RegistrationError, Stale
from webapp.registrations.models import Registration
from webapp.registrations.views import blueprint
from webapp.registrations.visit_parts import VisitPart, visit_part

blueprint.add_app_template_global(shown_delegate_of, "delegate_of")


@visit_part(order=10)
def own_data(registration: Registration) -> VisitPart | None:
    """The link from one's registration to this page."""
    delegate = shown_delegate_of(registration)
    if delegate is None or delegate.standing == Standing.OUT:
        return None
    is_open = delegate.confirmed_at is None
    return VisitPart(
        url_for("registrations.delegate", token=registration.token()),
        _("Your data, as your leader gave them"),
        pgettext("data", "to be confirmed") if is_open else pgettext("data", "confirmed"),
        is_open,
        "user-check",
    )


@blueprint.get("/registrations/<token>/delegate")
@public
def delegate(token: str) -> ResponseReturnValue:
    """With whom one comes and as what; the form with what was written."""
    registration, found = _find(token)
    if not registration.is_live:
        return redirect(url_for(".show", token=token), 303)
    form = DelegateForm()
    form.prepare(registration)
    return _page(registration, found, form)


@blueprint.post("/registrations/<token>/delegate")
@public
def confirm_delegate(token: str) -> ResponseReturnValue:
    """It is right so, as corrected."""
    registration, found = _find(token)
    form = DelegateForm()
    form.prepare(registration)
    if not form.validate_on_submit():
        return _page(registration, found, form), 422
    if form.is_stale(registration.revision):
        return _stale_page(registration, found, form), 409
    try:
        with write():
            confirm(found, registration.revision, **form.values())
    except Stale:
        registration, found = _find(token)
        return _stale_page(registration, found, form), 409
    except RegistrationError as error:
        form.add_error("", str(error))
        return _page(registration, found, form), 422
    flash(_("Thank you. Your leader sees that you have confirmed your data."), "success")
    return redirect(url_for(".show", token=token), 303)


def _find(token: str) -> tuple[Registration, Delegate]:
    registration = Registration.find_by_token(token)
    return registration, delegate_of(registration) or abort(404)


def _stale_page(registration: Registration, found: Delegate, form: DelegateForm) -> str:
    stored = DelegateForm(formdata=None)
    stored.prepare(registration)
    stored.fill(registration)
    both: list[Version] = versions(form, stored)
    form.renew(registration.revision)
    return _page(registration, found, form, both)


def _page(
    registration: Registration,
    found: Delegate,
    form: DelegateForm,
    both: list[Version] | None = None,
) -> str:
    event = registration.event
    return render_template(
        "delegations/delegate.html",
        registration=registration,
        event=event,
        delegate=found,
        partner=plain_text(found.delegation.organisation.name),
        role=role_words(found.role),
        payer=payer_words(found.payer),
        asks_needs=are_needs_asked(event),
        form=form,
        both=both,
    )
