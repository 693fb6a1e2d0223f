"""The description is right by its standard, and says of every route what it answers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import ValidationError
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from tests.api.asking import V1, ask, check
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_programme,
    make_project,
    make_target_group,
)
from webapp.api.openapi import document
from webapp.core.database import write
from webapp.core.problems import KINDS
from webapp.manage.examples import load_examples


def test_it_is_openapi_3_1(client: FlaskClient) -> None:
    answer = client.get(f"{V1}/openapi.json")

    assert answer.mimetype == "application/vnd.oai.openapi+json"
    validate(answer.json, cls=OpenAPIV31SpecValidator)


def test_every_route_is_described_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    rules = {
        str(rule).replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if str(rule).startswith(V1)
    }

    described = client.get(f"{V1}/openapi.json").json["paths"]

    assert rules - {f"{V1}/openapi.json"} == set(described)


def test_it_names_the_languages_and_the_address_of_the_installation(app: Flask) -> None:
    with app.app_context():
        made = document("https://vizite.example.org", "Vizīte Brasla")

    assert made["servers"] == [{"url": "https://vizite.example.org"}]
    assert made["info"]["title"] == "Vizīte Brasla"
    events = made["paths"]["/api/v1/events"]["get"]["parameters"]
    lang = next(each for each in events if each["name"] == "lang")
    assert lang["schema"]["enum"] == ["en", "lv"]


def test_every_kind_of_problem_is_explained_where_its_type_leads(client: FlaskClient) -> None:
    page = client.get("/api/").text

    problem = client.get(f"{V1}/openapi.json").json["components"]["schemas"]["Problem"]
    kinds = problem["properties"]["type"]["examples"]
    assert kinds == [f"http://localhost/api/#{anchor}" for anchor in KINDS]
    assert all(f'id="{anchor}"' in page for anchor in KINDS)


def test_all_examples_are_as_described(app: Flask, client: FlaskClient) -> None:
    """Each thing of the lists, and each of them alone."""
    with app.app_context():
        load_examples()

    for path, name in (("events", "code"), ("projects", "slug"), ("partners", "slug")):
        for language in ("en", "lv"):
            items = ask(client, f"/{path}?limit=100&lang={language}")["items"]
            assert items, path
        for item in items[:20]:
            assert ask(client, f"/{path}/{item[name]}?lang=lv") == item
    for path in ("/", "/kinds", "/target-groups"):
        ask(client, path)


def test_an_event_with_everything_is_as_described(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), write():
        partner = make_organisation("Otava", contact_email="info@otava.example.org")
        project = make_project("One", lead=partner, programme_id=make_programme().id)
        before = make_event("Before")
        code = make_event(
            "All of it",
            summary="In short",
            description="At **length**",
            organiser=partner,
            host_id=partner.id,
            projects=[project],
            places=[make_place(address="Ostas 1", latitude=57.5, longitude=24.1, step_free=True)],
            languages=["lv", "en"],
            more_kinds=["training"],
            subkind="kick-off",
            number="TNM 6",
            target_groups=[make_target_group()],
            contributors=[{"role": "speaker", "name": "Ada"}],
            follows_id=before.id,
            price="free of charge",
            audience="Everybody",
        ).code
        before_code = before.code

    told = ask(client, f"/events/{code}")

    assert told["follows"] == before_code
    assert told["also"] == ["training"]
    assert told["contact_email"] == "info@otava.example.org"
    assert told["funding_statement"]["text"] == "Co-funded by the European Union"
    assert told["registration"]["page"] == f"http://localhost/events/{code}/register"
    assert told["contributors"] == [{"role": "speaker", "organisation": None, "about": None}]
    assert "Ada" not in str(told)  # whom the page names
    assert "Ada" in client.get(f"/events/{code}/").text


def test_it_answers_304_and_closes_no_door(client: FlaskClient) -> None:
    first = client.get(f"{V1}/openapi.json")

    again = client.get(f"{V1}/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_a_check_notices_what_is_not_as_described(client: FlaskClient) -> None:
    """The checks of these tests can fail."""
    answer = client.get(f"{V1}/kinds")

    with pytest.raises(ValidationError, match="is a required property"):
        check(client, answer, "/target-groups")
