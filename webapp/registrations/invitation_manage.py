"""Staff hand out links that let their holders register, and take them back."""

from datetime import date, datetime, time, timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.core.addresses import public_url
from webapp.core.changes import record
from webapp.core.database import db, write
from webapp.core.permissions import Act
from webapp.core.times import now, to_utc_leniently, to_wall
from webapp.events.models import Event
from webapp.registrations import invitations
from webapp.registrations.invitee_lists import (
    answer_words,
    answers_of,
    has_invitee,
    invitees_page,
)
from webapp.registrations.letter_facts import event_zone
from webapp.registrations.models import Invitation
from webapp.registrations.people_desk import are_public_ids, blueprint, find_event, people_page
from webapp.registrations.people_forms import InvitationForm, PlainForm


@blueprint.get("/invitations/")
def invitation_list(code: str) -> ResponseReturnValue:
    """Who was invited by letter, and the links to pass on: how many have used them, until when."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    found = _of(event)
    chosen = {name: request.args.get(name, "")[:200] for name in ("answer", "words", "after")}
    return people_page(
        "invitations.html",
        event,
        chosen=chosen,
        answers=answers_of(event),
        words_of_answer=answer_words(),
        page=invitees_page(event, chosen["answer"], chosen["words"], chosen["after"]),
        open_links=[each for each in found if not _is_over(each)],
        over=[each for each in found if _is_over(each)],
        address_of=_address,
        last_day_of=lambda each: _last_day(event, each),
    )


@blueprint.get("/invitations/new")
def new_invitation(code: str) -> ResponseReturnValue:
    """The form of another link."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = InvitationForm()
    form.prepare()
    return people_page("invitation.html", event, form=form)


@blueprint.post("/invitations/new")
def invite(code: str) -> ResponseReturnValue:
    """Make the link."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    form = InvitationForm()
    form.prepare()
    today = to_wall(now(), event_zone(event)).date()
    if not (form.validate_on_submit() and form.check_last_day(today)):
        return people_page("invitation.html", event, form=form), 422
    known = int(form.organisation.data) if form.organisation.data else None
    with write():
        invitations.invite(
            event,
            form.label.data,
            places=form.places.data,
            ends_at=end_of(event, form.ends_on.data),
            organisation_id=known,
        )
    flash(_("Created: the invitation link for %(label)s.", label=form.label.data), "success")
    return redirect(url_for(".invitation_list", code=code), 303)


@blueprint.post("/invitations/<public_id>/renewal")
def renew_invitation(code: str, public_id: str) -> ResponseReturnValue:
    """Another address for the same places; the old one is gone."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    invitation = _find(event, public_id)
    if PlainForm().validate_on_submit() and invitation.link_revoked_at is None:
        with write():
            invitation.renew_link()
            after = {"invitation": invitation.public_id}
            record(event.key, "invitation-renewed", after=after)
        words = _(
            "Renewed: the link for %(label)s. The old address is gone.", label=invitation.label
        )
        flash(words, "success")
    else:
        flash(_("This link was withdrawn already."), "warning")
    return redirect(url_for(".invitation_list", code=code), 303)


@blueprint.post("/invitations/<public_id>/withdrawal")
def withdraw_invitation(code: str, public_id: str) -> ResponseReturnValue:
    """Nobody registers with this link any more; who did stays."""
    event = find_event(code, Act.CHANGE_PEOPLE)
    invitation = _find(event, public_id)
    if PlainForm().validate_on_submit() and invitation.link_revoked_at is None:
        with write():
            invitations.withdraw(invitation)
        flash(_("Withdrawn: the link for %(label)s.", label=invitation.label), "success")
    else:
        flash(_("This link was withdrawn already."), "warning")
    return redirect(url_for(".invitation_list", code=code), 303)


def _of(event: Event) -> list[Invitation]:
    """Those to pass on: nobody else's."""
    query = select(Invitation).where(Invitation.event_id == event.id, ~has_invitee())
    query = query.options(joinedload(Invitation.organisation)).order_by(Invitation.id.desc())
    return list(db.session.scalars(query))


def _find(event: Event, public_id: str) -> Invitation:
    query = select(Invitation).where(
        Invitation.event_id == event.id, Invitation.public_id.in_(are_public_ids([public_id]))
    )
    return db.session.scalar(query) or abort(404)


def _is_over(invitation: Invitation) -> bool:
    ended = invitation.ends_at is not None and invitation.ends_at <= now()
    return ended or invitation.link_revoked_at is not None


def _address(invitation: Invitation) -> str:
    return public_url("invitations.show", token=invitation.token())


def end_of(event: Event, day: date | None) -> datetime | None:
    """The first moment after *day* where the event is; None: no end."""
    if day is None:
        return None
    midnight = datetime.combine(day + timedelta(days=1), time())
    return to_utc_leniently(midnight, event_zone(event))


def _last_day(event: Event, invitation: Invitation) -> date | None:
    """The last day it works; the reverse of `_end_of`."""
    if invitation.ends_at is None:
        return None
    return to_wall(invitation.ends_at - timedelta(seconds=1), event_zone(event)).date()
