"""What belongs to the whole site: pictures, lists on other sites, the accessibility statement."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from webapp.core.database import db
from webapp.core.pictures import Picture
from webapp.embeddings.models import FILTERS, Embedding, FormerEmbeddingCode
from webapp.manage.exporting import values
from webapp.manage.exporting.basics import Record, by_slug
from webapp.manage.exporting.choosing import Choice
from webapp.manage.exporting.names import Names
from webapp.manage.exporting.yaml_text import Text
from webapp.manage.neighbours import model_of
from webapp.programmes.models import Programme
from webapp.projects.organisations import Organisation

_STATEMENT_TEXTS = ("noncompliance", "burden", "out_of_scope", "alternatives")
_LINE = 76


def pictures(choice: Choice, names: Names) -> Iterator[Record]:
    """The logos of what goes along, each once."""
    rows = [*by_slug(choice, Organisation), *by_slug(choice, Programme)]
    for name in sorted({row.logo for row in rows if row.logo}):
        data = db.session.scalar(select(Picture.data).where(Picture.name == name))
        if data is not None:
            yield {"id": values.bare(name), "data": _base64(data)}


def _base64(data: bytes) -> Any:
    """In lines of the usual length (RFC 2045)."""
    letters = b64encode(data).decode()
    lines = (letters[first : first + _LINE] for first in range(0, len(letters), _LINE))
    return Text("\n".join(lines))


def embeddings(choice: Choice, names: Names) -> Iterator[Record]:
    """Lists and months that stand on other sites; only with everything else."""
    if not choice.is_whole:
        return
    former: dict[int, list[Any]] = {}
    query = select(FormerEmbeddingCode).order_by(FormerEmbeddingCode.code)
    for each in db.session.scalars(query):
        former.setdefault(each.embedding_id, []).append(values.bare(each.code))
    for row in db.session.scalars(select(Embedding).order_by(Embedding.id)):
        filters = {name: row.filters.get(name) for name in FILTERS if row.filters.get(name)}
        yield {
            "code": values.bare(row.code),
            "formerly": former.get(row.id),
            "organisation": names.of(Organisation, row.organisation_id),
            "name": row.name,
            "form": values.bare(row.form),
            "language": values.bare(row.language),
            "only": {name: list(map(values.bare, each or ())) for name, each in filters.items()}
            or None,
            "background": values.bare(row.background),
            "accent": row.accent,
            "dark_accent": row.dark_accent,
            "sites": list(row.sites) or None,
            "most": row.most,
            "height": row.height,
            "created": values.instant(row.created_at),
            "withdrawn": values.instant(row.withdrawn_at),
        }


def accessibility(choice: Choice, names: Names) -> Iterator[Record]:
    """The facts of the accessibility statement, where somebody has given them."""
    stored = select(model_of("accessibility_statements"))
    row = db.session.scalar(stored) if choice.is_whole else None
    if row is not None:
        yield {
            "institution": values.words(row.institution),
            "conformance": values.bare(row.conformance),
            **{name: values.words(getattr(row, name)) for name in _STATEMENT_TEXTS},
            "method": values.bare(row.method),
            "evaluated_by": values.words(row.evaluated_by),
            "evaluated": values.bare(row.evaluated_on),
            "report": values.bare(row.report_url),
            "prepared": values.bare(row.prepared_on),
            "reviewed": values.bare(row.reviewed_on),
            "email": values.bare(row.contact_email),
            "phone": row.contact_phone,
            "answer_days": row.answer_days,
            "country": values.bare(row.country),
        }
