"""How far the telling of a new version of an agenda has come."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.agenda.models import AgendaVersion
from webapp.core.database import Model


class AgendaTelling(Model):
    """The letters about one version: written some at a time, in the order of registrations.

    A worker that ends in between leaves the rest to the next one.
    """

    __tablename__ = "agenda_tellings"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_versions.id", ondelete="CASCADE"), primary_key=True
    )
    #: Up to which registration (its id) everybody concerned has been written to.
    told_to: Mapped[int] = mapped_column(BigInteger, default=0)
    #: The last registration there was when the version was made: who came later knows it so.
    last_id: Mapped[int] = mapped_column(BigInteger)
    done_at: Mapped[datetime | None] = mapped_column(index=True)

    version: Mapped[AgendaVersion] = relationship()
