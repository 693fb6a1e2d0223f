"""What happened to one registration, and the letters that told of it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import literal, or_, select

from webapp.accounts.models import Account
from webapp.core.changes import Change, history
from webapp.core.database import db
from webapp.mail.models import Letter
from webapp.registrations.guardian_models import GuardianConsent
from webapp.registrations.models import Invitation, Registration, State

_VERBS = {
    "entered": _l("entered by hand"),
    "approved": _l("approved"),
    "declined": _l("declined"),
    "promoted": _l("given a place before others"),
    "moved-to-front": _l("moved to the front of the waiting list"),
    "passed-over": _l("passed over once"),
    "held-back": _l("held back in line"),
    "taken-back": _l("taken back into the line"),
    "changed": _l("details changed"),
    "cancelled": _l("cancelled"),
    "link-renewed": _l("link renewed"),
    "letter-sent-again": _l("last letter sent again"),
    "note-added": _l("a note of the staff added"),
    "note-removed": _l("a note of the staff removed"),
    "erased": _l("data erased, as the person asked"),
    "consent-withdrawn": _l("a consent withdrawn"),
    "photos-refused": _l("asked to be left out of pictures"),
    "photos-allowed": _l("no longer asks to be left out of pictures"),
    "guardian-asked": _l("guardian's consent asked for"),
    "guardian-given": _l("guardian's consent given"),
    "guardian-refused": _l("guardian's consent refused"),
}
_ENDS = {
    State.CANCELLED: _l("cancelled"),
    State.DECLINED: _l("offered place declined"),
    State.EXPIRED: _l("time to answer run out"),
}
_LETTERS = {
    "verify": _l("Confirm your address"),
    "confirmed": _l("You have a place"),
    "waiting": _l("You are on the waiting list"),
    "offered": _l("A place is free for you"),
    "offer-expired": _l("The offer has run out"),
    "awaiting-approval": _l("Awaiting approval"),
    "declined": _l("Registration declined"),
    "cancelled": _l("Registration cancelled"),
    "changed": _l("Details changed"),
    "event-moved": _l("The event is moved"),
    "event-postponed": _l("The event is postponed"),
    "event-cancelled": _l("The event is cancelled"),
    "event-changed": _l("The event has changed"),
    "links-again": _l("Your links"),
    "message": _l("Letter from the organiser"),
    "reminder": _l("Reminder"),
    "thanks": _l("Thanks"),
    "guardian": _l("A guardian's consent is asked for"),
    "reply-unchecked": _l("An answer by mail that could not be checked"),
    "reply-too-late": _l("An answer that came too late"),
    "date-stays": _l("The date stays"),
    "got-place": _l("A place at a chosen item"),
    "item-cancelled": _l("A chosen item is off the agenda"),
    "item-clash": _l("A chosen item was moved onto another"),
    "agenda-changed": _l("The agenda has changed"),
}
#: What was written to the log in the same act.
_TOGETHER = timedelta(seconds=2)


@dataclass(frozen=True)
class Step:
    """One thing that happened: when, what, by whom and why."""

    at: datetime
    verb: str
    who: str
    reason: str | None = None


def steps_of(registration: Registration, *, names_staff: bool = True) -> list[Step]:
    """All that happened, the newest first: the change log, and what people did themselves.

    Staff read who did it; the person reads that it was the organiser.
    """
    changes = history(registration.key)
    names = _account_names(changes) if names_staff else _no_names(changes)
    logged = [
        Step(
            change.at,
            str(_VERBS.get(change.verb, change.verb)),
            names.get(change.actor, _other(change.actor)),
            change.reason or _told_reason(change, registration),
        )
        for change in changes
    ]
    steps = [*logged, *_unlogged(registration, [change.at for change in changes])]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def letters_of(registration: Registration) -> list[Letter]:
    """The letters about it, to the person and to a guardian, the newest first."""
    guardians = select(literal("guardian:").concat(GuardianConsent.public_id)).where(
        GuardianConsent.registration_id == registration.id
    )
    about = or_(Letter.owner == registration.key, Letter.owner.in_(guardians))
    query = select(Letter).where(about, Letter.state != "suppressed")
    return list(db.session.scalars(query.order_by(Letter.id.desc())))


def letter_word(letter: Letter) -> str:
    """What a letter says, in a few words."""
    kind = letter.kind.rpartition("/")[2]
    return str(_LETTERS.get(kind, kind))


def _unlogged(registration: Registration, logged_at: list[datetime]) -> Iterable[Step]:
    """What the person or the passing of time did; the log is for what staff do."""
    person = _("the person")
    if registration.entered_by_id is None and not any(
        _are_together(registration.created_at, at) for at in logged_at
    ):
        yield Step(registration.created_at, _registered(registration), person)
    if registration.verified_at is not None:
        yield Step(registration.verified_at, _("address confirmed"), person)
    moved_up = registration.confirmed_at
    apart = [registration.created_at, registration.verified_at, *logged_at]
    if moved_up is not None and not any(at and _are_together(moved_up, at) for at in apart):
        yield Step(moved_up, _("given a place"), "")
    if registration.ended_at is not None and not (registration.ended_by or "").startswith(
        "account:"
    ):
        words = str(_ENDS.get(State(registration.state), registration.state))
        who = _other(registration.ended_by or "system")
        yield Step(registration.ended_at, words, who, registration.ended_reason)


def _registered(registration: Registration) -> str:
    if registration.invitation_id is None:
        return str(_("registered"))
    invitation = db.session.get_one(Invitation, registration.invitation_id)
    return str(_("registered by the invitation “%(label)s”", label=invitation.label))


def _told_reason(change: Change, registration: Registration) -> str | None:
    """The reason the person was told stays with the registration, to be erased with it."""
    ends = change.verb in ("declined", "cancelled") and registration.ended_at is not None
    return registration.ended_reason if ends else None


def _are_together(one: datetime, other: datetime) -> bool:
    return abs(one - other) < _TOGETHER


def _account_names(changes: Iterable[Change]) -> dict[str, str]:
    ids = {int(each.actor[8:]) for each in changes if each.actor.startswith("account:")}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {f"account:{row.id}": row.name for row in db.session.execute(query)}


def _no_names(changes: Iterable[Change]) -> dict[str, str]:
    actors = {each.actor for each in changes if each.actor.startswith("account:")}
    return dict.fromkeys(actors, str(_("the organiser")))


def _other(actor: str) -> str:
    known = {
        "participant": _("the person"),
        "leader": _("the leader of the delegation"),
        "system": _("the program"),
    }
    return str(known.get(actor, _("a former account")))
