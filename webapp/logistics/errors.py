"""Why a place in a car or a bed is not given, in the reader's words."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.date_words import days_text
from webapp.core.i18n import current_language


class LogisticsError(Exception):
    """Something that cannot be done now; *field* names the input it stands beside ("" for none)."""

    field = ""

    def words(self) -> str:
        """The sentence for the reader."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.words()


class Stale(LogisticsError):
    """Somebody else saved other answers meanwhile; nothing was changed."""

    def words(self) -> str:
        """The sentence for the reader."""
        return str(_("Someone else has changed this meanwhile. Nothing was saved yet."))


class NobodyChosen(LogisticsError):
    """The button was pressed with no box ticked."""

    field = "people"

    def words(self) -> str:
        """The sentence for the reader."""
        return str(_("Tick the people you mean first."))


class NotMet(LogisticsError):
    """People who do not want to be met, or are not in the list any more."""

    field = "people"

    def words(self) -> str:
        """The sentence for the reader."""
        return str(_("Some of them no longer want to be met. Look at the list again."))


class NoRoomWanted(LogisticsError):
    """People who want no room, or are not in the list any more."""

    field = "people"

    def words(self) -> str:
        """The sentence for the reader."""
        return str(_("Some of them no longer want a room. Look at the list again."))


class TooFewSeats(LogisticsError):
    """More people than the car has seats: *left* are free."""

    field = "people"

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left

    def words(self) -> str:
        """The sentence for the reader."""
        if self.left <= 0:
            return str(_("There is no seat left in this group."))
        return str(
            ngettext(
                "There is only %(num)d seat left in this group.",
                "There are only %(num)d seats left in this group.",
                self.left,
            )
        )


class TooFewBeds(LogisticsError):
    """More people than beds on one *night*."""

    field = "people"

    def __init__(self, room: str, night: date, beds: int) -> None:
        super().__init__(room, night, beds)
        self.room, self.night, self.beds = room, night, beds

    def words(self) -> str:
        """The sentence for the reader."""
        return str(
            ngettext(
                "%(room)s has %(num)d bed; on %(night)s it would be too few.",
                "%(room)s has %(num)d beds; on %(night)s it would be too few.",
                self.beds,
                room=self.room,
                night=days_text(self.night, self.night, current_language()),
            )
        )


class AlreadyThere(LogisticsError):
    """Two rooms of one hotel with the same number."""

    field = "label"

    def words(self) -> str:
        """The sentence for the reader."""
        return str(_("This hotel has a room of that name in the list already."))
