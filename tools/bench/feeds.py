"""What a feed costs: unchanged, whole, and after a change."""

import time
from collections.abc import Iterator
from functools import partial

from tools.bench import library
from tools.bench.client import fetch, get
from tools.bench.pairs import Pair
from tools.bench.run import FEED, Bench, Row, at_least, empty, gets, unchanged
from tools.bench.serving import Server


def feed_unchanged(bench: Bench) -> Iterator[Row]:
    """A 304 against an empty page."""
    server, _ = bench.server(bench.sizes.many)
    request, number = unchanged(server), bench.sizes.number(1500)
    pair = bench.pair(lambda: gets(server, number, request, status=304), empty(server, number))
    yield at_least(f"feed of {bench.sizes.many:,}, unchanged : empty page", pair, 0.5)


def feed_whole(bench: Bench) -> Iterator[Row]:
    """The body, plain and gzip, against the same bytes from memory."""
    server, _ = bench.server(bench.sizes.many)
    for encoding, requests in (("identity", 100), ("gzip", 800)):
        number = bench.sizes.number(requests)
        ours = get(FEED, accept_encoding=encoding)
        same = get(f"/bench/body?of={FEED}&encoding={encoding}", accept_encoding=encoding)
        _check_same(server, ours, same)
        pair = bench.pair(partial(gets, server, number, ours), partial(gets, server, number, same))
        name = "plain" if encoding == "identity" else encoding
        yield at_least(f"the same feed, whole, {name} : static body", pair, 0.7)


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
