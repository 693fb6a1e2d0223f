"""Milestones, groups, documents, contacts and sources of a project, edited row by row."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.factories import (
    make_organisation,
    make_place,
    make_project,
    make_target_group,
)
from tests.people import cast
from tests.projects.desk import DESK, changes, edit, stored
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.text import LocalText
from webapp.projects.models import Contact
from webapp.projects.sources import sources_of


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The browser of the project's coordinator."""
    return cast(app).project_coordinator.client(app)


def test_milestones_have_dates_as_exact_as_they_are_known(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"{DESK}/milestones")
    page = send(client, page, **{"milestones-0-when": "summer 2027", "milestones-add": "1"})
    send(
        client,
        page,
        **{
            "milestones-0-what-en": "The plan is ready",
            "milestones-0-organisation": "otava-town",
            "milestones-1-when": "2027. gada 7. maijā",
            "milestones-1-what-lv": "Atklāšana",
        },
    )

    with app.app_context():
        by_time = sorted(stored().milestones, key=lambda each: str(each.first_on))
        assert [(str(each.what), each.period) for each in by_time] == [
            ("Atklāšana", Period.days(date(2027, 5, 7))),
            ("The plan is ready", Period.season(2027, "summer")),
        ]
    page = look(client, f"{DESK}/milestones")
    assert page.soup.find(id="milestones-0-when")["value"] == "7 May 2027"  # type: ignore[index]


def test_a_milestone_is_changed_and_another_removed(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"{DESK}/milestones")
    page = send(client, page, **{"milestones-0-what-en": "First", "milestones-add": "1"})
    send(client, page, **{"milestones-1-what-en": "Second"})
    with app.app_context():
        kept = {str(each.what): (each.id, each.slug) for each in stored().milestones}["Second"]

    edit(client, "milestones", **{"milestones-0-gone": "y", "milestones-1-what-en": "Better"})

    with app.app_context():
        [left] = stored().milestones
        assert (str(left.what), (left.id, left.slug)) == ("Better", kept)
        assert changes(app)[-1].before == {"milestones": ["First", "Second"]}
        assert changes(app)[-1].after == {"milestones": ["Better"]}


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"milestones-0-when": "soon"}, "milestones-0-when"),
        ({"milestones-0-when": "May 2027"}, "milestones-0-what-en"),
        ({"milestones-0-what-en": "x" * 501}, "milestones-0-what-en"),
        (
            {"milestones-0-what-en": "A", "milestones-0-organisation": "x"},
            "milestones-0-organisation",
        ),
    ],
)
def test_a_milestone_that_cannot_be_read_is_explained(
    client: FlaskClient, fields: dict[str, str], where: str
) -> None:
    page = edit(client, "milestones", **fields)

    assert page.status == 422
    assert where in page.errors()


def test_a_row_of_another_project_cannot_be_taken(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        with write():
            project = make_project("Foreign")
            otava = make_organisation("Otava Town")
            contact = Contact(
                project_id=project.id, organisation_id=otava.id, role=LocalText({"en": "Office"})
            )
            db.session.add(contact)
        foreign = contact.id

    edit(
        client,
        "contacts",
        **{
            "contacts-0-row_id": str(foreign),
            "contacts-0-organisation": "otava-town",
            "contacts-0-role-en": "Taken",
        },
    )

    with app.app_context():
        assert [str(each.role) for each in stored("foreign").contacts] == ["Office"]
        assert [str(each.role) for each in stored().contacts] == ["Taken"]


def test_territories_and_local_groups(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_place("Engure"), make_target_group("Residents"), make_target_group("Farmers")

    edit(
        client,
        "groups",
        **{
            "territories-0-organisation": "brasla-municipality",
            "territories-0-place": "engure",
            "groups-0-organisation": "brasla-municipality",
            "groups-0-name-en": "Harbour friends",
            "groups-0-target_groups": ["residents", "farmers"],
        },
    )

    with app.app_context():
        project = stored()
        assert [each.place.slug for each in project.territories] == ["engure"]
        [group] = project.local_groups
        assert sorted(each.slug for each in group.target_groups) == ["farmers", "residents"]
    page = edit(client, "groups", **{"territories-0-gone": "y", "groups-0-gone": "y"})
    assert page.status == 200
    with app.app_context():
        assert (stored().territories, stored().local_groups) == ([], [])


def test_documents_say_what_they_are_and_how_they_stand(app: Flask, client: FlaskClient) -> None:
    refused = edit(client, "documents", **{"documents-0-title-en": "A study"})
    send(client, refused, **{"documents-0-kind": "study", "documents-0-status": "draft"})

    assert (refused.status, list(refused.errors())) == (422, ["documents-0-kind"])
    with app.app_context():
        [document] = stored().documents
        assert (document.kind, document.status) == ("study", "draft")
    assert "A study" in look(client, "/projects/living-harbours/").words


@pytest.mark.parametrize("address", ["anna.berzina@example.org", "j.novak@example.org"])
def test_the_address_of_a_person_is_refused_unless_it_is_an_office(
    app: Flask, client: FlaskClient, address: str
) -> None:
    given = {
        "contacts-0-organisation": "otava-town",
        "contacts-0-role-en": "Project office",
        "contacts-0-email": address,
    }

    refused = edit(client, "contacts", **given)

    assert refused.status == 422
    assert "This looks like the address of one person." in refused.errors()["contacts-0-email"]
    assert send(client, refused, **{"contacts-0-is_office": "y"}).status == 200
    with app.app_context():
        assert [each.email for each in stored().contacts] == [address]
        assert address not in repr([(each.before, each.after) for each in changes(app)])


@pytest.mark.parametrize(
    "address", ["projects@example.org", "eu.projekti@example.org", "dome@x.lv"]
)
def test_the_address_of_an_office_is_taken(client: FlaskClient, address: str) -> None:
    given = {"contacts-0-organisation": "otava-town", "contacts-0-role-en": "Office"}

    assert edit(client, "contacts", **given | {"contacts-0-email": address}).status == 200


def test_sources_are_told_and_only_their_link_is_removed(app: Flask, client: FlaskClient) -> None:
    edit(
        client,
        "contacts",
        **{"sources-0-title-en": "Yearbook", "sources-0-published": "2026"},
    )
    assert "According to Yearbook , 2026" in look(client, "/projects/living-harbours/").words

    edit(client, "contacts", **{"sources-0-published": "3 April 2026"})
    with app.app_context():
        [source] = sources_of(f"project:{stored().id}")
        assert (source.published_on, source.published_year) == (date(2026, 4, 3), None)

    edit(client, "contacts", **{"sources-0-gone": "y"})
    with app.app_context():
        assert sources_of(f"project:{stored().id}") == []
