"""How long ``make run`` takes until the first page is there."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from tools.bench.client import WrongAnswer, fetch, get
from tools.bench.serving import ROOT, environment

_PATIENCE = 120.0


def seconds_to_first_page(folder: Path) -> float:
    """Start, wait for the first page, stop; *folder* keeps the data for the next time."""
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "run"],
        env=environment(folder) | {"PORT": str(port), "HOST": "127.0.0.1"},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _has_page(port):
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise RuntimeError("make run did not start")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _has_page(port: int) -> bool:
    try:
        return fetch(port, get("/events/"))[0] == 200
    except (OSError, WrongAnswer):
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port
