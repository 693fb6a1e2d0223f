"""What a list of events is narrowed by, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol

from webapp.core.forms import clean_line, clean_text


class Arguments(Protocol):
    """The query of an address (Werkzeug's MultiDict)."""

    def getlist(self, key: str) -> list[str]:
        """All values of one name."""


#: More than people choose by hand; an address with thousands of values is nobody's list.
_MOST = 20
_LONGEST = 100


@dataclass(frozen=True)
class Filters:
    """Each name may stand several times in the address (any of its values then matches).

    Slugs of projects, partners, places and target groups, kinds, tags of working languages; `q`
    are words that must all be found.
    """

    project: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    target_group: tuple[str, ...] = ()
    q: str = ""

    @classmethod
    def read(cls, arguments: Arguments) -> "Filters":
        """From the query of an address: cleaned, cut to what a person would type."""
        values: dict[str, Any] = {
            name: tuple(dict.fromkeys(_clean(each) for each in arguments.getlist(name) if each))
            for name in NAMES
        }
        words = [_clean(each) for each in arguments.getlist("q")]
        return cls(**{name: value[:_MOST] for name, value in values.items()}, q=" ".join(words))

    def as_query(self) -> dict[str, Any]:
        """For ``url_for(…, **filters.as_query())``: only what is set."""
        return {
            each.name: _plain(getattr(self, each.name))
            for each in fields(self)
            if self._has(each.name)
        }

    def without(self, name: str, value: str) -> "Filters":
        """The same list with one filter taken away."""
        if name == "q":
            return replace(self, q="")
        changes: dict[str, Any] = {name: tuple(v for v in getattr(self, name) if v != value)}
        return replace(self, **changes)

    def chosen(self) -> list[tuple[str, str]]:
        """Every (name, value) that is set, for the chips that take it away again."""
        pairs = [(name, value) for name in NAMES for value in getattr(self, name)]
        return [*pairs, ("q", self.q)] if self.q else pairs

    def first(self, name: str) -> str:
        """The value a select shows."""
        values: tuple[str, ...] = getattr(self, name)
        return values[0] if values else ""

    def for_feed(self) -> Mapping[str, Any]:
        """The part a calendar feed can be narrowed by."""
        query = self.as_query()
        return {
            name: query[name]
            for name in ("project", "partner", "kind", "language", "target_group")
            if name in query
        }

    def __bool__(self) -> bool:
        return any(self._has(each.name) for each in fields(self))

    def _has(self, name: str) -> bool:
        return bool(getattr(self, name))


NAMES = ("project", "partner", "kind", "language", "place", "target_group")


def _clean(value: str) -> str:
    return clean_line(clean_text(value))[:_LONGEST]


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
