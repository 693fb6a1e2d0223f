"""What was exported and imported into an empty installation is the same there, to the byte."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import make_event, make_organisation
from tests.manage.exported import bring_into, export, furnish
from tests.visit_factories import make_agenda_version, make_item
from webapp.agenda.models import AgendaItem
from webapp.core.bad_periods import BadPeriod
from webapp.core.database import db, write
from webapp.core.form_cleaning import clean_text
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.core.times import DoubledTime, SkippedTime, now
from webapp.entries.models import Entry
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.manage.examples import load_examples
from webapp.manage.generating import generate
from webapp.manage.verify import findings
from webapp.registrations.models import Registration

MakeApp = Callable[..., Flask]


@pytest.fixture(params=["to SQLite", "to PostgreSQL"])
def pair(request: pytest.FixtureRequest) -> tuple[Flask, Flask]:
    """Two installations with the same secret key, on different databases."""
    one = request.getfixturevalue("make_app")(VIZITE_SECRET_KEY="k" * 40)
    two = request.getfixturevalue("make_pg_app")(VIZITE_SECRET_KEY="k" * 40)
    return (one, two) if request.param == "to PostgreSQL" else (two, one)


def _filled(app: Flask) -> None:
    furnish(app)
    with app.app_context():
        load_examples()


def test_everything_is_the_same_in_the_other_installation(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    source, target = pair
    _filled(source)
    told = export(source, people=True, needs=True)

    bring_into(target, tmp_path, told)

    assert export(target, people=True, needs=True) == told
    for app in pair:
        with app.app_context():
            assert findings() == []
    with target.app_context():
        assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_importing_it_again_changes_nothing(
    make_app: MakeApp, pg_app: Flask, tmp_path: Path
) -> None:
    source = make_app()
    _filled(source)
    told = export(source, people=True, needs=True)
    bring_into(pg_app, tmp_path, told)

    again = bring_into(pg_app, tmp_path, told)
    at_home = bring_into(source, tmp_path, told)

    assert (again.did_nothing, at_home.did_nothing) == (True, True), at_home.lines()
    assert export(pg_app, people=True, needs=True) == told
    assert export(source, people=True, needs=True) == told


def test_calendars_are_the_same_but_for_stamp_and_colour_of_the_whole(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    """The LAST-MODIFIED before the first entry tells when these calendars changed here, the colour
    of a project's calendar comes from the number of its row."""
    source, target = pair
    _filled(source)
    bring_into(target, tmp_path, export(source))
    paths = ["/calendars/all.ics", "/calendars/projects/harbours.ics?lang=lv"]

    for path in paths:
        found = [_without_head(app.test_client().get(path).data) for app in pair]

        assert found[0].count("BEGIN:VEVENT") > 2
        assert found[0] == found[1]


def test_entries_of_agendas_and_what_left_calendars_go_on_with_their_numbers(
    pair: tuple[Flask, Flask], tmp_path: Path
) -> None:
    """Made public there, an item has a higher SEQUENCE than anybody has ever seen here."""
    source, target = pair
    with source.app_context():
        event = make_event("Meeting", organiser=make_organisation("Brasla"))
        make_agenda_version(event)
        shown, hidden, off = (make_item(event, hour=hour) for hour in (9, 12, 15))
        for one in (shown, hidden, off):
            with write():
                one.walking_m = 300
        with write():
            hidden.visibility = "internal"
        with write():
            off.cancelled_at = now()
        before = {each.uid: each.sequence for each in db.session.scalars(select(Entry))}
        path, uid = f"/events/{event.code}.ics", hidden.uid
    told = export(source)
    bring_into(target, tmp_path, told)

    found = [_without_head(app.test_client().get(path).data) for app in pair]
    assert found[0].count("BEGIN:VEVENT") == 3
    assert found[0] == found[1]
    assert export(target) == told
    with target.app_context():
        assert findings() == []
        with write():
            db.session.scalars(select(AgendaItem).filter_by(uid=uid)).one().visibility = "public"
        after = {each.uid: each.sequence for each in db.session.scalars(select(Entry))}
    assert after == before | {uid: before[uid] + 1}


