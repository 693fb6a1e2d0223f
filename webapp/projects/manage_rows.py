"""Keeps the rows of a list in step with the rows of a form."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import delete

from webapp.core.database import db
from webapp.core.links import short_code
from webapp.core.text import search_key
from webapp.projects.sources import SourceLink


def settle(
    rows: list[Any],
    wanted: Iterable[dict[str, Any]],
    make: Callable[[], Any],
    noun: str,
    key: Sequence[str] = (),
) -> None:
    """Make *rows* (a relationship that deletes orphans) equal to *wanted*.

    A row is known again by its ``row_id``, or by the columns of *key*. The links of *noun* rows
    that go to their sources go too: SQLite gives their ids to new rows.
    """
    known = {_identity(row, key): row for row in rows}
    kept = []
    for values in wanted:
        found = known.pop(_identity(values, key), None)
        row = make() if found is None else found
        for name, value in values.items():
            if name != "row_id" and (found is None or getattr(row, name) != value):
                setattr(row, name, value)
        kept.append(row)
    gone = [f"{noun}:{row.id}" for row in known.values()]
    rows[:] = kept
    db.session.execute(delete(SourceLink).where(SourceLink.entity.in_(gone)))


def _identity(row: Any, key: Sequence[str]) -> Any:
    if isinstance(row, dict):
        return tuple(row[name] for name in key) if key else str(row.get("row_id") or object())
    return tuple(getattr(row, name) for name in key) if key else str(row.id)


def own_slug(words: object) -> str:
    """A slug for a row that nobody calls by its address: "roadmap-7kqz"."""
    stem = "-".join(part for part in search_key(words).split() if part.isascii() and part.isalnum())
    return f"{stem[:60].strip('-') or 'row'}-{short_code(6)}"
