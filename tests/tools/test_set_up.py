"""The first minute on a strange machine: what is missing is said, and half is never whole."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "set-up"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with a lock, and a PATH with next to nothing on it."""
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n")
    (tmp_path / "bin").mkdir()
    for name in ("sh", "cat", "cksum"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    return tmp_path


def provide(machine: Path, name: str, script: str) -> None:
    """Put a program on the PATH, or into .venv."""
    path = machine / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def set_up(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", SCRIPT, "requirements.txt"],
        cwd=machine,
        env={"PATH": str(machine / "bin"), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )


def stamp(machine: Path) -> Path:
    return machine / ".venv" / "installed-requirements.txt"


@pytest.mark.parametrize("python", [None, "exit 1"])
def test_without_a_new_enough_python_it_says_which(machine: Path, python: str | None) -> None:
    if python:
        provide(machine, "bin/python3", python)

    ended = set_up(machine)

    assert ended.returncode == 2
    [line] = ended.stderr.splitlines()
    assert line.startswith("Vizīte needs Python 3.11 or newer")


def test_without_the_venv_module_it_names_the_package(machine: Path) -> None:
    provide(machine, "bin/python3", 'case "$2" in *ensurepip*) exit 1;; esac')

    ended = set_up(machine)

    assert ended.returncode == 2
    [line] = ended.stderr.splitlines()
    assert "apt install python3-venv" in line


def test_what_is_installed_is_not_installed_again(machine: Path) -> None:
    provide(machine, ".venv/bin/python", "exit 0")
    first = set_up(machine)

    again = set_up(machine)

    assert "Installing" in first.stdout
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_changed_lock_is_installed(machine: Path) -> None:
    provide(machine, ".venv/bin/python", "exit 0")
    set_up(machine)
    (machine / "requirements.txt").write_text("flask==3.1.4\n")

    assert "Installing" in set_up(machine).stdout


def test_an_installation_that_fails_is_tried_again(machine: Path) -> None:
    provide(machine, ".venv/bin/python", 'case "$*" in *require-hashes*) exit 1;; esac')

    assert set_up(machine).returncode != 0
    assert not stamp(machine).exists()


def test_where_uv_fails_pip_is_asked(machine: Path) -> None:
    provide(machine, ".venv/bin/python", 'echo "$*" >> asked')
    provide(machine, "bin/uv", "exit 1")

    assert set_up(machine).returncode == 0
    assert "pip install" in (machine / "asked").read_text()
    assert stamp(machine).exists()
