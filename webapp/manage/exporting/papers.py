"""What staff have written for the papers of an event: the words of its host pack."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.core.database import db
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record
from webapp.papers.models import HostPack
from webapp.papers.packs import WRITTEN


def host_packs_of(ids: Sequence[int]) -> dict[int, Record]:
    """Of each event that has one."""
    query = select(HostPack).where(HostPack.event_id.in_(ids))
    return {row.event_id: _pack(row) for row in db.session.scalars(query)}


def _pack(row: HostPack) -> Record:
    written = {name: values.words(getattr(row, name)) for name in WRITTEN}
    return {**written, "revision": row.revision}
