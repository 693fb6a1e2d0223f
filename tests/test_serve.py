"""`make run`'s process: starts everything, ends everything, and says in one line what is wrong."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests import databases, servers
from tests.mail_sink import MailSink, free_port
from webapp import create_app, serve

ROOT = Path(__file__).parent.parent


def command(data: Path, **settings: str) -> dict[str, object]:
    """What starts the server with settings of its own."""
    environ = {name: value for name, value in os.environ.items() if name not in ("HOST", "PORT")}
    environ |= {"VIZITE_DATA": str(data), "PORT": str(free_port())} | settings
    return {"args": [sys.executable, "-m", "webapp.serve"], "cwd": ROOT, "env": environ}


def refused(data: Path, **settings: str) -> str:
    """The one line with which a start ends that cannot succeed."""
    ended = subprocess.run(**command(data, **settings), capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (2, "")
    [line] = ended.stderr.splitlines()
    return line


class Running:
    """A server that has been started."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []

    def wait_until_ready(self) -> "Running":
        """Read what it prints up to the line after ``Ready:``."""
        assert self.process.stdout is not None
        while not any(line.startswith("Ready: ") for line in self.lines):
            line = self.process.stdout.readline()
            assert line, self.lines
            self.lines.append(line.rstrip())
        self.lines.append(self.process.stdout.readline().rstrip())
        return self

    @property
    def address(self) -> str:
        """Where it says that it is."""
        return next(line for line in self.lines if "Ready" in line).removeprefix("Ready: ")

    def status(self, path: str = "/healthz") -> int:
        """What it answers to a GET."""
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=10)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def children(self) -> list[int]:
        """The processes it has started, in order: web server, worker."""
        found = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        )
        pairs = [line.split() for line in found.stdout.splitlines()]
        return sorted(int(pid) for pid, parent in pairs if int(parent) == self.process.pid)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def running(data: Path, **settings: str) -> Iterator[Running]:
    """Start the server; it ends with the block at the latest."""
    with subprocess.Popen(
        **command(data, **settings), stdout=subprocess.PIPE, text=True
    ) as process:
        server = Running(process)
        try:
            yield server
        finally:
            if process.poll() is None:
                server.end()


def is_alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return state.stdout.strip() != "" and not state.stdout.startswith("Z")


