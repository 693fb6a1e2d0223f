"""Giving, changing and taking roles; closing accounts. Nobody leaves a place without coordinator.

Whether somebody stays is asked of the database after the change, in its transaction, with the rows
it concerns held: of two coordinators who remove each other in one moment, one is refused.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.accounts import sessions
from webapp.accounts.models import Account
from webapp.core.changes import record
from webapp.core.database import db
from webapp.core.permissions import MAY, Act, Grant, Role, Viewer
from webapp.core.times import now
from webapp.projects.colleagues_errors import (
    HasRoleAlready,
    LastAdministrator,
    NeedsProject,
    NotYoursToGive,
    RoleGone,
    StaleRole,
)
from webapp.projects.colleagues_places import is_over, places_of, require_somebody
from webapp.projects.colleagues_rights import may_give
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.projects.roles import RoleAssignment


@dataclass(frozen=True)
class Given:
    """A role as a form gives it; the days are the first and the last, None: open."""

    role: Role
    organisation_id: int
    project_id: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    sees_needs: bool = False

    @property
    def grant(self) -> Grant:
        """What it lets its holder do."""
        return Grant(self.role, self.organisation_id, self.project_id, self.adds_needs)

    @property
    def adds_needs(self) -> bool:
        """Needs are added to a helper's role only; who has them by the role needs no addition."""
        return self.sees_needs and self.role is Role.HELPER and Act.SEE_NEEDS not in MAY[self.role]


def give(viewer: Viewer, account: Account, given: Given) -> RoleAssignment:
    """Give a role to an account that was held (`hold`); one that has run out begins anew.

    Raises a :class:`ColleagueError`.
    """
    _check(viewer, given)
    known = _same(account.id, given)
    if known is not None and not is_over(known):
        raise HasRoleAlready
    role = known or RoleAssignment(account_id=account.id)
    before = _facts(known) if known else None
    _fill(role, given)
    db.session.add(role)
    record(f"account:{account.id}", "role-given", before, _facts(role))
    return role


def change(
    viewer: Viewer, number: int, given: Given, revision: str, *, even_if_last: bool = False
) -> RoleAssignment:
    """Make the role of this id what was given. Raises a :class:`ColleagueError`."""
    role = _take(number, given)
    if not may_give(viewer, role.grant):
        raise NotYoursToGive
    if str(role.revision) != revision:
        raise StaleRole
    _check(viewer, given)
    twin = _same(role.account_id, given)
    if twin is not None and twin is not role:
        raise HasRoleAlready
    before, left = _facts(role), places_of([role])
    _fill(role, given)
    role.touch()
    db.session.flush()
    require_somebody(left, unless=even_if_last and viewer.is_admin)
    record(f"account:{role.account_id}", "role-changed", before, _facts(role))
    return role


def end(viewer: Viewer, number: int, *, even_if_last: bool = False) -> None:
    """Take the role of this id away, at once. Raises a :class:`ColleagueError`."""
    role = _take(number)
    if not may_give(viewer, role.grant) and role.account_id != viewer.account_id:
        raise NotYoursToGive
    account_id, before, left = role.account_id, _facts(role), places_of([role])
    db.session.delete(role)
    db.session.flush()
    require_somebody(left, unless=even_if_last and viewer.is_admin)
    record(f"account:{account_id}", "role-ended", before)


def deactivate(viewer: Viewer, account: Account, *, even_if_last: bool = False) -> None:
    """Close an account: nobody signs in with it, and it is signed out everywhere.

    Its roles stay, for the day it is opened again. Raises a :class:`ColleagueError`.
    """
    _hold(Account, {account.id, *_administrators()} if account.is_admin else {account.id})
    roles = roles_of(account)
    _hold(Organisation, {each.organisation_id for each in roles})
    _hold(Project, {each.project_id for each in roles if each.project_id is not None})
    db.session.refresh(account)
    if account.deactivated_at is not None:
        return
    left = places_of(roles)
    account.deactivated_at = now()
    sessions.end_all(account)
    db.session.flush()
    if account.is_admin and not _administrators():
        raise LastAdministrator
    require_somebody(left, unless=even_if_last and viewer.is_admin)
    record(f"account:{account.id}", "deactivated")


def reactivate(account: Account) -> None:
    """Open a closed account again, with the roles it still has."""
    hold(account.id)
    db.session.refresh(account)
    if account.deactivated_at is not None:
        account.deactivated_at = None
        record(f"account:{account.id}", "reactivated")


def roles_of(account: Account) -> list[RoleAssignment]:
    """All roles of an account, those that have run out or not begun included."""
    query = select(RoleAssignment).where(RoleAssignment.account_id == account.id)
    query = query.options(
        joinedload(RoleAssignment.organisation), joinedload(RoleAssignment.project)
    )
    return list(db.session.scalars(query.order_by(RoleAssignment.id)))


def hold(account_id: int) -> None:
    """Let nobody else change roles of this account before this transaction ends."""
    _hold(Account, {account_id})


# One role


def _check(viewer: Viewer, given: Given) -> None:
    if given.role is Role.PROJECT_COORDINATOR and given.project_id is None:
        raise NeedsProject
    if not may_give(viewer, given.grant):
        raise NotYoursToGive


def _take(number: int, given: Given | None = None) -> RoleAssignment:
    """Hold what the role concerns, always in the same order, and read the role then."""
    role = db.session.get(RoleAssignment, number)
    if role is None:
        raise RoleGone
    hold(role.account_id)
    _hold(Organisation, {role.organisation_id} | ({given.organisation_id} if given else set()))
    projects = {role.project_id, given.project_id if given else None}
    _hold(Project, {each for each in projects if each is not None})
    held = db.session.scalar(
        select(RoleAssignment)
        .where(RoleAssignment.id == number)
        .execution_options(populate_existing=True)
    )
    if held is None:
        raise RoleGone
    return held


def _administrators() -> list[int]:
    query = select(Account.id).where(Account.is_admin, Account.deactivated_at.is_(None))
    return list(db.session.scalars(query))


def _hold(model: Any, ids: set[int]) -> None:
    """Nothing that only refers to the rows waits; SQLite has one writer anyway."""
    if ids:
        query = select(model.id).where(model.id.in_(sorted(ids))).order_by(model.id)
        db.session.execute(query.with_for_update(key_share=True)).all()


def _same(account_id: int, given: Given) -> RoleAssignment | None:
    query = select(RoleAssignment).where(
        RoleAssignment.account_id == account_id,
        RoleAssignment.role == given.role.value,
        RoleAssignment.organisation_id == given.organisation_id,
        RoleAssignment.project_id == given.project_id
        if given.project_id is not None
        else RoleAssignment.project_id.is_(None),
    )
    return db.session.scalars(query.order_by(RoleAssignment.id)).first()


def _fill(role: RoleAssignment, given: Given) -> None:
    role.role = given.role.value
    role.organisation_id, role.project_id = given.organisation_id, given.project_id
    role.from_on, role.until_on = given.from_on, given.until_on
    role.sees_needs = given.adds_needs


def _facts(role: RoleAssignment) -> dict[str, Any]:
    """For the change log: ids, no names."""
    return {
        "role": role.role,
        "organisation_id": role.organisation_id,
        "project_id": role.project_id,
        "from": role.from_on.isoformat() if role.from_on else None,
        "until": role.until_on.isoformat() if role.until_on else None,
        "sees_needs": bool(role.sees_needs),
    }
