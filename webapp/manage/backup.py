"""One file that holds everything: the rows of all tables, the key of the links, the uploads.

The same on both databases and without their client programs, so a backup of SQLite can be restored
into PostgreSQL and the other way round. Taken while the application runs: one reading
transaction sees one moment. A ZIP archive with ``manifest.json`` (format, schema, rows and SHA-256
per table), ``tables/<name>.jsonl`` (a JSON array per row, the columns named in the manifest),
``secret-key`` and ``uploads/``.
"""

import hashlib
import json
import os
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from alembic.migration import MigrationContext
from flask import current_app
from sqlalchemy import Column, Connection, Table, inspect, select

from webapp.core.database import db, is_sqlite
from webapp.core.times import now

FORMAT = 1
BATCH = 2_000
#: Rows nobody misses: who was woken when, which pages are kept, and files on their way in.
LEFT_OUT = frozenset(
    {
        "heartbeats",
        "content_versions",
        "people_imports",
        "people_import_rows",
        # What was signed out or used up since must not open anything again.
        "account_sessions",
        "sign_in_links",
    }
)


def tables() -> list[Table]:
    """All tables worth keeping, owners before those that point to them."""
    return [table for table in db.metadata.sorted_tables if table.name not in LEFT_OUT]


def columns_by_table(connection: Connection) -> dict[str, set[str]]:
    """What the database has: its tables and their columns, which an older one has fewer of."""
    return {
        name: {column["name"] for column in found}
        for (_schema, name), found in inspect(connection).get_multi_columns().items()
    }


def write_backup(path: Path) -> dict[str, int]:
    """Write everything to *path*; gives the number of rows by table.

    The file appears under its name only when it is whole and on the disk. The database may be of an
    older version than the program: that is the moment before an upgrade.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        with _reading() as connection, ZipFile(unfinished, "w", ZIP_DEFLATED) as archive:
            present = columns_by_table(connection)
            described = {
                table.name: _add_table(archive, connection, table, present[table.name])
                for table in tables()
                if table.name in present
            }
            manifest = {
                "format": FORMAT,
                "made_at": now().isoformat(),
                "schema": MigrationContext.configure(connection).get_current_revision(),
                "tables": described,
            }
            _add_files(archive)
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        _flush_to_disk(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return {name: about["rows"] for name, about in described.items()}


def _reading() -> Connection:
    """A connection whose statements all see the same moment."""
    connection = db.engine.connect()
    if is_sqlite():
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _add_table(
    archive: ZipFile, connection: Connection, table: Table, present: set[str]
) -> dict[str, Any]:
    digest, rows = hashlib.sha256(), 0
    columns = [column for column in table.columns if column.name in present]
    with archive.open(f"tables/{table.name}.jsonl", "w") as file:
        for line in _lines(connection, table, columns):
            file.write(line)
            digest.update(line)
            rows += 1
    names = [column.name for column in columns]
    return {"rows": rows, "sha256": digest.hexdigest(), "columns": names}


def _lines(connection: Connection, table: Table, columns: list[Column[Any]]) -> Iterator[bytes]:
    query = select(*columns).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=BATCH).execute(query):
        values = [None if value is None else _as_json(value) for value in row]
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.as_json() if hasattr(value, "as_json") else value


def _add_files(archive: ZipFile) -> None:
    settings = current_app.config["VIZITE"]
    archive.writestr("secret-key", settings.secret_key)
    uploads = settings.data / "uploads"
    for path in sorted(uploads.rglob("*")) if uploads.is_dir() else []:
        if path.is_file():
            archive.write(path, f"uploads/{path.relative_to(uploads).as_posix()}")


def _flush_to_disk(path: Path) -> None:
    """A backup that a power cut can take away is none."""
    with path.open("rb") as file:
        _sync(file)


def _sync(file: BinaryIO) -> None:
    os.fsync(file.fileno())
