"""Phases and their partnership, edited without JavaScript."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import look, send
from tests.factories import (
    make_organisation,
    make_phase,
)
from tests.people import cast
from tests.projects.desk import DESK, edit, stored
from webapp.core.periods import Period


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The browser of the project's coordinator."""
    return cast(app).project_coordinator.client(app)


def test_a_phase_with_its_partnership(app: Flask, client: FlaskClient) -> None:
    page = look(client, f"{DESK}/phases/new")
    page = send(client, page, copy="1")
    assert "Partner 2" in page.words

    page = send(
        client,
        page,
        **{
            "name-en": "Implementation",
            "starts": "7 May 2027",
            "ends": "August 2029",
            "status": "approved",
            "planned_months": "27",
            "partners-1-from_on": "2027-06-01",
        },
    )

    assert "Phase 2 is saved." in page.words
    assert "2 partners of 2 countries" in page.words
    with app.app_context():
        phase = stored().phases[1]
        assert (phase.starts, phase.ends) == (
            Period.days(date(2027, 5, 7)),
            Period.month(2029, 8),
        )
        assert {each.organisation.slug: each.role for each in phase.memberships} == {
            "otava-town": "lead",
            "brasla-municipality": "partner",
        }
        assert {each.from_on for each in phase.memberships} == {None, date(2027, 6, 1)}


def test_another_partner_takes_the_lead(app: Flask, client: FlaskClient) -> None:
    page = edit(client, "phases/1/", **{"partners-0-role": "partner", "partners-1-role": "lead"})

    assert page.status == 200
    with app.app_context():
        assert stored().phases[0].lead == make_organisation("Brasla Municipality")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"partners-1-role": "lead"}, "partners-1-role"),
        ({"partners-1-organisation": "otava-town"}, "partners-1-organisation"),
        (
            {"partners-1-from_on": "2027-05-02", "partners-1-until_on": "2027-05-01"},
            "partners-1-until_on",
        ),
        ({"starts": "7 May 2027", "ends": "April 2027"}, "ends"),
        ({"starts": "May – June 2027"}, "starts"),
        ({"number": "2"}, "number"),
        ({"number": ""}, "number"),
        ({"number": "-1"}, "number"),
        ({"status": "?"}, "status"),
        ({"planned_months": "0"}, "planned_months"),
        ({"partners-1-organisation": "nobody"}, "partners-1-organisation"),
    ],
)
def test_what_cannot_be_a_phase_is_explained(
    app: Flask, client: FlaskClient, fields: dict[str, str], where: str
) -> None:
    with app.app_context():
        make_phase(stored(), 2)

    page = edit(client, "phases/1/", **fields)

    assert (page.status, list(page.errors())) == (422, [where])


def test_a_phase_is_removed_but_not_with_money_under_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_phase(stored(), 2)
        make_phase(stored(), 3)
    edit(client, "money/new", amount="100", phase="2")

    page = look(client, f"{DESK}/phases/2/deletion")
    assert "Money stands under this phase." in page.words
    token = look(client, f"{DESK}/facts").form().find(attrs={"name": "csrf_token"})["value"]
    kept = client.post(f"{DESK}/phases/2/deletion", data={"csrf_token": token})
    gone = send(client, look(client, f"{DESK}/phases/3/deletion"))

    assert kept.status_code == 409
    assert "Phase 3 is removed." in gone.words
    with app.app_context():
        assert [each.number for each in stored().phases] == [1, 2]
    assert client.get(f"{DESK}/phases/3/").status_code == 404
    assert client.get(f"{DESK}/phases/{10**30}/").status_code == 404
