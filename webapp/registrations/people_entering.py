"""Staff write down who comes: a person entered by hand, and corrections to what was given."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from webapp.core.database import db, write
from webapp.core.permissions import Act, current_viewer
from webapp.events.models import Event
from webapp.questions.errors import AnswerError
from webapp.registrations import admission, rules
from webapp.registrations.asking import ask_in, refuse_in
from webapp.registrations.counts import registration_counts
from webapp.registrations.errors import AlreadyRegistered, RegistrationError, Stale
from webapp.registrations.models import LIVE, Registration, State
from webapp.registrations.people_desk import blueprint, find_event, find_person, people_page
from webapp.registrations.people_forms import EditForm, EntryForm
from webapp.registrations.persons import name_key


@blueprint.get("/new")
def new(code: str) -> ResponseReturnValue:
    """The form for somebody who did not register themselves."""
    event = find_event(code, Act.ENTER_PEOPLE)
    form = EntryForm()
    form.prepare(event)
    ask_in(form, event, by_staff=True)
    return _entry_page(event, form)


@blueprint.post("/new")
def enter(code: str) -> ResponseReturnValue:
    """A seat, else a place in line; full or not, with an address or without."""
    event = find_event(code, Act.ENTER_PEOPLE)
    form = EntryForm()
    form.prepare(event)
    ask_in(form, event, by_staff=True)
    if not form.validate_on_submit():
        return _entry_page(event, form), 422
    namesake = _namesake(event, form)
    if namesake is not None:
        form.add_error("name", _("Somebody of this name without an address is registered already."))
        return _entry_page(event, form, namesake), 422
    try:
        with write():
            registration = rules.register(
                event,
                form.applicant(),
                entered_by=current_viewer().account_id,
                form_key=form.form_key.data,
                quietly=not form.writes.data,
                answers=form.questions.data,
            )
    except AlreadyRegistered as error:
        form.add_error("email", _("This person is registered already with this address."))
        return _entry_page(event, form, error.registration), 422
    except AnswerError as error:
        refuse_in(form, event, error)
        return _entry_page(event, form), 422
    except RegistrationError as error:
        form.add_error("", str(error))
        return _entry_page(event, form), 422
    flash(_entered(registration, bool(form.writes.data)), "success")
    if request.form.get("next") == "another":
        return redirect(url_for(".new", code=code), 303)
    return redirect(url_for(".show", code=code, public_id=registration.public_id), 303)


@blueprint.get("/<public_id>/edit")
def edit(code: str, public_id: str) -> ResponseReturnValue:
    """What is stored about a person, to be corrected."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    registration = find_person(event, public_id)
    if not registration.is_live:
        return redirect(url_for(".show", code=code, public_id=public_id), 303)
    form = EditForm()
    form.prepare(registration)
    ask_in(form, event, registration, by_staff=True)
    return _edit_page(event, registration, form)


@blueprint.post("/<public_id>/edit")
def change(code: str, public_id: str) -> ResponseReturnValue:
    """Store the corrections; the person is told by letter."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    registration = find_person(event, public_id)
    form = EditForm()
    form.prepare(registration)
    ask_in(form, event, registration, by_staff=True)
    if not form.validate_on_submit():
        return _edit_page(event, registration, form), 422
    if form.is_stale(registration.revision):
        return _stale_page(event, registration, form), 409
    revision, twin = registration.revision, None
    try:
        with write():
            rules.change(
                registration,
                quietly=not form.writes.data,
                revision=revision,
                answers=form.questions.data,
                **form.answers(),
            )
    except Stale:
        return _stale_page(event, find_person(event, public_id), form), 409
    except AlreadyRegistered as error:
        form.add_error("email", _("Somebody of this name and address is registered already."))
        twin = error.registration
    except AnswerError as error:
        refuse_in(form, event, error)
    except RegistrationError as error:
        form.add_error("", str(error))
    if form.error_list:
        return _edit_page(event, find_person(event, public_id), form, twin), 422
    is_told = bool(form.writes.data) or _must_verify(registration)
    flash(_changed(registration, registration.revision != revision, is_told), "success")
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


def _namesake(event: Event, form: EntryForm) -> Registration | None:
    """Without an address nobody is recognised: somebody of this name may be the same person."""
    if form.email.data or form.is_another.data:
        return None
    query = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state.in_(LIVE))
        .where(Registration.name_key == name_key(form.name.data))
        .where(Registration.email_key.is_(None))
        # The same form again is the same person, and answered like the first time.
        .where(Registration.form_key.is_distinct_from(form.form_key.data))
        .limit(1)
    )
    return db.session.scalar(query)


def _entry_page(event: Event, form: EntryForm, twin: Registration | None = None) -> str:
    return people_page(
        "new.html",
        event,
        form=form,
        twin=twin,
        stopped=_reason_stopped(event),
        asks_which=twin is not None and "name" in form.errors,
    )


def _reason_stopped(event: Event) -> str | None:
    """Why nobody can be entered at all, in words."""
    try:
        admission.check_going(event)
    except RegistrationError as error:
        return str(error)
    if registration_counts(event).is_full and not admission.moves(event):
        return str(_("All places are taken. Raise the number of places to enter more people."))
    return None


def _entered(registration: Registration, writes: bool) -> str:
    place = rules.place_in_line(registration)
    if registration.state == State.WAITING:
        done = _(
            "Entered: %(name)s is number %(place)d on the waiting list.",
            name=registration.name,
            place=place,
        )
    else:
        done = _("Entered: %(name)s has a place.", name=registration.name)
    if writes and registration.email:
        told = _("A letter goes to %(address)s.", address=registration.email)
        return f"{done} {told}"
    return str(done)


def _must_verify(registration: Registration) -> bool:
    """A new address has been asked to be confirmed, whatever was ticked."""
    return registration.event.verifies_addresses and registration.verified_at is None


def _changed(registration: Registration, has_changed: bool, is_told: bool) -> str:
    if not has_changed:
        return str(_("Saved: nothing was different."))
    done = _("Saved: the details of %(name)s.", name=registration.name)
    if registration.email is None or not is_told:
        return str(done)
    told = _("A letter goes to %(address)s.", address=registration.email)
    return f"{done} {told}"


def _edit_page(
    event: Event, registration: Registration, form: EditForm, twin: Registration | None = None
) -> str:
    return people_page("edit.html", event, registration=registration, form=form, twin=twin)


def _stale_page(event: Event, registration: Registration, form: EditForm) -> str:
    """Both versions, and the form again, now from what is stored."""
    versions = form.versions(registration)
    form.renew(registration.revision)
    return people_page(
        "edit.html", event, registration=registration, form=form, versions=versions, is_stale=True
    )
