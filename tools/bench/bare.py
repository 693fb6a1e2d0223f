"""The bare loop: the statements of one registration, sent again and again without any program.

They are recorded from two registrations; what differs between the two (names, addresses, keys) is
what must be new each time, the rest stays as it was.
"""

import sqlite3
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from webapp.core.database import db


@dataclass(frozen=True)
class Statement:
    """One statement as it went to the database; *varying* positions get new values each time."""

    sql: str
    parameters: tuple[Any, ...] = ()
    varying: tuple[int, ...] = ()

    def filled(self, key: str) -> tuple[Any, ...]:
        """The parameters of the registration called *key*."""
        values = list(self.parameters)
        for position in self.varying:
            values[position] = _like(values[position], f"{key}p{position}")
        return tuple(values)


def record(app: Flask, act: Any) -> list[Statement]:
    """The statements of one call of *act*, commits included."""
    seen: list[Statement] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_: Any) -> None:
        seen.append(Statement(sql, tuple(parameters or ())))

    def note_end(sql: str) -> Any:
        return lambda _connection: seen.append(Statement(sql))

    with app.app_context():
        engine = db.engine
    listeners = [
        ("before_cursor_execute", note),
        ("commit", note_end("COMMIT")),
        ("rollback", note_end("ROLLBACK")),
    ]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        act()
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)
    return seen


def compared(first: Sequence[Statement], second: Sequence[Statement]) -> list[Statement]:
    """The statements with their varying positions; both recordings must be of the same course."""
    if [each.sql for each in first] != [each.sql for each in second]:
        raise RuntimeError("two registrations sent different statements")
    return [
        Statement(one.sql, one.parameters, _varying(one, two))
        for one, two in zip(first, second, strict=True)
    ]


def _varying(one: Statement, two: Statement) -> tuple[int, ...]:
    """Where an INSERT needs something new: texts that differ, moments apart."""
    if not one.sql.startswith("INSERT"):
        return ()
    return tuple(
        position
        for position, (a, b) in enumerate(zip(one.parameters, two.parameters, strict=True))
        if a != b and isinstance(a, str) and not a.startswith("20")
    )


def _like(value: str, key: str) -> str:
    """A new text as long as *value*, as far as *key* allows."""
    return (key + "x" * len(value))[: max(len(value), len(key))]


def rate(database: Path, statements: Sequence[Statement], number: int, clients: int) -> float:
    """Registrations a second, by so many threads with a connection each."""
    share = number // clients
    connections = [_connect(database) for _ in range(clients)]
    run = f"b{time.time_ns():x}"
    threads = [
        threading.Thread(target=_loop, args=(connection, statements, share, f"{run}c{index}n"))
        for index, connection in enumerate(connections)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return share * clients / seconds


def _loop(
    connection: sqlite3.Connection, statements: Sequence[Statement], number: int, key: str
) -> None:
    for each in range(number):
        for statement in statements:
            cursor = connection.execute(statement.sql, statement.filled(f"{key}{each}"))
            cursor.fetchall()


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    for pragma in ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
