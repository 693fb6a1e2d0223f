"""Many more events by copying rows in SQLite: seconds where making them takes many minutes.

The copies differ in all that must be unique and in all that is looked up by (ids, codes, keys); the
calendar texts still name the event they were made for, which nothing that is measured looks at.
"""

import sqlite3
from pathlib import Path

from webapp.core.links import ALPHABET

#: What differs in a copy, by table and column; ``:n`` is the distance of ids, ``:s`` a suffix.
_EVENT_KEY = "'event:' || (CAST(substr({0}, 7) AS INTEGER) + :n)"
_COPIED: dict[str, dict[str, str]] = {
    "seat_pools": {"id": "id + :n"},
    "events": {
        "id": "id + :n",
        "pool_id": "pool_id + :n",
        "code": "code || :s",
        "uid": "uid || :s",
    },
    "event_projects": {"event_id": "event_id + :n"},
    "event_places": {"event_id": "event_id + :n"},
    "entries": {"id": "id + :n", "owner": _EVENT_KEY.format("owner"), "uid": "uid || :s"},
    "entry_texts": {"entry_id": "entry_id + :n"},
    "entry_scopes": {
        "entry_id": "entry_id + :n",
        "scope": f"iif(scope LIKE 'event:%', {_EVENT_KEY.format('scope')}, scope)",
    },
    "entry_dependencies": {"entry_id": "entry_id + :n"},
    "scope_versions": {"scope": _EVENT_KEY.format("scope")},
}
_ONLY = {"scope_versions": " WHERE scope LIKE 'event:%'"}


def multiply(database: Path, times: int) -> list[str]:
    """Make *times* as many events of those there are; the codes of all."""
    connection = sqlite3.connect(database)
    with connection:
        (number,) = connection.execute("SELECT max(id) FROM events").fetchone()
        sources = {
            table: _rows(connection, table) for table in _COPIED
        }  # counted before the first copy
        for copy in range(1, times):
            values = {"n": copy * number, "s": ALPHABET[copy // 31] + ALPHABET[copy % 31]}
            for table, last in sources.items():
                connection.execute(_statement(connection, table, last), values)
        codes = [code for (code,) in connection.execute("SELECT code FROM events ORDER BY id")]
    connection.close()
    return codes


def _rows(connection: sqlite3.Connection, table: str) -> int:
    last: int = connection.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]  # noqa: S608
    return last


def _statement(connection: sqlite3.Connection, table: str, last: int) -> str:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = [_COPIED[table].get(column, column) for column in columns]
    only = _ONLY.get(table, " WHERE true") + f" AND rowid <= {last}"
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 names of our own tables
        f" SELECT {', '.join(values)} FROM {table}{only}"
    )
