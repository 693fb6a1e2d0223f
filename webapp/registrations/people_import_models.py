"""People on their way from a file into an event: the file, and its rows as they were understood.

All of it is personal data nobody needs for long: the file goes as soon as the people are imported,
the rest a day later (`people_import_work.forget`). It lies in the database and not in a folder, as
several web and worker machines share only the one. Backups leave it out.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from webapp.core.database import BigId, Model
from webapp.core.links import short_code
from webapp.core.personal import AUDIT, CONTACT, impersonal, personal
from webapp.core.times import now
from webapp.events.models import Event


class Stage(StrEnum):
    """How far an import has come."""

    COLUMNS = "columns"  # somebody says what stands where
    CHECKING = "checking"  # the rows are looked at
    CHECKED = "checked"  # somebody reads what was found
    IMPORTING = "importing"
    DONE = "done"
    STOPPED = "stopped"


#: A worker has something to do.
AT_WORK = frozenset({Stage.CHECKING, Stage.IMPORTING})


class Outcome(StrEnum):
    """What became of one row, or will."""

    READY = "ready"
    DOUBT = "doubt"  # imported only when somebody says so
    ERROR = "error"  # cannot be imported
    IMPORTED = "imported"
    LEFT_OUT = "left-out"


class PeopleImport(Model):
    """One uploaded file."""

    __tablename__ = "people_imports"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint(
            "stage IN ('columns', 'checking', 'checked', 'importing', 'done', 'stopped')",
            name="stage",
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), default=lambda: short_code(12))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    #: Who uploaded it: the people count as entered by them.
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), info=personal(AUDIT, "programme")
    )
    stage: Mapped[str] = mapped_column(String(12), default=Stage.COLUMNS.value)
    file_name: Mapped[str] = mapped_column(String(200), info=personal(CONTACT, "event"))
    #: The file as it came; read only when its rows are.
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    #: How it is read (`people_import_files.Reading`), and what stands in each column ("": nothing).
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The first row, where it is headings; else nothing.
    headings: Mapped[list[str]] = mapped_column(
        JSON, default=list, info=impersonal("what the columns of a table are called")
    )
    #: What was seen in the file and staff should know: [code, number, places].
    remarks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: The language of letters to people of whom the file does not say it.
    language: Mapped[str] = mapped_column(String(8))
    writes: Mapped[bool] = mapped_column(default=False)
    takes_doubts: Mapped[bool] = mapped_column(default=False)

    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    #: Why it was stopped, as a code of `people_import_words`.
    failure: Mapped[str | None] = mapped_column(String(40))
    #: The worker that has it, until when; a dead one's lease ends by itself.
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]

    event: Mapped[Event] = relationship()

    @property
    def key(self) -> str:
        """How the change log knows it."""
        return f"import:{self.public_id}"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker is to go on with it."""
        return self.stage in AT_WORK


class ImportRow(Model):
    """One row of the file that is not empty."""

    __tablename__ = "people_import_rows"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('ready', 'doubt', 'error', 'imported', 'left-out')", name="outcome"
        ),
        Index("ix_people_import_rows_outcome", "import_id", "outcome", "number"),
    )

    import_id: Mapped[int] = mapped_column(
        ForeignKey("people_imports.id", ondelete="CASCADE"), primary_key=True
    )
    #: As spreadsheets count: the first row of the sheet is 1.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(String(10))
    #: The cells as they came.
    cells: Mapped[list[str]] = mapped_column(JSON, info=personal(CONTACT, "event"))
    #: Keywords of an `Applicant`.
    person: Mapped[dict[str, Any]] = mapped_column(JSON, info=personal(CONTACT, "event"))
    #: What is wrong or doubtful: [column or None, code, the words it concerns].
    findings: Mapped[list[Any]] = mapped_column(JSON, info=personal(CONTACT, "event"))