def wait_for(what) -> bool:  # type: ignore[no-untyped-def]
    """Whether *what* comes true within a minute: machines that test are busy."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_each_start_prints_a_link_and_each_signal_leaves_nothing_behind(tmp_path: Path) -> None:
    links = set()
    for number in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path / "data") as server:
            told = server.wait_until_ready().lines[-1]
            children = server.children()

            assert (server.status(), len(children)) == (200, 2)
            assert server.status("/calendars/all.ics?kind=" + "x" * 8000) == 400
            assert server.end(number) == 0
            assert [pid for pid in children if is_alive(pid)] == []
            assert told.startswith("Sign in as the coordinator of the example projects: ")
            links.add(told.rpartition(" ")[2])

    assert len(links) == 2
    assert {link.startswith("http://127.0.0.1:") for link in links} == {True}


class TestExamples:
    @pytest.fixture
    def loaded(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """What was loaded."""
        loaded: list[str] = []
        monkeypatch.setattr("webapp.manage.examples.load_examples", lambda: loaded.append("all"))
        return loaded

    def set_up(self, data: Path, *, is_private: bool = True) -> None:
        app = create_app(databases.SETTINGS | {"VIZITE_DATA": str(data)})
        with app.app_context():
            serve.set_up(app.config["VIZITE"], is_private=is_private)
        databases.close(app)

    def test_a_new_installation_has_them_once(self, tmp_path: Path, loaded: list[str]) -> None:
        self.set_up(tmp_path)
        self.set_up(tmp_path)

        assert loaded == ["all"]

    def test_one_that_others_can_reach_has_none(self, tmp_path: Path, loaded: list[str]) -> None:
        self.set_up(tmp_path, is_private=False)
        self.set_up(tmp_path)

        assert loaded == []

    def test_what_is_kept_already_is_not_mixed(self, tmp_path: Path, loaded: list[str]) -> None:
        (tmp_path / "letters").mkdir()

        self.set_up(tmp_path)

        assert loaded == []

    def test_a_start_that_is_cut_off_is_made_good_by_the_next(
        self, tmp_path: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as cut_off:
            cut_off.setattr("webapp.manage.examples.load_examples", lambda: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                self.set_up(tmp_path)

        self.set_up(tmp_path)

        assert loaded == ["all"]


def test_several_starts_at_once_set_up_once(tmp_path: Path) -> None:
    with ExitStack() as stack:
        started = [stack.enter_context(running(tmp_path / "data")) for _ in range(2)]
        ready = [server.wait_until_ready() for server in started]

        assert [server.status() for server in ready] == [200, 200]
        assert all(server.lines[-1].startswith("Sign in as") for server in ready)


def test_several_starts_at_once_set_up_postgresql_once(
    tmp_path: Path, pg_server: str, worker_number: int
) -> None:
    name = f"vizite_serve_{worker_number}"
    url = servers.create_database(pg_server, name)
    with ExitStack() as stack:
        started = [
            stack.enter_context(running(tmp_path / str(number), VIZITE_DATABASE_URL=url))
            for number in range(2)
        ]
        assert [server.wait_until_ready().status() for server in started] == [200, 200]
    servers.drop_database(pg_server, name)


def test_a_worker_that_dies_is_started_again_but_without_the_web_server_all_ends(
    tmp_path: Path,
) -> None:
    with running(tmp_path / "data") as server:
        web, worker = server.wait_until_ready().children()

        os.kill(worker, signal.SIGKILL)

        def others() -> set[int]:
            return set(server.children()) - {web, worker}

        assert wait_for(lambda: len(others()) == 1)
        assert web in server.children()

        (another,) = others()
        os.kill(web, signal.SIGKILL)

        assert server.process.wait(60) != 0
        assert not is_alive(another)


class TestRefusals:
    def test_a_misspelt_setting(self, tmp_path: Path) -> None:
        assert "Did you mean VIZITE_MAIL_URL?" in refused(tmp_path, VIZITE_MAIL_ULR="smtp://x")

    def test_a_port_that_is_taken(self, tmp_path: Path, mail_sink: MailSink) -> None:
        line = refused(tmp_path, PORT=str(mail_sink.port))

        assert f"cannot listen on 127.0.0.1, port {mail_sink.port}" in line
        assert "set PORT to another number" in line

    def test_a_port_that_is_no_number(self, tmp_path: Path) -> None:
        assert "PORT is “eighty”" in refused(tmp_path, PORT="eighty")

    def test_a_host_nobody_knows(self, tmp_path: Path) -> None:
        assert "HOST is “nowhere.invalid”" in refused(tmp_path, HOST="nowhere.invalid")

    def test_a_database_that_does_not_answer_without_its_password(self, tmp_path: Path) -> None:
        url = f"postgresql://anna:secret@127.0.0.1:{free_port()}/vizite"

        line = refused(tmp_path, VIZITE_DATABASE_URL=url)

        assert "check VIZITE_DATABASE_URL" in line
        assert "secret" not in line

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "vizite.db").write_text("A letter to Anna, and no database at all. " * 30)

        assert "file is not a database" in refused(tmp_path)

    def test_a_database_newer_than_the_program(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "vizite.db") as database:
            database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            database.execute("INSERT INTO alembic_version VALUES ('from_the_future')")
        database.close()

        assert "was made by another version of the program" in refused(tmp_path)

    def test_a_redis_that_does_not_answer(self, tmp_path: Path) -> None:
        line = refused(tmp_path, VIZITE_REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")

        assert "Redis does not answer" in line

    def test_a_data_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("")

        assert "VIZITE_DATA is" in refused(tmp_path / "data")
