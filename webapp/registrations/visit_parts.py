"""What the page of a registration links to besides: each capability above announces its parts.

The page shows them in order as one list, "Your visit": travel, items to choose, papers …
"""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.registrations.models import Registration


@dataclass(frozen=True)
class VisitPart:
    """A page of one person's visit: its address, what it is, and how it stands ("2 of 3 chosen").

    *is_open* says that something is still to be done there.
    """

    url: str
    words: str
    status: str = ""
    is_open: bool = False
    icon: str = "chevron-right"


Find = Callable[[Registration], VisitPart | None]
_known: list[tuple[int, Find]] = []


def visit_part(order: int) -> Callable[[Find], Find]:
    """Announce a part; the smallest *order* stands first. It gives None where there is nothing.

    Called for live registrations only; keep it to one statement, or none.
    """

    def announce(find: Find) -> Find:
        _known.append((order, find))
        _known.sort(key=lambda known: known[0])
        return find

    return announce


def parts_of(registration: Registration) -> list[VisitPart]:
    """All there is for this person."""
    return [part for _, find in _known if (part := find(registration)) is not None]
