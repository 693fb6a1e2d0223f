"""Bringing the database to the program's version, also when several processes start at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from webapp.core.database import db, is_sqlite

#: The number of our advisory lock on PostgreSQL: any, but always the same.
LOCK = 0x76697A697465


def current_revision() -> str | None:
    """The migration the database stands at; None before the first."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def wanted_revision() -> str | None:
    """The newest migration of the program."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def knows(revision: str) -> bool:
    """Whether *revision* is a migration of this program or of one before it."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return any(step.revision == revision for step in steps)


def is_current() -> bool:
    """Whether the database and the program are of the same version."""
    return current_revision() == wanted_revision()


def upgrade(revision: str = "head") -> None:
    """Bring the database to the program's version, or to *revision* on the way there. Call it
    inside :func:`alone`.

    Raises alembic's CommandError where the program does not know the step.
    """
    if not is_current():
        command.upgrade(_config(), revision)


def _config() -> Config:
    config: Config = current_app.extensions["migrate"].migrate.get_config()
    return config


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Wait until no other process sets this installation up, and keep them waiting meanwhile.

    On SQLite processes share a machine, so a locked file in *data* will do; with PostgreSQL they
    may stand on several, so the database keeps the lock. Either goes when the process dies.
    """
    if is_sqlite():
        with (data / "set-up.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
