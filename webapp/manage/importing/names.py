"""Finds organisations by any form of their name: another language, an alias, a case form.

Latvian declines names: *Razlogas pašvaldība* is met as *Razlogas pašvaldību*, *Razlog pašvaldībai*.
Forms are compared first as they are (without case and diacritics), then without their endings.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from webapp.core.text import LocalText, search_key

# Endings of nouns and adjectives, all declensions, without diacritics; the longest first.
_ENDINGS = sorted(
    (
        *("ajam", "ajai", "ajos", "ajas", "iem", "aja", "aim", "ais", "ies"),
        *("am", "as", "ai", "ie", "es", "ei", "em", "im", "is", "os", "us", "um", "ij"),
        *("a", "e", "i", "o", "u", "s"),
    ),
    key=len,
    reverse=True,
)
_SHORTEST_STEM = 3


def stem_key(name: str) -> str:
    """The name without case, diacritics, punctuation and endings: equal for all its case forms."""
    return " ".join(_stem(word) for word in re.findall(r"[^\W_]+", search_key(name)))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


class Names:
    """Which organisations a written name may mean; *who* is any hashable mark of one."""

    def __init__(self) -> None:
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)

    def add(self, who: str, names: Iterable[str]) -> None:
        """Remember that *who* is known by these names."""
        for name in names:
            self._exact[search_key(name)].add(who)
            self._stems[stem_key(name)].add(who)

    def find(self, name: str) -> set[str]:
        """Who is meant: nobody, one, or several that cannot be told apart by this name."""
        exact = self._exact.get(search_key(name))
        return set(exact or self._stems.get(stem_key(name)) or ())

    def find_any(self, names: Iterable[str]) -> set[str]:
        """Who goes by any of these names."""
        found: set[str] = set()
        return found.union(*(self.find(name) for name in names))


def all_names(name: LocalText | None, aliases: Iterable[tuple[str, str | None]]) -> list[str]:
    """Every written form of an organisation."""
    own = [] if name is None else list(name.texts.values())
    return [*own, *(each for each, _language in aliases)]
