"""What upper layers ask: the versions of scopes, and the stored texts that belong to them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Text, and_, bindparam, cast, func, inspect, select
from sqlalchemy.orm import aliased

from webapp.core.database import db
from webapp.entries.models import Entry, EntryScope, EntryText, ScopeVersion
from webapp.entries.registry import Audience

#: Any of these scopes, and any of those: ``[["project:1", "project:2"], ["kind:workshop"]]``.
Scopes = Sequence[Collection[str]]
#: The text of one entry, None where it has not been rendered in the language yet, and the zones
#: it needs, as stored (JSON).
Stored = tuple[str | None, str]
_AT_ONCE = 1000


@dataclass(frozen=True)
class Numbers:
    """What a letter about an entry needs (RFC 5546, section 2.1.4)."""

    uid: str
    sequence: int
    invite_sequence: int
    changed_at: datetime


def numbers(owner: str) -> Numbers | None:
    """The UID and numbers of an owner's entry; None when it never stood in a calendar."""
    columns = (Entry.uid, Entry.sequence, Entry.invite_sequence, Entry.changed_at)
    row = db.session.execute(select(*columns).where(Entry.owner == owner)).one_or_none()
    return None if row is None else Numbers(*row)


def text_of(
    owner: str, language: str, audience: str = Audience.PARTICIPANT
) -> tuple[str, list[tuple[str, int]]] | None:
    """The VEVENT of an owner with the zones it needs, for a letter or one event's file; None
    when it stands in no calendar."""
    values = {"owner": owner, "language": language, "audience": audience}
    row = db.session.execute(_TEXT, values).one_or_none()
    return None if row is None else (row.text, [(name, year) for name, year in row.zones])


# Made once and of tables: it is sent while a registration holds the write lock.
_entries_table, _texts_table = inspect(Entry).local_table, inspect(EntryText).local_table
_TEXT = (
    select(_texts_table.c.text, _entries_table.c.zones)
    .join_from(_texts_table, _entries_table, _entries_table.c.id == _texts_table.c.entry_id)
    .where(
        _entries_table.c.owner == bindparam("owner"),
        _texts_table.c.language == bindparam("language"),
        _texts_table.c.audience == bindparam("audience"),
    )
)


def versions(scopes: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """The version of each scope and when it moved last; a scope without one has had no entries."""
    query = select(ScopeVersion).where(ScopeVersion.scope.in_(scopes))
    return {row.scope: (row.version, row.changed_at) for row in db.session.scalars(query)}


def texts(
    scopes: Scopes, language: str, audience: str, since: date | None = None
) -> Iterator[Sequence[Stored]]:
    """The stored texts of a calendar in a stable order, some at a time; *since* leaves out what
    ended before that day."""
    has_text = and_(
        EntryText.entry_id == Entry.id,
        EntryText.language == language,
        EntryText.audience == audience,
    )
    columns = EntryText.text, cast(Entry.zones, Text)
    query = entries_in(scopes, since).outerjoin(EntryText, has_text).with_only_columns(*columns)
    # Of columns alone: the session would take as long to hand rows on as the database to find them.
    rows = db.session.connection().execute(query.execution_options(yield_per=_AT_ONCE))
    yield from rows.partitions()


def entries_in(scopes: Scopes, since: date | None) -> Select[Any]:
    """The ids of a calendar's entries; through the index of a scope and in its order, what else
    is asked narrows that down."""
    query: Select[Any] = select(Entry.id)
    order: Any = Entry.id
    for number, any_of in enumerate(scopes):
        if len(any_of) == 1:
            scope = aliased(EntryScope, name=f"scope_{number}")
            is_in = and_(scope.entry_id == Entry.id, scope.scope == next(iter(any_of)))
            query, order = query.join(scope, is_in), scope.entry_id
        else:
            belongs = select(EntryScope.entry_id).where(EntryScope.scope.in_(sorted(any_of)))
            query = query.where(Entry.id.in_(belongs))
    if since is not None:
        query = query.where(Entry.last_on >= since)
    return query.order_by(order)


def counts(scopes: Collection[str], since: date | None = None) -> dict[str, int]:
    """How many entries each of these scopes holds."""
    query = (
        select(EntryScope.scope, func.count())
        .where(EntryScope.scope.in_(sorted(scopes)))
        .group_by(EntryScope.scope)
    )
    if since is not None:
        query = query.join(Entry, Entry.id == EntryScope.entry_id).where(Entry.last_on >= since)
    return {scope: number for scope, number in db.session.execute(query)}  # noqa: C416 rows are no pairs
