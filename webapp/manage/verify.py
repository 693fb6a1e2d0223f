"""What ``flask verify`` counts and renders again."""

from collections.abc import Iterator

from webapp.entries.verify import differences
from webapp.seats.rules import recount


def findings() -> list[str]:
    """Everything stored that differs from what it is derived from, a line each."""
    return list(_all())


def _all() -> Iterator[str]:
    yield from recount()
    yield from differences()
