"""Where programs find the calendar of what a page shows, and where people do."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.calendars.reading import titles
from tests.factories import (
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_target_group,
)
from webapp.core.database import write

CALENDAR, JSON, NEWS = "text/calendar", "application/calendar+json", "application/atom+xml"


@pytest.fixture(autouse=True)
def code(app: Flask) -> str:
    with app.app_context(), write():
        brasla, project = make_organisation("Brasla"), make_project("Harbours")
        make_event("Elsewhere", kind="training", organiser=make_organisation("Otava"))
        event = make_event(
            "Harbour day",
            organiser=brasla,
            projects=[project],
            places=[make_place("Town hall")],
            target_groups=[make_target_group("Residents")],
        )
        return event.code


def alternates(client: FlaskClient, path: str) -> dict[str, str]:
    head = client.get(path).text.partition("</head>")[0]
    found = re.findall(r'<link rel="alternate" type="([^"]*)"[^>]* href="([^"]*)"', head)
    return {form: unescape(address) for form, address in found}


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("/", "/calendars/all"),
        ("/events/", "/calendars/all"),
        ("/events/?kind=workshop&q=day", "/calendars/kinds/workshop"),
        ("/projects/harbours/", "/calendars/projects/harbours"),
        ("/partners/brasla/", "/calendars/partners/brasla"),
        ("/calendars/?partner=brasla", "/calendars/partners/brasla"),
    ],
)
def test_programs_find_the_calendar_of_a_page_in_each_form(
    client: FlaskClient, path: str, stem: str
) -> None:
    found = alternates(client, path)

    assert found == {CALENDAR: f"{stem}.ics", JSON: f"{stem}.json", NEWS: f"{stem}.atom"}
    for form, address in found.items():
        assert client.get(address).mimetype == form


def test_an_event_has_its_own(client: FlaskClient, code: str) -> None:
    assert alternates(client, f"/events/{code}/") == {
        CALENDAR: f"/events/{code}.ics",
        JSON: f"/events/{code}.json",
    }


def test_in_another_language_the_calendar_is_in_it(client: FlaskClient) -> None:
    assert alternates(client, "/projects/harbours/?lang=lv")[CALENDAR] == (
        "/calendars/projects/harbours.ics?lang=lv"
    )


def test_several_filters_are_kept(client: FlaskClient) -> None:
    path = "/events/?partner=brasla&kind=workshop&project=harbours"

    assert alternates(client, path)[CALENDAR] == (
        "/calendars/all.ics?project=harbours&partner=brasla&kind=workshop"
    )


# The button beside the filters


def subscribed(client: FlaskClient, path: str) -> tuple[str, str]:
    """The page the button of a list leads to, and the address it offers."""
    head = client.get(path).text.partition('class="page-head"')[2]
    button = re.search(r'<a class="button " href="(/calendars/[^"]*)"', head)
    assert button is not None
    page = client.get(unescape(button[1]).partition("#")[0]).text
    address = re.search(r'id="subscribe-address" value="http://localhost([^"]*)"', page)
    assert address is not None
    return page, unescape(address[1])


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Elsewhere", "Harbour day"}),
        ("kind=training", {"Elsewhere"}),
        ("kind=training&kind=workshop&partner=brasla", {"Harbour day"}),
        ("project=harbours&kind=training", set()),
        ("partner=otava&past=1", {"Elsewhere"}),
        ("target_group=residents", {"Harbour day"}),
    ],
)
def test_the_button_of_a_list_leads_to_exactly_what_is_filtered(
    client: FlaskClient, query: str, expected: set[str], language: str
) -> None:
    page, address = subscribed(client, f"/events/?{query}&lang={language}")

    assert titles(client, address) == expected
    assert ("lang=lv" in address) is (language == "lv")
    assert not re.search(r'<div class="notice"[^>]*role="status"', page)


@pytest.mark.parametrize("query", ["q=day&kind=workshop", "place=town-hall&kind=workshop"])
def test_what_no_calendar_is_narrowed_by_is_said(client: FlaskClient, query: str) -> None:
    page, address = subscribed(client, f"/events/?{query}")

    assert address == "/calendars/kinds/workshop.ics"
    assert "The calendar holds more than the list you come from." in page


def test_the_button_of_a_month_leads_there_too(client: FlaskClient) -> None:
    _page, address = subscribed(client, "/events/month/2027-05/?kind=workshop")

    assert address == "/calendars/kinds/workshop.ics"
