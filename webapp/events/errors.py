"""Why an act on an event is refused, in the reader's words.

``str(error)`` is the sentence to show; `field` names the input it belongs beside ("" for none).
"""

from collections.abc import Callable

from flask_babel import gettext, ngettext

from webapp.events.models import Event

_: Callable[..., str] = gettext


class EventError(Exception):
    """An act that the event does not allow now."""

    field = ""

    def words(self) -> str:
        """The sentence for the reader."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.words()


class Stale(EventError):
    """Somebody saved another version meanwhile; nothing was changed.

    `event` holds what is stored now, `expected` and `current` are the two revisions.
    """

    def __init__(self, event: Event, expected: int) -> None:
        super().__init__(event, expected)
        self.event, self.expected, self.current = event, expected, event.revision

    def words(self) -> str:
        """The sentence for the reader."""
        return _("Someone else has changed this event meanwhile. Nothing was saved yet.")


class NotNow(EventError):
    """The event's state does not allow this act; `state` is the state it is in."""

    def __init__(self, act: str, state: str) -> None:
        super().__init__(act, state)
        self.act, self.state = act, state

    def words(self) -> str:
        """The sentence for the reader."""
        reasons = {
            "draft": _("This event is still a draft. Publish it first."),
            "tentative": _("This event is published already."),
            "confirmed": _("This event is published already."),
            "held": _("This event has taken place already."),
            "cancelled": _("This event is cancelled."),
            "withdrawn": _("This event was withdrawn."),
            "over": _("The date of this event has passed. Record whether it was held."),
        }
        return reasons[self.state]


class Incomplete(EventError):
    """What must be filled in before an event can be published; `missing` names the fields."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)
        self.missing, self.field = missing, missing[0]

    def words(self) -> str:
        """The sentence for the reader."""
        asks = {
            "name": _("Give the event a title before you publish it."),
            "period": _(
                "Only an event with a fixed day can be confirmed. Publish it as tentative."
            ),
            "registration_url": _("Give the address at which people register elsewhere."),
        }
        return " ".join(asks[name] for name in self.missing)


class SamePeriod(EventError):
    """Moved to the date it has already."""

    field = "period"

    def words(self) -> str:
        """The sentence for the reader."""
        return _("The event has this date already. Give another one.")


class NoPeriod(EventError):
    """Moved to no date at all: that is postponing."""

    field = "period"

    def words(self) -> str:
        """The sentence for the reader."""
        return _("Give the new date. If there is none yet, postpone the event instead.")


class ReasonMissing(EventError):
    """People who planned to come are owed a reason."""

    field = "reason"

    def words(self) -> str:
        """The sentence for the reader."""
        return _("Give a reason; everyone concerned will read it.")


class AskedTooLate(EventError):
    """People would be asked by a deadline that has passed, or lies after the beginning."""

    field = "until"

    def words(self) -> str:
        """The sentence for the reader."""
        return _("Choose a moment from now on, before the event begins.")


class NotOver(EventError):
    """An outcome before the end, or of an event without a date."""

    def words(self) -> str:
        """The sentence for the reader."""
        return _("Whether it was held can be recorded once its date has passed.")


class HasRegistrations(EventError):
    """People are in the running; `number` says how many."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def words(self) -> str:
        """The sentence for the reader."""
        words: str = ngettext(
            "%(num)d person is registered. Cancel the event, so that they are told.",
            "%(num)d people are registered. Cancel the event, so that they are told.",
            self.number,
        )
        return words


class OrganiserFixed(HasRegistrations):
    """The organiser answers for the data of those who registered and cannot be exchanged."""

    field = "organiser"

    def words(self) -> str:
        """The sentence for the reader."""
        return _("People have registered with this organiser, so it cannot be changed any more.")


class ClosesBeforeOpening(EventError):
    """Registration would close before it opens."""

    field = "closes_at"

    def words(self) -> str:
        """The sentence for the reader."""
        return _("Registration must close after it opens.")
