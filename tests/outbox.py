"""The letters an app has stored, sent or not; nothing is sent by looking."""

from flask import Flask
from sqlalchemy import select

from webapp.core.database import db
from webapp.mail.models import Letter


def letters(app: Flask, *, to: str | None = None, kind: str | None = None) -> list[Letter]:
    """The stored letters in order of writing, to one address or of one kind if named."""
    query = select(Letter).order_by(Letter.id)
    if to is not None:
        query = query.where(Letter.recipient == to)
    if kind is not None:
        query = query.where(Letter.kind == kind)
    with app.app_context():
        found = list(db.session.scalars(query))
        db.session.expunge_all()
    return found


def letter(app: Flask, *, to: str | None = None, kind: str | None = None) -> Letter:
    """The only such letter; fails where there is none or more than one."""
    found = letters(app, to=to, kind=kind)
    assert len(found) == 1, [(each.recipient, each.kind) for each in found]
    return found[0]
