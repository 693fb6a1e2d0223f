"""Why something cannot be done to a delegation, in words for whoever reads it."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.registrations.errors import RegistrationError
from webapp.seats.errors import SeatsError


class DelegationError(RegistrationError):
    """Refused by a rule of delegations; ``str()`` says why and what to do."""


class QuotaError(DelegationError):
    """A number of people that cannot be."""


#: All that acts on delegations refuse with; each has words.
REFUSALS = (RegistrationError, SeatsError)


class Stale(DelegationError):
    """Somebody else has changed it since the form was filled."""

    def __str__(self) -> str:
        words: str = _("Somebody has changed this meanwhile. Look at what is there now.")
        return words


class QuotaFull(QuotaError):
    """All places of the delegation are taken."""

    def __init__(self, quota: int) -> None:
        super().__init__(quota)
        self.quota = quota

    def __str__(self) -> str:
        if not self.quota:
            none: str = _(
                "Your delegation has no places. Name this person as a wish beyond the quota, and"
                " say why they should come."
            )
            return none
        words: str = ngettext(
            "The %(num)d place of your delegation is taken. Name this person as a reserve, or as a"
            " wish beyond the quota and say why they should come.",
            "All %(num)d places of your delegation are taken. Name this person as a reserve, or as"
            " a wish beyond the quota and say why they should come.",
            self.quota,
        )
        return words


class EventFull(QuotaError):
    """The delegation may bring more people, and the event has no seat left for them."""

    def __str__(self) -> str:
        words: str = _(
            "The event is full at the moment. Name this person as a reserve: you can let them step"
            " in as soon as a place is free."
        )
        return words


class NoRoomForWish(QuotaError):
    """A wish is to be granted, and the event has no seat left."""

    def __str__(self) -> str:
        words: str = _(
            "The event has no place left for one more. Raise the number of its places first, or"
            " give this delegation a place that another one does not use."
        )
        return words


class NoRoomToKeep(QuotaError):
    """More seats are to be kept for delegations than the event has left."""

    def __init__(self, partner: str, possible: int) -> None:
        super().__init__(partner, possible)
        self.partner, self.possible = partner, possible

    def __str__(self) -> str:
        words: str = ngettext(
            "The event has too few places: for %(partner)s only %(num)d can be kept. Raise the"
            " number of places of the event, or make the quota a limit only.",
            "The event has too few places: for %(partner)s only %(num)d can be kept. Raise the"
            " number of places of the event, or make the quota a limit only.",
            self.possible,
            partner=self.partner,
        )
        return words


class QuotaBelowNamed(QuotaError):
    """A quota lower than the number of people named; *over* are those named last.

    Each entry: the partner, how many are named, the names beyond the new quota.
    """

    def __init__(self, found: Sequence[tuple[str, int, Sequence[str]]]) -> None:
        super().__init__(found)
        self.found = found

    def __str__(self) -> str:
        told = [
            ngettext(
                "%(partner)s has %(num)d person named; over the number would be: %(names)s.",
                "%(partner)s has %(num)d people named; over the number would be: %(names)s.",
                named,
                partner=partner,
                names=", ".join(over),
            )
            for partner, named, over in self.found
        ]
        remedy = _("Agree with the leader who does not come and take them off, then try again.")
        return " ".join([*map(str, told), str(remedy)])


class OneOfSeveral(DelegationError):
    """One of several people cannot be named, so none is; *number* counts from 0."""

    def __init__(self, number: int, why: Exception) -> None:
        super().__init__(number)
        self.number, self.why = number, why

    def __str__(self) -> str:
        return str(self.why)


class PlacesLeft(DelegationError):
    """Somebody is wished for beyond the quota while there are places within it."""

    def __str__(self) -> str:
        words: str = _("Your delegation has a free place. Name this person as a member.")
        return words


class ReasonNeeded(DelegationError):
    """A wish beyond the quota that does not say why."""

    def __str__(self) -> str:
        words: str = _("Write why this person should come as well: the organiser decides by it.")
        return words


class AlreadyNamed(DelegationError):
    """This person is in this delegation already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        words: str = _(
            "%(name)s is in your delegation already. If this is somebody else of the same name, add"
            " what tells them apart, such as a second name.",
            name=self.name,
        )
        return words


class NamedElsewhere(DelegationError):
    """This person is registered for the event already, by themselves or by another delegation.

    *where* is the other delegation's partner, "" where there is none; only staff may read it.
    """

    def __init__(self, name: str, where: str, is_for_staff: bool) -> None:
        super().__init__(name)
        self.name, self.where, self.is_for_staff = name, where, is_for_staff

    def __str__(self) -> str:
        if self.is_for_staff and self.where:
            words: str = _(
                "%(name)s is in the delegation of %(partner)s already. Take them off there first.",
                name=self.name,
                partner=self.where,
            )
        elif self.is_for_staff:
            words = _(
                "%(name)s is registered for this event already. Cancel that registration first.",
                name=self.name,
            )
        else:
            words = _(
                "%(name)s is registered for this event already. Please ask the coordinator.",
                name=self.name,
            )
        return words


class NotAsItWas(DelegationError):
    """Somebody stands in the delegation otherwise than the act needs, or is out of it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        words: str = _(
            "This cannot be done any more: how %(name)s stands in the delegation has changed.",
            name=self.name,
        )
        return words


class AddressKept(DelegationError):
    """Somebody who has had letters cannot be left without an address."""

    def __str__(self) -> str:
        words: str = _("Letters went to the address. Write another one, or leave it as it is.")
        return words


class IsComplete(DelegationError):
    """The leader has said that these are all."""

    def __str__(self) -> str:
        words: str = _("You have said that these are all. Open the list again to name more people.")
        return words


class HasDeclined(DelegationError):
    """The partner has said that nobody comes."""

    def __str__(self) -> str:
        words: str = _(
            "Your delegation has said that it does not come. If it does, please ask the"
            " coordinator to invite it again."
        )
        return words


class NobodyNamed(DelegationError):
    """ "These are all", and there is nobody."""

    def __str__(self) -> str:
        words: str = _(
            "Nobody is named yet. If nobody comes, say that your delegation cannot come."
        )
        return words


class DelegationExists(DelegationError):
    """The organisation has a delegation at this event already."""

    def __init__(self, partner: str) -> None:
        super().__init__(partner)
        self.partner = partner

    def __str__(self) -> str:
        words: str = _("%(partner)s has a delegation already.", partner=self.partner)
        return words
