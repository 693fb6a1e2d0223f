"""Many more events by copying rows: seconds where making them takes many minutes.

The copies differ in all that must be unique and in all that is looked up by (ids, codes, keys); the
calendar texts still name the event they were made for, which nothing that is measured looks at.
"""

from sqlalchemy import Connection, inspect, text

from webapp.core.database import WRITING, db
from webapp.core.links import ALPHABET

#: What differs in a copy, by table and column; ``:n`` is the distance of ids, ``:s`` a suffix.
_KEY = "'event:' || CAST(CAST(substr({0}, 7) AS INTEGER) + :n AS VARCHAR)"
_SUFFIXED = "{0} || CAST(:s AS VARCHAR)"
_COPIED: dict[str, dict[str, str]] = {
    "seat_pools": {"id": "id + :n"},
    "events": {
        "id": "id + :n",
        "pool_id": "pool_id + :n",
        "code": _SUFFIXED.format("code"),
        "uid": _SUFFIXED.format("uid"),
    },
    "event_projects": {"event_id": "event_id + :n"},
    "event_places": {"event_id": "event_id + :n"},
    "entries": {
        "id": "id + :n",
        "owner": _KEY.format("owner"),
        "uid": _SUFFIXED.format("uid"),
    },
    "entry_texts": {"entry_id": "entry_id + :n"},
    "entry_scopes": {
        "entry_id": "entry_id + :n",
        "scope": f"CASE WHEN scope LIKE 'event:%' THEN {_KEY.format('scope')} ELSE scope END",
    },
    "entry_dependencies": {"entry_id": "entry_id + :n"},
    "scope_versions": {"scope": _KEY.format("scope")},
}
#: Which rows are copied: those of the first events.
_KEYS = {"seat_pools": "id", "events": "id", "entries": "id"} | {
    # A database may look at the second condition first, and no other scope ends in a number.
    "scope_versions": "CASE WHEN scope LIKE 'event:%' THEN CAST(substr(scope, 7) AS INTEGER) END"
}


def multiply(times: int) -> list[str]:
    """Make *times* as many events of those in this app's database; the codes of all."""
    writing = db.engine.execution_options(**{WRITING: True})
    with writing.begin() as connection:
        # Counted before the first copy, and table by table: their numbers need not keep step.
        lasts = {table: _last(connection, table) for table in _COPIED}
        statements = {table: _statement(connection, table) for table in _COPIED}
        distance = max(lasts.values())
        for copy in range(1, times):
            suffix = ALPHABET[copy // len(ALPHABET)] + ALPHABET[copy % len(ALPHABET)]
            for table, statement in statements.items():
                values = {"n": copy * distance, "s": suffix, "last": lasts[table]}
                used = {name: value for name, value in values.items() if f":{name}" in statement}
                connection.execute(text(statement), used)
        return list(connection.scalars(text("SELECT code FROM events ORDER BY id")))


def _last(connection: Connection, table: str) -> int:
    key = _KEYS.get(table, _first_key(table))
    return connection.scalar(text(f"SELECT max({key}) FROM {table}")) or 0  # noqa: S608 our own


def _statement(connection: Connection, table: str) -> str:
    columns = [column["name"] for column in inspect(connection).get_columns(table)]
    values = [_COPIED[table].get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"INSERT INTO {table} ({names})"  # noqa: S608 names of our own tables
        f" SELECT {', '.join(values)} FROM {table}"
        f" WHERE {_KEYS.get(table, _first_key(table))} <= :last"
    )


def _first_key(table: str) -> str:
    return next(iter(_COPIED[table]))
