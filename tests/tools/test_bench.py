"""The bench measures what it says, and leaves nothing running."""

import contextlib
import socket
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tools.bench import bare, client, grid, pairs
from tools.bench.bare import Statement
from tools.bench.client import Load, WrongAnswer
from tools.bench.copying import multiply
from tools.bench.feeds import feed_unchanged
from tools.bench.measures import event_page, registration
from tools.bench.pairs import Pair
from tools.bench.run import Bench, Sizes
from tools.bench.setups import Setup
from webapp.core.database import db
from webapp.entries.models import Entry, EntryScope
from webapp.manage.generating import generate


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that answers each request with 200 and two bytes, in two pieces."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while connection.recv(4096):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Le")
                connection.sendall(b"ngth: 2\r\n\r\nok")

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def test_the_client_sends_all_its_requests_and_waits_for_their_ends(echo: int) -> None:
    load = Load(echo, [client.get("/a"), client.get("/b")], number=50, connections=4)

    assert client.run(load) > 0
    assert client.fetch(echo, client.get("/"))[::2] == (200, b"ok")


def test_the_client_fails_on_an_answer_nobody_expected(echo: int) -> None:
    with pytest.raises(WrongAnswer, match="status 200 instead of 304"):
        client.rate(Load(echo, [client.get("/")], number=8, status=304))


def test_pairs_take_turns_and_medians_count() -> None:
    calls: list[str] = []
    ours = iter([1.0, 100.0, 2.0])
    others = iter([4.0, 4.0, 0.1])

    def our() -> float:
        calls.append("our")
        return next(ours)

    def other() -> float:
        calls.append("other")
        return next(others)

    pair = pairs.measure(our, other, 3)

    assert calls == ["our", "other", "other", "our", "our", "other"]
    assert pair == Pair((1.0, 100.0, 2.0), (4.0, 4.0, 0.1))
    assert pair.ratio == 0.5


def test_the_bare_loop_gives_new_values_where_two_recordings_differ(tmp_path: Path) -> None:
    database = tmp_path / "bare.db"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE people (name TEXT UNIQUE, at TEXT, town TEXT)")
    connection.close()
    sql = "INSERT INTO people VALUES (?, ?, ?)"

    def recorded(name: str, at: str) -> list[Statement]:
        return [
            Statement("BEGIN IMMEDIATE"),
            Statement(sql, (name, at, "Brasla")),
            Statement("COMMIT"),
        ]

    statements = bare.compared(recorded("Anna", "2027-01-01"), recorded("Berta", "2027-01-02"))
    rate = bare.rate(database, statements, number=20, clients=2)

    assert rate > 0
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT count(DISTINCT name) FROM people").fetchone() == (20,)
    assert connection.execute("SELECT DISTINCT at, town FROM people").fetchall() == [
        ("2027-01-01", "Brasla")
    ]
    connection.close()


def test_the_bench_measures_a_whole_installation(tmp_path: Path) -> None:
    sizes = Sizes(few=3, many=3, most=3, filled=3, rounds=1, effort=0.01, starts=False)

    with ExitStack() as stack:
        bench = Bench(tmp_path, sizes, stack)
        rows = [row for each in (feed_unchanged, event_page, registration) for row in each(bench)]
        servers = list(bench.servers)

    assert [row.work.partition(" :")[0] for row in rows] == [
        "feed of 3, unchanged",
        "event page",
        "registration, 8 clients",
        "registration in an event with few",
    ]
    assert all(row.found for row in rows)
    assert servers
    for server in servers:
        assert not Path(f"/proc/{server.pid}").exists()
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()


def test_copies_are_events_of_their_own(any_app: Flask) -> None:
    with any_app.app_context():
        made = list(generate(3, 0, projects=1, capacity=5, seed=1))

        codes = multiply(4)

        assert codes[:3] == made
        assert len(set(codes)) == 12
        scopes = Counter(db.session.scalars(select(EntryScope.scope)))
        assert scopes["all"] == 12
        assert db.session.scalar(select(func.count()).where(Entry.owner.like("event:%"))) == 12
    client = any_app.test_client()
    assert [client.get(f"/events/{code}/").status_code for code in codes] == [200] * 12
    assert client.get("/calendars/all.ics").text.count("BEGIN:VEVENT") == 12


def test_the_grid_measures_a_setup_with_every_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid, "ALL", [Setup("postgresql", 4, has_redis=True)])
    sizes = Sizes(few=2, many=2, most=2, rounds=1, effort=0.01)

    with ExitStack() as stack:
        rows = list(grid.grid(Bench(tmp_path, sizes, stack)))

    setup = "PostgreSQL, 4 web, Redis"
    told = [row.work.partition(":")[0] for row in rows]
    assert told == [*[f"{setup}, 2"] * 4, setup]
