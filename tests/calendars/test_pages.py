"""The page where people find the calendar they want."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.reading import titles
from tests.factories import make_event, make_organisation, make_project
from webapp.calendars import offers
from webapp.core.database import write
from webapp.core.text import LocalText


@pytest.fixture(autouse=True)
def some_events(app: Flask) -> None:
    with app.app_context(), write():
        project = make_project(LocalText({"en": "Harbours", "lv": "Ostas"}))
        make_event("In project", projects=[project], languages=["lv"])
        make_event("Alone", kind="training", organiser=make_organisation("Otava"))
        make_organisation("Idle")
        make_project("<b>Bold</b>", slug="bold")


def addresses(
    client: FlaskClient, path: str, begin: str = "http://localhost/calendars/"
) -> list[str]:
    page = client.get(path).text
    return [unescape(each) for each in re.findall(rf'(?:href|value)="({begin}[^"]*)"', page)]


def test_every_address_on_the_page_answers(client: FlaskClient) -> None:
    page = client.get("/calendars/").text
    found = {unescape(each) for each in re.findall(r'(?:href|value)="([^"]*\.ics[^"]*)"', page)}

    assert len(found) > 8
    for address in found:
        path = re.sub(r"^(http|webcal)://localhost", "", address)
        assert client.get(path).status_code == 200, address


def test_only_partners_with_events_are_offered(client: FlaskClient) -> None:
    page = client.get("/calendars/").text

    assert "partners/otava.ics" in page
    assert "partners/idle.ics" not in page


def test_ticked_filters_give_an_address_that_holds_exactly_them(client: FlaskClient) -> None:
    query = "project=harbours&kind=workshop&language=lv&kind=nonsense"

    (address, _everything) = addresses(client, f"/calendars/?{query}")

    assert address == (
        "http://localhost/calendars/all.ics?project=harbours&kind=workshop&language=lv"
    )
    assert titles(client, address.removeprefix("http://localhost")) == {"In project"}


def test_a_single_tick_gives_the_short_address(client: FlaskClient) -> None:
    assert addresses(client, "/calendars/?kind=training")[0].endswith(
        "/calendars/kinds/training.ics"
    )


def test_in_another_language_addresses_say_so(client: FlaskClient) -> None:
    (address,) = addresses(client, "/calendars/?lang=lv")

    assert address == "http://localhost/calendars/all.ics?lang=lv"


def test_names_are_text(client: FlaskClient) -> None:
    page = client.get("/calendars/").text

    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<b>Bold" not in page


def test_the_page_warns_where_nobody_else_can_reach_it(client: FlaskClient, make_app: Any) -> None:
    warning = "These addresses work on this computer only."
    public = make_app(VIZITE_BASE_URL="https://events.example.org")

    assert warning in client.get("/calendars/").text
    assert warning not in public.test_client().get("/calendars/").text


def test_subscribe_links_open_the_calendar_program(make_app: Any) -> None:
    client = make_app(VIZITE_BASE_URL="https://events.example.org/visits").test_client()

    page = client.get("/calendars/").text

    assert 'href="webcal://events.example.org/visits/calendars/all.ics"' in page


def test_programs_find_the_calendar_in_the_head(client: FlaskClient) -> None:
    head = client.get("/calendars/").text.partition("</head>")[0]

    assert '<link rel="alternate" type="text/calendar"' in head


def test_the_page_warns_of_what_google_refuses(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "This calendar is large." not in client.get("/calendars/").text
    size = len(client.get("/calendars/all.ics").data)
    monkeypatch.setattr(offers, "LARGEST_FOR_ALL", size - 1)

    assert "This calendar is large." in client.get("/calendars/").text
    assert "This calendar is large." not in client.get("/calendars/?kind=training").text
