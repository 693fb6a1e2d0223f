"""What a kind of page is, for the lists of all there are."""

from dataclasses import dataclass

VISITOR = "visitor"
INVITED = "invited"
COORDINATOR = "coordinator@example.org"
#: Coordinates another municipality of the same network.
OTHER = "other-coordinator@example.org"
HELPER = "helper@example.org"
ADMIN = "administrator@example.org"


@dataclass(frozen=True)
class PageKind:
    """One kind of page: its address, who looks at it, and what is done there first.

    Each act is (what, selector, value): ``fill``, ``check``, ``choose`` or ``press``; the script of
    ``run`` stands in the place of a selector.
    """

    name: str
    address: str
    by: str = VISITOR
    acts: tuple[tuple[str, ...], ...] = ()

    @property
    def is_staff(self) -> bool:
        """Whether one has to sign in to see it."""
        return "@" in self.by
