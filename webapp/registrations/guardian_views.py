"""What a guardian's link opens, and how a young participant names another guardian."""

from flask import Response, after_this_request, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.limits import TIGHT, limiter
from webapp.core.permissions import public
from webapp.registrations import guardians
from webapp.registrations.errors import RegistrationError
from webapp.registrations.forms import ButtonForm, GuardianForm
from webapp.registrations.guardian_models import Answer, GuardianConsent
from webapp.registrations.models import Registration
from webapp.registrations.views import blueprint

blueprint.add_app_template_global(guardians.consent_of, "guardian_of")
blueprint.add_app_template_global(guardians.answers_of, "guardian_answers")
blueprint.add_app_template_global(guardians.without_consent)


@blueprint.get("/guardians/<token>/")
@public
def guardian(token: str) -> ResponseReturnValue:
    """What is asked, and the buttons: mail scanners open links, they press nothing."""
    return _guardian_page(guardians.find(token), ButtonForm())


@blueprint.post("/guardians/<token>/consent")
@public
def guardian_consents(token: str) -> ResponseReturnValue:
    """They may come."""
    return _answered(token, Answer.GIVEN)


@blueprint.post("/guardians/<token>/refusal")
@public
def guardian_refuses(token: str) -> ResponseReturnValue:
    """They may not, or not any more."""
    return _answered(token, Answer.REFUSED)


@blueprint.get("/registrations/<token>/guardian")
@public
def ask_guardian(token: str) -> ResponseReturnValue:
    """Whom to ask for consent, to be corrected."""
    registration = Registration.find_by_token(token)
    consent = guardians.consent_of(registration)
    if consent is None or consent.answer == Answer.GIVEN or not registration.is_live:
        return redirect(url_for(".show", token=token), 303)
    form = GuardianForm(data={"guardian_name": consent.name, "guardian_email": consent.email})
    return _asking_page(registration, form)


def _who_is_asked() -> str:
    """Whom a tight limit counts: one address having letters written to one e-mail address."""
    return f"{request.remote_addr} {request.form.get('guardian_email', '').strip().casefold()}"


@blueprint.post("/registrations/<token>/guardian")
@public
@limiter.limit(TIGHT, key_func=_who_is_asked)
def ask_guardian_again(token: str) -> ResponseReturnValue:
    """Write to them once more."""
    registration = Registration.find_by_token(token)
    form = GuardianForm()
    if not form.validate_on_submit():
        return _asking_page(registration, form), 422
    try:
        with write():
            guardians.ask_again(registration, form.guardian())
    except RegistrationError as error:
        form.add_error("", str(error))
        return _asking_page(registration, form), 422
    return redirect(url_for(".show", token=token, _anchor="guardian"), 303)


def _answered(token: str, answer: Answer) -> ResponseReturnValue:
    consent, form = guardians.find(token), ButtonForm()
    if not form.validate_on_submit():
        form.add_error("", _("Please press the button once more."))
        return _guardian_page(consent, form), 422
    with write():
        guardians.answer(consent, answer)
    return redirect(url_for(".guardian", token=token), 303)


def _guardian_page(consent: GuardianConsent, form: ButtonForm) -> str:
    after_this_request(_keep_nowhere)
    return render_template(
        "registrations/guardian.html",
        consent=consent,
        registration=consent.registration,
        event=consent.registration.event,
        form=form,
    )


def _asking_page(registration: Registration, form: GuardianForm) -> str:
    after_this_request(_keep_nowhere)
    return render_template(
        "registrations/guardian_asking.html",
        registration=registration,
        event=registration.event,
        form=form,
    )


def _keep_nowhere(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
