"""Programs that know nothing of each other read the same in every entry, and what was meant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import databases
from tests.calendars.programs import Khal, Shown
from tests.calendars.readers import READERS, Reader, Said, by_icalendar, meant
from webapp import create_app
from webapp.calendars.composing import compose
from webapp.calendars.feeds import Feed
from webapp.core import ics
from webapp.core.database import db
from webapp.core.periods import Period, Season
from webapp.entries import Audience
from webapp.entries.describing import fresh
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.manage.examples import load_examples
from webapp.projects.models import Project

ZONES = (
    "Europe/Riga",
    "Europe/Lisbon",
    "Europe/Sofia",
    "Australia/Sydney",
    "Atlantic/Reykjavik",
    "America/St_Johns",
    "Asia/Kathmandu",
    "America/Nuuk",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Europe/Dublin",
    "Pacific/Chatham",
    "UTC",
)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def at(day: date, minutes: int, length: int, starts_zone: str, ends_zone: str) -> Period | None:
    """Some minutes after midnight for so many minutes; None where clocks do not show that."""
    starts = datetime.combine(day, time()) + timedelta(minutes=minutes)
    try:
        return Period.at(starts, starts + timedelta(minutes=length), starts_zone, ends_zone)
    except ValueError:
        return None


times = st.builds(
    at,
    DAYS,
    st.integers(0, 24 * 60 - 1),
    st.integers(24 * 60, 40 * 60) | st.integers(15, 300),
    st.sampled_from(ZONES),
    st.sampled_from(ZONES),
).filter(lambda period: period is not None)
periods = st.one_of(
    times,
    st.builds(lambda day, n: Period.days(day, day + timedelta(n)), DAYS, st.integers(0, 40)),
    st.builds(Period.month, st.integers(2024, 2032), st.integers(1, 12)),
    st.builds(Period.season, st.integers(2024, 2032), st.sampled_from(Season)),
    st.builds(Period.year, st.integers(2024, 2032)),
)
#: What programs agree on in titles: no backslash, which some read as the escape it is not.
titles = st.text(
    st.characters(codec="utf-8", exclude_characters="\\", exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=80,
)
entries = st.builds(
    lambda period, title, status: ics.Entry("", period, title, status=status),
    periods,
    titles,
    st.sampled_from(ics.Status),
)


@settings(max_examples=150)
@given(st.lists(entries, min_size=1, max_size=6), st.integers(0, 40))
def test_programs_agree_on_what_was_meant(several: list[ics.Entry], sequence: int) -> None:
    changed_at = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    named = {f"{number}-vizite": each for number, each in enumerate(several)}
    complete = [
        ics.Entry(uid, each.period, each.title, status=each.status) for uid, each in named.items()
    ]
    texts = [ics.render(each, sequence=sequence, changed_at=changed_at) or "" for each in complete]
    used = {pair for each in complete for pair in ics.zones_used(each)}
    body = ics.calendar(ics.CalendarHead("Visits"), ics.years_by_zone(used), texts)

    expected = {uid: meant(each, sequence) for uid, each in named.items()}

    for reader in READERS:
        assert reader(body) == expected, reader.__name__


# The example data


@pytest.fixture(scope="module")
def examples(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app with the examples, which are lively on the day they are loaded."""
    data = tmp_path_factory.mktemp("examples")
    databases.copy_sqlite(shared, data)
    app = create_app(databases.SETTINGS | {"VIZITE_DATA": str(data)})
    with app.app_context():
        load_examples()
    yield app
    databases.close(app)


def every_entry(language: str, audience: Audience) -> dict[str, Said]:
    """What each event and agenda item in calendars means, and the number of its entry."""
    numbered = {each.owner: each.sequence for each in db.session.scalars(select(Entry))}
    described = fresh(db.session(), numbered)
    return {
        each.uid: meant(each.editions[language, audience], numbered[owner])
        for owner, each in described.items()
        if (language, audience) in each.editions
    }


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize("reader", READERS)
def test_every_entry_of_the_examples_is_read_as_meant(
    examples: Flask, reader: Reader, language: str
) -> None:
    client = examples.test_client()
    with examples.app_context():
        expected = every_entry(language, Audience.PUBLIC)
        slugs = [project.slug for project in db.session.scalars(select(Project))]
        codes = [event.code for event in db.session.scalars(select(Event)) if event.has_calendar]
    paths = [f"/calendars/projects/{slug}.ics" for slug in slugs]
    paths += [f"/events/{code}.ics" for code in codes]

    found: dict[str, Said] = {}
    for path in ["/calendars/all.ics", *paths]:
        found |= reader(client.get(f"{path}?lang={language}").data)

    assert len(expected) > 20
    assert found == expected


@pytest.mark.parametrize("reader", READERS)
def test_every_entry_for_participants_is_read_as_meant(examples: Flask, reader: Reader) -> None:
    with examples.app_context():
        expected = every_entry("en", Audience.PARTICIPANT)
        scopes = [f"participants:{number}" for number in db.session.scalars(select(Event.id))]
        feed = Feed("/mine.ics", "/", "Mine", "en", (tuple(scopes),), (), None)
        body = compose(replace(feed, audience=Audience.PARTICIPANT)).plain.whole or b""

    assert len(expected) > 25
    assert reader(body) == expected


def test_khal_shows_every_entry_of_the_examples(examples: Flask, tmp_path: Path) -> None:
    khal, body = Khal(tmp_path / "khal"), examples.test_client().get("/calendars/all.ics").data
    expected = by_icalendar(body)

    khal.take(body)

    first, last = min(map(day_of, expected.values())), max(map(day_of, expected.values()))
    shown = khal.entries(first, last + timedelta(days=1))
    assert {uid: shown_of(said) for uid, said in expected.items()} == shown


def day_of(said: Said) -> date:
    return said.starts.date() if isinstance(said.starts, datetime) else said.starts


def shown_of(said: Said) -> Shown:
    """What khal, set to UTC, says of it; of days the last one instead of the day after."""
    starts, ends = said.starts, said.ends
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        ends = ends - timedelta(days=1)
    written = [f"{each:%Y-%m-%dT%H:%M}" for each in (starts, ends)]
    return Shown(said.title, written[0], written[1], said.status)
