"""Processes that do something else on the same database while others choose."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

_processes = multiprocessing.get_context("forkserver")


@contextmanager
def alongside(
    app: Flask, work: Callable[..., None], *args: Any, number: int, tries: int
) -> Iterator[Callable[[], list[list[str]]]]:
    """So many processes of *work*, let go at once; call what is given for what each said."""
    known = app.config["VIZITE"]
    settings = {"VIZITE_DATA": str(known.data), "VIZITE_DATABASE_URL": known.database_url}
    started = []
    for seed in range(number):
        ours, theirs = _processes.Pipe()
        values = (theirs, settings, *args, seed, tries)
        process = _processes.Process(target=work, args=values, daemon=True)
        process.start()
        theirs.close()
        started.append((process, ours))
    for _process, pipe in started:
        assert pipe.recv() == "ready"
    for _process, pipe in started:
        pipe.send("go")
    try:
        yield lambda: [list(iter(pipe.recv, "done")) for _process, pipe in started]
    finally:
        for process, pipe in started:
            pipe.send("end")
            process.join(10)
            process.kill()
            pipe.close()
