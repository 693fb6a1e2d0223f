"""From the words of an address to scopes with their names and versions, by one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from sqlalchemy import (
    BindParameter,
    Label,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from webapp.core.database import TextType
from webapp.core.looking import Statement
from webapp.core.text import LocalText
from webapp.entries.models import ScopeVersion
from webapp.events.models import Event, Kind
from webapp.programmes.models import TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

#: What the calendar of everything can be narrowed down by, with words of which there are many.
FILTERS = ("project", "partner", "kind", "language", "target_group")
#: What can be left out: ``tentative=0``.
SWITCH = "tentative"


class UnknownFeed(LookupError):
    """There is no such calendar."""


@dataclass(frozen=True)
class Found:
    """A scope that a word in an address stands for. `name` is of the row it belongs to."""

    filter: str
    word: str
    scope: str
    name: LocalText | str | None = None
    version: int = 0
    changed_at: datetime | None = None
    renamed_at: datetime | None = None


@dataclass(frozen=True)
class Question:
    """The words of an address as one statement, made once and asked again and again."""

    statement: Statement
    values: Mapping[str, Any]
    #: Filters with their words, in the order of the address; none: everything.
    keys: tuple[tuple[str, str], ...]

    def answered(self, rows: Sequence[Any]) -> list[Found]:
        """The scopes that the *rows* found stand for, filter by filter.

        Raises :class:`UnknownFeed` for a word that stands for nothing.
        """
        if not self.keys:
            return [Found("", "all", "all", None, *next(iter(rows), ()))]
        known = {(row.filter, row.word): row for row in rows}
        return [_found(*key, known.get(key)) for key in self.keys]


def question(wanted: Mapping[str, Sequence[str]]) -> Question:
    """What to look up for these words of filters; for none the scope of everything."""
    if not wanted:
        return Question(_EVERYTHING, {}, ())
    asked = {name: [plain(word) for word in words] for name, words in wanted.items()}
    values = {name: _bound(name, words) for name, words in asked.items()}
    keys = tuple((name, word) for name, words in asked.items() for word in words)
    return Question(_statement(tuple(asked)), values, keys)


def event_question(code: str) -> tuple[Statement, Mapping[str, Any]]:
    """What finds the row of one event with the version of its own calendar."""
    return _event_statement(), {"code": plain(code)}


def plain(word: str) -> str:
    """A word as addresses have it: what no database would take as text is unknown at once."""
    if not word.isprintable() or len(word) > 100:
        raise UnknownFeed(word)
    return word


def _found(name: str, word: str, row: Any) -> Found:
    if row is not None:
        called = row.label or row.called
        version = row.version or 0
        return Found(name, word, row.scope, called, version, row.changed_at, row.renamed_at)
    if not _exists(name, word):
        raise UnknownFeed(word)
    return Found(name, word, f"{name}:{word}")


def _exists(name: str, word: str) -> bool:
    """Whether a word without any row means something: a kind or a language without events yet."""
    if name == "kind":
        return word in {kind.value for kind in Kind}
    if name == SWITCH:
        return word == "0"
    return name == "language" and is_language(word)


def is_language(tag: str) -> bool:
    """Whether people speak or sign something that is called so (BCP 47)."""
    try:
        return Locale.parse(tag, sep="-").get_language_name("en") is not None
    except (UnknownLocaleError, ValueError):
        return False


def _bound(name: str, words: Sequence[str]) -> list[str]:
    if name in _NAMED:
        return list(words)
    return [f"{name}:{word}" for word in words]


# Made once, on tables instead of models, and sent without a session: all that takes longer than
# the statement itself, and programs ask for what has not changed again and again.


@lru_cache(maxsize=64)
def _statement(names: tuple[str, ...]) -> Statement:
    parts = [_part(name) for name in names]
    return parts[0] if len(parts) == 1 else union_all(*parts)


def _part(name: str) -> Select[Any]:
    words: BindParameter[list[str]] = bindparam(name, expanding=True)
    filter_: Label[str] = literal_column(f"'{name}'").label("filter")
    if name in _NAMED:
        table, label = _NAMED[name]
        scope = literal_column(f"'{name}:'").concat(cast(table.c.id, String))
        columns = (table.c.slug.label("word"), scope.label("scope"), table.c.name.label("called"))
        source = table.outerjoin(_VERSIONS, _VERSIONS.c.scope == scope)
        query = select(filter_, *columns, label.label("label"), *_MOVED).select_from(source)
        return query.where(table.c.slug.in_(words))
    word = func.substr(_VERSIONS.c.scope, len(name) + 2).label("word")
    nothing = cast(null(), TextType).label("called"), cast(null(), String).label("label")
    query = select(filter_, word, _VERSIONS.c.scope.label("scope"), *nothing, *_MOVED)
    return query.where(_VERSIONS.c.scope.in_(words))


@lru_cache(maxsize=1)
def _event_statement() -> Statement:
    events = Event.__table__
    scope = literal_column("'event:'").concat(cast(events.c.id, String))
    names = ("id", "name", "kind", "status", "visibility", "withdrawn_at")
    source = events.outerjoin(_VERSIONS, _VERSIONS.c.scope == scope)
    query = select(*(events.c[name] for name in names), *_MOVED).select_from(source)
    return query.where(events.c.code == bindparam("code"))


_VERSIONS = ScopeVersion.__table__
_MOVED = (_VERSIONS.c.version, _VERSIONS.c.changed_at, _VERSIONS.c.renamed_at)
_EVERYTHING = select(*_MOVED).where(_VERSIONS.c.scope == "all")
#: Filters whose words are slugs of rows that have names, and what people call those in short.
_NAMED: dict[str, tuple[Any, Any]] = {
    "project": (Project.__table__, Project.__table__.c.acronym),
    "partner": (Organisation.__table__, cast(null(), String)),
    "target_group": (TargetGroup.__table__, cast(null(), String)),
}
