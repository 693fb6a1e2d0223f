"""The arithmetic of seats, on plain values.

A pool claims ``max(reserved, taken)`` seats of the pool above it: what is reserved counts there
whether taken or not, and a taking raises the pool above only beyond the reserve.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """What is counted of one pool. *capacity* None: no limit."""

    id: int
    parent_id: int | None
    capacity: int | None
    reserved: int
    taken: int

    @property
    def left(self) -> int | None:
        """Seats nobody holds; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    def has_room_for(self, more: int) -> bool:
        """Whether so many more fit (fewer always do)."""
        return more <= 0 or self.left is None or more <= self.left


def rises(pools: Mapping[int, Count], moved: Mapping[int, int]) -> dict[int, int]:
    """By how much ``taken`` rises in every pool when seats are *moved* (pool id → how many).

    *pools* holds these and all above them. A pool is always younger than the one above it, so going
    down the ids meets every child before its parent.
    """
    rise: defaultdict[int, int] = defaultdict(int, moved)
    for pool_id in sorted(pools, reverse=True):
        pool = pools[pool_id]
        if pool.parent_id is not None and rise[pool_id]:
            before = max(pool.reserved, pool.taken)
            after = max(pool.reserved, pool.taken + rise[pool_id])
            rise[pool.parent_id] += after - before
    return {pool_id: rise[pool_id] for pool_id in sorted(rise) if rise[pool_id]}


def fit(pools: Mapping[int, Count], rise: Mapping[int, int]) -> bool:
    """Whether every pool has room for its rise."""
    return all(pools[pool_id].has_room_for(more) for pool_id, more in rise.items())


def expected(pools: Mapping[int, Count], held: Mapping[int, int]) -> dict[int, int]:
    """What ``taken`` should be everywhere, from the seats really *held* in each pool."""
    taken: defaultdict[int, int] = defaultdict(int)
    for pool_id in sorted(pools, reverse=True):
        taken[pool_id] += held.get(pool_id, 0)
        parent_id = pools[pool_id].parent_id
        if parent_id is not None:
            taken[parent_id] += max(pools[pool_id].reserved, taken[pool_id])
    return dict(taken)
