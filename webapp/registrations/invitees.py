"""Inviting people by letter: each gets a link of their own, so that it is known who answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from webapp.core.addresses import public_url
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.i18n import configured_languages
from webapp.core.text import LocalText, search_key
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.outbox import Draft, post_many
from webapp.registrations import invitations
from webapp.registrations.invitee_lists import UNANSWERED, of_answers
from webapp.registrations.invitee_models import Invitee
from webapp.registrations.letter_facts import Told, told_of
from webapp.registrations.models import LIVE, Invitation, Registration

#: Nobody is reminded twice within so long, whoever presses the button.
BETWEEN_REMINDERS = timedelta(days=2)
FIRST, AGAIN = "registrations/letters/invitation", "registrations/letters/invitation-reminder"


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited. *places* is how many may register with the link, None: no limit."""

    name: str
    email: str
    organisation_id: int | None = None
    places: int | None = 1

    @property
    def key(self) -> str:
        """How addresses are compared."""
        return self.email.casefold()


def invite_all(
    event: Event,
    guests: Sequence[Guest],
    *,
    language: str,
    message: LocalText | None = None,
    ends_at: datetime | None = None,
) -> list[Invitee]:
    """Make a link for each guest and store a letter with it; gives those who were invited now.

    Left out is who was invited already and may still come, and who is registered already. Whoever
    was taken off the list is invited anew, by a new link.
    """
    known = {each.email_key: each for each in _known(event, guests)}
    coming = _registered(event, guests)
    invited = []
    for guest in _each_once(guests):
        before = known.get(guest.key)
        if guest.key in coming or (before and before.invitation.link_revoked_at is None):
            continue
        invited.append(_invite(event, guest, before, language, ends_at))
    db.session.flush()
    _write(event, invited, FIRST, message)
    if invited:
        record(event.key, "invited-by-letter", after={"letters": len(invited)})
    return invited


def remind(event: Event, message: LocalText | None = None) -> list[Invitee]:
    """Write again to those who have neither registered nor declined; gives them.

    Who was written to within `BETWEEN_REMINDERS` is left alone.
    """
    rest = list(db.session.scalars(to_remind(event)))
    for invitee in rest:
        invitee.reminded_at, invitee.reminders = now(), invitee.reminders + 1
    db.session.flush()
    _write(event, rest, AGAIN, message)
    if rest:
        record(event.key, "invitations-reminded", after={"letters": len(rest)})
    return rest


def to_remind(event: Event) -> Any:
    """Those a reminder would go to now."""
    before = now() - BETWEEN_REMINDERS
    return (
        select(Invitee)
        .join(Invitee.invitation)
        .options(joinedload(Invitee.invitation))
        .where(
            Invitee.event_id == event.id,
            Invitee.email.is_not(None),
            of_answers(UNANSWERED),
            or_(Invitation.ends_at.is_(None), Invitation.ends_at > now()),
            Invitee.invited_at <= before,
            or_(Invitee.reminded_at.is_(None), Invitee.reminded_at <= before),
        )
        .order_by(Invitee.id)
    )


def invitee_of(invitation: Invitation) -> Invitee | None:
    """Whom the link was written to; None for a link to pass on."""
    return db.session.scalar(select(Invitee).where(Invitee.invitation_id == invitation.id))


def note_opened(invitation: Invitation) -> None:
    """Keep when the link was opened first."""
    statement = (
        update(Invitee)
        .where(Invitee.invitation_id == invitation.id, Invitee.opened_at.is_(None))
        .values(opened_at=now())
        .execution_options(synchronize_session=False)
    )
    db.session.execute(statement)


def decline(invitee: Invitee, reason: str | None = None) -> None:
    """They will not come; registering later with the same link takes it back."""
    invitee.declined_at, invitee.declined_reason = now(), reason or None
    code = {"invitation": invitee.invitation.public_id}
    record(invitee.invitation.event.key, "invitation-declined", after=code)


