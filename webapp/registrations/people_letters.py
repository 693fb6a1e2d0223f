"""Letters staff send on purpose: the last one again, and a renewed link."""

from sqlalchemy import select

from webapp.core.changes import record
from webapp.core.database import db
from webapp.mail.models import Letter
from webapp.mail.resending import Once, repeat
from webapp.registrations.errors import NotInTheRunning
from webapp.registrations.line import tell
from webapp.registrations.models import Registration, State

#: The letter that says where somebody stands, with their link.
_OF_STATE = {
    State.UNVERIFIED: "verify",
    State.AWAITING_APPROVAL: "awaiting-approval",
    State.CONFIRMED: "confirmed",
    State.WAITING: "waiting",
    State.OFFERED: "offered",
}


def last_letter(registration: Registration) -> Letter | None:
    """The newest letter that has left or failed, as long as its words are kept (30 days).

    None as well while it is still on its way: it need not be sent again.
    """
    if registration.email is None:
        return None
    query = select(Letter).where(Letter.owner == registration.key, Letter.state != "suppressed")
    letter = db.session.scalar(query.order_by(Letter.id.desc()).limit(1))
    if letter is None or letter.state == "stored" or letter.facts is None:
        return None
    return letter


def send_again(registration: Registration) -> Letter:
    """Store the last letter once more, word by word, to the address there is now.

    With a Message-ID of its own: programs hide a second letter with the same one. Raises
    `NotInTheRunning` where there is none.
    """
    last = last_letter(registration)
    if last is None or registration.email is None:
        raise NotInTheRunning
    letter = repeat(last, Once(registration.email, last.recipient_name))
    record(registration.key, "letter-sent-again")
    return letter


def renew_link(registration: Registration) -> None:
    """Make the link given out so far *gone* and write the new one to the person."""
    if not registration.is_live:
        raise NotInTheRunning
    registration.renew_link()
    record(registration.key, "link-renewed")
    tell(registration, _OF_STATE[State(registration.state)])
