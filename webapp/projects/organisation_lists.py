"""The list of organisations on the desk: searched without diacritics, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, tuple_

from webapp.core.database import db
from webapp.core.forms import clean_line, clean_text
from webapp.core.permissions import Viewer
from webapp.core.text import search_key
from webapp.projects.organisation_access import known_to
from webapp.projects.organisations import Organisation

PAGE = 50
_WORDS = 8


@dataclass(frozen=True)
class Page:
    """Some rows in order, and from where the pages before and after them begin."""

    rows: list[Any]
    earlier: str | None = None
    later: str | None = None


def searched(arguments: Mapping[str, str]) -> str:
    """What is looked for, from the query of an address."""
    return clean_line(clean_text(arguments.get("q", "")))[:100]


def organisations(viewer: Viewer, words: str, after: str = "", before: str = "") -> Page:
    """One page of those one has to do with; *after* and *before* are slugs."""
    return page_of(Organisation, select(Organisation).where(known_to(viewer)), words, after, before)


def page_of(
    model: Any, query: Select[Any], words: str, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page of rows that are `Named` and `Sluggable`, in the order of their sort keys.

    The place where a page begins is looked up by slug: no page is counted from the first one.
    """
    for word in search_key(words).split()[:_WORDS]:
        query = query.where(model.search_key.contains(word, autoescape=True))
    order = tuple_(model.sort_key, model.id)
    mark = _mark(model, after or before)
    is_back = bool(before) and mark is not None
    if mark is not None:
        query = query.where(order < tuple_(*mark) if is_back else order > tuple_(*mark))
    keys = (model.sort_key.desc(), model.id.desc()) if is_back else (model.sort_key, model.id)
    found = list(db.session.scalars(query.order_by(*keys).limit(size + 1)))
    has_more, rows = len(found) > size, found[:size]
    if is_back:
        rows.reverse()
    goes_back = has_more if is_back else mark is not None
    goes_on = True if is_back else has_more
    return Page(
        rows,
        rows[0].slug if rows and goes_back else None,
        rows[-1].slug if rows and goes_on else None,
    )


def _mark(model: Any, slug: str) -> tuple[str, int] | None:
    if not slug or not slug.isprintable():
        return None
    row = db.session.execute(
        select(model.sort_key, model.id).where(model.slug == slug)
    ).one_or_none()
    return None if row is None else (row[0], row[1])