def _invite(
    event: Event, guest: Guest, before: Invitee | None, language: str, ends_at: datetime | None
) -> Invitee:
    tags = configured_languages()
    spoken = language if language in tags else tags[0]
    if before is None:
        # The label is for a group or an office; the name of a person stands with the invitee.
        invitation = invitations.make(event, "", guest.places, ends_at, guest.organisation_id)
        before = Invitee(event_id=event.id, invitation=invitation)
        db.session.add(before)
    else:
        invitation = before.invitation
        invitation.renew_link()
        invitation.link_revoked_at, invitation.ends_at = None, ends_at
        invitation.places = None if guest.places is None else max(guest.places, invitation.used)
        before.opened_at = before.declined_at = before.declined_reason = before.reminded_at = None
        before.reminders = 0
    before.name, before.name_key = guest.name, search_key(guest.name)
    before.email, before.email_key = guest.email, guest.key
    before.language, before.invited_at = spoken, now()
    return before


def _each_once(guests: Iterable[Guest]) -> Iterable[Guest]:
    first: dict[str, Guest] = {}
    for guest in guests:
        first.setdefault(guest.key, guest)
    return first.values()


def _known(event: Event, guests: Sequence[Guest]) -> Iterable[Invitee]:
    keys = [guest.key for guest in guests]
    query = select(Invitee).options(joinedload(Invitee.invitation))
    return db.session.scalars(
        query.where(Invitee.event_id == event.id, Invitee.email_key.in_(keys))
    )


def _registered(event: Event, guests: Sequence[Guest]) -> set[str | None]:
    query = select(Registration.email_key).where(
        Registration.event_id == event.id,
        Registration.state.in_(LIVE),
        Registration.email_key.in_([guest.key for guest in guests]),
    )
    return set(db.session.scalars(query))


def _write(event: Event, invitees: Sequence[Invitee], kind: str, message: LocalText | None) -> None:
    first = first_letters(invitees) if kind == AGAIN else {}
    told: dict[str, Told] = {}
    drafts = []
    for invitee in invitees:
        if invitee.language not in told:
            told[invitee.language] = told_of(event, invitee.language)
        words = message.pick(invitee.language).text if message else ""
        drafts.append(draft_to(event, invitee, kind, told[invitee.language], first, message=words))
    post_many(drafts)


def draft_to(
    event: Event,
    invitee: Invitee,
    kind: str,
    told: Told,
    first: dict[str, str],
    **facts: Any,
) -> Draft:
    """A letter about the invitation, answering the *first* one; *facts* add to the usual."""
    owner = owner_of(invitee.invitation)
    return Draft(
        kind=kind,
        owner=owner,
        event_key=event.key,
        recipient=invitee.email or "",
        recipient_name=invitee.name,
        sender_name=told.sender_name,
        reply_to=told.reply_to,
        language=invitee.language,
        in_reply_to=first.get(owner),
        facts=_facts(invitee, told) | facts,
    )


def _facts(invitee: Invitee, told: Told) -> dict[str, Any]:
    """What every letter to somebody invited tells, as JSON values."""
    invitation, token = invitee.invitation, invitee.invitation.token()
    return {
        "event": told.facts,
        "link": public_url("invitations.show", token=token),
        "answer_link": public_url("invitations.answer", token=token),
        "places": invitation.places,
        "until": invitation.ends_at.isoformat() if invitation.ends_at else None,
        "message": "",
        "your_time": "",
        "join_url": None,
    }


def owner_of(invitation: Invitation) -> str:
    """How letters know the invitation."""
    return f"invitation:{invitation.public_id}"


def first_letters(invitees: Sequence[Invitee]) -> dict[str, str]:
    """The Message-ID of each one's letter of invitation, which later ones answer."""
    owners = [owner_of(invitee.invitation) for invitee in invitees]
    query = (
        select(Letter.owner, Letter.message_id)
        .where(Letter.owner.in_(owners), Letter.kind == FIRST)
        .order_by(Letter.id)
    )
    return {row.owner: row.message_id for row in db.session.execute(query)}
