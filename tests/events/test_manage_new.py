"""Creating an event, in a browser without JavaScript."""

from datetime import datetime

import pytest
from flask import Flask

from tests.browsing import look, send
from tests.events.edit_desk import HOURS, newest, value
from tests.factories import (
    make_account,
    make_organisation,
    make_role,
    make_session,
)
from tests.people import Who, cast
from webapp.core.database import db
from webapp.core.periods import Period, Season
from webapp.core.permissions import Role
from webapp.core.text import LocalText
from webapp.events.models import Event

# A new event


def test_an_event_begins_in_the_partner_s_zone_in_two_languages(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        otava = make_organisation("Otava Town")
        account = make_account("jana@example.org", "Jana")
        make_role(account, Role.PARTNER_COORDINATOR, otava)
        who = Who("jana", account.email, account.id, make_session(account))
    client = who.client(app)

    page = look(client, "/manage/events/new")
    made = send(
        client,
        page,
        **HOURS,
        **{"name-en": "Kick-off", "name-lv": "Atklāšana", "kind": "partner-meeting"},
        subkind="kick-off",
        visibility="partners",
    )

    assert "Nobody else can see it before you publish it." in made.words
    with app.app_context():
        event = newest(app)
        assert event.name == LocalText({"en": "Kick-off", "lv": "Atklāšana"}, "en")
        assert (event.status, event.subkind, event.organiser_id) == (
            "draft",
            "kick-off",
            people.organisation_ids["otava"],
        )
        assert event.period == Period.at(
            datetime(2027, 5, 4, 10), datetime(2027, 5, 4, 12, 30), "Europe/Prague"
        )
        assert [each.slug for each in event.projects] == ["living-harbours"]
        assert event.verifies_addresses


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        (
            {"period-precision": "season", "period-season": "summer", "period-season_year": "2027"},
            Period.season(2027, Season.SUMMER),
        ),
        ({"period-precision": "undated"}, Period.undated()),
        (
            {"period-precision": "month", "period-month": "5", "period-month_year": "2027"},
            Period.month(2027, 5),
        ),
    ],
)
def test_an_event_may_begin_with_a_vague_date(
    app: Flask, typed: dict[str, str], period: Period
) -> None:
    client = cast(app).partner_coordinator.client(app)

    page = look(client, "/manage/events/new")
    send(client, page, **{"name-lv": "Tikai latviski", "kind": "workshop"}, **typed)

    with app.app_context():
        assert newest(app).period == period
        assert newest(app).name == LocalText({"lv": "Tikai latviski"})


def test_what_is_wrong_in_a_new_event_stands_beside_it_and_all_is_kept(app: Flask) -> None:
    client = cast(app).partner_coordinator.client(app)
    page = look(client, "/manage/events/new")

    answer = send(
        client,
        page,
        **HOURS | {"period-ends_time": "09:00"},
        kind=None,
        **{"name-en": "", "name-lv": ""},
    )

    assert answer.status == 422
    assert answer.summary() == [
        "Write it in at least one language.",
        "Choose an answer: “What kind of event is it?”",
        "The end comes before the beginning. Choose a later end.",
    ]
    assert value(answer, "period-starts_date") == "2027-05-04"
    with app.app_context():
        assert newest(app).code == cast_draft(app)


def cast_draft(app: Flask) -> str:
    """The last event the cast brings along."""
    drafts = db.session.scalars(db.select(Event).where(Event.status == "draft"))
    return next(iter(drafts)).code


def test_who_plans_for_several_organisations_is_asked_for_which(app: Flask) -> None:
    people = cast(app)
    client = people.project_coordinator.client(app)

    question = look(client, "/manage/events/new?project=living-harbours")
    offered = [each["value"] for each in question.soup.select("select[name=organiser] option")]
    page = look(client, "/manage/events/new?organiser=otava-town&project=living-harbours")
    made = send(client, page, **HOURS, **{"name-en": "Visit", "kind": "study-visit"})

    assert offered == ["brasla-municipality", "otava-town"]
    assert made.status == 200
    with app.app_context():
        assert newest(app).organiser.slug == "otava-town"


def test_a_project_coordinator_plans_within_the_project_only(app: Flask) -> None:
    client = cast(app).project_coordinator.client(app)
    page = look(client, "/manage/events/new?organiser=brasla-municipality")

    typed = {"name-en": "Visit", "kind": "study-visit", "main_project": ""}
    answer = send(client, page, **HOURS, **typed)

    assert answer.status == 422
    assert answer.summary() == ["Choose the project for which you coordinate."]
