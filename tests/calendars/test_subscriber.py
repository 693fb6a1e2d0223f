"""A real subscriber: vdirsyncer fetches the calendar again and again, khal shows what it has.

vdirsyncer gives what it fetches names of its own, by content: an entry that changed is to it one
that left and one that came. So the titles tell here that no ghost stays.
"""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.calendars.programs import Khal, Shown, Vdirsyncer
from tests.conftest import Clock, Live
from tests.factories import make_event
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.events import rules
from webapp.events.models import Event

FIRST, LAST = date(2027, 4, 1), date(2027, 8, 1)
REASON = LocalText({"en": "A storm"})


def at(month: int, day: int) -> Period:
    return Period.at(datetime(2027, month, day, 10), datetime(2027, month, day, 12), "Europe/Riga")


@pytest.fixture
def uids(live: Live, clock: Clock) -> dict[str, str]:
    """Events by title."""
    clock.set("2027-03-01T10:00:00+00:00")
    with live.app.app_context(), write():
        made = [
            make_event("Moves", period=at(4, 27)),
            make_event("Ends", period=at(4, 28)),
            make_event("Goes", period=at(4, 29)),
            make_event("Stays", period=Period.days(date(2027, 5, 3), date(2027, 5, 5))),
            make_event("Fixed later", period=Period.month(2027, 6)),
        ]
        return {str(event.name): event.uid for event in made}


def do(live: Live, uid: str, act: str, *arguments: object) -> None:
    with live.app.app_context(), write():
        event = db.session.scalars(select(Event).where(Event.uid == uid)).one()
        getattr(rules, act)(event, *arguments)


def test_a_subscriber_sees_each_change_and_keeps_no_ghost(
    live: Live, uids: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "subscriber"
    syncer, khal = Vdirsyncer(folder, f"{live.url}/calendars/all.ics"), Khal(folder)
    syncer.sync()
    assert set(khal.entries(FIRST, LAST).values()) == {
        Shown("Moves", "2027-04-27T07:00", "2027-04-27T09:00", "CONFIRMED"),
        Shown("Ends", "2027-04-28T07:00", "2027-04-28T09:00", "CONFIRMED"),
        Shown("Goes", "2027-04-29T07:00", "2027-04-29T09:00", "CONFIRMED"),
        Shown("Stays", "2027-05-03T00:00", "2027-05-05T00:00", "CONFIRMED"),
        Shown("Tentative: Fixed later", "2027-06-01T00:00", "2027-06-30T00:00", "TENTATIVE"),
    }

    do(live, uids["Moves"], "move", at(7, 6), REASON)
    do(live, uids["Ends"], "cancel", REASON)
    do(live, uids["Goes"], "withdraw", REASON)
    do(live, uids["Fixed later"], "move", at(6, 16))
    syncer.sync()

    assert set(khal.entries(FIRST, LAST).values()) == {
        Shown("Moves", "2027-07-06T07:00", "2027-07-06T09:00", "CONFIRMED"),
        Shown("Cancelled: Ends", "2027-04-28T07:00", "2027-04-28T09:00", "CANCELLED"),
        Shown("Stays", "2027-05-03T00:00", "2027-05-05T00:00", "CONFIRMED"),
        Shown("Fixed later", "2027-06-16T07:00", "2027-06-16T09:00", "CONFIRMED"),
    }
    assert len(list((folder / "events").glob("*.ics"))) == 4


def test_a_second_look_at_what_has_not_changed_changes_nothing(
    live: Live, uids: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "subscriber"
    syncer = Vdirsyncer(folder, f"{live.url}/calendars/all.ics")
    syncer.sync()
    files = {file: file.stat().st_mtime_ns for file in (folder / "events").iterdir()}
    assert len(files) == 5

    said = syncer.sync()

    assert "Copying" not in said
    assert {file: file.stat().st_mtime_ns for file in (folder / "events").iterdir()} == files
