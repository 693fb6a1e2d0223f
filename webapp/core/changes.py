"""The change log: who changed what, when, from what to what, and why. Only ever added to.

Holds no personal data: *before* and *after* carry facts of events and projects, and of people only
their public id. A trigger in the database refuses UPDATE and DELETE.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.database import BigId, Model, db
from webapp.core.permissions import current_viewer
from webapp.core.times import now


class Change(Model):
    """One entry of the change log. ``actor`` is ``account:7``, ``participant`` or ``system``."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_entity", "entity", "id"),
        Index("ix_changes_at", "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(60))
    verb: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str | None]


def record(
    entity: str,
    verb: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> Change:
    """Add one entry in the current transaction; values that did not change are left out.

    *entity* is a key such as ``event:12``; *before* and *after* must be JSON values.
    """
    before, after = _differing(before, after)
    change = Change(
        at=now(),
        actor=current_viewer().actor,
        entity=entity,
        verb=verb,
        before=before,
        after=after,
        reason=reason or None,
    )
    db.session.add(change)
    return change


def history(entity: str) -> list[Change]:
    """Everything recorded about *entity*, newest first."""
    query = select(Change).where(Change.entity == entity).order_by(Change.id.desc())
    return list(db.session.scalars(query))


def _differing(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    if before is None or after is None:
        return (None if before is None else dict(before)), (None if after is None else dict(after))
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in changed}, {key: after.get(key) for key in changed}
