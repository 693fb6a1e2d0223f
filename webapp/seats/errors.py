"""What seats refuse, in the reader's language."""

from flask_babel import gettext as _
from flask_babel import ngettext


class SeatsError(Exception):
    """A change of seats that cannot be made; ``str()`` says why and what to do."""


class CapacityBelowTaken(SeatsError):
    """Fewer seats were asked for than are held."""

    def __init__(self, capacity: int, taken: int, waiting: int) -> None:
        super().__init__(capacity, taken, waiting)
        self.capacity, self.taken, self.waiting = capacity, taken, waiting

    def __str__(self) -> str:
        held = ngettext(
            "%(num)d seat is taken, so there cannot be fewer.",
            "%(num)d seats are taken, so there cannot be fewer.",
            self.taken,
        )
        waiting = ngettext(
            "%(num)d person is on the waiting list.",
            "%(num)d people are on the waiting list.",
            self.waiting,
        )
        return f"{held} {waiting}"


class ReserveTooLarge(SeatsError):
    """More seats were to be reserved than there are: here, or left where they come from."""

    def __init__(self, reserved: int, possible: int) -> None:
        super().__init__(reserved, possible)
        self.reserved, self.possible = reserved, possible

    def __str__(self) -> str:
        words: str = ngettext(
            "At most %(num)d seat can be reserved.",
            "At most %(num)d seats can be reserved.",
            self.possible,
        )
        return words


class CapacityBelowReserved(SeatsError):
    """Fewer seats were asked for than are reserved from the pool above."""

    def __init__(self, capacity: int, reserved: int) -> None:
        super().__init__(capacity, reserved)
        self.capacity, self.reserved = capacity, reserved

    def __str__(self) -> str:
        words: str = _(
            "%(num)d seats are reserved here; release some before you lower the limit.",
            num=self.reserved,
        )
        return words


class NeverTaken(RuntimeError):
    """A seat was given back that nobody had taken: a fault of the program, never of a person."""
