"""Parts of an event's people that have seats of their own: what a capability above calls them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.events.models import Event


@dataclass(frozen=True)
class Pools:
    """One way in which people are parted: as delegations.

    *label* and *nobody* are words for one part and for who is in none; *names* gives what the parts
    of an event are called, by the id of their seat pool and in the order of reading, in one query.
    """

    label: Any
    nobody: Any
    names: Callable[[Event], Mapping[int, str]]


_known: list[Pools] = []


def call_pools(pools: Pools) -> None:
    """Let the list of people be narrowed by these, and name them."""
    _known.append(pools)


def pools_of(event: Event) -> tuple[Pools, Mapping[int, str]] | None:
    """How the people of this event are parted and into what; None where they are not."""
    for each in _known:
        names = each.names(event)
        if names:
            return each, names
    return None
