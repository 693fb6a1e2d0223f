"""Stored calendar texts, the scopes they belong to, and a version per scope."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.database import BigId, Model


class Entry(Model):
    """Something that stands in calendars, with what all its texts share."""

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_window", "last_on", "first_on"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    #: Whom it describes: ``event:12``.
    owner: Mapped[str] = mapped_column(String(40), unique=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    #: Grows with every published change of a text (RFC 5545 §3.8.7.4).
    sequence: Mapped[int] = mapped_column(default=0)
    #: ``sequence`` at the last change of time, place or status: only then letters go out.
    invite_sequence: Mapped[int] = mapped_column(default=0)
    invite_hash: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    #: ``[["Europe/Riga", 2026], …]``: whose VTIMEZONEs a feed with it needs.
    zones: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: Something it depends on has changed; a sweep renders it.
    is_stale: Mapped[bool] = mapped_column(default=False, index=True)
    #: When passing time alone changes it: a cancelled entry leaves once its date has passed.
    due_at: Mapped[datetime | None] = mapped_column(index=True)

    texts: Mapped[list["EntryText"]] = relationship(cascade="all, delete-orphan")
    scopes: Mapped[list["EntryScope"]] = relationship(cascade="all, delete-orphan")
    dependencies: Mapped[list["EntryDependency"]] = relationship(cascade="all, delete-orphan")


class EntryText(Model):
    """The VEVENT of an entry in one language for one audience (``public`` or ``participant``)."""

    __tablename__ = "entry_texts"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    audience: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str]


class EntryScope(Model):
    """A scope an entry belongs to: ``all``, ``project:3``, ``partner:7``, ``kind:workshop``,
    ``tentative:0`` (what is certain), ``participants:12`` (for those who take part in one event).
    """

    __tablename__ = "entry_scopes"
    __table_args__ = (Index("ix_entry_scopes_scope", "scope", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    scope: Mapped[str] = mapped_column(String(60), primary_key=True)


class EntryDependency(Model):
    """What an entry's text is made of besides its owner: ``place:4``, ``organisation:2`` …"""

    __tablename__ = "entry_dependencies"
    __table_args__ = (Index("ix_entry_dependencies_on", "depends_on", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    depends_on: Mapped[str] = mapped_column(String(60), primary_key=True)


class ScopeVersion(Model):
    """A number per scope, raised in the transaction of every change of its bytes.

    ``changed_at`` grows by a second at least from one transaction to the next, whichever scope it
    raises: as Last-Modified it tells two changes within one second apart.
    """

    __tablename__ = "scope_versions"

    scope: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    #: When the name of its calendar changed last: that moves narrower calendars too.
    renamed_at: Mapped[datetime | None]
    #: Hash of what a calendar of this scope is called, where a row gives it its name.
    head: Mapped[str] = mapped_column(String(64), default="")
