"""Why something cannot be done to a registration, in the reader's language."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from webapp.registrations.models import Registration


class RegistrationError(Exception):
    """Refused by a rule; ``str()`` says why and what to do. Nothing was changed."""


class Closed(StrEnum):
    """Why an event takes no registrations."""

    NONE = "none"
    ELSEWHERE = "elsewhere"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    HELD = "held"
    OVER = "over"
    DEADLINE = "deadline"


_CLOSED: dict[Closed, Callable[[], str]] = {
    Closed.NONE: lambda: _("This event takes no registrations."),
    Closed.ELSEWHERE: lambda: _("Registration for this event is on another site."),
    Closed.DRAFT: lambda: _("This event is not published yet."),
    Closed.WITHDRAWN: lambda: _("This event was taken off the site."),
    Closed.CANCELLED: lambda: _("This event has been cancelled."),
    Closed.POSTPONED: lambda: _(
        "This event has been postponed. Registration opens again when its new date is known."
    ),
    Closed.HELD: lambda: _("This event has taken place."),
    Closed.OVER: lambda: _("This event is over."),
    Closed.DEADLINE: lambda: _("Registration for this event has closed."),
}


class RegistrationClosed(RegistrationError):
    """The event takes no registrations (any more)."""

    def __init__(self, why: Closed) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return _CLOSED[self.why]()


class NotOpenYet(RegistrationError):
    """Registration opens later."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at

    def __str__(self) -> str:
        words: str = _("Registration for this event has not opened yet.")
        return words


class InvitationNeeded(RegistrationError):
    """Only people with an invitation may register."""

    def __str__(self) -> str:
        words: str = _("You need an invitation to register. Open the link in your invitation.")
        return words


class InvitationOver(RegistrationError):
    """The invitation was withdrawn, has run out or belongs to another event."""

    def __str__(self) -> str:
        words: str = _("This invitation is no longer valid. Ask the organiser for another one.")
        return words


class InvitationUsedUp(RegistrationError):
    """As many people as it was made for have registered with the invitation."""

    def __str__(self) -> str:
        words: str = _(
            "All places of this invitation are taken. Ask the organiser for another one."
        )
        return words


class AddressNeeded(RegistrationError):
    """Only staff may enter somebody without an e-mail address."""

    def __str__(self) -> str:
        words: str = _("Write your e-mail address: your link and any change are sent there.")
        return words


class ConsentNeeded(RegistrationError):
    """The organiser asks for a consent that was not given."""

    def __str__(self) -> str:
        words: str = _("The organiser needs your consent to register you.")
        return words


class AlreadyRegistered(RegistrationError):
    """This person is in the running already, with *registration*.

    Only its owner may learn more than this: the answer goes to the address, not to the page.
    """

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.public_id)
        self.registration = registration

    def __str__(self) -> str:
        words: str = _("This person is registered already. Look into your mail for your link.")
        return words


class OfferOver(RegistrationError):
    """The offered seat is not held any more."""

    def __str__(self) -> str:
        words: str = _("The time to accept this place has run out. You can register again.")
        return words


class NotAsked(RegistrationError):
    """Nobody has asked whether this one still comes, or the date has changed once more."""

    def __str__(self) -> str:
        words: str = _("This question is no longer open. Your registration says where you stand.")
        return words


class NotInTheRunning(RegistrationError):
    """It has ended, or does not stand where this can be done."""

    def __str__(self) -> str:
        words: str = _("This cannot be done any more: the registration has changed meanwhile.")
        return words


class NoSeatFree(RegistrationError):
    """Staff want to seat somebody and there is no seat."""

    def __str__(self) -> str:
        words: str = _("All places are taken. Raise the number of places or cancel a registration.")
        return words


class Stale(RegistrationError):
    """Somebody else has changed this registration since the form was filled."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.public_id)
        self.registration = registration

    def __str__(self) -> str:
        words: str = _("Somebody has changed this registration meanwhile. Look at both versions.")
        return words
