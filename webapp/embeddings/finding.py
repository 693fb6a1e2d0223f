"""Which embedding stands at an address, by one statement as long as nothing has changed."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import abort
from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import joinedload

from webapp.core.content import VERSION
from webapp.core.database import db, look
from webapp.core.links import ALPHABET
from webapp.core.looking import Statement
from webapp.embeddings.models import CODE_LENGTH, Embedding, FormerEmbeddingCode

_CODE = re.compile(f"[{ALPHABET}]{{{CODE_LENGTH}}}")


@dataclass(frozen=True)
class Frame:
    """What answers an address: `state` is equal as long as nothing it shows has changed."""

    id: int
    state: tuple[int, ...]
    sites: tuple[str, ...]
    is_gone: bool = False


def frame_at(code: str) -> Frame:
    """The frame of this address; 404 where there never was one."""
    if not _CODE.fullmatch(code):
        abort(404)
    row = next(iter(look(_statement(), {"code": code})), None)
    if row is None:
        return _renewed(code)
    is_gone = row.withdrawn_at is not None
    return Frame(row.id, (row.revision, row.version or 0), tuple(row.sites), is_gone)


def _renewed(code: str) -> Frame:
    """Of an address that was given up for another one."""
    query = select(Embedding).join(FormerEmbeddingCode).where(FormerEmbeddingCode.code == code)
    found = db.session.scalar(query)
    if found is None:
        abort(404)
    return Frame(found.id, (found.revision,), tuple(found.sites), is_gone=True)


def embedding_of(frame: Frame) -> Embedding:
    """The row itself, with its organisation."""
    query = select(Embedding).where(Embedding.id == frame.id)
    return db.session.scalars(query.options(joinedload(Embedding.organisation))).one()


@lru_cache(maxsize=1)
def _statement() -> Statement:
    columns: Any = inspect(Embedding).local_table.c
    asked = (columns.id, columns.revision, columns.sites, columns.withdrawn_at)
    return select(*asked, VERSION.label("version")).where(columns.code == bindparam("code"))
