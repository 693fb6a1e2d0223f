"""The measures of the table, each a function from a bench to rows."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tools.bench import bare, data, library, starting
from tools.bench.client import Load, fetch, get, rate
from tools.bench.data import Data
from tools.bench.pairs import Pair, measure
from tools.bench.recording import statements_of_registration
from tools.bench.registering import posts
from tools.bench.serving import Server, serving

FEED = "/calendars/all.ics"
_CLIENTS = 8


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
        return max(_CLIENTS, math.ceil(requests * self.effort))


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

    @property
    def servers(self) -> list[Server]:
        """Those started so far."""
        return [server for server, _ in self._servers.values()]

    def server(self, events: int) -> tuple[Server, Data]:
        """A server on so many events."""
        return self._serve(f"events-{events}", lambda at: data.make(at, events))

    @cached_property
    def filled(self) -> tuple[Server, Data]:
        """A server on one event with many registrations and room for more."""
        number = self.sizes.filled
        return self._serve(
            f"filled-{number}", lambda at: data.make(at, 1, number, capacity=1_000_000)
        )

    @cached_property
    def unfilled(self) -> tuple[Server, Data]:
        """The same event without registrations."""
        return self._serve("unfilled", lambda at: data.make(at, 1, 0, capacity=1_000_000))

    @cached_property
    def crowded(self) -> tuple[Server, Data]:
        """A server on an event with very many registrations, another, and one without any."""
        here, elsewhere = self.sizes.crowd
        return self._serve(
            f"crowd-{here}-{elsewhere}", lambda at: data.make_crowd(at, here, elsewhere)
        )

    def _serve(self, name: str, make: Callable[[Path], Data]) -> tuple[Server, Data]:
        if name not in self._servers:
            made = make(self.folder / name)
            self._servers[name] = (self.stack.enter_context(serving(made.folder)), made)
        return self._servers[name]

    def pair(self, ours: Callable[[], float], other: Callable[[], float]) -> Pair:
        """Both in turn, after one unmeasured run of each."""
        ours(), other()
        return measure(ours, other, self.sizes.rounds)


def _gets(server: Server, number: int, *requests: bytes, status: int = 200) -> float:
    return rate(Load(server.port, requests, number, status=status))


def _empty(server: Server, number: int) -> Callable[[], float]:
    return lambda: _gets(server, number, get("/bench/empty"))


def _unchanged(server: Server) -> bytes:
    """The request of a program that has the feed already."""
    _status, headers, _body = fetch(server.port, get(FEED))
    return get(FEED, if_none_match=headers["etag"])


def _at_least(work: str, pair: Pair, aim: float, unit: str = "requests/s") -> Row:
    detail = f"{pair.our:,.0f} and {pair.other:,.0f} {unit}"
    return Row(work, f"{pair.ratio:.0%}", f"≥ {aim:.0%}", pair.ratio >= aim, detail)


def feed_unchanged(bench: Bench) -> Iterator[Row]:
    """A 304 against an empty page."""
    server, _ = bench.server(bench.sizes.many)
    request, number = _unchanged(server), bench.sizes.number(1500)
    pair = bench.pair(lambda: _gets(server, number, request, status=304), _empty(server, number))
    yield _at_least(f"feed of {bench.sizes.many:,}, unchanged : empty page", pair, 0.5)


def feed_whole(bench: Bench) -> Iterator[Row]:
    """The body, plain and gzip, against the same bytes from memory."""
    server, _ = bench.server(bench.sizes.many)
    for encoding, requests in (("identity", 100), ("gzip", 800)):
        number = bench.sizes.number(requests)
        ours = get(FEED, accept_encoding=encoding)
        same = get(f"/bench/body?of={FEED}&encoding={encoding}", accept_encoding=encoding)
        _check_same(server, ours, same)
        pair = bench.pair(
            lambda ours=ours, number=number: _gets(server, number, ours),  # type: ignore[misc]
            lambda same=same, number=number: _gets(server, number, same),  # type: ignore[misc]
        )
        name = "plain" if encoding == "identity" else encoding
        yield _at_least(f"the same feed, whole, {name} : static body", pair, 0.7)


def _check_same(server: Server, one: bytes, other: bytes) -> None:
    if fetch(server.port, one)[2] != fetch(server.port, other)[2]:
        raise RuntimeError("the two bodies that are compared differ")


def feed_after_change(bench: Bench) -> Iterator[Row]:
    """The first fetch after a change against icalendar rendering everything."""
    server, _ = bench.server(bench.sizes.many)
    _status, _headers, body = fetch(server.port, get(FEED))
    events = library.events_of(body)
    first_fetches = [_first_fetch(server) for _ in range(max(2, bench.sizes.rounds))]
    pair = Pair(tuple(first_fetches), (library.seconds_to_render(events),))
    times = pair.other / pair.our
    yield Row(
        f"first fetch after a change among {bench.sizes.many:,} : icalendar renders all",
        f"1/{times:.0f}",
        "≤ 1/50",
        times >= 50,
        f"{pair.our * 1000:.0f} ms and {pair.other:.1f} s",
    )


def _first_fetch(server: Server) -> float:
    fetch(server.port, get("/bench/change"))
    began = time.perf_counter()
    status, _headers, _body = fetch(server.port, get(FEED))
    assert status == 200
    return time.perf_counter() - began


def event_page(bench: Bench) -> Iterator[Row]:
    """The page of an event against an empty one."""
    server, made = bench.server(bench.sizes.many)
    requests = [get(f"/events/{code}/") for code in made.codes[:500]]
    pair = bench.pair(
        lambda: _gets(server, bench.sizes.number(300), *requests),
        _empty(server, bench.sizes.number(1500)),
    )
    yield _at_least("event page : empty page", pair, 0.25)


def flatness(bench: Bench) -> Iterator[Row]:
    """The same work with few and with many events."""
    sizes = bench.sizes
    few, many = bench.server(sizes.few), bench.server(sizes.most)
    for name, work in (("304", _304s), ("event page", _pages), ("registration", _registrations)):
        pair = bench.pair(work(bench, *few), work(bench, *many))
        yield Row(
            f"{name} with {sizes.few:,} : with {sizes.most:,} events",
            f"{pair.ratio:.2f} ×",
            "≤ 1.3 ×",
            pair.ratio <= 1.3,
            f"{pair.our:,.0f} and {pair.other:,.0f} requests/s",
        )


def _304s(bench: Bench, server: Server, _made: Data) -> Callable[[], float]:
    request = _unchanged(server)
    return lambda: _gets(server, bench.sizes.number(1500), request, status=304)


def _pages(bench: Bench, server: Server, made: Data) -> Callable[[], float]:
    requests = [get(f"/events/{code}/") for code in made.codes[:500]]
    return lambda: _gets(server, bench.sizes.number(300), *requests)


def _registrations(bench: Bench, server: Server, made: Data) -> Callable[[], float]:
    """POSTs over many events; each run by people who were not there yet."""
    number = bench.sizes.number(240)

    def once() -> float:
        requests = posts(server.port, list(made.codes[:500]), number)
        return rate(Load(server.port, requests, number, _CLIENTS, status=303))

    return once


def registration(bench: Bench) -> Iterator[Row]:
    """The POST against its bare SQL, and in a full event against an empty one."""
    full, empty = bench.filled, bench.unfilled
    server, made = empty
    statements = statements_of_registration(made)
    number = bench.sizes.number(240)
    pair = bench.pair(
        _registrations(bench, server, made),
        lambda: bare.rate(made.folder / "vizite.db", statements, number, _CLIENTS),
    )
    yield _at_least(f"registration, {_CLIENTS} clients : its bare SQL", pair, 0.5, "a second")
    pair = bench.pair(_registrations(bench, *empty), _registrations(bench, *full))
    yield Row(
        f"registration in an event with few : with {bench.sizes.filled:,} registrations",
        f"{pair.ratio:.2f} ×",
        "≤ 1.3 ×",
        pair.ratio <= 1.3,
        f"{pair.our:,.0f} and {pair.other:,.0f} a second",
    )


def people(bench: Bench) -> Iterator[Row]:
    """The list of people of a crowded event against that of one nobody has registered for."""
    server, made = bench.crowded
    _status, headers, _body = fetch(server.port, get("/bench/sign-in"))
    cookie = headers["set-cookie"].partition(";")[0]
    crowded, empty = (f"/manage/events/{code}/people/" for code in (made.codes[0], made.codes[2]))
    number, here = bench.sizes.number(60), f"{bench.sizes.crowd[0]:,}"
    for name, query in (("newest first", ""), ("found by a name", "?q=berzins&sort=name")):
        pair = bench.pair(
            lambda query=query: _seconds(server, number, get(crowded + query, cookie=cookie)),  # type: ignore[misc]
            lambda: _seconds(server, number, get(empty, cookie=cookie)),
        )
        yield Row(
            f"people of {here} of {sum(bench.sizes.crowd):,}, {name} : the same page with nobody",
            f"{pair.ratio:.1f} ×",
            "≤ 5 ×",
            pair.ratio <= 5,
            f"{pair.our * 1000:.0f} and {pair.other * 1000:.0f} ms",
        )


def _seconds(server: Server, number: int, request: bytes) -> float:
    return 1 / _gets(server, number, request)


def memory(bench: Bench) -> Iterator[Row]:
    """What the process that answers holds after it has answered everything."""
    server, made = bench.server(bench.sizes.most)
    pages = [f"/events/{code}/" for code in made.codes[:50]]
    for path in ("/events/", "/calendars/", *pages, f"/events/{made.codes[0]}/register"):
        fetch(server.port, get(path))
    for encoding in ("identity", "gzip"):
        _gets(server, _CLIENTS * 2, get(FEED, accept_encoding=encoding))
    status = Path(f"/proc/{server.web_pid}/status")
    if not status.exists():
        return
    kilobytes = next(
        int(line.split()[1]) for line in status.read_text().splitlines() if "VmRSS" in line
    )
    megabytes = kilobytes / 1024
    yield Row(
        f"memory of the web process with {bench.sizes.most:,} events",
        f"{megabytes:.0f} MB",
        "≤ 150 MB",
        megabytes <= 150,
    )


def second_start(bench: Bench) -> Iterator[Row]:
    """`make run` where it has run before, until the first page has come."""
    if not bench.sizes.starts:
        return
    folder = bench.folder / "start"
    starting.seconds_to_first_page(folder)
    seconds = sorted(starting.seconds_to_first_page(folder) for _ in range(3))[1]
    yield Row(
        "`make run`, not for the first time, to the first page",
        f"{seconds:.1f} s",
        "≤ 3 s",
        seconds <= 3,
    )


ALL: tuple[Callable[[Bench], Iterator[Row]], ...] = (
    feed_unchanged,
    feed_whole,
    feed_after_change,
    event_page,
    registration,
    people,
    flatness,
    memory,
    second_start,
)