def _without_head(feed: bytes) -> list[str]:
    text = re.sub(r"\nLAST-MODIFIED:.*", "", feed.decode(), count=1)
    return re.sub(r"\nCOLOR:.*", "", text, count=1).splitlines()


def test_links_that_people_keep_lead_on(pair: tuple[Flask, Flask], tmp_path: Path) -> None:
    source, target = pair
    _filled(source)
    with source.app_context():
        codes = list(db.session.scalars(select(Event.code).order_by(Event.id)))
        anna = db.session.query(Registration).filter_by(name="Anna Bērziņa").one().token()
    paths = [
        *(f"/events/{code}/" for code in codes),
        f"/registrations/{anna}/",
        "/projects/living-harbours/",
        "/partners/brasla-municipality/",
    ]
    bring_into(target, tmp_path, export(source, people=True))

    answers = [[app.test_client().get(path).status_code for path in paths] for app in pair]

    assert answers[0] == answers[1]
    assert {200, 301, 404, 410} <= set(answers[0])


def test_generated_events_go_over_as_they_are(pair: tuple[Flask, Flask], tmp_path: Path) -> None:
    source, target = pair
    with source.app_context():
        assert len(list(generate(40, 200, 3, 4, 7))) == 40
    told = export(source, people=True)

    bring_into(target, tmp_path, told)

    assert export(target, people=True) == told
    with target.app_context():
        assert findings() == []


# ---- any event

_days = st.dates(date(1990, 1, 1), date(2150, 1, 1))
_zones = st.sampled_from(["Europe/Riga", "Europe/Lisbon", "America/New_York", "Asia/Kathmandu"])
_minutes = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
_texts = st.builds(
    lambda texts, main: LocalText({tag: clean_text(text) for tag, text in texts.items()}, main),
    st.dictionaries(st.sampled_from(["en", "lv", "lt", "pt-BR"]), st.text(max_size=200)),
    st.sampled_from(["en", "lv"]),
)


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    first, last = sorted([draw(_days), draw(_days)])
    year, month = first.year, first.month
    vague = [
        Period.undated(draw(st.none() | st.integers(1, 9))),
        Period.days(first, last, draw(st.none() | _zones)),
        Period.month(year, month, planned_days=draw(st.none() | st.integers(1, 20))),
        Period.season(year, draw(st.sampled_from(["winter", "spring", "summer", "autumn"]))),
        Period.season(year, "autumn", "winter"),
        Period.year(year, last.year),
        Period.phase(draw(st.sampled_from([first, None])), draw(st.sampled_from([last, None]))),
    ]
    try:
        starts, zone = draw(_minutes), draw(_zones)
        ends = starts + timedelta(minutes=draw(st.integers(1, 9000)))
        fold = draw(st.sampled_from([0, 1]))
        vague.append(Period.at(starts, ends, zone, draw(st.none() | _zones), fold, fold))
    except (BadPeriod, SkippedTime, DoubledTime):
        pass
    return draw(st.sampled_from(vague))


def test_any_event_comes_back(pair: tuple[Flask, Flask], tmp_path: Path) -> None:
    source, target = pair

    @settings(max_examples=60)
    @given(
        period=_periods(),
        was=st.none() | _periods(),
        title=_texts.filter(bool),
        text=_texts,
        price=_texts,
    )
    def make(period: Period, was: Period | None, title: LocalText, **texts: LocalText) -> None:
        make_event(
            title,
            status="tentative",
            period=period,
            moved_from=None if was is None else was.as_json(),
            description=texts["text"] or None,
            price=texts["price"] or None,
        )

    with source.app_context():
        make_organisation()
        make()  # type: ignore[call-arg]
    told = export(source)

    bring_into(target, tmp_path, told)

    assert export(target) == told
    with source.app_context():
        before = {row.code: row.period for row in db.session.scalars(select(Event))}
    with target.app_context():
        assert {row.code: row.period for row in db.session.scalars(select(Event))} == before
