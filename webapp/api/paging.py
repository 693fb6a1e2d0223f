"""The address of the next page, and lists that are sorted by slug."""

from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select

from webapp.api.cursors import Position, cursor_of
from webapp.api.parameters import Asked, BadParameter
from webapp.api.parts import site_address
from webapp.core.database import db


def next_address(last: Position | None) -> str | None:
    """This address with everything in it, going on behind *last*; None where nothing follows."""
    if last is None:
        return None
    pairs = [(name, text) for name, text in request.args.items(multi=True) if name != "cursor"]
    return site_address(f"{request.path}?{urlencode([*pairs, ('cursor', cursor_of(last))])}")


def by_slug(query: Select[Any], model: Any, asked: Asked) -> tuple[list[Any], str | None]:
    """A page of the rows of *query*, and the address of the next."""
    cursor, size = asked["cursor"], asked["limit"]
    if cursor is not None:
        if not isinstance(cursor, str):
            raise BadParameter.of_cursor()
        query = query.where(model.slug > cursor)
    found = list(db.session.scalars(query.order_by(model.slug).limit(size + 1)))
    shown = found[:size]
    return shown, next_address(shown[-1].slug if len(found) > size else None)
