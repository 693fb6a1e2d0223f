"""Finds organisations by any form of their name: another language, an alias, a case form.

Latvian declines names: *Razlogas pašvaldība* is met as *Razlogas pašvaldību*, *Razlog pašvaldībai*.
Forms are compared first as they are (without case and diacritics), then without their endings.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.core.database import db
from webapp.core.text import LocalText, search_key
from webapp.projects.organisations import Organisation

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
#: From here on two names are alike enough to be asked about; so many are shown.
_NEAR = 0.84
_MOST = 8


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


def alike(names: Iterable[str], but: Organisation | None = None) -> list[Organisation]:
    """Organisations that may be meant by one of these names: doubts to show before a new one.

    The same name in another case or form, an alias, or nearly the same letters.
    """
    wanted = {form for name in names if name.strip() for form in (search_key(name), stem_key(name))}
    query = select(Organisation).options(selectinload(Organisation.aliases))
    rated = [(_nearness(wanted, row), row) for row in db.session.scalars(query) if row is not but]
    found = sorted(
        (pair for pair in rated if pair[0] >= _NEAR), key=lambda pair: (-pair[0], pair[1].sort_key)
    )
    return [row for _rate, row in found[:_MOST]]


def _nearness(wanted: set[str], row: Organisation) -> float:
    """1 for the same name, 0 for nothing in common."""
    names = all_names(row.name, ((alias.name, alias.language) for alias in row.aliases))
    forms = {form for name in names for form in (search_key(name), stem_key(name))}
    if wanted & forms:
        return 1.0
    return max((_ratio(mine, theirs) for mine in wanted for theirs in forms), default=0.0)


def _ratio(mine: str, theirs: str) -> float:
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    # The cheap bounds first: most names have nothing in common.
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0
    return matcher.ratio()
