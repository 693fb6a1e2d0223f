"""Rebuilding mends what verify finds, and tells every subscriber of it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, or_, select, update

from tests.conftest import Clock
from tests.factories import make_event, make_project, make_target_group
from webapp.calendars import composing, plans
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.entries.models import EntryScope, ScopeVersion
from webapp.entries.rebuilding import rebuild, render_due
from webapp.entries.renderer import _sources
from webapp.entries.verify import differences
from webapp.events.models import Event
from webapp.programmes.models import TargetGroup


@pytest.fixture(autouse=True)
def _app_context(any_context: None, clock: Clock) -> None:
    clock.set("2027-03-01T10:00:00+00:00")
    with write():
        make_event(projects=[make_project("One")], target_groups=[make_target_group("Youth")])
        make_event(status="tentative", visibility="partners")


def run_sql(statement: object) -> None:
    with write():
        db.session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    db.session.expire_all()


def version(scope: str) -> ScopeVersion:
    found = db.session.get_one(ScopeVersion, scope)
    db.session.refresh(found)
    return found


def test_calendars_that_an_upgrade_brings_are_filled(clock: Clock) -> None:
    newer = or_(*(EntryScope.scope.startswith(each) for each in ("tent", "part", "target")))
    run_sql(delete(EntryScope).where(newer))
    keys = [f"event:{number}" for number in db.session.scalars(select(Event.id).order_by(Event.id))]
    assert list(differences()) == [f"{key}: it belongs to other calendars" for key in keys]

    rebuild()
    assert render_due() == 2

    assert list(differences()) == []
    fixed = composing.compose(
        plans.everything({"tentative": ["0"], "target_group": ["youth"]}, "en").feed()
    )
    assert (fixed.plain.whole or b"").count(b"BEGIN:VEVENT") == 1
    assert version(keys[1].replace("event", "participants")).version > 1


def test_a_name_that_was_changed_by_hand_is_found_and_mended(clock: Clock) -> None:
    before = (
        plans.everything({"target_group": ["youth"], "kind": ["survey"]}, "en").feed().revised_at
    )
    scope = f"target_group:{db.session.scalars(select(TargetGroup.id)).one()}"
    run_sql(update(TargetGroup).values(name=LocalText({"en": "Young people"})))
    assert list(differences()) == [f"{scope}: its calendar is called something else"]
    clock.forward(hours=1)

    rebuild()

    assert list(differences()) == []
    after = (
        plans.everything({"target_group": ["youth"], "kind": ["survey"]}, "en").feed().revised_at
    )
    assert before is None or (after is not None and after > before)
    assert version(scope).renamed_at is not None


def test_a_rebuild_moves_every_calendar_once(clock: Clock) -> None:
    feed = plans.of_project("one", "en").feed()
    clock.forward(hours=1)

    rebuild()
    moved = plans.of_project("one", "en").feed()
    render_due()

    assert moved.state != feed.state
    assert plans.of_project("one", "en").feed().state == moved.state
    assert moved.revised_at == datetime(2027, 3, 1, 11, tzinfo=UTC)


def test_what_makes_the_bytes_is_known(any_app: Flask) -> None:
    """Another version of any of these makes another version of every calendar."""
    names = {path.name for path in _sources(Path(any_app.root_path))}

    assert names >= {
        "calendar.py",
        "composing.py",
        "feeds.py",
        "ics.py",
        "ics_colours.py",
        "ics_lines.py",
        "jcal.py",
        "look.py",
        "plans.py",
        "messages.mo",
        "vtimezone.py",
    }
