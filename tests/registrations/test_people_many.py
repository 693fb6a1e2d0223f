"""The list with a hundred thousand registrations in the database, forty thousand of one event.

Only what does not depend on the machine is asserted: the number of statements, and that indexes
are used. The time is measured as a ratio by ``make bench``.
"""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select, text

from tests.browsing import look
from tests.counting import count_statements
from tests.factories import make_event, make_organisation
from tests.people import People, cast
from tests.registrations.desk import list_of
from tools.bench.crowd import crowd
from webapp.core.database import db, is_sqlite
from webapp.events.models import Event
from webapp.registrations.models import Registration
from webapp.registrations.people_filters import PeopleFilters, matching

VIEWS = (
    "",
    "?sort=name",
    "?sort=state",
    "?state=waiting",
    "?state=live&sort=name",
    "?q=berzins",
    "?q=39999",
    "?language=lv",
    "?partner={partner}",
    "?after={middle}",
    "?before={middle}&sort=name",
)


@pytest.fixture
def people(app: Flask) -> People:
    people = cast(app)
    known = (None, people.organisation_ids["otava"], people.organisation_ids["brasla"])
    with app.app_context():
        elsewhere = make_event("Elsewhere", organiser=make_organisation()).id
    crowd(app, people.event_ids["public"], 40_000, known)
    crowd(app, elsewhere, 60_000)
    return people


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def test_every_view_of_forty_thousand_takes_few_statements_and_one_page(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context():
        query = select(Registration.public_id).where(
            Registration.event_id == people.event_ids["public"]
        )
        middle = db.session.scalar(query.order_by(Registration.id).offset(20_000))
    look(desk, list_of(people))

    for view in VIEWS:
        view = view.format(middle=middle, partner=people.organisation_ids["otava"])
        with count_statements() as sent:
            page = look(desk, f"{list_of(people)}{view}")
        assert page.status == 200
        assert 1 <= len(page.soup.select("#people tbody tr")) <= 100, view
        assert len(sent) <= 20, (view, sent)


@pytest.mark.usefixtures("people")
def test_the_usual_orders_come_from_an_index(app: Flask) -> None:
    with app.app_context():
        assert is_sqlite()
        event = db.session.scalars(select(Event).where(Event.pool_id.is_not(None)).limit(1)).one()
        newest = matching(event, PeopleFilters()).order_by(
            Registration.created_at.desc(), Registration.id.desc()
        )
        by_name = matching(event, PeopleFilters(sort="name")).order_by(
            Registration.name_key, Registration.id
        )

        assert "ix_registrations_newest" in plan(newest)
        assert "ix_registrations_by_name" in plan(by_name)
        for query in (newest, by_name):
            assert "TEMP B-TREE" not in plan(query)


def plan(query: Select[Registration]) -> str:
    """How SQLite would find the first page."""
    statement = query.limit(101).compile(db.engine, compile_kwargs={"literal_binds": True})
    rows = db.session.execute(text(f"EXPLAIN QUERY PLAN {_safe(str(statement))}"))
    return " ".join(row[3] for row in rows)


def _safe(statement: str) -> str:
    return re.sub(r"(?<!:):(?=\w)", r"\\:", statement)
