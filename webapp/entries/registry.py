"""Who stands in calendars, and which rows its texts are made of: told by the capabilities above.

An *owner* is a key such as ``event:12``; a *dependency* one such as ``place:4``; a *head* is a row
that gives the calendar of a scope its name (``project:3``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.core.ics import Entry


class Audience(StrEnum):
    """For whom a text is: only participants get join links and internal events."""

    PUBLIC = "public"
    PARTICIPANT = "participant"


class Standing(Protocol):
    """What stands in calendars describes itself."""

    uid: str

    def calendar_entry(self, language: str, audience: str) -> Entry | None:
        """How it stands there; None where it does not."""

    def calendar_scopes(self) -> set[str]:
        """The public calendars it belongs to."""

    def calendar_participant_scopes(self) -> set[str]:
        """The calendars for participants it belongs to; they hold what only these may see."""

    def calendar_dependencies(self) -> set[str]:
        """The rows besides its own whose words stand in its texts."""

    def calendar_due_at(self) -> datetime | None:
        """When the mere passing of time changes it next."""


Load = Callable[[Session, Sequence[int]], Mapping[int, Standing]]
After = Callable[[Session, int, int], Sequence[int]]
Describe = Callable[[Session, Sequence[int]], Mapping[int, Sequence[str]]]
Find = Callable[[Session, Sequence[int]], Sequence[int]]


@dataclass(frozen=True)
class Provider:
    """How to read the owners of one prefix: those of these ids, and the ids after one."""

    load: Load
    ids_after: After
    sources: tuple[Path, ...]


@dataclass(frozen=True)
class Heads:
    """Whose rows give calendars their names, and how to read these."""

    model: Any
    describe: Describe


@dataclass(frozen=True)
class Rule:
    """A column of a model that says which key a row of it concerns."""

    prefix: str
    column: str
    role: str


@dataclass
class _Registry:
    providers: dict[str, Provider] = field(default_factory=dict)
    heads: dict[str, Heads] = field(default_factory=dict)
    sources: set[Path] = field(default_factory=set)
    rules: dict[type, list[Rule]] = field(default_factory=dict)
    #: Prefix → the prefixes of what is rendered with it, and how that is found.
    following: dict[str, dict[str, Find]] = field(default_factory=dict)


_known = _Registry()
_found: dict[type, tuple[Rule, ...]] = {}


def provide(prefix: str, load: Load, ids_after: After, sources: Sequence[str]) -> None:
    """Announce owners ``prefix:id``. *load* reads those of some ids (what is gone is left out),
    *ids_after* the next ids in order, for rebuilding. *sources* are the files whose code makes
    the texts: when one changes, an upgrade renders everything again."""
    _known.providers[prefix] = Provider(load, ids_after, tuple(Path(each) for each in sources))


def owns(model: type, prefix: str, column: str) -> None:
    """A row of *model* is the owner ``prefix:<column>``, or a part of it."""
    _add(model, Rule(prefix, column, "owners"))


def depends(model: type, prefix: str, column: str = "id") -> None:
    """A row of *model* is the dependency ``prefix:<column>`` of owners that name it."""
    _add(model, Rule(prefix, column, "dependencies"))


def follow(prefix: str, after: str, find: Find) -> None:
    """Owners ``prefix:id`` are rendered whenever an owner ``after:id`` is, also those that stood in
    no calendar yet: publishing an event lets its items in. *find* gives their ids."""
    _known.following.setdefault(after, {})[prefix] = find


def heads(model: type, prefix: str, describe: Describe) -> None:
    """A row of *model* names the calendar of scope ``prefix:id``; *describe* gives the names,
    none for a calendar that nobody may fetch."""
    _known.heads[prefix] = Heads(model, describe)
    _add(model, Rule(prefix, "id", "heads"))


def made_by(*files: str) -> None:
    """Announce files whose code makes what stands around the texts."""
    _known.sources.update(map(Path, files))


def _add(model: type, rule: Rule) -> None:
    rules = _known.rules.setdefault(model, [])
    if rule not in rules:
        rules.append(rule)
    _found.clear()


def rules_of(model: type) -> tuple[Rule, ...]:
    """What a row of this class concerns."""
    if model not in _found:
        _found[model] = tuple(rule for each in model.__mro__ for rule in _known.rules.get(each, ()))
    return _found[model]


def provider(prefix: str) -> Provider:
    """The provider of a prefix. KeyError: nobody has announced such owners."""
    return _known.providers[prefix]


def providers() -> Iterator[tuple[str, Provider]]:
    """All of them."""
    yield from _known.providers.items()


def followers(session: Session, owners: Iterable[str]) -> Iterator[str]:
    """What is rendered with these owners."""
    ids: dict[str, list[int]] = {}
    for prefix, number in map(split, owners):
        if prefix in _known.following:
            ids.setdefault(prefix, []).append(number)
    for after, numbers in ids.items():
        for prefix, find in _known.following[after].items():
            yield from (f"{prefix}:{number}" for number in find(session, sorted(numbers)))


def sources() -> list[Path]:
    """The files whose code makes what stands in calendars, in a stable order."""
    of_texts = {path for each in _known.providers.values() for path in each.sources}
    return sorted(of_texts | _known.sources)


def head_keys(session: Session) -> Iterator[str]:
    """The scopes that rows give a name, one kind after another."""
    for prefix, known in _known.heads.items():
        for number in session.scalars(select(known.model.id).order_by(known.model.id)).all():
            yield f"{prefix}:{number}"


def describe_heads(
    session: Session, prefix: str, ids: Sequence[int]
) -> Mapping[int, Sequence[str]]:
    """The names that rows give the calendars of their scopes."""
    return _known.heads[prefix].describe(session, ids)


def has_head(key: str) -> bool:
    """Whether the row of this key gives a calendar its name."""
    return split(key)[0] in _known.heads


def split(key: str) -> tuple[str, int]:
    """``("event", 12)`` of ``event:12``."""
    prefix, _, number = key.partition(":")
    return prefix, int(number)
