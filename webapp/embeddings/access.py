"""Which frames staff see and change: those of the organisations they work for as a whole."""

from flask import abort
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from webapp.core.database import db
from webapp.core.i18n import reading_order
from webapp.core.permissions import Act, Viewer, current_viewer, require
from webapp.embeddings.models import Embedding
from webapp.projects.organisations import Organisation


def find(code: str, act: Act = Act.SEE) -> Embedding:
    """The frame with this code; 404 for who may not know of it, 403 for who may not *act*."""
    viewer = current_viewer()
    query = select(Embedding).where(Embedding.code == code, _seen_by(viewer))
    found = db.session.scalar(query.options(joinedload(Embedding.organisation)))
    if found is None:
        abort(404)
    require(found.may(viewer, act))
    return found


def seen(viewer: Viewer) -> list[Embedding]:
    """All that *viewer* may know of, those in use first; in one statement."""
    query = select(Embedding).where(_seen_by(viewer)).options(joinedload(Embedding.organisation))
    found = db.session.scalars(query)
    return sorted(found, key=lambda each: (each.withdrawn_at is not None, each.name.casefold()))


def organisations_for(viewer: Viewer) -> list[Organisation]:
    """The organisations in whose name *viewer* may make one."""
    query = select(Organisation)
    if not viewer.is_admin:
        query = query.where(Organisation.id.in_(_organisation_ids(viewer, Act.EDIT)))
    return sorted(db.session.scalars(query), key=lambda each: reading_order(each.name))


def may_make_any(viewer: Viewer) -> bool:
    """Whether there is such an organisation."""
    return viewer.is_admin or bool(_organisation_ids(viewer, Act.EDIT))


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_admin:
        return true()
    return Embedding.organisation_id.in_(_organisation_ids(viewer, Act.SEE))


def _organisation_ids(viewer: Viewer, act: Act) -> list[int]:
    """Where `Embedding.may` says yes: a role for one project is not enough."""
    return sorted(number for number in viewer.organisation_ids if viewer.may(act, number))
