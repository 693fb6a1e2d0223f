"""``make run``: one command that sets an installation up, serves it and keeps its worker running.

The app is made once; the web server and the worker are forked from it, which saves two starts of
Python. On larger machines run ``gunicorn wsgi:app`` and ``flask --app wsgi work`` under whatever
supervises services there (docs/deploy.md).
"""

import gc
import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from alembic.util import CommandError
from click import ClickException
from flask import Flask
from flask.cli import ScriptInfo
from gunicorn.app.base import BaseApplication
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from webapp import config, create_app
from webapp.config import Settings, SettingsError
from webapp.core import metrics, upgrading
from webapp.core.database import db
from webapp.supervisor import Supervisor


def main() -> int:
    """Serve until a signal comes; the exit code (2: a setting is wrong, said in one line)."""
    try:
        with _listener(os.environ) as listener:
            return _serve(listener)
    except SettingsError as error:
        print(f"Vizīte cannot start: {error}", file=sys.stderr)
        return 2


def _serve(listener: socket.socket) -> int:
    bound, port = listener.getsockname()[:2]
    host = _within_reach(bound)
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    overrides = {} if os.environ.get("VIZITE_BASE_URL") else {"VIZITE_BASE_URL": address}

    settings = config.load({**os.environ, **overrides})
    if settings.metrics:
        metrics.share_between_processes(settings.data / "metrics")
    app = create_app(overrides)
    is_private = ipaddress.ip_address(bound).is_loopback
    with app.app_context(), _told_plainly(settings):
        _check_redis(settings)
        set_up(settings, is_private=is_private)
        if overrides:
            (settings.data / "address").write_text(address)
        how_to_sign_in = _how_to_sign_in(is_private)
        db.session.remove()
        db.engine.dispose()  # no connection may be shared with the processes to come
    _listen(listener)

    gc.freeze()  # what is there now stays in memory shared by all processes
    supervisor = Supervisor(
        web=lambda: run_web(app, listener, settings.workers),
        worker=lambda: _run_worker(app),
        address=(host, port),
    )
    return supervisor.run(lambda: print(f"Ready: {address}\n{how_to_sign_in}", flush=True))


# Where it listens


@contextmanager
def _listener(environ: Mapping[str, str]) -> Iterator[socket.socket]:
    """The socket, bound at once: that the port is taken is said before anything else is done."""
    host = environ.get("HOST") or "127.0.0.1"
    port = environ.get("PORT") or "8000"
    if not port.isdecimal() or int(port) > 65535:
        raise SettingsError(f"PORT is “{port}”; it must be a number up to 65535")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[
            0
        ]
    except OSError:
        raise SettingsError(f"HOST is “{host}”; this machine does not know that name") from None
    with socket.socket(family, kind) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as error:
            raise SettingsError(
                f"cannot listen on {host}, port {port} ({error.strerror}); "
                "stop what uses it, or set PORT to another number"
            ) from None
        yield listener


def _listen(listener: socket.socket) -> None:
    """Let visitors in; those who come before the web process is ready wait a moment."""
    try:
        listener.listen(2048)
    except OSError as error:
        raise SettingsError(
            f"another program took the port meanwhile ({error.strerror}); "
            "stop it, or set PORT to another number"
        ) from None


def _within_reach(bound: str) -> str:
    """Where this machine reaches the server: "all addresses" is none one can ask."""
    address = ipaddress.ip_address(bound)
    if not address.is_unspecified:
        return bound
    return "127.0.0.1" if address.version == 4 else "::1"


# What has to be there first


@contextmanager
def _told_plainly(settings: Settings) -> Iterator[None]:
    """Turn what goes wrong with the database into one line that says what to do."""
    url = make_url(settings.database_url).render_as_string(hide_password=True)
    try:
        with db.engine.connect():
            pass
    except (DBAPIError, ImportError) as error:
        first = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise SettingsError(
            f"the database {url} cannot be opened ({first}); "
            "check VIZITE_DATABASE_URL and VIZITE_DATA"
        ) from error
    try:
        yield
    except CommandError as error:
        raise SettingsError(
            f"the database {url} was made by another version of the program ({error}); "
            "use that version, or restore a backup of this one"
        ) from error


def _check_redis(settings: Settings) -> None:
    if settings.redis_url is None:
        return
    from redis import Redis, RedisError

    try:
        with Redis.from_url(settings.redis_url, socket_connect_timeout=5) as client:
            client.ping()
    except RedisError as error:
        raise SettingsError(
            f"Redis does not answer ({error}); start it, or check VIZITE_REDIS_URL"
        ) from error


def set_up(settings: Settings, *, is_private: bool) -> None:
    """Migrate; load the examples into a new installation that only this machine can reach.

    One process does it, others wait. A note in the data folder remembers that the examples are due,
    so that a start which is cut off between the two is made good by the next.
    """
    from webapp.manage.examples import load_examples

    due = settings.data / "examples-due"
    with upgrading.alone(settings.data):
        if is_private and _is_new(settings.data):
            due.touch()
        upgrading.upgrade()
        if due.exists():
            load_examples()
            due.unlink()


def _is_new(data: Path) -> bool:
    """Whether nothing was ever kept here: no table, and no file but those a start makes."""
    made_by_a_start = ("secret-key", "set-up.lock", "vizite.db", "jobs.db", "metrics")
    is_empty = all(path.name.startswith(made_by_a_start) for path in data.iterdir())
    return is_empty and upgrading.current_revision() is None


def _how_to_sign_in(is_private: bool) -> str:
    """What to tell the person at the terminal: a link, where nobody else can reach the site."""
    from webapp.accounts.sign_in import example_link

    link = example_link() if is_private else None
    if link:
        return f"Sign in as the coordinator of the example projects: {link}"
    lines = [
        "To sign in, make yourself an administrator: "
        ".venv/bin/python -m flask --app wsgi create-admin you@example.org"
    ]
    if not is_private and not os.environ.get("VIZITE_BASE_URL"):
        lines.append(
            "Set VIZITE_BASE_URL to the address people use: letters and calendars name it."
        )
    return "\n".join(lines)


# The two processes


class _Web(BaseApplication):
    """gunicorn with our app and a socket that is open already."""

    def __init__(self, app: Flask, options: Mapping[str, object]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Set what `make run` fixes; nothing is read from files."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., object]:
        """The app, which is made already."""
        return self._app


def run_web(app: Flask, listener: socket.socket, workers: int) -> int:
    """Answer requests on a socket that listens already, until a signal comes."""
    options = {
        "bind": f"fd://{listener.fileno()}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": 8,
        "graceful_timeout": 5,
        "control_socket_disable": True,
        # The most there is: what asks for too much gets our words, not gunicorn's page.
        "limit_request_line": 8190,
        "loglevel": "warning",
    }
    _Web(app, options).run()
    return 0


def _run_worker(app: Flask) -> int:
    """The command ``flask work``, with the app that is made already."""
    try:
        app.cli.main(
            ["work"], "flask", standalone_mode=False, obj=ScriptInfo(create_app=lambda: app)
        )
    except ClickException as error:
        error.show()
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
