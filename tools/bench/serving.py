"""Starting what is measured, and ending all of it by its process ids."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tools.bench.client import fetch, get

NOTHING: Mapping[str, str] = MappingProxyType({})
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Server:
    """A server on a port of this machine with data of its own."""

    port: int
    pid: int
    data: Path

    @property
    def web_pid(self) -> int:
        """The process that answers: the child of gunicorn's master."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(children[0])


def environment(data: Path, **more: str) -> dict[str, str]:
    """The settings of a bench: nothing of whoever runs it, no rate limits."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIZITE_")}
    settings = {"VIZITE_DATA": str(data), "VIZITE_RATELIMIT_ENABLED": "0"}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | settings | more


@contextmanager
def serving(
    data: Path, program: str = "tools.bench.server", settings: Mapping[str, str] = NOTHING
) -> Iterator[Server]:
    """The app on the data folder *data* with more *settings*, until the block ends."""
    command = [sys.executable, "-m", program]
    told = environment(data, **settings)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=told, cwd=ROOT, text=True
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            _wait_until_up(port)
            yield Server(port, process.pid, data)
        finally:
            end(process)


def end(process: "subprocess.Popen[str]") -> None:
    """Ask it to end, and insist after a while."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def _wait_until_up(port: int) -> None:
    for _ in range(300):
        try:
            if fetch(port, get("/healthz"))[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("the server did not come up")
