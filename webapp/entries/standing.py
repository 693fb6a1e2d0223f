"""What an invitation by mail needs to know of an entry, in one statement."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, inspect, select

from webapp.core.database import db
from webapp.entries.models import Entry, EntryText
from webapp.entries.registry import Audience


@dataclass(frozen=True)
class Stands:
    """How an entry stands. *text* is its VEVENT for participants, None while it has no date.

    *sequence* counts for all languages: a person may be written to in another one tomorrow, and
    programs ignore what has a lower number (RFC 5546, section 2.1.5).
    """

    sequence: int
    invite_sequence: int
    zones: tuple[tuple[str, int], ...]
    text: str | None


def standing(owner: str, language: str) -> Stands | None:
    """How *owner* stands for its participants in *language*; None where it never stood."""
    row = db.session.execute(_STANDING, {"owner": owner, "language": language}).one_or_none()
    if row is None:
        return None
    zones = tuple((name, year) for name, year in row.zones)
    return Stands(row.sequence, row.invite_sequence, zones, row.text)


# Made once and of tables: it is sent while a registration holds the write lock.
_entries, _texts = inspect(Entry).local_table, inspect(EntryText).local_table
_STANDING = (
    select(_entries.c.sequence, _entries.c.invite_sequence, _entries.c.zones, _texts.c.text)
    .join_from(
        _entries,
        _texts,
        and_(
            _texts.c.entry_id == _entries.c.id,
            _texts.c.language == bindparam("language"),
            _texts.c.audience == Audience.PARTICIPANT.value,
        ),
        isouter=True,
    )
    .where(_entries.c.owner == bindparam("owner"))
)
