"""Writers take turns, and nobody is kept out by a turn that never ends."""

import os
import threading
import time
import warnings
from pathlib import Path

import pytest

from webapp.core import turns
from webapp.core.turns import turn


def test_one_at_a_time(tmp_path: Path) -> None:
    database, seen, inside = str(tmp_path / "a.db"), [], []

    def work(number: int) -> None:
        for _ in range(20):
            with turn(database):
                inside.append(number)
                seen.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [1] * 80


def test_an_error_ends_the_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    database = str(tmp_path / "a.db")

    with pytest.raises(ZeroDivisionError), turn(database):
        _ = 1 / 0

    with turn(database):
        assert (tmp_path / "a.db-turn").exists()


def test_who_waits_too_long_asks_the_database_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    database = str(tmp_path / "a.db")

    with turn(database), turn(database):
        pass


def test_processes_take_turns_too(tmp_path: Path) -> None:
    database, out = str(tmp_path / "a.db"), tmp_path / "out"

    with turn(database):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # other tests left threads behind
            child = os.fork()
        if child == 0:  # it has the memory of a process in which a thread holds the turn
            with turn(database):
                out.write_text("mine")
            os._exit(0)
        time.sleep(0.05)
        waited = not out.exists()
    os.waitpid(child, 0)

    assert (waited, out.read_text()) == (True, "mine")


def test_other_databases_need_no_turns(tmp_path: Path) -> None:
    with turn(None), turn(":memory:"):
        assert list(tmp_path.iterdir()) == []
