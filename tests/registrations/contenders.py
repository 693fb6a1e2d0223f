"""Starting and ending the processes of :mod:`tests.registrations.contender`."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from flask import Flask

from tests.registrations.contender import contend

# Real processes, none of them a copy of the one that runs the tests; the program is read once.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.registrations.contender"])


@dataclass(frozen=True)
class Contender:
    """A process and what it says."""

    process: BaseProcess
    pipe: Connection

    def said(self) -> list[Any]:
        """All it has said and says until its end."""
        heard = []
        try:
            while True:
                heard.append(self.pipe.recv())
        except (EOFError, ConnectionError):
            return heard

    def kill(self) -> None:
        """End it at once, whatever it is doing (SIGKILL)."""
        self.process.kill()


@contextmanager
def contenders(
    app: Flask, event_id: int, seeds: list[int], tries: int = 0
) -> Iterator[list[Contender]]:
    """So many processes on the database of *app*, all let go at the same moment."""
    known = app.config["VIZITE"]
    settings = {"VIZITE_DATA": str(known.data), "VIZITE_DATABASE_URL": known.database_url}
    started = [_start(settings, event_id, seed, tries) for seed in seeds]
    try:
        for each in started:
            assert each.pipe.recv() == "ready"
        for each in started:
            each.pipe.send("go")
        yield started
    finally:
        for each in started:
            each.kill()
            each.process.join()
            each.pipe.close()


def _start(settings: dict[str, str], event_id: int, seed: int, tries: int) -> Contender:
    ours, theirs = _processes.Pipe()
    process = _processes.Process(
        target=contend, args=(theirs, settings, event_id, seed, tries), daemon=True
    )
    process.start()
    theirs.close()
    return Contender(process, ours)
