"""Thin routes for visitors: register, and what the link in the letter opens."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core import zones
from webapp.core.database import write
from webapp.core.i18n import current_language
from webapp.core.limits import TIGHT, limiter, slow_down_guessing
from webapp.core.permissions import current_viewer, public
from webapp.events.access import get_visible
from webapp.events.models import Event
from webapp.questions.errors import AnswerError
from webapp.registrations import notifications, rules
from webapp.registrations.asking import (
    answers_told,
    ask_in,
    needs_told,
    refuse_in,
    unanswered,
)
from webapp.registrations.counts import registration_counts
from webapp.registrations.errors import AlreadyRegistered, RegistrationError
from webapp.registrations.forms import ButtonForm, ChangeForm, LinksForm, RegistrationForm
from webapp.registrations.invitations import open_invitation_for
from webapp.registrations.letter_calendar import calendar_for
from webapp.registrations.models import Registration, State
from webapp.registrations.visit_parts import parts_of

blueprint = Blueprint("registrations", __name__, template_folder="templates")
blueprint.add_app_template_global(registration_counts)
blueprint.add_app_template_global(parts_of, "visit_parts")
for _told in (answers_told, needs_told, unanswered):
    blueprint.add_app_template_global(_told)
slow_down_guessing(blueprint)


def _address_and_email() -> str:
    """Whom a tight limit counts: one address asking about one e-mail address."""
    return f"{request.remote_addr} {request.form.get('email', '').strip().casefold()}"


@blueprint.get("/events/<code>/register")
@public
def new(code: str) -> ResponseReturnValue:
    """The form, or why there is none."""
    event = get_visible(code, current_viewer())
    form = RegistrationForm()
    form.prepare(event)
    ask_in(form, event)
    return _form_page(event, form)


@blueprint.post("/events/<code>/register")
@public
@limiter.limit(TIGHT, key_func=_address_and_email)
def create(code: str) -> ResponseReturnValue:
    """Take a seat or a place in line."""
    event = get_visible(code, current_viewer())
    form = RegistrationForm()
    form.prepare(event)
    ask_in(form, event)
    if not (form.validate_on_submit() & form.check_consent() & form.check_guardian()):
        return _form_page(event, form), 422
    applicant = form.applicant(event, zones.reader_zone())
    notifications.prepare(event, applicant.language)  # before the write lock is taken
    try:
        with write():
            registration = rules.register(
                event,
                applicant,
                invitation=open_invitation_for(event, session),
                form_key=form.form_key.data,
                answers=form.questions.data,
            )
            # Here, because the commit forgets what was read, and reading it again takes longer.
            answer = _after(event, registration)
    except AlreadyRegistered as error:
        # Whoever typed the address may be somebody else: the answer goes to its owner alone.
        with write():
            notifications.send_links_again(applicant.email or "", error.registration.language)
        return redirect(url_for(".look_into_mail", code=event.code), 303)
    except AnswerError as error:
        refuse_in(form, event, error)
        return _form_page(event, form), 422
    except RegistrationError as error:
        form.add_error("", str(error))
        return _form_page(event, form), 422
    return answer


def _after(event: Event, registration: Registration) -> ResponseReturnValue:
    """Where somebody goes who has registered: to their registration, or to their mail first."""
    if event.verifies_addresses:
        return redirect(url_for(".look_into_mail", code=event.code), 303)
    return redirect(url_for(".show", token=registration.token()), 303)


def _form_page(event: Event, form: RegistrationForm) -> str:
    closed = rules.reason_closed(event, open_invitation_for(event, session))
    return render_template("registrations/new.html", event=event, form=form, closed=closed)


@blueprint.get("/events/<code>/register/sent")
@public
def look_into_mail(code: str) -> ResponseReturnValue:
    """The same page whatever became of it, where the answer must go to the address alone."""
    event = get_visible(code, current_viewer())
    return render_template("registrations/look_into_mail.html", event=event)


@blueprint.get("/registrations/<token>/")
@public
def show(token: str) -> ResponseReturnValue:
    """Where this registration stands and what its owner can do."""
    registration = Registration.find_by_token(token)
    return render_template(
        "registrations/show.html",
        registration=registration,
        event=registration.event,
        place_in_line=rules.place_in_line(registration),
        form=ButtonForm(),
    )


@blueprint.get("/registrations/<token>/event.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """The event for the participant's calendar program, with the join link where there is one."""
    registration = Registration.find_by_token(token)
    text = None
    if registration.state == State.CONFIRMED:
        text = calendar_for(registration.event, current_language())
    if text is None:
        abort(404)
    return text, 200, {"Content-Type": "text/calendar; charset=utf-8"}


