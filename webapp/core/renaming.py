"""Addresses that were renamed: the old one leads on for ever and is nobody else's.

A model says ``class Project(Model, Renamable): former_slugs = FormerProjectSlug`` with a table of
its own for the slugs its rows had before. They are kept by whoever changes ``row.slug``, in the
same transaction; a view that finds nothing answers with :func:`moved_or_404`.
"""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, event, insert, inspect, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from webapp.core.database import db
from webapp.core.named import Sluggable
from webapp.core.text import search_key

LONGEST = 80
SHAPE = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
#: Browsers keep a permanent redirect as long as they like; a name taken back must not go round.
_A_MINUTE = "public, max-age=60"


class SlugTaken(ValueError):
    """Somebody else has this address, or had it before."""

    field = "slug"

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug

    def __str__(self) -> str:
        return str(
            _("“%(slug)s” is or was the address of another. Choose another one.", slug=self.slug)
        )


class FormerSlug:
    """A slug that a row had before; the table adds ``row_id``, deleted with the row."""

    slug: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    row_id: Mapped[int]


class Renamable(Sluggable):
    """A row whose address may change while the old one goes on answering."""

    former_slugs: ClassVar[type[FormerSlug]]


@event.listens_for(Renamable, "after_insert", propagate=True)
@event.listens_for(Renamable, "after_update", propagate=True)
def _keep_former(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    """Keep the slug the row had; refuse one that another row had.

    Asked after the row was written: on PostgreSQL that waits for whoever is giving the slug up.
    """
    slugs = inspect(row).attrs.slug.history
    if not slugs.added:
        return
    former = _columns(row)
    query = select(former.row_id).where(former.slug == row.slug, former.row_id != row.id)
    if connection.scalar(query) is not None:
        raise SlugTaken(row.slug)
    for slug in slugs.deleted:
        if connection.scalar(select(former.slug).where(former.slug == slug)) is None:
            connection.execute(insert(type(row).former_slugs).values(slug=slug, row_id=row.id))


def _columns(row: Any) -> ReadOnlyColumnCollection[str, Any]:
    columns: ReadOnlyColumnCollection[str, Any] = inspect(type(row).former_slugs).local_table.c
    return columns


def rename(row: Any, slug: str) -> None:
    """Give *row* another address; inside ``with write():``. Raises :class:`SlugTaken`."""
    if row.slug == slug:
        return
    try:
        with db.session.begin_nested():
            row.slug = slug
            db.session.flush()
    except IntegrityError as error:
        raise SlugTaken(slug) from error


def is_free(model: Any, slug: str) -> bool:
    """Whether no row of *model* has this slug or had it."""
    former = model.former_slugs
    had = select(former.slug).where(former.slug == slug)
    has = select(model.slug).where(model.slug == slug)
    return db.session.scalar(had.union_all(has).limit(1)) is None


def free_slug(model: Any, words: object) -> str:
    """A slug made of *words* that no row of *model* has or had: "digital-cities", "…-2"."""
    stem = "-".join(re.findall("[a-z0-9]+", search_key(words)))[: LONGEST - 10].strip("-")
    stem = stem or str(model.__tablename__)
    former = model.former_slugs
    same = or_(model.slug == stem, model.slug.startswith(f"{stem}-", autoescape=True))
    known = set(db.session.scalars(select(model.slug).where(same)))
    was = or_(former.slug == stem, former.slug.startswith(f"{stem}-", autoescape=True))
    known |= set(db.session.scalars(select(former.slug).where(was)))
    number, slug = 2, stem
    while slug in known:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def present_slug(model: Any, slug: str) -> str | None:
    """The slug today of the row that had *slug* before; None when none had."""
    if len(slug) > LONGEST or not slug.isprintable():
        return None
    former = model.former_slugs
    query = select(model.slug).join(former, former.row_id == model.id).where(former.slug == slug)
    found: str | None = db.session.scalar(query)
    return found


def known_as(model: Any, slugs: Iterable[str]) -> ColumnElement[bool]:
    """Rows that have one of these slugs or had it: for filters in addresses people keep."""
    former, asked = model.former_slugs, list(slugs)
    had = select(former.row_id).where(former.slug.in_(asked))
    return or_(model.slug.in_(asked), model.id.in_(had))


def moved_or_404(model: Any, slug: str) -> Response:
    """The answer of a view that found nothing at its `slug`: the same page at the new address.

    301, and 308 for a form, whose contents then arrive there too (RFC 9110, section 15.4.9).
    """
    present = present_slug(model, slug)
    if present is None or request.endpoint is None:
        abort(404)
    values = {**(request.view_args or {}), "slug": present, **request.args.to_dict(flat=False)}
    return moved(url_for(request.endpoint, **values))


def moved(address: str) -> Response:
    """A redirect for good that no browser keeps for ever."""
    code = 301 if request.method in ("GET", "HEAD") else 308
    return Response("", code, {"Location": address, "Cache-Control": _A_MINUTE})
