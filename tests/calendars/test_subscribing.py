"""Links into people's own programs, and the panel that offers them."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, get_template_attribute

from webapp.calendars import subscribing

ADDRESS = "https://events.example.org/visits/calendars/all.ics?kind=workshop&lang=lv"


def test_google_gets_the_address_as_webcal() -> None:
    link = urlsplit(subscribing.google_calendar(ADDRESS))

    assert (link.netloc, link.path) == ("calendar.google.com", "/calendar/r")
    assert parse_qs(link.query) == {"cid": [ADDRESS.replace("https:", "webcal:")]}


@pytest.mark.parametrize(
    ("make", "host"),
    [
        (subscribing.outlook_at_home, "outlook.live.com"),
        (subscribing.outlook_at_work, "outlook.office.com"),
    ],
)
def test_outlook_gets_the_address_and_a_name(make: Any, host: str) -> None:
    name = "Ostas & vēji: 50 % + more"

    link = urlsplit(make(ADDRESS, name))

    assert (link.netloc, link.path) == (host, "/calendar/0/addfromweb")
    assert parse_qs(link.query) == {"url": [ADDRESS], "name": [name]}
    assert "+" not in link.query


def panel(app: Flask, is_private: bool = False) -> str:
    with app.test_request_context("/calendars/"):
        make = get_template_attribute("macros/subscribing.html", "subscribe_panel")
        return str(make("/calendars/all.ics?kind=workshop", "A & B", "made", is_private))


@pytest.fixture
def public(make_app: Any) -> Flask:
    app: Flask = make_app(VIZITE_BASE_URL="https://events.example.org")
    return app


def test_the_panel_leads_into_each_program(public: Flask) -> None:
    links = [unescape(each) for each in re.findall(r'href="([^"]*)"', panel(public))]

    assert [urlsplit(each).netloc for each in links] == [
        "events.example.org",  # the device's own program
        "calendar.google.com",
        "outlook.live.com",
        "outlook.office.com",
        "events.example.org",  # Apple
        "",  # Thunderbird: to the address
        "",  # the file
    ]
    assert links[0] == "webcal://events.example.org/calendars/all.ics?kind=workshop"
    assert links[-2:] == ["#made-address", "/calendars/all.ics?kind=workshop"]


def test_the_panel_loads_nothing_from_elsewhere(public: Flask) -> None:
    assert re.findall(r"<(?:img|iframe|script|link)\b|\bsrc=|\bstyle=", panel(public)) == []


def test_the_address_can_be_copied_by_hand(public: Flask) -> None:
    address = "https://events.example.org/calendars/all.ics?kind=workshop"

    assert f'<input id="made-address" value="{address}" readonly />' in panel(public)


def test_only_a_private_panel_asks_to_keep_the_address(public: Flask) -> None:
    words = "keep this address to yourself"

    assert words in panel(public, is_private=True)
    assert words not in panel(public)


def test_the_panel_says_where_nobody_else_reaches_the_site(app: Flask, public: Flask) -> None:
    words = "These addresses work on this computer only."

    assert words in panel(app)
    assert words not in panel(public)
