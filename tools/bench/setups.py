"""On what it runs: which database, how many web processes, with or without Redis."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from shutil import rmtree

from tests import servers


@dataclass(frozen=True)
class Setup:
    """One way to run an installation."""

    database: str = "sqlite"
    processes: int = 1
    has_redis: bool = False

    @property
    def name(self) -> str:
        """In a few words, for the table."""
        database = "SQLite" if self.database == "sqlite" else "PostgreSQL"
        redis = ", Redis" if self.has_redis else ""
        return f"{database}, {self.processes} web{redis}"


#: As ``make run`` starts it.
PLAIN = Setup()
ALL = (PLAIN, Setup("postgresql", 4), Setup("postgresql", 4, has_redis=True), Setup(has_redis=True))


class Machines:
    """PostgreSQL and a Redis of this run's own, as the tests start theirs; ended with *stack*."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._redis = count()

    @cached_property
    def folder(self) -> Path:
        """Where they keep their data."""
        folder = Path(tempfile.mkdtemp(prefix="vizite-bench-servers-"))
        self._stack.callback(rmtree, folder, ignore_errors=True)
        self._stack.callback(servers.stop_all, folder)
        return folder

    def database(self, name: str) -> dict[str, str]:
        """The settings of a new PostgreSQL database called *name*."""
        server = servers.postgresql(self.folder)
        return {"VIZITE_DATABASE_URL": servers.create_database(server, name)}

    def around(self, setup: Setup) -> dict[str, str]:
        """The settings besides the database; every server has a part of Redis of its own."""
        settings = {"VIZITE_WORKERS": str(setup.processes)}
        if setup.has_redis:
            number = next(self._redis)
            settings["VIZITE_REDIS_URL"] = f"{servers.redis(self.folder)}?db={number}"
        return settings
