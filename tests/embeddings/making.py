"""Frames for tests."""

from typing import Any

from tests.factories import make_organisation, writing
from webapp.core.database import db
from webapp.embeddings.models import Embedding


def make_embedding(name: str = "Events in Brasla", **values: Any) -> Embedding:
    """A list in English that one site may show."""
    kept = {"language": "en", "sites": ["https://www.brasla.example.org"], **values}
    with writing():
        organisation = kept.pop("organisation", None) or make_organisation()
        embedding = Embedding(name=name, organisation_id=organisation.id, **kept)
        db.session.add(embedding)
        db.session.flush()
        return embedding
