"""What the tests of a project's workspace have in common."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send
from webapp.core.changes import Change
from webapp.core.database import db
from webapp.projects.models import Project

DESK = "/manage/projects/living-harbours"


def stored(slug: str = "living-harbours") -> Project:
    db.session.expire_all()
    return db.session.scalars(db.select(Project).where(Project.slug == slug)).one()


def changes(app: Flask) -> list[Change]:
    """What the log holds of the project; the caller's app context stays open."""
    query = db.select(Change).where(Change.entity == f"project:{stored().id}").order_by(Change.id)
    return list(db.session.scalars(query))


def edit(client: FlaskClient, part: str, **fields: Any) -> Sheet:
    """Open one part, fill it in and save it."""
    return send(client, look(client, f"{DESK}/{part}"), **fields)
