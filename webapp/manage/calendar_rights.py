"""Who asks for a coordinator's calendar, with which rights today, and whether anything is new.

One statement, whatever there is: the account with its roles and what it has put off, and numbers
that move with everything such a calendar is made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from webapp.accounts.models import Account, PutOff
from webapp.core.changes import Change
from webapp.core.content import VERSION
from webapp.core.database import TextType, UTCDateTime, look
from webapp.core.looking import Statement
from webapp.core.permissions import Grant, Role, Viewer
from webapp.core.text import LocalText
from webapp.entries.models import ScopeVersion
from webapp.entries.versions import ANYTHING
from webapp.mail.models import Letter
from webapp.projects.models import Membership, Phase, Project
from webapp.projects.roles import RoleAssignment
from webapp.registrations.models import Registration


@dataclass(frozen=True)
class Rights:
    """Who asks, what they have put off, and what the calendar is made of as far as numbers tell."""

    viewer: Viewer
    off: frozenset[str]
    #: The numbers are equal as long as nothing that could stand in the calendar has changed.
    numbers: tuple[Any, ...]
    #: What the project is called; None for all projects.
    project: LocalText | str | None = None


def rights_of(account_id: int, project_id: int | None, today: date) -> Rights | None:
    """What an account may read of a project, or of all, on a day; None for nothing at all."""
    values = {"account": account_id, "project": project_id or 0, "today": today}
    rows = look(_statement(), values)
    whole = next((row for row in rows if row.what == "account"), None)
    if whole is None:
        return None
    grants = tuple(sorted((_grant(row) for row in rows if row.what == "role"), key=repr))
    viewer = Viewer(account_id, bool(whole.is_so), grants)
    if not _may_read(viewer, project_id, is_member=bool(whole.is_member)):
        return None
    off = frozenset(row.word for row in rows if row.what == "off")
    numbers = (whole.content, whole.texts, whole.changes, whole.people, whole.letters, whole.ended)
    return Rights(viewer, off, numbers, whole.word or whole.called)


def _may_read(viewer: Viewer, project_id: int | None, *, is_member: bool) -> bool:
    if viewer.is_admin:
        return True
    if project_id is None:
        return bool(viewer.grants)
    return project_id in viewer.project_ids or is_member


def _grant(row: Any) -> Grant:
    return Grant(Role(row.word), row.organisation, row.project, bool(row.is_so))


@cache
def _statement() -> Statement:
    return union_all(_account(), _roles(), _put_offs())


def _account() -> Select[Any]:
    """The account that may sign in, with the project and the numbers."""
    project = Project.id == bindparam("project")
    return _row(
        what="account",
        word=select(Project.acronym).where(project).scalar_subquery(),
        called=select(Project.name).where(project).scalar_subquery(),
        is_so=Account.is_admin,
        is_member=_is_member(),
        content=VERSION,
        texts=select(ScopeVersion.version).where(ScopeVersion.scope == ANYTHING).scalar_subquery(),
        changes=select(func.max(Change.id)).scalar_subquery(),
        people=select(func.max(Registration.id)).scalar_subquery(),
        letters=select(func.max(Letter.id)).scalar_subquery(),
        # Who leaves by their own link is not in the log, and may have no letter.
        ended=select(func.max(Registration.ended_at)).scalar_subquery(),
    ).where(Account.id == bindparam("account"), Account.deactivated_at.is_(None))


def _roles() -> Select[Any]:
    return _row(
        what="role",
        word=RoleAssignment.role,
        is_so=RoleAssignment.sees_needs,
        organisation=RoleAssignment.organisation_id,
        project=RoleAssignment.project_id,
    ).where(_in_force())


def _in_force() -> Any:
    today: BindParameter[date] = bindparam("today")
    return and_(
        RoleAssignment.account_id == bindparam("account"),
        or_(RoleAssignment.from_on.is_(None), RoleAssignment.from_on <= today),
        or_(RoleAssignment.until_on.is_(None), RoleAssignment.until_on >= today),
    )


def _put_offs() -> Select[Any]:
    return _row(what="off", word=PutOff.key).where(
        PutOff.account_id == bindparam("account"), PutOff.until_on > bindparam("today")
    )


def _is_member() -> Any:
    """Whether an organisation for all of whose projects the account has a role takes part in the
    project."""
    return exists(
        select(Membership.id)
        .join(Phase, Phase.id == Membership.phase_id)
        .join(RoleAssignment, RoleAssignment.organisation_id == Membership.organisation_id)
        .where(
            Phase.project_id == bindparam("project"),
            RoleAssignment.project_id.is_(None),
            _in_force(),
        )
    )


_TYPES: Mapping[str, Any] = {
    "word": String(),
    "called": TextType(),
    "is_so": Boolean(),
    "is_member": Boolean(),
    "organisation": BigInteger(),
    "project": BigInteger(),
    "content": BigInteger(),
    "texts": BigInteger(),
    "changes": BigInteger(),
    "people": BigInteger(),
    "letters": BigInteger(),
    "ended": UTCDateTime(),
}


def _row(what: str, **values: Any) -> Select[Any]:
    """The columns of all parts in one order, those a part does not have empty."""
    nothing = {name: cast(null(), kind) for name, kind in _TYPES.items()}
    columns = [column.label(name) for name, column in {**nothing, **values}.items()]
    query: Select[Any] = select(literal(what, String()).label("what"), *columns)
    return query
