"""Put a backup into an empty installation, whole or not at all."""

import hashlib
import json
import shutil
from base64 import b64decode
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from flask import current_app
from sqlalchemy import (
    Column,
    Date,
    LargeBinary,
    Numeric,
    Table,
    func,
    insert,
    select,
    sql,
    text,
    update,
)

from webapp.core import upgrading
from webapp.core.database import TextType, UTCDateTime, WallTime, db, is_sqlite, write
from webapp.core.text import LocalText
from webapp.manage.backup import BATCH, FORMAT, columns_by_table, tables


class RestoreRefused(Exception):
    """The file or the target is not fit; nothing was changed. The message says what to do."""


def restore_backup(path: Path) -> dict[str, int]:
    """Restore *path* into this installation; gives the number of rows by table.

    Raises :class:`RestoreRefused` when the file is damaged or of another version, or when the
    database already holds something. The file is checked whole before anything is written. A backup
    of an older version is put into the tables of that version, which are then upgraded: so the
    steps between do to its rows what they did everywhere else.
    """
    try:
        with ZipFile(path) as archive:
            manifest = _checked(archive)
            _refuse_used_target()
            known = _known(manifest)
            upgrading.upgrade(manifest["schema"])
            with write():
                for table in known:
                    _fill(archive, table, manifest["tables"][table.name]["columns"])
                _set_counters()
            upgrading.upgrade()
            _put_files(archive)
    except FileNotFoundError:
        raise RestoreRefused(f"There is no file {path}.") from None
    except (BadZipFile, ZlibError, KeyError, ValueError, EOFError) as error:
        raise RestoreRefused(f"{path} is damaged or no backup of Vizīte ({error}).") from error
    return {name: about["rows"] for name, about in manifest["tables"].items()}


def _checked(archive: ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest["format"] != FORMAT or not upgrading.knows(manifest["schema"]):
        raise RestoreRefused("This backup was made by a newer Vizīte; install that version first.")
    for name, about in manifest["tables"].items():
        digest = hashlib.sha256()
        with archive.open(f"tables/{name}.jsonl") as file:
            for line in file:
                digest.update(line)
        if digest.hexdigest() != about["sha256"]:
            raise RestoreRefused(f"The backup is damaged: table {name} is not as it was written.")
    return manifest


def _refuse_used_target() -> None:
    with db.engine.connect() as connection:
        present = set(db.inspect(connection).get_table_names())
        for table in tables():
            if table.name in present and connection.scalar(select(func.count()).select_from(table)):
                raise RestoreRefused(
                    f"The database is not empty (table {table.name}); restore into an empty one:"
                    " name another folder in VIZITE_DATA or an empty VIZITE_DATABASE_URL."
                )


def _known(manifest: dict[str, Any]) -> list[Table]:
    known = {table.name for table in tables()}
    unknown = sorted(set(manifest["tables"]) - known)
    if unknown:
        raise RestoreRefused(f"This backup has tables this version does not know: {unknown[0]}.")
    return [table for table in tables() if table.name in manifest["tables"]]


def _fill(archive: ZipFile, table: Table, columns: list[str]) -> None:
    """Insert all rows, those that others of the table point to before these."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    # Only the columns of then: without the defaults of columns that came later.
    then = sql.table(table.name, *(sql.column(name, table.c[name].type) for name in columns))
    waiting: list[dict[str, Any]] = []
    for batch in _batches(archive, table, columns):
        waiting += [row for row in batch if any(row.get(name) for name in own)]
        free = [row for row in batch if not any(row.get(name) for name in own)]
        if free:
            db.session.execute(insert(then), free)
    while waiting:
        awaited = {row["id"] for row in waiting}
        ready = [row for row in waiting if awaited.isdisjoint(row.get(name) for name in own)]
        if not ready:
            _fill_a_circle(then, waiting, own)
            return
        db.session.execute(insert(then), ready)
        waiting = [row for row in waiting if not awaited.isdisjoint(row.get(name) for name in own)]


def _fill_a_circle(table: sql.TableClause, rows: list[dict[str, Any]], own: list[str]) -> None:
    """Rows that wait for each other: two events, each said to follow the other. What they point
    to is set when all of them are there."""
    db.session.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
    for row in rows:
        pointing = {name: row[name] for name in own if name in row}
        db.session.execute(update(table).where(table.c.id == row["id"]).values(**pointing))


def _batches(archive: ZipFile, table: Table, columns: list[str]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    with archive.open(f"tables/{table.name}.jsonl") as file:
        for line in file:
            values = zip(columns, json.loads(line), strict=True)
            batch.append({name: _read(table.c[name], value) for name, value in values})
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, TextType):
        return LocalText.from_json(value)
    if isinstance(column.type, Numeric) and isinstance(value, str):
        return Decimal(value)
    if isinstance(column.type, LargeBinary):
        return b64decode(value)
    if isinstance(column.type, UTCDateTime | WallTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _set_counters() -> None:
    """PostgreSQL numbers new rows from a counter, which inserts with an id leave behind."""
    if is_sqlite():
        return
    with db.engine.connect() as connection:
        present = columns_by_table(connection)
    for table in tables():
        if table.name in present and "id" in table.c and table.c.id.autoincrement:
            quoted = f'"{table.name}"'
            db.session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{quoted}', 'id'),"  # noqa: S608 our own names
                    f" (SELECT max(id) FROM {quoted})) WHERE EXISTS (SELECT 1 FROM {quoted})"
                )
            )


def _put_files(archive: ZipFile) -> None:
    """The key (or the links in everybody's letters would stop working) and the uploads."""
    data: Path = current_app.config["VIZITE"].data
    data.mkdir(parents=True, exist_ok=True)
    key = data / "secret-key"
    key.write_bytes(archive.read("secret-key"))
    key.chmod(0o600)
    for name in archive.namelist():
        target = (data / name).resolve()
        if name.startswith("uploads/") and target.is_relative_to((data / "uploads").resolve()):
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("wb") as file:
                shutil.copyfileobj(source, file)
