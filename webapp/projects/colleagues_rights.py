"""Who may give which role, and who knows of whose roles.

Nobody gives more than they hold: a coordinator gives roles at their own organisation, within the
project their own role is for. The administrator gives everything.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, true

from webapp.core.permissions import Act, Grant, Role, Viewer
from webapp.projects.roles import RoleAssignment

#: Those who may give roles.
GIVERS = frozenset({Role.PROJECT_COORDINATOR, Role.PARTNER_COORDINATOR})


def may_give(viewer: Viewer, given: Grant) -> bool:
    """Whether *viewer* may give this role, and so change it and take it away."""
    return viewer.is_admin or any(covers(held, given) for held in viewer.grants)


def may_give_any(viewer: Viewer) -> bool:
    """Whether there is a role *viewer* may give."""
    return viewer.is_admin or any(giving(viewer))


def may_give_all(viewer: Viewer, given: Iterable[Grant], *, is_admin: bool) -> bool:
    """Whether all roles of an account are *viewer*'s to give: then it is theirs to close.

    An account without roles, and that of an administrator, are the administrator's.
    """
    if viewer.is_admin:
        return True
    grants = list(given)
    return bool(grants) and not is_admin and all(may_give(viewer, grant) for grant in grants)


def giving(viewer: Viewer) -> Iterable[Grant]:
    """The roles that let *viewer* give roles."""
    return (grant for grant in viewer.grants if grant.role in GIVERS)


def covers(held: Grant, given: Grant) -> bool:
    """Whether *given* reaches no further than *held*."""
    if held.role not in GIVERS or held.organisation_id != given.organisation_id:
        return False
    if held.project_id is not None and held.project_id != given.project_id:
        return False
    # Who coordinates a project plans the events of all partners: only its coordinators give that.
    if given.role is Role.PROJECT_COORDINATOR and (held.role, held.project_id) != (
        given.role,
        given.project_id,
    ):
        return False
    return all(held.allows(act) for act in Act if given.allows(act))


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """The roles *viewer* may know of: their own, those they answer for, and whom to ask.

    A project coordinator knows of all roles in the project; everybody knows who coordinates at
    their own organisation.
    """
    if viewer.is_admin:
        return true()
    own = RoleAssignment.account_id == viewer.account_id
    return or_(false(), own, *(_seen_with(grant) for grant in viewer.grants))


def _seen_with(held: Grant) -> ColumnElement[bool]:
    project = RoleAssignment.project_id
    near = true() if held.project_id is None else or_(project.is_(None), project == held.project_id)
    here = and_(RoleAssignment.organisation_id == held.organisation_id, near)
    if held.role not in GIVERS:
        return and_(here, RoleAssignment.role.in_([role.value for role in GIVERS]))
    if held.role is Role.PROJECT_COORDINATOR:
        return or_(here, project == held.project_id)
    return here
