"""What a frame on somebody else's site shows, how it looks there, and who may have it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model, Revised
from webapp.core.links import short_code
from webapp.core.permissions import Act, Viewer
from webapp.core.personal import impersonal
from webapp.core.times import now
from webapp.projects.organisations import Organisation

#: A code is part of the address in somebody else's page.
CODE_LENGTH = 8
#: What an embedding can be narrowed down by, as calendars can.
FILTERS = ("project", "partner", "kind", "language", "target_group")


class Form(StrEnum):
    """How the events stand there."""

    LIST = "list"
    MONTH = "month"


class Background(StrEnum):
    """Light or dark; `auto` follows the reader's device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Embedding(Model, Revised):
    """A list or month of public events in a frame on other sites, kept by one organisation."""

    __tablename__ = "embeddings"
    __table_args__ = (
        CheckConstraint("form IN ('list', 'month')", name="form"),
        CheckConstraint("background IN ('auto', 'light', 'dark')", name="background"),
        CheckConstraint("most BETWEEN 1 AND 100", name="most"),
        CheckConstraint("height BETWEEN 100 AND 4000", name="height"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(
        String(12), unique=True, default=lambda: short_code(CODE_LENGTH)
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    #: Its heading, in its language.
    name: Mapped[str] = mapped_column(String(120), info=impersonal("the heading of a list"))
    form: Mapped[str] = mapped_column(String(8), default=Form.LIST.value)
    language: Mapped[str] = mapped_column(String(8))
    #: ``{"project": ["iotxchange"], "kind": ["workshop"]}``: words as in addresses.
    filters: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    background: Mapped[str] = mapped_column(String(8), default=Background.AUTO.value)
    #: Colours of links as ``#0b5788``, on light and on dark; None: ours.
    accent: Mapped[str | None] = mapped_column(String(7))
    dark_accent: Mapped[str | None] = mapped_column(String(7))
    #: The origins of the pages that may show it: ``["https://www.example.org"]``.
    sites: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: How many events the list shows.
    most: Mapped[int] = mapped_column(default=10)
    #: How high the frame is, in CSS pixels: without a script it cannot follow its content.
    height: Mapped[int] = mapped_column(default=700)
    created_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()

    @property
    def key(self) -> str:
        """How the change log knows it."""
        return f"embedding:{self.id}"

    @property
    def project(self) -> str | None:
        """The slug of the only project it shows, whose funding statement it then carries."""
        projects = self.filters.get("project", [])
        return projects[0] if len(projects) == 1 else None

    def may(self, viewer: Viewer, act: Act) -> bool:
        """Whether *viewer*'s roles at the organisation allow *act*."""
        return viewer.may(act, self.organisation_id)

    def facts(self) -> Mapping[str, Any]:
        """What the change log keeps of it."""
        names = ("name", "form", "language", "background", "accent", "dark_accent", "most")
        own = {name: getattr(self, name) for name in (*names, "height", "sites")}
        chosen = {f"only_{name}": self.filters.get(name, []) for name in FILTERS}
        return own | chosen


class FormerEmbeddingCode(Model):
    """A code an embedding had before it was renewed: gone, and never another's."""

    __tablename__ = "former_embedding_codes"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    embedding_id: Mapped[int] = mapped_column(
        ForeignKey("embeddings.id", ondelete="CASCADE"), index=True
    )
