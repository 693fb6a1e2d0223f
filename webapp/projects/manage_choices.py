"""What staff can choose from when they describe a project."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, or_, select

from webapp.core.database import db
from webapp.core.i18n import plain_text, reading_order
from webapp.programmes.models import Fund, Programme, TargetGroup
from webapp.projects.models import Project
from webapp.projects.organisations import Organisation, Place

Choice = tuple[str, str]


def rows_of(model: Any) -> dict[str, Any]:
    """Every row of *model* by its slug, in the reader's order."""
    return {
        row.slug: row
        for row in sorted(
            db.session.scalars(select(model)), key=lambda row: reading_order(row.name)
        )
    }


def named(rows: Iterable[Any]) -> list[Choice]:
    """(value, words) of each row."""
    return [(row.slug, plain_text(row.name)) for row in rows]


def choices_of(model: Any) -> list[Choice]:
    """(slug, name) of every row."""
    return named(rows_of(model).values())


def organisations() -> list[Choice]:
    """Every organisation."""
    return choices_of(Organisation)


def programmes() -> list[Choice]:
    """Every programme."""
    return choices_of(Programme)


def funds() -> list[Choice]:
    """Every source of money."""
    return choices_of(Fund)


def places() -> list[Choice]:
    """Every place."""
    return choices_of(Place)


def target_groups(project: Project) -> list[Choice]:
    """The groups of its programme and those of no programme, retired ones left out, and those it
    has chosen already."""
    chosen = [group.id for local in project.local_groups for group in local.target_groups]
    its = or_(TargetGroup.programme_id.is_(None), TargetGroup.programme_id == project.programme_id)
    offered = and_(its, TargetGroup.is_retired.is_(False))
    query = select(TargetGroup).where(or_(offered, TargetGroup.id.in_(chosen)))
    found = db.session.scalars(query.order_by(TargetGroup.position, TargetGroup.sort_key))
    return named(found)


def by_slug(model: Any, slug: str | None) -> Any:
    """The row with this slug; None for none."""
    return db.session.scalar(select(model).where(model.slug == slug)) if slug else None


def by_slugs(model: Any, slugs: Iterable[str | None]) -> dict[str, Any]:
    """The rows with these slugs, by slug; one statement."""
    wanted = sorted({slug for slug in slugs if slug})
    return {
        row.slug: row for row in db.session.scalars(select(model).where(model.slug.in_(wanted)))
    }
