"""The database: one engine, typed models, and the only way to write.

Reading is the default. Whoever writes says so with ``with write():``; see :func:`write` for why.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    event,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import JSON, TypeDecorator

from webapp.core.looking import Looks, Statement
from webapp.core.text import LocalText
from webapp.core.turns import turn

WRITING = "vizite_write"
_LOOKING = "vizite_look"

#: 64-bit keys on PostgreSQL; SQLite numbers rows only in a column called INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")


class WriteOutside(RuntimeError):
    """An INSERT, UPDATE or DELETE was sent outside ``with write():``."""


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values, returns aware UTC (SQLite hands back naive ones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} is a wall time; an instant (aware datetime) is needed")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class WallTime(TypeDecorator[datetime]):
    """What a clock on a wall shows. Refuses aware values; stands beside the zone's name."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as it is."""
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"{value!r} is an instant; a wall time (naive datetime) is needed")
        return value


class TextType(TypeDecorator[LocalText]):
    """A :class:`LocalText`: one text in several languages, stored as JSON; none is NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: LocalText | None, dialect: Dialect) -> Any:
        """Store ``{"main": tag, "texts": {tag: text}}``."""
        return None if value is None else value.as_json()

    def process_result_value(self, value: Any, dialect: Dialect) -> LocalText | None:
        """Give back the immutable value."""
        return None if value is None else LocalText.from_json(value)


class Base(DeclarativeBase):
    """The base of all models. Constraint names are fixed so that migrations can name them."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UTCDateTime(), LocalText: TextType()},
    )


db = SQLAlchemy(model_class=Base, engine_options={"pool_pre_ping": False})

# Flask-SQLAlchemy's Model hides the attributes from type checkers; they see the plain base instead.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class Revised:
    """A row people edit. A form carries the revision it was filled from; an older one is stale."""

    revision: Mapped[int] = mapped_column(default=1)

    def touch(self) -> None:
        """Count one more edit."""
        self.revision += 1


@contextmanager
def write() -> Iterator[None]:
    """The one way to write: a short transaction that holds the write lock from its first moment.

    SQLite refuses a transaction that has read and then wants to write while another wrote, whatever
    the busy timeout says, and loses updates when two have read the same. So the reading transaction
    ends here, ``BEGIN IMMEDIATE`` takes the lock before anything is read, and objects loaded before
    are read again when touched. Commits once at the end; any error rolls everything back.
    Hold nothing slow inside (no page, PDF, mail or hashing). Not nestable: rules never open one.
    """
    session = db.session()
    if session.info.get(WRITING):
        raise RuntimeError("with write(): is already open; rules and models must not open another")
    session.rollback()
    session.expire_all()
    with turn(db.engine.url.database if is_sqlite() else None):
        try:
            session.connection(execution_options={WRITING: True})
            session.info[WRITING] = True
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(WRITING, None)


def is_writing() -> bool:
    """Whether the current session stands inside ``with write():``."""
    return bool(db.session().info.get(WRITING))


def is_sqlite() -> bool:
    """Whether the current database is SQLite (which has no row locks and needs none)."""
    return db.engine.dialect.name == "sqlite"


def look(statement: Statement, values: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of one SELECT on its own: no session, no transaction around it, no models.

    For what is asked at almost every request, where all that takes longer than the statement. The
    statement must be made once and kept; *values* are what it binds by name.
    """
    known = current_app.extensions
    if _LOOKING not in known:
        known[_LOOKING] = Looks(db.engine)
    looks: Looks = known[_LOOKING]
    try:
        return looks.look(statement, values)
    except db.engine.dialect.loaded_dbapi.Error:
        # The engine tells a lost connection from a wrong statement, and says so in its own words.
        with db.engine.connect() as connection:
            return connection.execute(statement, values).all()


@event.listens_for(Engine, "connect")
def _on_connect(connection: Any, record: Any) -> None:
    """Set up each SQLite connection; PostgreSQL needs nothing."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None  # we send BEGIN ourselves, see _on_begin
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged registration survives a power cut
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    """Take SQLite's write lock at once when writing was announced, and not before."""
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_write_outside(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    """Fail loudly on a write that did not announce itself: it could lose another one's update."""
    if statement[:6].upper() in ("INSERT", "UPDATE", "DELETE") and not (
        connection.get_execution_options().get(WRITING)
    ):
        raise WriteOutside(f"use `with write():` around {statement[:60]!r}")
