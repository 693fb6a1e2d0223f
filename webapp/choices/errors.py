"""Why a choice is refused, in the reader's words; `item` is the one it concerns."""

from flask_babel import gettext as _

from webapp.agenda.models import AgendaItem
from webapp.core.i18n import plain_text


class ChoiceError(Exception):
    """A choice that cannot be made; ``str()`` says why and what to do."""

    def __init__(self, item: AgendaItem | None = None) -> None:
        super().__init__(item)
        self.item = item

    @property
    def title(self) -> str:
        """The item's, for the reader."""
        return plain_text(self.item.name) if self.item is not None else ""


class ItemFull(ChoiceError):
    """The last place went to somebody else while the page was open."""

    def __str__(self) -> str:
        return str(
            _(
                "The last place at “%(item)s” has just been taken. Choose it again to wait for a"
                " place, or choose something else.",
                item=self.title,
            )
        )


class Clash(ChoiceError):
    """Two items at the same time; *other* is the one chosen besides."""

    def __init__(self, item: AgendaItem, other: AgendaItem) -> None:
        super().__init__(item)
        self.other = other

    def __str__(self) -> str:
        return str(
            _(
                "“%(item)s” is at the same time as “%(other)s”. Choose one of them.",
                item=self.title,
                other=plain_text(self.other.name),
            )
        )


class NotChoosable(ChoiceError):
    """It has begun, was called off, or is not chosen but open to all."""

    def __str__(self) -> str:
        return str(_("“%(item)s” can no longer be chosen.", item=self.title))


class NoSeat(ChoiceError):
    """Only who has a place at the event chooses."""

    def __str__(self) -> str:
        return str(_("You can choose as soon as you have a place at the event."))


class ChangedMeanwhile(ChoiceError):
    """What the person has chosen is not what the form showed."""

    def __str__(self) -> str:
        return str(
            _(
                "Your choices have changed since you opened this page: a place became free for you,"
                " or you chose in another window. Nothing was saved yet: compare and save again."
            )
        )
