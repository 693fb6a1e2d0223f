"""Which organisations staff have to do with, and who may change one."""

from flask import abort
from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import selectinload

from webapp.core.database import db
from webapp.core.permissions import Role, Viewer, current_viewer, require
from webapp.core.renaming import moved_or_404
from webapp.projects.models import Membership, Phase
from webapp.projects.organisations import Organisation


def known_to(viewer: Viewer) -> ColumnElement[bool]:
    """Those one works at, and the partners of one's projects; the administrator knows all."""
    if viewer.is_admin:
        return true()
    whole = [each.organisation_id for each in viewer.grants if each.project_id is None]
    joined = select(Phase.project_id).join(Membership).where(Membership.organisation_id.in_(whole))
    partners = (
        select(Membership.organisation_id)
        .join(Phase)
        .where(or_(Phase.project_id.in_(viewer.project_ids), Phase.project_id.in_(joined)))
    )
    return or_(Organisation.id.in_(viewer.organisation_ids), Organisation.id.in_(partners))


def may_edit(viewer: Viewer, organisation: Organisation) -> bool:
    """Whoever coordinates the organisation itself, not only its part in one project."""
    return viewer.is_admin or any(
        grant.role is Role.PARTNER_COORDINATOR
        and grant.organisation_id == organisation.id
        and grant.project_id is None
        for grant in viewer.grants
    )


def find(slug: str, *, to_edit: bool = False) -> Organisation:
    """The organisation with its aliases; 404 for who has nothing to do with it (a former address
    leads on), 403 for who may not edit it."""
    viewer = current_viewer()
    query = select(Organisation).where(Organisation.slug == slug, known_to(viewer))
    found = db.session.scalar(query.options(selectinload(Organisation.aliases)))
    if found is None:
        abort(moved_or_404(Organisation, slug))
    if to_edit:
        require(may_edit(viewer, found))
    return found
