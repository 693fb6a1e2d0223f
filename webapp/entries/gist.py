"""What is in a calendar, told without reading it: how much, from when until when, what is next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from webapp.core.database import db
from webapp.entries.models import Entry, EntryScope, EntryText
from webapp.entries.reading import Scopes, entries_in

#: Texts that are measured; those of one calendar are much alike.
_MEASURED = 500


@dataclass(frozen=True)
class Extent:
    """How many entries a calendar holds, and the first and last day of them all."""

    number: int
    first_on: date | None = None
    last_on: date | None = None


def extent(scopes: Scopes, since: date | None = None) -> Extent:
    """That of the calendar of these scopes; *since* leaves out what ended before."""
    columns = func.count(), func.min(Entry.first_on), func.max(Entry.last_on)
    query = entries_in(scopes, since).with_only_columns(*columns).order_by(None)
    return Extent(*db.session.execute(query).one())


def usual_length(scopes: Scopes, language: str, audience: str, since: date | None = None) -> float:
    """How many characters the text of one entry has there, on average."""
    has_text = and_(
        EntryText.entry_id == Entry.id,
        EntryText.language == language,
        EntryText.audience == audience,
    )
    lengths = entries_in(scopes, since).join(EntryText, has_text)
    some = lengths.with_only_columns(func.length(EntryText.text).label("length")).limit(_MEASURED)
    return float(db.session.scalar(select(func.avg(some.subquery().c.length))) or 0)


def next_owners(scopes: Scopes, today: date, limit: int) -> list[str]:
    """Whose entries are not over on *today*, those that begin first first."""
    query = entries_in(scopes, today).with_only_columns(Entry.owner).order_by(None)
    return list(db.session.scalars(query.order_by(Entry.first_on, Entry.id).limit(limit)))


def shares(scopes: Scopes, of: Collection[str], since: date | None = None) -> dict[str, int]:
    """How many entries of a calendar belong to each of some more scopes."""
    query = (
        select(EntryScope.scope, func.count())
        .where(
            EntryScope.entry_id.in_(entries_in(scopes, since).order_by(None)),
            EntryScope.scope.in_(sorted(of)),
        )
        .group_by(EntryScope.scope)
    )
    return {scope: number for scope, number in db.session.execute(query)}  # noqa: C416 rows are no pairs
