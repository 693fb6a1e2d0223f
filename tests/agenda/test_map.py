"""The map of an agenda's places: there where tiles are, and never needed."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from tests.agenda.making import make_visit
from tests.conftest import Live, MakeApp
from tests.factories import make_place
from tests.mail_sink import free_port
from tests.visit_factories import make_agenda_version, make_item
from webapp.core.database import write

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
POLICY = """document.addEventListener("securitypolicyviolation",
    event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


def make_agenda(app: Flask) -> str:
    """The code of a visit to two places, one of them of unknown position."""
    with app.app_context(), write():
        event = make_visit()
        hall = make_place("Town hall", address="1 Main Street", latitude=56.95, longitude=24.1)
        make_item(event, "Opening", place_id=hall.id)
        make_item(event, "Walk", hour=14, place_id=make_place("Somewhere").id)
        make_agenda_version(event)
        return event.code


@pytest.fixture
def mapped(make_app: MakeApp) -> Iterator[Live]:
    """An installation that names a tile server, behind a real web server."""
    port = free_port()
    app = make_app(VIZITE_BASE_URL=f"http://127.0.0.1:{port}", VIZITE_TILE_URL=TILES)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Live(app, f"http://127.0.0.1:{port}")
    server.shutdown()
    thread.join()
    server.server_close()


def test_without_tiles_the_list_of_places_serves(app: Flask, client: FlaskClient) -> None:
    page = client.get(f"/events/{make_agenda(app)}/agenda/").text

    assert "leaflet" not in page
    assert "Town hall" in page
    assert 'href="geo:56.95,24.1"' in page


def test_leaflet_is_served_by_ourselves_and_kept_for_ever(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = app.jinja_env.globals["leaflet_url"]("leaflet.js")  # type: ignore[operator]

    answer = client.get(address)

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert client.get("/static/leaflet/leaflet.css").status_code == 200


@pytest.mark.parametrize("name", ["leaflet-src.js", "../__init__.py", "images/", "%00", "x" * 3000])
def test_nothing_else_of_the_package_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/leaflet/{name}").status_code == 404


def test_the_map_shows_the_places_under_the_strict_policy(mapped: Live, page: "Page") -> None:
    asked: list[str] = []
    complaints: list[str] = []

    def tile(route: "Route") -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="image/png", body=b"")

    page.route("https://tiles.example.org/**", tile)
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.add_init_script(POLICY)
    page.goto(f"{mapped.url}/events/{make_agenda(mapped.app)}/agenda/")

    pin = page.get_by_role("button", name="Town hall")
    pin.wait_for()
    pin.focus()
    page.keyboard.press("Enter")

    assert page.locator(".leaflet-popup-content").inner_text() == "Town hall"
    assert page.locator(".leaflet-marker-icon").count() == 1
    assert asked
    assert complaints == []
    assert page.locator("#agenda-places li").count() == 2
