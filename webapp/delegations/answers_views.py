"""Thin routes for leaders: the answers of somebody who has no e-mail address."""

from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.forms import YesField
from webapp.core.permissions import public
from webapp.delegations.forms import RefusableForm
from webapp.delegations.models import Delegate, Delegation
from webapp.delegations.pages import back, blueprint, carry_out, find, find_delegate, page
from webapp.delegations.passing_on import may_pass_on, pass_on, questions_for
from webapp.questions.answers_field import AnswersField
from webapp.questions.errors import AnswerError
from webapp.questions.queries import answers_of, places_of


class PassingOnForm(RefusableForm):
    """What somebody said, and that they asked to pass it on."""

    questions = AnswersField(_l("Questions"))
    passed_on = YesField(_l("They asked me to pass on what they eat and need to take part."))

    def prepare(self, delegate: Delegate) -> None:
        """Ask what may be answered for them; what they eat and need is never shown."""
        registration = delegate.registration
        asked = questions_for(registration.event) or abort(404)
        self.starts_from(registration.revision)
        # Like staff, a leader may leave out what they do not know.
        self.questions.ask(asked, places_of(asked), answers_of(registration.id), by_staff=True)

    @property
    def asks_needs(self) -> bool:
        """Whether there is anything to be asked to pass on."""
        return any(row.asked.is_need for row in self.questions.rows)

    def check(self) -> bool:
        """Whether needs are written only where they may be."""
        needs = self.questions.data.needs or {}
        if any(needs.values()) and not self.passed_on.data:
            why = _("Tick it, or leave out what they eat and need: it is theirs to tell.")
            self.add_error("passed_on", why)
        return not self.error_list


@blueprint.get("/members/<delegate>/answers")
@public
def answers(token: str, delegate: str) -> ResponseReturnValue:
    """The questions of the event, for somebody who has no page of their own."""
    delegation = find(token)
    found, form = find_delegate(delegation, delegate), PassingOnForm()
    if not may_pass_on(found):
        return back(token)
    form.prepare(found)
    return _page(delegation, found, form)


@blueprint.post("/members/<delegate>/answers")
@public
def save_answers(token: str, delegate: str) -> ResponseReturnValue:
    """Keep what they said."""
    delegation = find(token)
    found, form = find_delegate(delegation, delegate), PassingOnForm()
    if not may_pass_on(found):
        return back(token)
    form.prepare(found)
    if not form.validate_on_submit() or not form.check():
        return _page(delegation, found, form), 422
    revision = found.registration.revision
    if form.is_stale(revision):
        form.renew(revision)
        return _page(delegation, found, form, is_stale=True), 409
    if not _pass_on(found, form, revision):
        delegation = find(token)
        return _page(delegation, find_delegate(delegation, delegate), form), 422
    flash(_("Saved: %(name)s.", name=found.registration.name), "success")
    return back(token)


def _pass_on(found: Delegate, form: PassingOnForm, revision: int) -> bool:
    """Whether it is stored; what refuses stands beside its question."""
    has_needs, said = bool(form.passed_on.data), form.questions.data
    try:
        return carry_out(form, lambda: pass_on(found, said, revision, has_needs=has_needs))
    except AnswerError as error:
        asked = questions_for(found.registration.event)
        if words := form.questions.refuse(error, asked, places_of(asked)):
            form.add_error("", words)
        return False


def _page(
    delegation: Delegation, found: Delegate, form: PassingOnForm, *, is_stale: bool = False
) -> str:
    both = form.questions.versions() if is_stale else []
    context = {"form": form, "is_stale": is_stale, "both": both}
    return page("answers.html", delegation, delegate=found, **context)
