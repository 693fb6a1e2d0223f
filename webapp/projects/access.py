"""Who may look at the workspace of a project, and who may change it.

That a project exists is public: whoever has nothing to do with it gets a 403, not a 404.
"""

from sqlalchemy import select

from webapp.core.database import db
from webapp.core.permissions import Role, Viewer
from webapp.projects.models import Membership, Phase, Project


def may_see(project: Project, viewer: Viewer) -> bool:
    """Staff of its partners, those with a role in it, and the administrator."""
    if viewer.is_admin or project.id in viewer.project_ids:
        return True
    whole = [grant.organisation_id for grant in viewer.grants if grant.project_id is None]
    if not whole:
        return False
    if project.reporting_organisation_id in whole:
        return True
    query = select(Membership.id).join(Phase).where(Phase.project_id == project.id)
    query = query.where(Membership.organisation_id.in_(whole)).limit(1)
    return db.session.scalar(query) is not None


def may_edit(project: Project, viewer: Viewer) -> bool:
    """Its coordinators and the administrator; partners plan their events, not the project."""
    return viewer.is_admin or any(
        grant.role is Role.PROJECT_COORDINATOR and grant.project_id == project.id
        for grant in viewer.grants
    )
