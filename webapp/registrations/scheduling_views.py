"""Thin routes for what the links of an invitation open: "I am coming", "I cannot come"."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.forms import HiddenField
from webapp.core.permissions import public
from webapp.core.times import now
from webapp.entries.reading import Numbers, numbers
from webapp.registrations import scheduling, scheduling_words
from webapp.registrations.errors import RegistrationError
from webapp.registrations.forms import ButtonForm
from webapp.registrations.models import Registration
from webapp.registrations.scheduling_models import Partstat
from webapp.registrations.views import blueprint

blueprint.add_app_template_global(scheduling.open_invitation_of, "calendar_invitation_of")
blueprint.add_app_template_global(scheduling.invitation_of, "invited_by_mail")
blueprint.add_app_template_global(scheduling_words.answered_among, "invitations_answered_among")
blueprint.add_app_template_global(scheduling_words.partstat_word)

_ANSWERS = {"accepted": Partstat.ACCEPTED, "declined": Partstat.DECLINED}


class InvitationForm(ButtonForm):
    """Which of the two buttons was pressed, and what the page told when it was opened."""

    answer = HiddenField()
    sequence = HiddenField()

    @property
    def seen(self) -> int:
        """The number of what was answered to; -1 where it is none."""
        given = self.sequence.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


@blueprint.get("/registrations/<token>/answer")
@public
def answer(token: str) -> ResponseReturnValue:
    """The two buttons (mail scanners open links, they press no buttons)."""
    registration = Registration.find_by_token(token)
    stands = numbers(registration.event.key)
    if stands is None or scheduling.open_invitation_of(registration) is None:
        return redirect(url_for(".show", token=token), 303)
    return _page(registration, stands, InvitationForm(), request.args.get("answer"))


@blueprint.post("/registrations/<token>/answer")
@public
def give_answer(token: str) -> ResponseReturnValue:
    """Keep the answer, and show where the registration stands then."""
    registration, form = Registration.find_by_token(token), InvitationForm()
    said = _ANSWERS.get(form.answer.data or "")
    stands = numbers(registration.event.key)
    if stands is None or scheduling.open_invitation_of(registration) is None:
        return redirect(url_for(".show", token=token), 303)
    if not form.validate_on_submit() or said is None:
        form.add_error("", _("Please press one of the buttons once more."))
    elif form.seen < stands.invite_sequence:
        form.add_error("", _("The event has changed meanwhile. Look at it, and answer once more."))
    else:
        try:
            with write():
                scheduling.answer(registration, said, form.seen, now(), scheduling.BY_PAGE)
        except RegistrationError as error:
            form.add_error("", str(error))
    if form.error_list:
        return _page(registration, stands, form, form.answer.data), 422
    return redirect(url_for(".show", token=token), 303)


def _page(
    registration: Registration, stands: Numbers, form: InvitationForm, wished: str | None
) -> str:
    return render_template(
        "registrations/answer.html",
        registration=registration,
        event=registration.event,
        invitation=scheduling.open_invitation_of(registration),
        sequence=stands.sequence,
        wished=wished,
        form=form,
    )
