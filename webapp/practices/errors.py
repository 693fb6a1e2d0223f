"""Why a takeaway or a card cannot be stored, in words for whoever reads it."""

from flask_babel import gettext as _


class PracticeError(Exception):
    """Refused; *field* is the input it concerns, "" the whole form."""

    field = ""


class Stale(PracticeError):
    """Somebody else, or another window, has stored it meanwhile."""

    def __str__(self) -> str:
        return str(_("It was changed meanwhile. Look at what is there now."))


class NamesPerson(PracticeError):
    """A card must name nobody, and one of its texts does."""

    field = "what"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return str(_("Everyone reads the card: leave out the name “%(name)s”.", name=self.name))
