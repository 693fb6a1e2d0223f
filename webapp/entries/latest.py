"""What changed last in a calendar: the public words of which entries, and when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.entries import registry
from webapp.entries.models import Entry, EntryText
from webapp.entries.reading import Scopes, entries_in
from webapp.entries.registry import Audience, Standing

_CHANGED = re.compile(r"^LAST-MODIFIED:(\d{8}T\d{6})Z\r?$", re.MULTILINE)


@dataclass(frozen=True)
class Latest:
    """Somebody's entry whose public text changed at that moment."""

    owner: str
    changed_at: datetime


def latest(scopes: Scopes, language: str, most: int) -> list[Latest] | None:
    """The entries of a calendar whose public text in *language* changed last, newest first; None
    while one of them has not been rendered.

    An entry also counts as changed when only what participants read has changed. Therefore more are
    looked at, until none of the rest can be newer than those found.
    """
    size = most + 10
    while True:
        rows = _candidates(scopes, size)
        texts = _texts([row.id for row in rows], language)
        if len(texts) < len(rows):
            return None
        found = [Latest(row.owner, _changed_at(texts[row.id])) for row in rows]
        found.sort(key=lambda each: (each.changed_at, each.owner), reverse=True)
        if len(rows) < size or found[most - 1].changed_at > rows[-1].changed_at:
            return found[:most]
        size *= 4


def _candidates(scopes: Scopes, size: int) -> Sequence[Any]:
    columns = (Entry.id, Entry.owner, Entry.changed_at)
    query = entries_in(scopes, None).with_only_columns(*columns)
    newest_first = query.order_by(None).order_by(Entry.changed_at.desc(), Entry.id.desc())
    return db.session.execute(newest_first.limit(size)).all()


def _texts(ids: Sequence[int], language: str) -> dict[int, str]:
    query = select(EntryText.entry_id, EntryText.text).where(
        EntryText.entry_id.in_(ids),
        EntryText.language == language,
        EntryText.audience == Audience.PUBLIC.value,
    )
    return {row.entry_id: row.text for row in db.session.execute(query)}


def _changed_at(text: str) -> datetime:
    found = _CHANGED.search(text)
    assert found is not None
    return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def standing(owners: Sequence[str]) -> Mapping[str, Standing]:
    """The rows behind these owners, read in as few statements as when they are rendered."""
    ids: dict[str, list[int]] = {}
    for owner in owners:
        prefix, number = registry.split(owner)
        ids.setdefault(prefix, []).append(number)
    return {
        f"{prefix}:{number}": row
        for prefix, numbers in ids.items()
        for number, row in registry.provider(prefix).load(db.session(), numbers).items()
    }
