"""Starting and ending the processes of :mod:`tests.delegations.contender`."""

import multiprocessing
from collections import Counter
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from flask import Flask

from tests.delegations.contender import contend

# Real processes, none of them a copy of the one that runs the tests; the program is read once.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.delegations.contender"])


def contenders(app: Flask, jobs: list[str], tries: int) -> dict[str, Counter[str]]:
    """A process for each job, all let go at the same moment; by job what became of their tries."""
    known = app.config["VIZITE"]
    settings = {"VIZITE_DATA": str(known.data), "VIZITE_DATABASE_URL": known.database_url}
    started = [_start(settings, job, seed, tries) for seed, job in enumerate(jobs)]
    said: dict[str, Counter[str]] = {job: Counter() for job in jobs}
    try:
        for _process, pipe in started:
            assert pipe.recv() == "ready"
        for _process, pipe in started:
            pipe.send("go")
        for job, (_process, pipe) in zip(jobs, started, strict=True):
            said[job].update(pipe.recv() for _ in range(tries))
    finally:
        for process, pipe in started:
            process.join(5)
            process.kill()
            process.join()
            pipe.close()
    return said


def _start(
    settings: dict[str, str], job: str, seed: int, tries: int
) -> tuple[BaseProcess, Connection]:
    ours, theirs = _processes.Pipe()
    process = _processes.Process(
        target=contend, args=(theirs, settings, job, seed, tries), daemon=True
    )
    process.start()
    theirs.close()
    return process, ours
