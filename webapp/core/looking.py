"""One SELECT on its own, made ready once: what is asked at almost every request.

Through an engine such a statement takes several times as long as the database needs for it, and
lets other threads come in between half a dozen times. Here its SQL is made once (for each number of
listed values) and handed to the driver, on connections that do nothing else and so never begin a
transaction; values and columns keep the types of the models.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Dialect,
    Engine,
    PoolProxiedConnection,
    Select,
    event,
)

Statement = Select[Any] | CompoundSelect[Any]
Processor = Callable[[Any], Any]

#: Told the SQL of every look, of which an engine's events know nothing: for who counts statements.
watchers: list[Callable[[str], None]] = []
#: Shapes that are kept ready; whoever asks for a hundred filters at once makes many.
MOST_KNOWN = 500


class Prepared:
    """A SELECT as one driver takes it, for values of the shape of those it was made with."""

    def __init__(self, statement: Statement, values: Mapping[str, Any], dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        state = compiled.construct_expanded_state(values)
        self.sql: str = state.statement
        self._fixed = {
            name: value for name, value in state.parameters.items() if name not in values
        }
        self._spread: Mapping[str, Sequence[str]] = state.parameter_expansion
        self._into = dict(_processors(compiled.binds, self._spread, dialect))
        self._order: Sequence[str] | None = state.positiontup
        self.statement = statement  # kept, so that no other one gets its id
        columns = statement.selected_columns
        self._row: Any = namedtuple("Row", [column.name for column in columns])  # type: ignore[misc]
        processors = (c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns)
        self._out_of = [(place, each) for place, each in enumerate(processors) if each is not None]

    def given(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """The parameters as the driver takes them."""
        named = dict(self._fixed)
        for name, value in values.items():
            if name in self._spread:
                named.update(zip(self._spread[name], value, strict=True))
            else:
                named[name] = value
        for name in self._into.keys() & named.keys():
            named[name] = self._into[name](named[name])
        return named if self._order is None else [named[name] for name in self._order]

    def rows(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        """Rows with the names and types of the columns."""
        columns: list[Sequence[Any]] = list(zip(*found, strict=True))
        if columns:
            for place, process in self._out_of:
                columns[place] = _converted(columns[place], process)
        return list(map(self._row._make, zip(*columns, strict=True)))


def _converted(values: Sequence[Any], process: Processor) -> list[Any]:
    """The values of one column; one that is that of the row before, as in a join, is made once."""
    made = [process(values[0])]
    for before, value in pairwise(values):
        made.append(made[-1] if value == before else process(value))
    return made


def _processors(
    binds: Mapping[str, BindParameter[Any]], spread: Mapping[str, Sequence[str]], dialect: Dialect
) -> Iterator[tuple[str, Processor]]:
    """What makes values of their types into the driver's, by the names they are bound to."""
    for name, bind in binds.items():
        process = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            yield from ((each, process) for each in spread.get(name, (name,)))


class Looks:
    """The statements of an application that were made ready, by their shape, and the connections
    they are sent on: as many as ever looked at once. Safe for threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[Any, ...], Prepared] = {}
        self._idle: list[PoolProxiedConnection] = []
        event.listen(engine, "engine_disposed", lambda _engine: self.let_go())

    def look(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        """The rows, in a transaction of their own.

        Raises what the driver raises, not wrapped; all connections are then given up.
        """
        prepared = self._prepared(statement, values)
        for watcher in watchers:
            watcher(prepared.sql)
        connection = self._connection()
        try:
            driver: Any = connection.dbapi_connection
            found = driver.execute(prepared.sql, prepared.given(values)).fetchall()
        except BaseException:
            connection.close()
            self.let_go()
            raise
        self._idle.append(connection)
        return prepared.rows(found)

    def let_go(self) -> None:
        """Close the connections nobody uses now."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _connection(self) -> PoolProxiedConnection:
        """One nobody uses; the pool, which would reset it after each use, knows it no more."""
        try:
            return self._idle.pop()
        except IndexError:
            connection = self._engine.raw_connection()
        connection.detach()
        driver: Any = connection.dbapi_connection
        # Ours to SQLite always commit by themselves (`core/database.py`); psycopg's begin and wait.
        if getattr(driver, "autocommit", None) is False:
            driver.autocommit = True
        return connection

    def _prepared(self, statement: Statement, values: Mapping[str, Any]) -> Prepared:
        lengths = tuple(len(each) for each in values.values() if isinstance(each, list))
        key = (id(statement), lengths)
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = Prepared(statement, values, self._engine.dialect)
        return self._known[key]
