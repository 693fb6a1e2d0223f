"""Whether somebody stays who coordinates when a coordinator goes.

A project with events that are not settled yet keeps a project coordinator, an organisation a
partner coordinator, for at least as long as the one who goes would have stayed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from webapp.accounts.models import Account
from webapp.core.database import db
from webapp.core.i18n import plain_text
from webapp.core.permissions import Role
from webapp.core.times import now
from webapp.projects.colleagues_errors import LastCoordinator
from webapp.projects.colleagues_rights import GIVERS
from webapp.projects.roles import RoleAssignment
from webapp.projects.signals import live_asked


@dataclass(frozen=True)
class Place:
    """What a coordinator who goes leaves behind: at an organisation, or a project."""

    role: Role
    organisation_id: int
    project_id: int | None
    until_on: date | None
    words: str

    def is_filled(self, without: Iterable[int] = ()) -> bool:
        """Whether a role coordinates it at least as long; those of the ids *without* apart."""
        if self.role is Role.PROJECT_COORDINATOR and not _is_live(self.project_id):
            return True
        query = (
            select(RoleAssignment.id)
            .join(Account, Account.id == RoleAssignment.account_id)
            .where(Account.deactivated_at.is_(None), RoleAssignment.role == self.role.value)
            .where(_in_force(), self._lasts(), self._here())
            .where(RoleAssignment.id.not_in(list(without)))
        )
        return db.session.scalar(query.limit(1)) is not None

    def _here(self) -> ColumnElement[bool]:
        if self.role is Role.PROJECT_COORDINATOR:
            return RoleAssignment.project_id == self.project_id
        here = RoleAssignment.organisation_id == self.organisation_id
        if self.project_id is not None:
            return here
        # Whoever coordinates everything is followed by somebody who does.
        return here & RoleAssignment.project_id.is_(None)

    def _lasts(self) -> ColumnElement[bool]:
        open_end = RoleAssignment.until_on.is_(None)
        if self.until_on is None:
            return open_end
        return or_(open_end, RoleAssignment.until_on >= self.until_on)


def places_of(roles: Iterable[RoleAssignment]) -> list[Place]:
    """What is coordinated by *roles* today."""
    return [
        Place(
            Role(each.role),
            each.organisation_id,
            each.project_id,
            each.until_on,
            _words(each),
        )
        for each in roles
        if Role(each.role) in GIVERS and _counts(each)
    ]


def _words(role: RoleAssignment) -> str:
    if role.role == Role.PROJECT_COORDINATOR and role.project is not None:
        return plain_text(role.project.label)
    return plain_text(role.organisation.name)


def left_alone(roles: Iterable[RoleAssignment]) -> str:
    """What nobody would coordinate without these roles, in words; "" where all is well.

    For a page that says so before; what counts is asked again when it is done.
    """
    going = list(roles)
    without = [each.id for each in going]
    alone = [place.words for place in places_of(going) if not place.is_filled(without)]
    return ", ".join(dict.fromkeys(alone))


def require_somebody(places: Iterable[Place], *, unless: bool) -> None:
    """Raise :class:`LastCoordinator` where nobody is left, asked of the database as it is now."""
    for place in places:
        if not unless and not place.is_filled():
            raise LastCoordinator(place.words)


def _is_live(project_id: int | None) -> bool:
    return any(answer for _, answer in live_asked.send(project_id))


def _counts(role: RoleAssignment) -> bool:
    has_begun = role.from_on is None or role.from_on <= today()
    return has_begun and not is_over(role) and role.account.deactivated_at is None


def is_over(role: RoleAssignment) -> bool:
    """Whether its last day has passed."""
    return role.until_on is not None and role.until_on < today()


def _in_force() -> ColumnElement[bool]:
    begun, ends = RoleAssignment.from_on, RoleAssignment.until_on
    return or_(begun.is_(None), begun <= today()) & or_(ends.is_(None), ends >= today())


def today() -> date:
    """The day roles are compared with (UTC)."""
    return now().date()
