"""What a feed costs on each setup and with ever more events: ``--grid``."""

import time
from collections.abc import Callable, Iterator
from functools import partial

from tools.bench import library
from tools.bench.client import fetch, get
from tools.bench.pairs import Pair
from tools.bench.run import FEED, Bench, Row, at_least, empty, gets, unchanged
from tools.bench.serving import Server
from tools.bench.setups import ALL, Setup

#: The library's time grows with the events alone; of more than these it is reckoned from these.
MOST_RENDERED = 10_000


def grid(bench: Bench) -> Iterator[Row]:
    """The rows of every setup, with few, many and most events."""
    sizes = bench.sizes
    numbers = sorted({sizes.few, sizes.many, sizes.most})
    for setup in ALL:
        for events in numbers:
            for each in (_unchanged, _whole, _after_change):
                yield from each(bench, setup, events)
        yield _flatness(bench, setup, numbers[0], numbers[-1])


def _unchanged(bench: Bench, setup: Setup, events: int) -> Iterator[Row]:
    server, _ = bench.server(events, setup)
    request, number = unchanged(server), bench.sizes.number(1500)
    pair = bench.pair(lambda: gets(server, number, request, status=304), empty(server, number))
    yield at_least(_called(setup, events, "304 : empty page"), pair, 0.5)


def _whole(bench: Bench, setup: Setup, events: int) -> Iterator[Row]:
    server, _ = bench.server(events, setup)
    # About as many bytes in each run, however long the feed is.
    for encoding, octets in (("identity", 400_000_000), ("gzip", 120_000_000)):
        ours = get(FEED, accept_encoding=encoding)
        same = get(f"/bench/body?of={FEED}&encoding={encoding}", accept_encoding=encoding)
        size = len(fetch(server.port, ours)[2])
        number = bench.sizes.number(min(800, octets // size))
        pair = bench.pair(partial(gets, server, number, ours), partial(gets, server, number, same))
        name = "plain" if encoding == "identity" else encoding
        what = f"{name} of {size / 1e6:.2f} MB : static"
        yield at_least(_called(setup, events, what), pair, 0.7)


def _after_change(bench: Bench, setup: Setup, events: int) -> Iterator[Row]:
    server, _ = bench.server(events, setup)
    ours = tuple(_seconds_after_change(server) for _ in range(bench.sizes.rounds))
    first = Pair(ours, (_rendering(bench, events),))
    times = first.other / first.our
    detail = f"{first.our * 1000:.0f} ms and {first.other:.1f} s"
    work = _called(setup, events, "first fetch after a change : icalendar")
    yield Row(work, f"1/{times:.0f}", "≤ 1/50", times >= 50, detail)


def _seconds_after_change(server: Server) -> float:
    fetch(server.port, get("/bench/change"))
    began = time.perf_counter()
    status, _headers, _body = fetch(server.port, get(FEED))
    assert status == 200
    return time.perf_counter() - began


def _rendering(bench: Bench, events: int) -> float:
    """How long the library takes for so many events."""
    rendered = min(events, MOST_RENDERED)
    if rendered not in bench.rendering:
        server, _ = bench.server(rendered)
        _status, _headers, body = fetch(server.port, get(FEED))
        bench.rendering[rendered] = library.seconds_to_render(library.events_of(body))
    return bench.rendering[rendered] * events / rendered


def _flatness(bench: Bench, setup: Setup, few: int, most: int) -> Row:
    number = bench.sizes.number(1500)

    def of(events: int) -> Callable[[], float]:
        server, _ = bench.server(events, setup)
        request = unchanged(server)
        return lambda: gets(server, number, request, status=304)

    pair = bench.pair(of(few), of(most))
    work = f"{setup.name}: 304 with {few:,} : with {most:,} events"
    detail = f"{pair.our:,.0f} and {pair.other:,.0f} requests/s"
    return Row(work, f"{pair.ratio:.2f} ×", "≤ 1.3 ×", pair.ratio <= 1.3, detail)


def _called(setup: Setup, events: int, what: str) -> str:
    return f"{setup.name}, {events:,}: {what}"
