"""A run of the bench: how much is measured, the servers it needs, the lines it gives."""

import math
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from tools.bench import data
from tools.bench.client import Load, fetch, get, rate
from tools.bench.data import Data
from tools.bench.pairs import Pair, measure
from tools.bench.serving import NOTHING, Server, serving
from tools.bench.setups import PLAIN, Machines, Setup

FEED = "/calendars/all.ics"
CLIENTS = 8
#: Places in an event that is to take everybody.
ROOM = 1_000_000


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    few: int = 1_000
    many: int = 10_000
    #: The events of the flatness and memory measures.
    most: int = 10_000
    filled: int = 10_000
    rounds: int = 5
    #: Multiplies the number of requests.
    effort: float = 1.0
    #: Registrations of the event whose list is opened, and of another one.
    crowd: tuple[int, int] = (40_000, 60_000)
    starts: bool = True

    def number(self, requests: int) -> int:
        """So many requests, scaled."""
        return max(CLIENTS, math.ceil(requests * self.effort))


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured and whether it is as it should be."""

    work: str
    found: str
    aim: str
    is_met: bool
    detail: str = ""


@dataclass
class Bench:
    """The servers of a run, each started when it is first needed."""

    folder: Path
    sizes: Sizes
    stack: ExitStack
    _servers: dict[str, tuple[Server, Data]] = field(default_factory=dict)
    _databases: dict[str, dict[str, str]] = field(default_factory=dict)
    #: How long the library took to render so many events.
    rendering: dict[int, float] = field(default_factory=dict)

    @cached_property
    def machines(self) -> Machines:
        """PostgreSQL and Redis, where a measure wants them."""
        return Machines(self.stack)

    @property
    def servers(self) -> list[Server]:
        """Those started so far."""
        return [server for server, _ in self._servers.values()]

    def server(self, events: int, setup: Setup = PLAIN) -> tuple[Server, Data]:
        """A server on so many events."""
        name = f"events-{events}"
        if setup.database == "sqlite":
            return self._serve(self.folder / name, partial(data.make, events=events), setup)
        # What is known of the data lies beside the server that has them, and goes with it.
        if name not in self._databases:
            self._databases[name] = self.machines.database(name)
        database = self._databases[name]
        folder = self.machines.folder / name
        make = partial(data.make, events=events, database=database)
        return self._serve(folder, make, setup, database)

    @cached_property
    def filled(self) -> tuple[Server, Data]:
        """A server on one event with many registrations and room for more."""
        number = self.sizes.filled
        return self._serve(
            self.folder / f"filled-{number}",
            lambda at: data.make(at, 1, number, capacity=1_000_000),
        )

    @cached_property
    def unfilled(self) -> tuple[Server, Data]:
        """The same event without registrations."""
        return self._serve(
            self.folder / "unfilled", lambda at: data.make(at, 1, 0, capacity=1_000_000)
        )

    @cached_property
    def crowded(self) -> tuple[Server, Data]:
        """A server on an event with very many registrations, another, and one without any."""
        here, elsewhere = self.sizes.crowd
        return self._serve(
            self.folder / f"crowd-{here}-{elsewhere}",
            lambda at: data.make_crowd(at, here, elsewhere),
        )

    def _serve(
        self,
        folder: Path,
        make: Callable[[Path], Data],
        setup: Setup = PLAIN,
        database: Mapping[str, str] = NOTHING,
    ) -> tuple[Server, Data]:
        key = f"{folder} {setup.name}"
        if key not in self._servers:
            made = make(folder)
            settings = {**database, **self.machines.around(setup)}
            server = self.stack.enter_context(serving(made.folder, settings=settings))
            self._servers[key] = server, made
        return self._servers[key]

    def pair(self, ours: Callable[[], float], other: Callable[[], float]) -> Pair:
        """Both in turn, after one unmeasured run of each."""
        ours(), other()
        return measure(ours, other, self.sizes.rounds)


def gets(server: Server, number: int, *requests: bytes, status: int = 200) -> float:
    """So many GETs; requests a second."""
    return rate(Load(server.port, requests, number, status=status))


def empty(server: Server, number: int) -> Callable[[], float]:
    """The same for the page that has only the hooks."""
    return lambda: gets(server, number, get("/bench/empty"))


def unchanged(server: Server) -> bytes:
    """The request of a program that has the feed already."""
    _status, headers, _body = fetch(server.port, get(FEED))
    return get(FEED, if_none_match=headers["etag"])


def at_least(work: str, pair: Pair, aim: float, unit: str = "requests/s") -> Row:
    """The line of something that should come to a part of what it is compared with."""
    detail = f"{pair.our:,.0f} and {pair.other:,.0f} {unit}"
    return Row(work, f"{pair.ratio:.0%}", f"≥ {aim:.0%}", pair.ratio >= aim, detail)
