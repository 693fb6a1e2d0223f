"""Who has which role: at an organisation, for one project or for all of its projects."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.accounts.models import Account
from webapp.core.database import BigId, Model, Revised, db
from webapp.core.permissions import Grant, Role, Viewer
from webapp.core.times import now
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation


class RoleAssignment(Model, Revised):
    """One role of one account, from a day to a day (both included)."""

    __tablename__ = "role_assignments"
    __table_args__ = (
        CheckConstraint(
            "role IN ('project-coordinator', 'partner-coordinator', 'helper', 'reader')",
            name="role",
        ),
        CheckConstraint(
            "role != 'project-coordinator' OR project_id IS NOT NULL", name="coordinates_a_project"
        ),
        CheckConstraint("until_on >= from_on", name="ends_after_start"),
        Index(
            "uq_role_assignments",
            "account_id",
            "role",
            "organisation_id",
            "project_id",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    #: Whether it comes with a look at diet and access needs where the role alone has none.
    sees_needs: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    account: Mapped[Account] = relationship()
    organisation: Mapped[Organisation] = relationship()
    project: Mapped[Project | None] = relationship()

    @property
    def grant(self) -> Grant:
        """What it lets its holder do while it is in force."""
        return Grant(Role(self.role), self.organisation_id, self.project_id, self.sees_needs)


def viewer_for(account: Account, invited_to: frozenset[int] = frozenset()) -> Viewer:
    """The account with the roles it holds today."""
    today = now().date()
    query = select(RoleAssignment).where(
        RoleAssignment.account_id == account.id,
        (RoleAssignment.from_on.is_(None)) | (RoleAssignment.from_on <= today),
        (RoleAssignment.until_on.is_(None)) | (RoleAssignment.until_on >= today),
    )
    grants = tuple(each.grant for each in db.session.scalars(query))
    return Viewer(account.id, account.is_admin, grants, invited_to)
