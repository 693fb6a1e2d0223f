"""Which items stand against each other in time; on plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from webapp.agenda.arranging import order
from webapp.agenda.models import AgendaItem

Item = TypeVar("Item", bound=AgendaItem)


@dataclass(frozen=True)
class Slot:
    """Items of which one can be chosen: each is at the same time as every other."""

    items: tuple[AgendaItem, ...]

    @property
    def name(self) -> str:
        """What it is called in a form."""
        return f"slot-{self.items[0].public_id}"


def overlap(one: AgendaItem, other: AgendaItem) -> bool:
    """Whether nobody can be at both; what has no hours yet is at the same time as nothing."""
    if one.starts_at is None or other.starts_at is None:
        return False
    assert one.ends_at is not None
    assert other.ends_at is not None
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def slots_of(items: Iterable[AgendaItem]) -> list[Slot]:
    """The items in order, those that exclude each other together.

    Where a long item lies beside two short ones that follow each other, it stands with the first;
    choosing it and the second is a clash that is told.
    """
    slots: list[list[AgendaItem]] = []
    for item in sorted(items, key=order):
        if slots and all(overlap(item, each) for each in slots[-1]):
            slots[-1].append(item)
        else:
            slots.append([item])
    return [Slot(tuple(slot)) for slot in slots]


def first_clash(items: Sequence[AgendaItem]) -> tuple[AgendaItem, AgendaItem] | None:
    """Two of *items* that overlap, the later one first; None where they all fit."""
    in_order = sorted(items, key=order)
    pairs = ((later, one) for one, later in combinations(in_order, 2) if overlap(one, later))
    return next(pairs, None)