@blueprint.get("/registrations/<token>/verification")
@public
def verification(token: str) -> ResponseReturnValue:
    """The button that confirms the address (mail scanners open links, they press no buttons)."""
    registration = Registration.find_by_token(token)
    if registration.verified_at or not registration.is_live:
        return redirect(url_for(".show", token=token), 303)
    return _button_page("registrations/verification.html", registration)


@blueprint.post("/registrations/<token>/verification")
@public
def verify(token: str) -> ResponseReturnValue:
    """The address is theirs."""
    return _act(token, rules.verify)


@blueprint.post("/registrations/<token>/acceptance")
@public
def accept(token: str) -> ResponseReturnValue:
    """Take the offered seat."""
    return _act(token, rules.accept_offer)


@blueprint.post("/registrations/<token>/refusal")
@public
def refuse(token: str) -> ResponseReturnValue:
    """Leave the offered seat to the next in line."""
    return _act(token, rules.decline_offer)


@blueprint.get("/registrations/<token>/cancellation")
@public
def cancellation(token: str) -> ResponseReturnValue:
    """Ask once more."""
    registration = Registration.find_by_token(token)
    if not registration.is_live:
        return redirect(url_for(".show", token=token), 303)
    return _button_page("registrations/cancellation.html", registration)


@blueprint.post("/registrations/<token>/cancellation")
@public
def cancel(token: str) -> ResponseReturnValue:
    """Give the seat back; it goes to the next in line at once."""
    return _act(token, rules.cancel)


@blueprint.get("/registrations/<token>/change")
@public
def edit(token: str) -> ResponseReturnValue:
    """What was given, to be corrected."""
    registration = Registration.find_by_token(token)
    if not registration.is_live:
        return redirect(url_for(".show", token=token), 303)
    form = ChangeForm()
    form.prepare(registration.event)
    form.fill(registration)
    ask_in(form, registration.event, registration)
    return _change_page(registration, form)


@blueprint.post("/registrations/<token>/change")
@public
def change(token: str) -> ResponseReturnValue:
    """Store the corrections."""
    registration = Registration.find_by_token(token)
    form = ChangeForm()
    form.prepare(registration.event)
    ask_in(form, registration.event, registration)
    if not form.validate_on_submit():
        return _change_page(registration, form), 422
    try:
        with write():
            rules.change(registration, answers=form.questions.data, **form.person())
    except AnswerError as error:
        refuse_in(form, registration.event, error)
        return _change_page(registration, form), 422
    except RegistrationError as error:
        form.add_error("", str(error))
        return _change_page(registration, form), 422
    return redirect(url_for(".show", token=token), 303)


@blueprint.get("/registrations/links")
@public
def links_again() -> ResponseReturnValue:
    """Where to ask for one's links."""
    return render_template("registrations/links.html", form=LinksForm())


@blueprint.post("/registrations/links")
@public
@limiter.limit(TIGHT, key_func=_address_and_email)
def send_links() -> ResponseReturnValue:
    """A letter to the address, if it has registrations; the page is the same either way."""
    form = LinksForm()
    if not form.validate_on_submit():
        return render_template("registrations/links.html", form=form), 422
    with write():
        notifications.send_links_again(form.email.data)
    return redirect(url_for(".links_sent"), 303)


@blueprint.get("/registrations/links/sent")
@public
def links_sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("registrations/links_sent.html")


def _act(token: str, verb: rules.Verb) -> ResponseReturnValue:
    """Do one thing to a registration and show where it stands then."""
    registration = Registration.find_by_token(token)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            with write():
                verb(registration)
        except RegistrationError as error:
            form.add_error("", str(error))
    else:
        form.add_error("", _("Please press the button once more."))
    if not form.error_list:
        return redirect(url_for(".show", token=token), 303)
    return _button_page("registrations/show.html", registration, form), 422


def _button_page(template: str, registration: Registration, form: ButtonForm | None = None) -> str:
    return render_template(
        template,
        registration=registration,
        event=registration.event,
        place_in_line=rules.place_in_line(registration),
        form=form or ButtonForm(),
    )


def _change_page(registration: Registration, form: ChangeForm) -> str:
    return render_template(
        "registrations/change.html", registration=registration, event=registration.event, form=form
    )
