"""Renamed addresses: the old one leads on for ever and can never be another's."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.factories import make_event, make_organisation, make_project, words
from webapp.core.database import db, write
from webapp.core.renaming import SlugTaken, free_slug, is_free, present_slug, rename
from webapp.projects.models import FormerProjectSlug, Project


def _rename(project: Project, *slugs: str) -> None:
    for slug in slugs:
        with write():
            rename(project, slug)


def test_a_renamed_project_answers_at_every_address_it_had(any_app: Flask) -> None:
    with any_app.app_context():
        _rename(make_project("Living Harbours"), "harbours", "quays")

    client = any_app.test_client()

    for slug in ("living-harbours", "harbours"):
        answer = client.get(f"/projects/{slug}/?lang=lv")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/projects/quays/?lang=lv")
    assert client.get("/projects/quays/").status_code == 200


def test_a_partner_page_leads_on(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        organisation = make_organisation("Brasla Municipality")
        with write():
            rename(organisation, "brasla")

    answer = client.get("/partners/brasla-municipality/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/partners/brasla/")


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/calendars/projects/living-harbours.ics", "/calendars/projects/quays.ics"),
        (
            "/calendars/projects/living-harbours.ics?lang=lv",
            "/calendars/projects/quays.ics?lang=lv",
        ),
        ("/calendars/partners/brasla-municipality.ics", "/calendars/partners/brasla.ics"),
        (
            "/calendars/all.ics?kind=workshop&project=living-harbours&lang=lv",
            "/calendars/all.ics?project=quays&kind=workshop&lang=lv",
        ),
    ],
)
def test_subscribed_calendars_are_led_on(any_app: Flask, asked: str, answered: str) -> None:
    with any_app.app_context():
        brasla = make_organisation("Brasla Municipality")
        project = make_project("Living Harbours", lead=brasla)
        with write():
            rename(project, "quays")
            rename(brasla, "brasla")
    client = any_app.test_client()

    answer = client.get(asked)

    assert (answer.status_code, answer.headers["Location"]) == (301, answered)
    assert client.get(answered).status_code == 200
    assert client.head(asked).status_code == 301


@pytest.mark.parametrize(
    "address",
    [
        "/projects/nobody/",
        "/partners/nobody/",
        "/calendars/projects/nobody.ics",
        "/calendars/all.ics?project=nobody",
        f"/projects/{'x' * 200}/",
        "/projects/%00/",
    ],
)
def test_what_nobody_ever_had_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_former_address_cannot_be_taken_by_another(any_app: Flask) -> None:
    with any_app.app_context():
        _rename(make_project("Living Harbours"), "harbours")
        other = make_project("Forest Schools")

        with pytest.raises(SlugTaken), write():
            rename(other, "living-harbours")
        with pytest.raises(SlugTaken), write():
            db.session.add(Project(slug="living-harbours", name=words("Another")))

        assert other.slug == "forest-schools"
        assert not is_free(Project, "living-harbours")


def test_an_address_in_use_cannot_be_taken(any_app: Flask) -> None:
    with any_app.app_context():
        make_project("Living Harbours")
        other = make_project("Forest Schools")

        with pytest.raises(SlugTaken, match="living-harbours"), write():
            rename(other, "living-harbours")
        with pytest.raises(IntegrityError), write():
            db.session.add(FormerProjectSlug(slug="x", row_id=10**6))

        assert other.slug == "forest-schools"


def test_one_may_go_back_to_an_address_of_ones_own(any_app: Flask) -> None:
    with any_app.app_context():
        _rename(make_project("Living Harbours"), "harbours", "living-harbours", "quays")

        assert [present_slug(Project, each) for each in ("living-harbours", "harbours")] == [
            "quays",
            "quays",
        ]


def test_whoever_sets_the_slug_the_old_one_is_kept(any_app: Flask) -> None:
    with any_app.app_context():
        project = make_project("Living Harbours")
        db.session.expire_all()
        with write():
            project.slug = "harbours"

        assert present_slug(Project, "living-harbours") == "harbours"


def test_addresses_of_a_deleted_project_go_with_it(any_app: Flask) -> None:
    with any_app.app_context():
        project = make_project("Living Harbours")
        _rename(project, "harbours")
        with write():
            db.session.delete(project)

        assert is_free(Project, "living-harbours")


def test_a_proposed_slug_is_nobodys_and_never_was(any_app: Flask) -> None:
    with any_app.app_context():
        _rename(make_project("Dzīvās ostas", slug="dzivas-ostas"), "ostas")
        make_project("Other", slug="dzivas-ostas-2")

        assert free_slug(Project, "Dzīvās ostas!") == "dzivas-ostas-3"
        assert free_slug(Project, "Ж") == "projects"


def test_a_list_filtered_by_a_former_address_is_still_filtered(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        project = make_project("Living Harbours")
        make_event("Open harbour day", projects=[project])
        make_event("Elsewhere")
        _rename(project, "quays")

    page = client.get("/events/?project=living-harbours").text

    assert ("Open harbour day" in page, "Elsewhere" in page) == (True, False)


def test_who_waits_for_an_address_being_given_up_does_not_get_it(pg_app: Flask) -> None:
    with pg_app.app_context():
        make_project("Living Harbours")
        make_project("Forest Schools")
    outcome: list[str] = []

    def take() -> None:
        with pg_app.app_context():
            other = db.session.scalars(
                select(Project).where(Project.slug == "forest-schools")
            ).one()
            try:
                _rename(other, "living-harbours")
            except SlugTaken:
                outcome.append("refused")

    with pg_app.app_context():
        query = select(Project).where(Project.slug == "living-harbours")
        taker = threading.Thread(target=take)
        with write():
            rename(db.session.scalars(query).one(), "quays")
            taker.start()
            taker.join(0.5)
            assert taker.is_alive(), "it should wait for the row"
        taker.join(10)

    assert outcome == ["refused"]
