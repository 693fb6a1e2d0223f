"""Measuring two things in turn, so that a machine that grows slower does so for both."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

#: Measures once; the result is a rate (more is better) or a time.
Once = Callable[[], float]


@dataclass(frozen=True)
class Pair:
    """What came out for two things, one after the other, several times."""

    ours: tuple[float, ...]
    others: tuple[float, ...]

    @property
    def our(self) -> float:
        """The median of ours."""
        return statistics.median(self.ours)

    @property
    def other(self) -> float:
        """The median of what ours is compared with."""
        return statistics.median(self.others)

    @property
    def ratio(self) -> float:
        """Ours as a part of the other."""
        return self.our / self.other


def measure(ours: Once, other: Once, rounds: int) -> Pair:
    """Run both in turn *rounds* times; who begins alternates too."""
    results: dict[Once, list[float]] = {ours: [], other: []}
    for number in range(rounds):
        for once in (ours, other) if number % 2 == 0 else (other, ours):
            results[once].append(once())
    return Pair(tuple(results[ours]), tuple(results[other]))
