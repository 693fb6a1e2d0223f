"""Thin routes for those who were asked again: "I am still coming", "I cannot come"."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.database import write
from webapp.core.forms import HiddenField
from webapp.core.permissions import public
from webapp.registrations import asking_again
from webapp.registrations.concerned import concerned_by, next_in_line
from webapp.registrations.errors import RegistrationError
from webapp.registrations.forms import ButtonForm
from webapp.registrations.models import Registration
from webapp.registrations.reconfirmations import (
    Answer,
    answers_of,
    asked_among,
    reconfirmation_of,
)
from webapp.registrations.rules import Verb
from webapp.registrations.views import blueprint

blueprint.add_app_template_global(reconfirmation_of)
blueprint.add_app_template_global(asked_among)
blueprint.add_app_template_global(answers_of, "asked_again_of")
blueprint.add_app_template_global(concerned_by)
blueprint.add_app_template_global(next_in_line)

_VERBS: dict[str, Verb] = {
    Answer.COMING: asking_again.say_coming,
    Answer.NOT_COMING: asking_again.say_not_coming,
}


class AnswerForm(ButtonForm):
    """Which of the two buttons was pressed."""

    answer = HiddenField()


@blueprint.get("/registrations/<token>/reconfirmation")
@public
def reconfirmation(token: str) -> ResponseReturnValue:
    """The two buttons (mail scanners open links, they press no buttons)."""
    registration = Registration.find_by_token(token)
    if not registration.is_live or reconfirmation_of(registration) is None:
        return redirect(url_for(".show", token=token), 303)
    return _page(registration, AnswerForm())


@blueprint.post("/registrations/<token>/reconfirmation")
@public
def reconfirm(token: str) -> ResponseReturnValue:
    """Keep the answer, and show where the registration stands then."""
    registration, form = Registration.find_by_token(token), AnswerForm()
    verb = _VERBS.get(form.answer.data or "")
    if not form.validate_on_submit() or verb is None:
        form.add_error("", _("Please press one of the buttons once more."))
        return _page(registration, form), 422
    try:
        with write():
            verb(registration)
    except RegistrationError as error:
        form.add_error("", str(error))
        return _page(registration, form), 422
    return redirect(url_for(".show", token=token), 303)


def _page(registration: Registration, form: AnswerForm) -> str:
    return render_template(
        "registrations/reconfirmation.html",
        registration=registration,
        event=registration.event,
        asked=reconfirmation_of(registration),
        form=form,
    )
