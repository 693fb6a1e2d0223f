"""What every test can ask for: an app on a database of its own, a client, a clock, servers."""

import gc
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from werkzeug.serving import make_server

from tests import databases, servers
from tests.compiled import share_compiled
from tests.mail_sink import MailSink, free_port
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A machine shared with others is slow at times; that is no fault of the code.
hypothesis_settings.register_profile("vizite", deadline=None, print_blob=True)
hypothesis_settings.load_profile("vizite")

# One run, several processes


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that the processes of this run share; it holds servers and templates."""
    for name in [name for name in os.environ if name.startswith("VIZITE_")]:
        del os.environ[name]  # the settings of whoever runs the tests are not the tests'
    given = getattr(config, "workerinput", {}).get("shared")
    # Short, because a socket's path may not be longer than 104 characters.
    config.shared = Path(given or tempfile.mkdtemp(prefix="vz-"))  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each process of pytest-xdist where the folder is."""
    node.workerinput["shared"] = str(node.config.shared)


def pytest_collection_finish() -> None:
    """Spare the collector what stays for the whole run: looking through it took a quarter of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers when the run is over, not when one of its processes is."""
    if not hasattr(config, "workerinput"):
        shared: Path = config.shared  # type: ignore[attr-defined]
        servers.stop_all(shared)
        shutil.rmtree(shared, ignore_errors=True)


@pytest.fixture(scope="session")
def shared(pytestconfig: pytest.Config) -> Path:
    """The folder of this run."""
    return pytestconfig.shared  # type: ignore[attr-defined,no-any-return]


@pytest.fixture(scope="session")
def worker_number() -> int:
    """Which process of the run this is, from 0."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


# Servers


@pytest.fixture(scope="session")
def pg_server(shared: Path) -> str:
    """The address of PostgreSQL's maintenance database."""
    return servers.postgresql(shared)


@pytest.fixture
def redis_url(shared: Path, worker_number: int) -> Iterator[str]:
    """An empty Redis database."""
    from redis import Redis

    server = servers.redis(shared)
    url = (
        f"{server}?db={worker_number}" if server.startswith("unix") else f"{server}/{worker_number}"
    )
    with Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()


@pytest.fixture
def mail_sink() -> Iterator[MailSink]:
    """A mail server that keeps letters; see :class:`tests.mail_sink.Mood` for its bad days."""
    sink = MailSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, one a process."""
    from playwright.sync_api import sync_playwright

    path = servers.chromium()
    flags = ["--disable-gpu", "--disable-background-networking", "--no-first-run", "--no-sandbox"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """An empty page with cookies of its own."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


# Apps

MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app(shared: Path, tmp_path: Path) -> Iterator[MakeApp]:
    """Makes apps with settings of their own, all on this test's SQLite database:
    ``make_app(VIZITE_METRICS="1")``."""
    databases.copy_sqlite(shared, tmp_path / "data")
    with _app_maker({"VIZITE_DATA": str(tmp_path / "data")}) as make:
        yield make


@contextmanager
def _app_maker(settings: dict[str, str]) -> Iterator[MakeApp]:
    made: list[Flask] = []

    def make(**more: str) -> Flask:
        made.append(share_compiled(create_app(databases.SETTINGS | settings | more)))
        made[-1].testing = True
        return made[-1]

    yield make
    for app in made:
        databases.close(app)


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """The app on an empty SQLite database. No context is open: requests would share it."""
    return make_app()


@pytest.fixture(scope="session")
def pg_database(
    pg_server: str, worker_number: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Postgresql]:
    """The PostgreSQL database of this process."""
    name = f"vizite_test_{os.getpid()}_{worker_number}"
    yield databases.Postgresql(pg_server, name, tmp_path_factory.mktemp("pg"))
    servers.drop_database(pg_server, name)


@pytest.fixture
def make_pg_app(pg_database: databases.Postgresql, tmp_path: Path) -> Iterator[MakeApp]:
    """Like `make_app`, on PostgreSQL."""
    pg_database.empty()
    settings = {"VIZITE_DATA": str(tmp_path / "data"), "VIZITE_DATABASE_URL": pg_database.url}
    with _app_maker(settings) as make:
        yield make


@pytest.fixture
def pg_app(make_pg_app: MakeApp) -> Flask:
    """The app on an empty PostgreSQL database."""
    return make_pg_app()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_app(request: pytest.FixtureRequest) -> Flask:
    """The app, once on each database: for tests of what the database decides."""
    app: Flask = request.getfixturevalue("app" if request.param == "sqlite" else "pg_app")
    return app


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An open app context of `app`, for tests without requests."""
    with app.app_context():
        yield


@pytest.fixture
def any_context(any_app: Flask) -> Iterator[None]:
    """An open app context of `any_app`, for tests without requests."""
    with any_app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, without cookies yet."""
    return app.test_client()


@dataclass(frozen=True)
class Live:
    """An app that answers on a port of this machine."""

    app: Flask
    url: str


@pytest.fixture
def live(make_app: MakeApp) -> Iterator[Live]:
    """The app behind a real web server, for tests in a browser."""
    port = free_port()
    app = make_app(VIZITE_BASE_URL=f"http://127.0.0.1:{port}")
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Live(app, f"http://127.0.0.1:{port}")
    server.shutdown()
    thread.join()
    server.server_close()


# Time


class Clock:
    """The clock of a test: once set it stands still, until set or moved again."""

    def __init__(self) -> None:
        self._travel: time_machine.travel | None = None

    def set(self, instant: str) -> None:
        """Put the clock to an instant with an offset: ``2027-03-28T03:30+03:00``."""
        self._put(datetime.fromisoformat(instant))

    def forward(self, **duration: float) -> None:
        """Move the clock on: ``clock.forward(hours=48)``."""
        self._put(datetime.now(UTC) + timedelta(**duration))

    def run(self) -> None:
        """Give back the real time."""
        if self._travel is not None:
            self._travel.stop()
            self._travel = None

    def _put(self, instant: datetime) -> None:
        assert instant.tzinfo is not None, "an instant needs an offset"
        self.run()
        self._travel = time_machine.travel(instant, tick=False)
        self._travel.start()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock to set; runs normally until then."""
    clock = Clock()
    yield clock
    clock.run()
