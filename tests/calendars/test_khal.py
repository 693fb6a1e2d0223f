"""A second opinion: khal, a calendar program with its own way of reading files."""

import os
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.calendars.test_hours import CHANGES, week
from tests.factories import make_event
from tests.servers import missing
from webapp.core.database import write
from webapp.core.periods import Period

CONFIG = """
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


class Khal:
    """A calendar of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("khal")
        if program is None:
            missing("khal", "install it (Debian: apt install khal)")
        self._program, self._folder = program, folder
        (folder / "events").mkdir()
        (folder / "config").write_text(CONFIG.format(folder=folder))

    def take(self, feed: bytes) -> None:
        """Read a feed, replacing what has the same UID."""
        file = self._folder / "feed.ics"
        file.write_bytes(feed)
        self._run("import", "--batch", "-a", "feed", str(file))

    def shown(self, first: date, last: date) -> dict[str, tuple[str, str]]:
        """Titles with begin and end in UTC."""
        form = "{title}|{start-long-full}|{end-long-full}"
        lines = self._run(
            "list", "--notstarted", "--format", form, "--day-format", "", str(first), str(last)
        )
        rows = [line.split("|") for line in lines.splitlines() if line.count("|") == 2]
        return {title: (start, end) for title, start, end in rows}

    def _run(self, *arguments: str) -> str:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self._folder)}
        done = subprocess.run(
            [self._program, "-c", str(self._folder / "config"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
        assert "critical" not in done.stderr.casefold(), done.stderr
        return done.stdout


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    folder = tmp_path / "khal"
    folder.mkdir()
    return Khal(folder)


def utc(instant: datetime | None) -> str:
    assert instant is not None
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(("zone", "sunday"), CHANGES[::2])
def test_hours_are_right_around_a_clock_change(
    app: Flask, khal: Khal, zone: str, sunday: date
) -> None:
    meetings = week(zone, sunday)
    with app.app_context(), write():
        for title, period in meetings.items():
            make_event(title, period=period)

    khal.take(app.test_client().get("/calendars/all.ics").data)

    assert khal.shown(sunday - timedelta(4), sunday + timedelta(5)) == {
        title: (utc(period.starts_at), utc(period.ends_at)) for title, period in meetings.items()
    }


def test_a_moved_event_is_no_second_one(app: Flask, khal: Khal) -> None:
    period = Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 27, 12), "Europe/Riga")
    with app.app_context():
        event = make_event("Forum", period=period)
        client = app.test_client()
        khal.take(client.get("/calendars/all.ics").data)
        with write():
            event.period = Period.at(
                datetime(2027, 5, 4, 10), datetime(2027, 5, 4, 12), "Europe/Riga"
            )

        khal.take(client.get("/calendars/all.ics").data)

    shown = khal.shown(date(2027, 4, 1), date(2027, 6, 1))
    assert shown == {"Forum": ("2027-05-04T07:00", "2027-05-04T09:00")}
