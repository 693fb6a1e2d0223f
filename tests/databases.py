"""Databases for tests: migrated once, then as new for each test for the price of a copy."""

import shutil
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade

from tests.servers import create_database, once
from webapp import create_app
from webapp.core.database import db

#: What every app of the tests is told; a test adds to it through ``make_app``.
SETTINGS = {
    "VIZITE_SECRET_KEY": "a key for tests alone",
    "VIZITE_BASE_URL": "http://localhost",
    "VIZITE_RATELIMIT_ENABLED": "0",
}


def close(app: Flask) -> None:
    """Let go of every connection of *app*."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def migrate(settings: dict[str, str]) -> None:
    """Bring the database of *settings* to the newest version."""
    app = create_app(SETTINGS | settings)
    with app.app_context():
        upgrade()
    close(app)


def copy_sqlite(shared: Path, data: Path) -> None:
    """Put an empty, migrated SQLite database into the data folder *data*."""

    def make() -> str:
        folder = shared / "sqlite"
        migrate({"VIZITE_DATA": str(folder)})
        return str(folder / "vizite.db")

    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(once(shared, "sqlite-template", make), data / "vizite.db")


class Postgresql:
    """One migrated PostgreSQL database, emptied between tests."""

    def __init__(self, server: str, name: str, data: Path) -> None:
        self.url = create_database(server, name)
        migrate({"VIZITE_DATA": str(data), "VIZITE_DATABASE_URL": self.url})
        with psycopg.connect(self.url) as connection:
            tables = connection.execute(
                "SELECT quote_ident(tablename) FROM pg_tables"
                " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            ).fetchall()
        # As a replica the server leaves out foreign keys and the triggers of append-only logs.
        deletes = "".join(f"DELETE FROM {table};" for (table,) in tables)
        self._sweep = f"SET session_replication_role = replica; {deletes}"

    def empty(self) -> None:
        """Delete every row."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(self._sweep.encode())
