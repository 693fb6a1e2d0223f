"""Who has which role: the list, a page at a time, and one colleague."""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import contains_eager

from webapp.accounts.models import Account
from webapp.core.database import db
from webapp.core.i18n import plain_text, reading_order
from webapp.core.permissions import Viewer
from webapp.projects.colleagues_places import is_over, today
from webapp.projects.colleagues_rights import may_give, may_give_all, seen_by
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation
from webapp.projects.roles import RoleAssignment

PAGE = 60
#: Accounts without any role that an administrator is shown.
MOST_BARE = 100
_ORDER = (
    Organisation.sort_key,
    Organisation.id,
    func.coalesce(Project.sort_key, ""),
    Account.name,
    RoleAssignment.id,
)


@dataclass(frozen=True)
class RolesPage:
    """A part of the list by organisation, and the role the next part begins after."""

    groups: list[tuple[Organisation, list[RoleAssignment]]]
    after: int | None


@dataclass(frozen=True)
class Colleague:
    """An account as *viewer* may know it."""

    account: Account
    roles: list[RoleAssignment]
    is_own: bool
    #: Whether the account is the viewer's to close and to open.
    may_close: bool
    #: A role by which the invitation can be sent again.
    invited_by: RoleAssignment | None


def roles_page(viewer: Viewer, organisation: str = "", after: int | None = None) -> RolesPage:
    """One page of the roles *viewer* may know of; two statements however many there are."""
    query = _whole().where(seen_by(viewer))
    if organisation:
        query = query.where(Organisation.slug == organisation)
    if after is not None:
        query = _behind(query, after)
    found = list(db.session.scalars(query.order_by(*_ORDER).limit(PAGE + 1)))
    shown = found[:PAGE]
    groups = [
        (held[0].organisation, held)
        for _, same in groupby(shown, key=lambda role: role.organisation_id)
        for held in [list(same)]
    ]
    return RolesPage(groups, shown[-1].id if len(found) > PAGE else None)


def organisations_of(viewer: Viewer) -> list[tuple[str, str]]:
    """(slug, name) of the organisations with roles *viewer* may know of, for a filter."""
    query = (
        select(Organisation.slug, Organisation.name)
        .where(Organisation.id.in_(select(RoleAssignment.organisation_id).where(seen_by(viewer))))
        .order_by(Organisation.sort_key)
    )
    found = [(row.slug, plain_text(row.name)) for row in db.session.execute(query)]
    return sorted(found, key=lambda choice: reading_order(choice[1]))


def without_roles() -> list[Account]:
    """Accounts that hold no role (administrators among them), for the administrator."""
    holders = select(RoleAssignment.account_id)
    query = select(Account).where(Account.id.not_in(holders)).order_by(Account.name, Account.id)
    return list(db.session.scalars(query.limit(MOST_BARE)))


def find_role(viewer: Viewer, number: int) -> RoleAssignment | None:
    """The role of this id, where *viewer* may know of it."""
    return db.session.scalar(_whole().where(RoleAssignment.id == number, seen_by(viewer)))


def find_colleague(viewer: Viewer, number: int) -> Colleague | None:
    """The account of this id with the roles *viewer* may know of; None where there is none."""
    query = _whole().where(RoleAssignment.account_id == number)
    every = list(db.session.scalars(query.order_by(*_ORDER)))
    seen = [role for role in every if role.id in _seen_ids(viewer, number)] if every else []
    account = seen[0].account if seen else None
    if account is None and (viewer.is_admin or viewer.account_id == number):
        account = db.session.get(Account, number)
    if account is None:
        return None
    grants = [role.grant for role in every]
    return Colleague(
        account,
        seen,
        is_own=account.id == viewer.account_id,
        may_close=may_give_all(viewer, grants, is_admin=account.is_admin),
        invited_by=_invitable(viewer, account, seen),
    )


def state_of(role: RoleAssignment) -> str:
    """How a role stands: ``closed``, ``over``, ``ahead``, ``invited`` or ``held``."""
    if not role.account.is_active:
        return "closed"
    if is_over(role):
        return "over"
    if role.from_on is not None and role.from_on > today():
        return "ahead"
    return "held" if role.account.signed_in_at is not None else "invited"


def _invitable(
    viewer: Viewer, account: Account, roles: list[RoleAssignment]
) -> RoleAssignment | None:
    if account.signed_in_at is not None or not account.is_active:
        return None
    mine = (role for role in roles if may_give(viewer, role.grant) and not is_over(role))
    return next(mine, None)


def _seen_ids(viewer: Viewer, account_id: int) -> set[int]:
    query = select(RoleAssignment.id).where(
        RoleAssignment.account_id == account_id, seen_by(viewer)
    )
    return set(db.session.scalars(query))


def _whole() -> Select[RoleAssignment]:
    return (
        select(RoleAssignment)
        .join(RoleAssignment.organisation)
        .join(RoleAssignment.account)
        .outerjoin(RoleAssignment.project)
        .options(
            contains_eager(RoleAssignment.organisation),
            contains_eager(RoleAssignment.account),
            contains_eager(RoleAssignment.project),
        )
    )


def _behind(query: Select[RoleAssignment], after: int) -> Select[RoleAssignment]:
    """What follows the role of this id; all where it has gone meanwhile."""
    place = db.session.execute(
        select(*_ORDER)
        .select_from(RoleAssignment)
        .join(RoleAssignment.organisation)
        .join(RoleAssignment.account)
        .outerjoin(RoleAssignment.project)
        .where(RoleAssignment.id == after)
    ).first()
    return query if place is None else query.where(tuple_(*_ORDER) > tuple_(*place))
