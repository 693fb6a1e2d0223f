"""Pictures that came from outside: logos. Kept in the database, served for ever.

A picture is named by what is in it and how large it is ("3f2a…-400x120"), so whoever shows it needs
no look at the database, browsers never ask twice, and the same picture is stored once. In the
database and not in a folder, because several web machines share nothing else.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, Response, abort, request, url_for
from sqlalchemy import LargeBinary, String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.assets import FOREVER
from webapp.core.changes import record
from webapp.core.database import Model, db
from webapp.core.permissions import for_everyone
from webapp.core.personal import impersonal
from webapp.core.picture_files import Drawn
from webapp.core.text import LocalText
from webapp.core.times import now

_NAME = re.compile(r"[0-9a-f]{32}-(\d{2,4})x(\d{2,4})")
#: Room for the name of a picture, for the columns that point to one.
NAME = String(50)


class Picture(Model):
    """One picture, always PNG."""

    __tablename__ = "pictures"

    name: Mapped[str] = mapped_column(
        NAME, primary_key=True, info=impersonal("made of the bytes of the picture")
    )
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    stored_at: Mapped[datetime]


@dataclass(frozen=True)
class Shown:
    """A picture ready to print: its address, what it says to those who do not see it, its size."""

    address: str
    alt: LocalText | str
    width: int
    height: int


def keep(drawn: Drawn) -> str:
    """Store a picture unless it is there; its name. Inside ``with write():``."""
    digest = hashlib.sha256(drawn.data).hexdigest()[:32]
    name = f"{digest}-{drawn.width}x{drawn.height}"
    if db.session.get(Picture, name) is None:
        db.session.add(Picture(name=name, data=drawn.data, stored_at=now()))
        db.session.flush()
    return name


def forget(name: str | None) -> None:
    """Delete a picture to which no row points any more. Inside ``with write():``.

    The foreign keys say whether any does: no list of owners to keep complete.
    """
    if name is None:
        return
    db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Picture).where(Picture.name == name))
    except IntegrityError:
        return


def change_logo(row: Any, entity: str, drawn: Drawn | None) -> None:
    """Give *row* another logo, or none, and note it under *entity*. Inside ``with write():``."""
    before, row.logo = row.logo, None if drawn is None else keep(drawn)
    if row.logo == before:
        return
    forget(before)
    record(entity, "logo-removed" if drawn is None else "logo-set")


def shown(name: str | None, alt: LocalText | str) -> Shown | None:
    """What a page needs of the picture of this name; None where there is none."""
    found = _NAME.fullmatch(name or "")
    if found is None:
        return None
    return Shown(url_for("picture", name=name), alt, int(found[1]), int(found[2]))


@for_everyone
def picture(name: str) -> Response:
    """The bytes. The name is made of them: they never change."""
    row = db.session.get(Picture, name) if _NAME.fullmatch(name) else None
    if row is None:
        abort(404)
    response = Response(row.data, mimetype="image/png")
    response.set_etag(name)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    """Serve the pictures and offer ``picture_shown(name, alt)`` to templates."""
    app.add_url_rule("/pictures/<name>.png", "picture", picture)
    app.add_template_global(shown, "picture_shown")
