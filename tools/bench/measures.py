"""The measures of the table, each a function from a bench to rows."""

from collections.abc import Callable, Iterator
from pathlib import Path

from tools.bench import bare, starting
from tools.bench.client import Load, fetch, get, rate
from tools.bench.data import Data
from tools.bench.feeds import feed_after_change, feed_unchanged, feed_whole
from tools.bench.recording import statements_of_registration
from tools.bench.registering import posts
from tools.bench.run import CLIENTS, FEED, Bench, Row, at_least, empty, gets, unchanged
from tools.bench.serving import Server


def event_page(bench: Bench) -> Iterator[Row]:
    """The page of an event against an empty one."""
    server, made = bench.server(bench.sizes.many)
    requests = [get(f"/events/{code}/") for code in made.codes[:500]]
    pair = bench.pair(
        lambda: gets(server, bench.sizes.number(300), *requests),
        empty(server, bench.sizes.number(1500)),
    )
    yield at_least("event page : empty page", pair, 0.25)


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
    request = unchanged(server)
    return lambda: gets(server, bench.sizes.number(1500), request, status=304)


def _pages(bench: Bench, server: Server, made: Data) -> Callable[[], float]:
    requests = [get(f"/events/{code}/") for code in made.codes[:500]]
    return lambda: gets(server, bench.sizes.number(300), *requests)


def _registrations(bench: Bench, server: Server, made: Data) -> Callable[[], float]:
    """POSTs over many events; each run by people who were not there yet."""
    number = bench.sizes.number(240)

    def once() -> float:
        requests = posts(server.port, list(made.codes[:500]), number)
        return rate(Load(server.port, requests, number, CLIENTS, status=303))

    return once


def registration(bench: Bench) -> Iterator[Row]:
    """The POST against its bare SQL, and in a full event against an empty one."""
    full, unfilled = bench.filled, bench.unfilled
    server, made = unfilled
    statements = statements_of_registration(made)
    number = bench.sizes.number(240)
    pair = bench.pair(
        _registrations(bench, server, made),
        lambda: bare.rate(made.folder / "vizite.db", statements, number, CLIENTS),
    )
    yield at_least(f"registration, {CLIENTS} clients : its bare SQL", pair, 0.5, "a second")
    pair = bench.pair(_registrations(bench, *unfilled), _registrations(bench, *full))
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
    crowded, nobody = (f"/manage/events/{code}/people/" for code in (made.codes[0], made.codes[2]))
    number, here = bench.sizes.number(60), f"{bench.sizes.crowd[0]:,}"
    for name, query in (("newest first", ""), ("found by a name", "?q=berzins&sort=name")):
        pair = bench.pair(
            lambda query=query: _seconds(server, number, get(crowded + query, cookie=cookie)),  # type: ignore[misc]
            lambda: _seconds(server, number, get(nobody, cookie=cookie)),
        )
        yield Row(
            f"people of {here} of {sum(bench.sizes.crowd):,}, {name} : the same page with nobody",
            f"{pair.ratio:.1f} ×",
            "≤ 5 ×",
            pair.ratio <= 5,
            f"{pair.our * 1000:.0f} and {pair.other * 1000:.0f} ms",
        )


def _seconds(server: Server, number: int, request: bytes) -> float:
    return 1 / gets(server, number, request)


def memory(bench: Bench) -> Iterator[Row]:
    """What the process that answers holds after it has answered everything."""
    server, made = bench.server(bench.sizes.most)
    pages = [f"/events/{code}/" for code in made.codes[:50]]
    for path in ("/events/", "/calendars/", *pages, f"/events/{made.codes[0]}/register"):
        fetch(server.port, get(path))
    for encoding in ("identity", "gzip"):
        gets(server, CLIENTS * 2, get(FEED, accept_encoding=encoding))
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
