"""Where a fact comes from: "according to …, on …"."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, db
from webapp.core.named import IsExample, Sluggable
from webapp.core.personal import impersonal
from webapp.core.text import LocalText


class Source(Model, Sluggable, IsExample):
    """A published text that facts were taken from."""

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    title: Mapped[LocalText]
    publisher: Mapped[str | None] = mapped_column(
        String(200), info=impersonal("an organisation that publishes")
    )
    published_on: Mapped[date | None]
    #: The year where only that is known.
    published_year: Mapped[int | None]
    address: Mapped[str | None] = mapped_column(
        String(500), info=impersonal("address of a published page")
    )


class SourceLink(Model):
    """Which facts stand in which source; *entity* is a key such as ``event:12``."""

    __tablename__ = "source_links"
    __table_args__ = (UniqueConstraint("entity", "source_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entity: Mapped[str] = mapped_column(String(60))
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), index=True)

    source: Mapped[Source] = relationship()


def sources_of(entity: str) -> list[Source]:
    """The sources of one entity, by title."""
    query = select(Source).join(SourceLink).where(SourceLink.entity == entity).order_by(Source.slug)
    return list(db.session.scalars(query))
