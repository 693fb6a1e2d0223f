"""Thin routes for leaders: the list of their people, and what they say of the whole."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.form_versions import Version, versions
from webapp.core.permissions import public
from webapp.core.times import now
from webapp.delegations import board, rules
from webapp.delegations.forms import DeclineForm, LeaderForm, PressForm
from webapp.delegations.holding import of_standing
from webapp.delegations.lacks import DIET, NAMES, TRAVEL, lack_words
from webapp.delegations.models import Delegation, Standing
from webapp.delegations.news import items_of
from webapp.delegations.pages import back, blueprint, carry_out, find, page, press
from webapp.delegations.passing_on import may_pass_on, questions_for
from webapp.delegations.plans import plan_of
from webapp.delegations.words import delegation_look, payer_words, role_words, standing_look

# Each adds its routes to the blueprint.
from webapp.delegations import answers_views, delegates_views  # noqa: F401 isort:skip

__all__ = ["blueprint"]


@blueprint.get("/")
@public
def show(token: str) -> ResponseReturnValue:
    """Who comes, who would, what is missing and by when."""
    return _list_page(find(token))


@blueprint.post("/completion")
@public
def complete(token: str) -> ResponseReturnValue:
    """These are all, as the list was seen."""
    delegation = find(token)
    done = _("Thank you: the organiser sees that these are all.")
    return press(token, lambda form: rules.complete(delegation, _seen(form)), done)


@blueprint.post("/reopening")
@public
def reopen(token: str) -> ResponseReturnValue:
    """There is somebody to add after all."""
    delegation = find(token)
    done = _("You can name more people now. Say again when these are all.")
    return press(token, lambda _form: rules.reopen(delegation), done)


@blueprint.get("/refusal")
@public
def refusal(token: str) -> ResponseReturnValue:
    """What "we cannot come" means, and the button."""
    delegation, form = find(token), DeclineForm()
    if delegation.declined_at is not None:
        return back(token)
    form.starts_from(delegation.revision)
    return _refusal_page(delegation, form)


@blueprint.post("/refusal")
@public
def decline(token: str) -> ResponseReturnValue:
    """Nobody comes; everybody who was named is told."""
    delegation, form = find(token), DeclineForm()
    if not form.validate_on_submit():
        return _refusal_page(delegation, form), 422
    seen = _seen(form)
    if not carry_out(form, lambda: rules.decline(delegation, form.reason.data, seen)):
        delegation = find(token)
        form.renew(delegation.revision)
        return _refusal_page(delegation, form), 409
    flash(_("The organiser sees that your delegation cannot come."), "success")
    return back(token)


@blueprint.get("/leader")
@public
def leader(token: str) -> ResponseReturnValue:
    """How the leader is reached."""
    delegation, form = find(token), LeaderForm()
    form.prepare(delegation)
    return page("leader.html", delegation, form=form, both=None)


@blueprint.post("/leader")
@public
def change_leader(token: str) -> ResponseReturnValue:
    """Store it; the organiser sees that it has changed."""
    delegation, form = find(token), LeaderForm()
    form.prepare(delegation)
    if not form.validate_on_submit():
        return page("leader.html", delegation, form=form, both=None), 422
    seen, values = _seen(form), form.values()
    if carry_out(form, lambda: rules.change_leader(delegation, seen, **values)):
        flash(_("Saved. Letters about your delegation go there from now on."), "success")
        if delegation.token() != token:
            flash(
                _("The link in earlier letters no longer works; the new one goes there by letter."),
                "info",
            )
        return redirect(url_for(".show", token=delegation.token(), _anchor="leader"), 303)
    delegation = find(token)
    if not form.is_stale(delegation.revision):
        return page("leader.html", delegation, form=form, both=None), 422
    both = _both(form, delegation)
    form.form_errors.clear()
    form.renew(delegation.revision)
    return page("leader.html", delegation, form=form, both=both), 409


def _seen(form: PressForm | DeclineForm | LeaderForm) -> int:
    """The revision that was shown; what is no number was never shown."""
    posted = str(form.posted_revision.data or "")
    return int(posted) if posted.isascii() and posted.isdigit() else -1


def _both(form: LeaderForm, delegation: Delegation) -> list[Version]:
    stored = LeaderForm(formdata=None)
    stored.leader_language.choices = form.leader_language.choices
    stored.fill(delegation)
    return versions(form, stored)


def _refusal_page(delegation: Delegation, form: DeclineForm) -> str:
    people = of_standing(delegation, Standing.MEMBER, Standing.RESERVE, Standing.WISH)
    return page("refusal.html", delegation, form=form, people=people)


def _list_page(delegation: Delegation) -> str:
    event = delegation.event
    plan = plan_of(event.id)
    asked = board.asked_for(event, plan, [delegation])
    row = board.row_of(delegation, asked)
    return page(
        "show.html",
        delegation,
        row=row,
        plan=plan,
        is_open=_is_open(delegation),
        can_answer=_can_answer(delegation),
        is_going=_is_going(delegation),
        missing={lack.what: lack for lack in row.lacks},
        deadlines=[(what, asked.deadlines[what]) for what in (NAMES, TRAVEL, DIET)],
        members=of_standing(delegation, Standing.MEMBER),
        reserves=of_standing(delegation, Standing.RESERVE),
        wishes=of_standing(delegation, Standing.WISH),
        news=[each for each in items_of([delegation])[delegation.id] if not each.is_leader],
        at=now(),
        contact=event.contact_email or event.organiser.contact_email,
        delegation_look=delegation_look,
        standing_look=standing_look,
        role_words=role_words,
        payer_words=payer_words,
        lack_words=lack_words,
    )


def _can_answer(delegation: Delegation) -> set[int]:
    """Ids of those whose answers the leader may pass on."""
    people = {each.id for each in delegation.delegates if may_pass_on(each)}
    return people if people and questions_for(delegation.event) else set()


def _is_going(delegation: Delegation) -> bool:
    """Whether the leader can change anything."""
    event = delegation.event
    return delegation.declined_at is None and not event.is_cancelled and not event.is_draft


def _is_open(delegation: Delegation) -> bool:
    """Whether more people can be named."""
    return _is_going(delegation) and delegation.completed_at is None
