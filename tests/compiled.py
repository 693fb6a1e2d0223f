"""Templates and SQL compiled once a process of tests, not once for each app a test makes."""

from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.util import LRUCache

from webapp.core.database import db


class _Memory(BytecodeCache):
    """The code of each template's source as it is."""

    _kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for the code of a template; a changed source has another checksum."""
        if bucket.key + bucket.checksum in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key + bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja has compiled one."""
        self._kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


class _Statements(LRUCache[Any, Any]):
    """SQL by statement and kind of database. SQLAlchemy asks by the engine's own dialect, of which
    each app has another; what one says to SQLite or PostgreSQL does not depend on it."""

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_of_kind(key))

    def get(self, key: Any, default: Any = None) -> Any:
        """The compiled statement of this key."""
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: Any) -> tuple[Any, ...]:
    dialect, *statement = key
    return dialect.name, *statement


_statements = _Statements(5_000)


def share_compiled(app: Flask) -> Flask:
    """Have the app use what others of this process have compiled."""
    app.jinja_env.bytecode_cache = _Memory()
    with app.app_context():
        db.engine._compiled_cache = _statements
    return app
