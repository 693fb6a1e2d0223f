"""Calendar programs as their users run them: khal shows what a folder holds, vdirsyncer fills the
folder from an address. Both are locked with what checks this (requirements-dev.in)."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

KHAL = """
[calendars]
[[feed]]
path = {folder}/events
type = calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[sqlite]
path = {folder}/khal.db
"""
VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "site"
b = "folder"
collections = null
conflict_resolution = "a wins"
partial_sync = "revert"
[storage site]
type = "http"
url = "{address}"
[storage folder]
type = "filesystem"
path = "{folder}/events/"
fileext = ".ics"
"""


class Shown(NamedTuple):
    """What a reader sees of an entry: begin and end in UTC; of whole days, the first and last."""

    title: str
    starts: str
    ends: str
    status: str


class Khal:
    """A calendar of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "events").mkdir(parents=True, exist_ok=True)
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))

    def take(self, feed: bytes) -> None:
        """Read a feed, replacing what has the same UID."""
        file = self._folder / "feed.ics"
        file.write_bytes(feed)
        self._run("import", "--batch", "-a", "feed", str(file))

    def shown(self, first: date, last: date) -> dict[str, tuple[str, str]]:
        """Titles with begin and end in UTC."""
        found = self.entries(first, last).values()
        return {each.title: (each.starts, each.ends) for each in found}

    def entries(self, first: date, last: date) -> dict[str, Shown]:
        """By UID all that begins or goes on between these days."""
        form = "\x1f".join(("{uid}", "{title}", "{start-long-full}", "{end-long-full}", "{status}"))
        said = self._run(
            "list", "--once", "--format", f"{form}\x1e", "--day-format", "", str(first), str(last)
        )
        rows = [row.strip().split("\x1f") for row in said.split("\x1e")]
        return {uid: Shown(*values) for uid, *values in rows if values}

    def _run(self, *arguments: str) -> str:
        return run("khal", "-c", str(self._folder / "khal.conf"), *arguments, home=self._folder)


class Vdirsyncer:
    """Keeps the folder of a :class:`Khal` equal to a calendar on the web."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        (folder / "events").mkdir(parents=True, exist_ok=True)
        (folder / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=folder, address=address))
        self._run("discover")

    def sync(self) -> str:
        """Fetch, and change what has changed; what it said it did."""
        return self._run("sync")

    def _run(self, *arguments: str) -> str:
        config = str(self._folder / "vdirsyncer.conf")
        return run("vdirsyncer", "-c", config, *arguments, home=self._folder)


def run(program: str, *arguments: str, home: Path) -> str:
    """What one of the programs beside this interpreter says; it must not complain."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(home)}
    done = subprocess.run(
        [str(Path(sys.executable).with_name(program)), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "critical" not in done.stderr.casefold(), said
    return done.stdout if program == "khal" else said
