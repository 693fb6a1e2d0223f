"""Staff invite people by letter, see who answered, and remind the rest."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.database import write
from webapp.core.permissions import Act
from webapp.core.times import now, to_wall
from webapp.events.models import Event, RegistrationMode, Status
from webapp.events.rehearsing import rehearse
from webapp.registrations import invitees
from webapp.registrations.invitation_manage import end_of
from webapp.registrations.invitee_forms import InviteForm, ReminderForm
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.people_desk import blueprint, find_event, people_page

_TAKES_NOBODY = (RegistrationMode.NONE, RegistrationMode.ELSEWHERE)


@blueprint.get("/invitations/letters")
def new_letters(code: str) -> ResponseReturnValue:
    """Whom to invite."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = InviteForm()
    form.prepare(event)
    return _invite_page(event, form)


@blueprint.post("/invitations/letters")
def invite_by_letter(code: str) -> ResponseReturnValue:
    """Show what would go out; with the number seen, send it."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = InviteForm()
    form.prepare(event)
    today = to_wall(now(), event_zone(event)).date()
    refusal = why_not(event)
    if refusal:
        form.add_error("", refusal)
    if not (form.validate_on_submit() and not refusal and form.check(today)):
        return _invite_page(event, form), 422

    def act() -> int:
        return len(invitees.invite_all(event, form.people(), **_how(event, form)))

    rehearsal = rehearse(event, act)
    if not form.has_seen(rehearsal.letters):
        form.seen.data = str(rehearsal.letters)
        left_out = len({guest.key for guest in form.people()}) - rehearsal.letters
        return _invite_page(event, form, rehearsal=rehearsal, left_out=left_out)
    with write():
        number = act()
    flash(_sent(number), "success" if number else "warning")
    return redirect(url_for(".invitation_list", code=code), 303)


@blueprint.route("/invitations/reminder", methods=["GET", "POST"])
def remind_invited(code: str) -> ResponseReturnValue:
    """Show the reminder and to how many it would go; with the number seen, send it."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = ReminderForm()
    refusal = why_not(event)
    if refusal:
        flash(refusal, "warning")
        return redirect(url_for(".invitation_list", code=code), 303)
    is_sent = form.validate_on_submit()

    def act() -> int:
        return len(invitees.remind(event, form.message.data))

    rehearsal = rehearse(event, act)
    if not (is_sent and form.has_seen(rehearsal.letters)):
        form.seen.data = str(rehearsal.letters)
        page = people_page("invitation_reminder.html", event, form=form, rehearsal=rehearsal)
        return page, 422 if form.is_submitted() and not is_sent else 200
    with write():
        number = act()
    flash(_reminded(number), "success" if number else "warning")
    return redirect(url_for(".invitation_list", code=code), 303)


def why_not(event: Event) -> str:
    """Why nobody can be invited to it now; "" where one can."""
    if event.withdrawn_at is not None or event.status in (Status.DRAFT, Status.CANCELLED):
        return str(_("Only who may see an event can come: publish it before you invite anybody."))
    if event.is_over:
        return str(_("It is over: nobody can be invited to it any more."))
    if event.registration_mode in _TAKES_NOBODY:
        return str(_("Nobody can register here. Choose another way of registering first."))
    return ""


def _how(event: Event, form: InviteForm) -> dict[str, Any]:
    ends_at: datetime | None = end_of(event, form.ends_on.data)
    return {"language": form.language.data, "message": form.message.data, "ends_at": ends_at}


def _invite_page(event: Event, form: InviteForm, **context: Any) -> str:
    return people_page("invitation_letters.html", event, form=form, **context)


def _sent(number: int) -> str:
    if not number:
        return str(_("Nobody was invited: all of them have been already, or are registered."))
    return str(ngettext("%(num)d person was invited.", "%(num)d people were invited.", number))


def _reminded(number: int) -> str:
    if not number:
        return str(_("Nobody is left to be reminded now."))
    return str(ngettext("%(num)d person was reminded.", "%(num)d people were reminded.", number))
