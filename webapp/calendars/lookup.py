"""From the words of an address to scopes with their names and versions, by one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, null, select, union_all

from webapp.core.database import TextType, db
from webapp.core.i18n import language_name
from webapp.core.text import LocalText
from webapp.entries.models import ScopeVersion
from webapp.events.models import Event, Kind
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation

#: What the calendar of everything can be narrowed down by.
FILTERS = ("project", "partner", "kind", "language")


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


def look_up(wanted: Mapping[str, Sequence[str]]) -> list[Found]:
    """The scopes of these words, filter by filter; of nothing: the scope of everything.

    Raises :class:`UnknownFeed` for a word that stands for nothing. One statement.
    """
    asked = {name: [plain(word) for word in words] for name, words in wanted.items()}
    parts = [_select(name, words) for name, words in asked.items()] or [_versions("", ["all"])]
    rows = db.session.execute(parts[0] if len(parts) == 1 else union_all(*parts))
    known = {(row.filter, row.word): row for row in rows}
    keys = [(name, word) for name, words in asked.items() for word in words] or [("", "all")]
    return [_found(name, word, known.get((name, word))) for name, word in keys]


def look_up_event(code: str) -> Any:
    """The row of one event with the version of its own calendar; None if there is none."""
    scope = literal("event:").concat(cast(Event.id, String))
    columns = (Event.id, Event.name, Event.status, Event.visibility, Event.withdrawn_at)
    query = (
        select(*columns, ScopeVersion.version, ScopeVersion.changed_at)
        .outerjoin(ScopeVersion, ScopeVersion.scope == scope)
        .where(Event.code == plain(code))
    )
    return db.session.execute(query).one_or_none()


def plain(word: str) -> str:
    """A word as addresses have it: what no database would take as text is unknown at once."""
    if not word.isprintable() or len(word) > 100:
        raise UnknownFeed(word)
    return word


def _found(name: str, word: str, row: Any) -> Found:
    if row is not None:
        called = row.label or row.called
        return Found(name, word, row.scope, called, row.version or 0, row.changed_at)
    if not _exists(name, word):
        raise UnknownFeed(word)
    return Found(name, word, f"{name}:{word}" if name else word)


def _exists(name: str, word: str) -> bool:
    """Whether a word without any row means something: a kind or a language without events yet."""
    if name == "kind":
        return word in {kind.value for kind in Kind}
    return name == "" or (name == "language" and language_name(word, "en") != word)


def _select(name: str, words: Sequence[str]) -> Select[Any]:
    if name == "project":
        return _rows(name, Project, words, Project.acronym)
    if name == "partner":
        return _rows(name, Organisation, words, cast(null(), String))
    return _versions(name, words)


def _rows(
    name: str, model: type[Project] | type[Organisation], slugs: Sequence[str], label: Any
) -> Select[Any]:
    scope = literal(f"{name}:").concat(cast(model.id, String))
    return (
        select(
            literal(name).label("filter"),
            model.slug.label("word"),
            scope.label("scope"),
            model.name.label("called"),
            label.label("label"),
            ScopeVersion.version,
            ScopeVersion.changed_at,
        )
        .outerjoin(ScopeVersion, ScopeVersion.scope == scope)
        .where(model.slug.in_(slugs))
    )


def _versions(name: str, words: Sequence[str]) -> Select[Any]:
    begin = f"{name}:" if name else ""
    return select(
        literal(name).label("filter"),
        func.substr(ScopeVersion.scope, len(begin) + 1).label("word"),
        ScopeVersion.scope.label("scope"),
        cast(null(), TextType).label("called"),
        cast(null(), String).label("label"),
        ScopeVersion.version,
        ScopeVersion.changed_at,
    ).where(ScopeVersion.scope.in_([f"{begin}{word}" for word in words]))
