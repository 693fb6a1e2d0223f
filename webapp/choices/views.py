"""Thin routes for those who take part: their agenda, and what they choose of it."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.agenda.arranging import days_of
from webapp.agenda.levels import Level
from webapp.agenda.shown import agenda_of
from webapp.choices import rules
from webapp.choices.page import ChoicesPage
from webapp.choices.queries import choices_of, chosen_numbers, open_slots, places_in_line
from webapp.choices.zones import home_zone
from webapp.core.assets import STATIC
from webapp.core.link_pages import keep_private
from webapp.core.permissions import for_everyone, public
from webapp.core.times import now
from webapp.registrations.models import Registration, State
from webapp.registrations.visit_parts import VisitPart, visit_part

blueprint = Blueprint("choices", __name__, template_folder="templates")
blueprint.add_app_template_global(chosen_numbers)
keep_private(blueprint)
#: Who reads what is for those who take part.
_TAKES_PART = (State.CONFIRMED, State.OFFERED)


@visit_part(order=5)
def own_agenda(registration: Registration) -> VisitPart | None:
    """The link from one's registration to the agenda."""
    if not registration.event.has_agenda:
        return None
    url = url_for("choices.agenda", token=registration.token())
    return VisitPart(url, _("Your agenda"), icon="calendar-days")


@visit_part(order=10)
def own_choices(registration: Registration) -> VisitPart | None:
    """The link to what is to be chosen."""
    if not rules.may_choose(registration):
        return None
    slots = open_slots(registration)
    if not slots:
        return None
    done = sum(is_chosen for _slot, is_chosen in slots)
    return VisitPart(
        url_for("choices.show", token=registration.token()),
        _("Choose what you want to see"),
        _("%(done)d of %(num)d chosen", done=done, num=len(slots)),
        done < len(slots),
        "list-checks",
    )


@blueprint.get("/registrations/<token>/agenda/")
@public
def agenda(token: str) -> ResponseReturnValue:
    """The agenda of somebody who takes part: what is for all, and what they have chosen."""
    registration = Registration.find_by_token(token)
    event = registration.event
    if not registration.is_live or registration.erased_at or not event.has_agenda:
        return _back(token)
    level = Level.PARTNERS if registration.state in _TAKES_PART else Level.PUBLIC
    whole = agenda_of(event, level)
    mine = {each.item_id: each for each in choices_of(registration.id)}
    slots = open_slots(registration) if rules.may_choose(registration) else []
    return render_template(
        "choices/agenda.html",
        registration=registration,
        event=event,
        agenda=whole,
        days=days_of(each for each in whole.items if not each.needs_choice or each.id in mine),
        mine=mine,
        in_line=places_in_line(registration.id),
        unchosen=sum(not is_chosen for _slot, is_chosen in slots),
        home=home_zone(registration),
        now=now(),
    )


@blueprint.get("/registrations/offline.js")
@for_everyone
def offline_worker() -> ResponseReturnValue:
    """The worker that keeps an agenda for when there is no network. It stands here and not among
    the other scripts, because it may look after no address above its own."""
    script = (STATIC / "js" / "offline-worker.js").read_bytes()
    headers = {"Cache-Control": "no-cache"}
    return Response(script, headers=headers, mimetype="text/javascript")


@blueprint.get("/registrations/<token>/choices/")
@public
def show(token: str) -> ResponseReturnValue:
    """What can be chosen, and what is."""
    registration = Registration.find_by_token(token)
    if not registration.is_live or not registration.event.has_agenda:
        return _back(token)
    return ChoicesPage(registration).render()


@blueprint.post("/registrations/<token>/choices/")
@public
def save(token: str) -> ResponseReturnValue:
    """Store it: all or none."""
    registration = Registration.find_by_token(token)
    if not registration.is_live or not registration.event.has_agenda:
        return _back(token)
    page = ChoicesPage(registration)
    status = page.send()
    if status != 303:
        return page.render(), status
    flash(_("Saved. You can change it until each item begins."), "success")
    return redirect(url_for(".show", token=token), 303)


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for("registrations.show", token=token), 303)
