"""Making, changing, taking away frames; each is noted in the change log."""

from collections.abc import Mapping
from typing import Any

from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.links import short_code
from webapp.core.times import now
from webapp.embeddings.models import CODE_LENGTH, Embedding, FormerEmbeddingCode
from webapp.projects.organisations import Organisation


class Stale(RuntimeError):
    """Somebody else has saved the frame since the form was opened."""


def create(organisation: Organisation, values: Mapping[str, Any]) -> Embedding:
    """A new frame of *organisation*."""
    embedding = Embedding(organisation_id=organisation.id, **values)
    db.session.add(embedding)
    db.session.flush()
    record(embedding.key, "created", None, embedding.facts())
    return embedding


def edit(embedding: Embedding, expected: str, values: Mapping[str, Any]) -> None:
    """Change it; raises :class:`Stale` unless it is still at revision *expected*."""
    db.session.refresh(embedding, with_for_update=True)
    if str(embedding.revision) != expected:
        raise Stale
    before = embedding.facts()
    for name, value in values.items():
        setattr(embedding, name, value)
    embedding.touch()
    record(embedding.key, "edited", before, embedding.facts())


def withdraw(embedding: Embedding) -> None:
    """From now on its address says that nothing is shown there any more (410)."""
    db.session.refresh(embedding, with_for_update=True)
    if embedding.withdrawn_at is not None:
        return
    embedding.withdrawn_at = now()
    embedding.touch()
    record(embedding.key, "embedding-withdrawn")


def renew(embedding: Embedding) -> None:
    """Another address; the one it had is gone for ever. One that was withdrawn is shown again."""
    db.session.refresh(embedding, with_for_update=True)
    db.session.add(FormerEmbeddingCode(code=embedding.code, embedding_id=embedding.id))
    embedding.code, embedding.withdrawn_at = short_code(CODE_LENGTH), None
    embedding.touch()
    record(embedding.key, "embedding-renewed")
