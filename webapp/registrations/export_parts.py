"""Columns that capabilities above add to the list of who comes: a delegation, a travel …"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.events.models import Event


@dataclass(frozen=True)
class Part:
    """Some columns of one source.

    *has* says whether the event has any of it; *load* gives what is known of some registrations, by
    id, in one statement; each column is (name, label, its cell of what was loaded).
    """

    name: str
    has: Callable[[Event], bool]
    load: Callable[[Sequence[int]], Mapping[int, Any]]
    columns: tuple[tuple[str, Any, Callable[[Any], str]], ...]


_PARTS: list[Part] = []


def add_columns(part: Part) -> None:
    """Offer these columns in every export of an event that has what they tell."""
    _PARTS.append(part)


def parts_of(event: Event) -> list[Part]:
    """What this event has besides."""
    return [part for part in _PARTS if part.has(event)]
