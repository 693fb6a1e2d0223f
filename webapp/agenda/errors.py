"""Why something about an agenda is refused, in the reader's words.

``str(error)`` is the sentence to show; `field` names the input it belongs beside ("" for none).
"""

from flask_babel import gettext as _

from webapp.core.form_times import doubled_words, skipped_words
from webapp.core.times import DoubledTime, SkippedTime


class AgendaError(Exception):
    """An act that the agenda does not allow."""

    def __init__(self, *args: object, field: str = "") -> None:
        super().__init__(*args)
        self.field = field


class Stale(AgendaError):
    """Somebody saved another version meanwhile; nothing was changed."""

    def __str__(self) -> str:
        return str(_("Someone else has changed this item meanwhile. Nothing was saved yet."))


class BadHours(AgendaError):
    """The hours of an item do not fit together."""

    def __str__(self) -> str:
        return str(self.args[0])


class Skipped(BadHours):
    """The clocks go forward over a time; `clock` names it and its neighbours, `item` what it was
    wanted for (its title, "" where that is clear)."""

    def __init__(self, clock: SkippedTime, field: str, item: str = "") -> None:
        super().__init__(clock, field=field)
        self.clock, self.item = clock, item

    def __str__(self) -> str:
        words = skipped_words(self.clock)
        if not self.item:
            return words
        return str(_("“%(item)s”: %(problem)s", item=self.item, problem=words))


class Doubled(BadHours):
    """The clocks go back over a time, and nobody has said which of the two is meant."""

    def __init__(self, clock: DoubledTime, field: str) -> None:
        super().__init__(clock, field=field)
        self.clock = clock

    def __str__(self) -> str:
        return doubled_words(self.clock)


class NotInAgenda(AgendaError):
    """A track, place or item that does not belong to this event."""

    def __str__(self) -> str:
        return str(_("This belongs to another agenda. Choose one of those listed."))
