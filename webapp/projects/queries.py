"""Projects and organisations with all that their pages show, in a fixed number of statements."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.database import db
from webapp.core.i18n import reading_order
from webapp.programmes.models import Programme
from webapp.projects.models import (
    Contact,
    GoodPractice,
    LocalGroup,
    Membership,
    Milestone,
    Phase,
    Project,
    ProjectDocument,
    Territory,
)
from webapp.projects.money import Budget, Share
from webapp.projects.organisations import Organisation

_WHOLE = (
    joinedload(Project.programme).selectinload(Programme.statements),
    joinedload(Project.fund),
    joinedload(Project.reporting_organisation),
    selectinload(Project.phases)
    .selectinload(Phase.memberships)
    .joinedload(Membership.organisation),
    selectinload(Project.milestones).joinedload(Milestone.organisation),
    selectinload(Project.territories).joinedload(Territory.organisation),
    selectinload(Project.territories).joinedload(Territory.place),
    selectinload(Project.local_groups).joinedload(LocalGroup.organisation),
    selectinload(Project.local_groups).selectinload(LocalGroup.target_groups),
    selectinload(Project.documents).joinedload(ProjectDocument.organisation),
    selectinload(Project.contacts).joinedload(Contact.organisation),
    selectinload(Project.stated),
)


def find_project(slug: str) -> Project | None:
    """The project at this address with all of its parts."""
    return db.session.scalar(select(Project).where(Project.slug == slug).options(*_WHOLE))


def all_projects(limit: int = 60) -> list[Project]:
    """Projects by what people call them."""
    query = select(Project).options(joinedload(Project.programme))
    found = db.session.scalars(query.order_by(Project.sort_key).limit(limit))
    return sorted(found, key=lambda project: reading_order(project.label))


def projects_of_programme(programme: Programme) -> list[Project]:
    """Its projects by what people call them."""
    query = select(Project).where(Project.programme_id == programme.id)
    return sorted(db.session.scalars(query), key=lambda project: reading_order(project.label))


def budgets_of(project: Project) -> list[Budget]:
    """The project's own budgets first, then those of partners."""
    query = select(Budget).where(Budget.project_id == project.id)
    query = query.options(
        joinedload(Budget.organisation), selectinload(Budget.shares).joinedload(Share.fund)
    )
    return list(db.session.scalars(query.order_by(Budget.organisation_id.is_not(None), Budget.id)))


def practices_of(project: Project) -> list[GoodPractice]:
    """Good practices seen in the project."""
    query = select(GoodPractice).where(
        GoodPractice.project_id == project.id, GoodPractice.is_public
    )
    query = query.options(joinedload(GoodPractice.organisation))
    return list(db.session.scalars(query.order_by(GoodPractice.slug)))


def find_organisation(slug: str) -> Organisation | None:
    """The organisation at this address."""
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def memberships_of(organisation: Organisation) -> list[Membership]:
    """Its parts in phases of projects."""
    query = (
        select(Membership)
        .join(Phase)
        .where(Membership.organisation_id == organisation.id)
        .options(joinedload(Membership.phase).joinedload(Phase.project))
        .order_by(Phase.project_id, Phase.number)
    )
    return list(db.session.scalars(query))


def practices_at(organisation: Organisation) -> list[GoodPractice]:
    """Good practices of an organisation."""
    query = select(GoodPractice).where(
        GoodPractice.organisation_id == organisation.id, GoodPractice.is_public
    )
    return list(db.session.scalars(query.order_by(GoodPractice.slug)))


def documents_of(organisation: Organisation) -> list[ProjectDocument]:
    """What it has made or will make in projects."""
    query = select(ProjectDocument).where(ProjectDocument.organisation_id == organisation.id)
    return list(db.session.scalars(query.order_by(ProjectDocument.slug)))
