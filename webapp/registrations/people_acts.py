"""Acts of staff on one registration, each a form of its own on the person's page."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.addresses import public_url
from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.events.models import Event
from webapp.registrations import people_letters, rights_erasure, rules
from webapp.registrations.errors import RegistrationError
from webapp.registrations.line import place_in_line
from webapp.registrations.models import Registration, State
from webapp.registrations.people_act_kinds import PersonAct, is_in
from webapp.registrations.people_desk import blueprint, find_event, find_person, people_page
from webapp.registrations.people_forms import AskedForm, PlainForm, ReasonForm
from webapp.registrations.people_history import letter_word, letters_of, steps_of
from webapp.registrations.people_line_acts import LINE_ACTS
from webapp.registrations.people_note_views import note_form
from webapp.registrations.people_notes import notes_of


def _approved(registration: Registration) -> str:
    if registration.state == State.CONFIRMED:
        return str(_("Approved: %(name)s has a place.", name=registration.name))
    return str(_("Approved: %(name)s is on the waiting list.", name=registration.name))


ACTS = {
    act.name: act
    for act in (
        PersonAct(
            "approval",
            _l("Approve"),
            _l("A place if there is one, else the end of the waiting list."),
            "circle-check",
            PlainForm,
            lambda registration, form: rules.approve(registration),
            _approved,
            is_in(State.AWAITING_APPROVAL),
            "is-primary",
        ),
        *LINE_ACTS,
        PersonAct(
            "refusal",
            _l("Decline"),
            _l("They are told the reason and may register again."),
            "circle-slash",
            ReasonForm,
            lambda registration, form: rules.decline(registration, form.reason.data),
            lambda registration: _("Declined: %(name)s.", name=registration.name),
            is_in(State.AWAITING_APPROVAL, State.WAITING),
            "is-danger",
        ),
        PersonAct(
            "letter",
            _l("Send the last letter again"),
            _l("The same words once more, for those who cannot find it."),
            "mail",
            PlainForm,
            lambda registration, form: people_letters.send_again(registration),
            lambda registration: _(
                "Sent again: the last letter to %(address)s.", address=registration.email
            ),
            lambda registration: people_letters.last_letter(registration) is not None,
            writes=False,
        ),
        PersonAct(
            "link",
            _l("Renew the link"),
            _l("For a letter in wrong hands: the old link opens nothing any more."),
            "refresh-cw",
            PlainForm,
            lambda registration, form: people_letters.renew_link(registration),
            lambda registration: _("Renewed: the link of %(name)s.", name=registration.name),
            lambda registration: registration.is_live,
        ),
        PersonAct(
            "cancellation",
            _l("Cancel the registration"),
            _l("The place goes to the next in line at once. This cannot be undone."),
            "circle-x",
            ReasonForm,
            lambda registration, form: rules.cancel(registration, reason=form.reason.data),
            lambda registration: _(
                "Cancelled: the registration of %(name)s.", name=registration.name
            ),
            lambda registration: registration.is_live,
            "is-danger",
        ),
        PersonAct(
            "erasure",
            _l("Erase this person's data"),
            _l("For somebody who asks you to. All about them goes at once, for good."),
            "eraser",
            AskedForm,
            lambda registration, form: rights_erasure.erase(registration, form.reason.data),
            lambda registration: _("Erased: the data of this person."),
            lambda registration: registration.erased_at is None,
            "is-danger",
            writes=False,
        ),
    )
}
_RULE = f"/<public_id>/<any({', '.join(ACTS)}):name>"


@blueprint.get("/<public_id>/")
def show(code: str, public_id: str) -> ResponseReturnValue:
    """Everything about one registration, and what can be done."""
    event = find_event(code)
    return person_page(event, find_person(event, public_id))


@blueprint.get(_RULE)
def look_at_act(code: str, public_id: str, name: str) -> ResponseReturnValue:
    """Acts are done by pressing their button; whoever opens the address sees the person."""
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


@blueprint.post(_RULE)
def act(code: str, public_id: str, name: str) -> ResponseReturnValue:
    """Do it, or say beside the form why not."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    registration, chosen = find_person(event, public_id), ACTS[name]
    form = _named(chosen, chosen.form())
    if not form.validate_on_submit():
        return person_page(event, registration, {name: form}), 422
    try:
        with write():
            chosen.run(registration, form)
    except RegistrationError as error:
        form.add_error("reason" if chosen.asks else "", str(error))
        return person_page(event, find_person(event, public_id), {name: form}), 422
    flash(_with_letter(chosen, registration), "success")
    return redirect(url_for(".show", code=code, public_id=public_id), 303)


def person_page(
    event: Event, registration: Registration, forms: dict[str, Any] | None = None
) -> str:
    """The person's page; *forms* are those that come back with errors, by the name of their act."""
    forms = forms or {}
    possible = [each for each in ACTS.values() if each.is_possible(registration)]
    refused = [ACTS[name] for name in forms if ACTS[name] not in possible]
    return people_page(
        "show.html",
        event,
        registration=registration,
        place=place_in_line(registration),
        steps=steps_of(registration),
        letters=letters_of(registration),
        letter_word=letter_word,
        notes=notes_of(registration),
        note_form=note_form(),
        acts=possible,
        refused=refused,
        forms={each.name: forms.get(each.name) or _empty(each) for each in [*possible, *refused]},
        failed=frozenset(forms),
        link=public_url("registrations.show", token=registration.token()),
    )


def _empty(act: PersonAct) -> Any:
    """A fresh form, whatever was posted to another one of the page."""
    return _named(act, act.form(formdata=None))


def _named(act: PersonAct, form: Any) -> Any:
    """Several forms stand on the page; no two inputs have the same id."""
    for field in form:
        field.id = f"{act.name}-{field.short_name}"
    return form


def _with_letter(act: PersonAct, registration: Registration) -> str:
    """What was done, and whether somebody reads of it."""
    done = act.done(registration)
    if not act.writes:
        return done
    if registration.email is None:
        told = _("There is no e-mail address, so no letter is written: tell the person yourself.")
    else:
        told = _("A letter goes to %(address)s.", address=registration.email)
    return f"{done} {told}"
