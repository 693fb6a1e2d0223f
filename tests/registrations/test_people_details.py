"""The same detail of several people at once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.factories import make_target_group
from tests.people import People, cast
from tests.registrations.desk import letters, list_of, store, stored
from webapp.core.database import db, write
from webapp.events.models import Event


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def desk(app: Flask, people: People) -> FlaskClient:
    return people.partner_coordinator.client(app)


def test_language_group_and_note_of_many_without_a_letter(
    app: Flask, people: People, desk: FlaskClient
) -> None:
    with app.app_context(), write():
        group = make_target_group("Sailors")
        db.session.get_one(Event, people.event_ids["public"]).target_groups = [group]
        group_id = group.id
    ids = store(app, people, {}, {}, {"state": "cancelled"})
    chosen = "&".join(f"chosen={each}" for each in ids)

    page = look(desk, f"{list_of(people)}selection?act=details&{chosen}")
    button = "Change details of 2 people"
    assert "No letter is written." in page.words
    assert "1 person is left out" in page.words
    page = send(desk, page, button=button, language="lv", group=str(group_id), note="Met in Razlog")

    assert "Changed: details of 2 people." in page.words
    found = [stored(app, each) for each in ids]
    assert [each.language for each in found] == ["lv", "lv", "en"]
    assert [each.target_group_id for each in found] == [group_id, group_id, None]
    assert "Met in Razlog" in look(desk, f"{list_of(people)}{ids[0]}/").words
    assert letters(app) == []


def test_something_must_be_chosen(app: Flask, people: People, desk: FlaskClient) -> None:
    (one,) = store(app, people, {})

    page = look(desk, f"{list_of(people)}selection?act=details&chosen={one}")
    page = send(desk, page, button="Change details of 1 person")

    assert page.status == 422
    assert page.errors() == {"language": "Error: Choose or write what is to be changed."}
