"""In a real browser, in a page of another site."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.conftest import Live
from tests.embeddings.making import make_embedding
from tests.factories import in_days, make_event, make_organisation
from tests.people import cast
from webapp.core.database import db, write
from webapp.embeddings.models import Embedding
from webapp.embeddings.snippets import snippet_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Host = Callable[[], ThreadingHTTPServer]


@pytest.fixture
def host() -> Iterator[Callable[[], ThreadingHTTPServer]]:
    """Makes other sites on this machine; each shows what is set as its `page`."""
    made = []

    def make() -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made.append(server)
        return server

    yield make
    for server in made:
        server.shutdown()
        server.server_close()


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = getattr(self.server, "page", "")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        head = '<!DOCTYPE html><html lang="en"><title>Brasla</title><h1>Brasla</h1>'
        self.wfile.write(f"{head}{page}".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def address(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def lines(app: Flask, *sites: str, **values: str) -> str:
    """What a coordinator copies, for these sites."""
    with app.test_request_context():
        embedding = make_embedding(sites=list(sites), **values)
        return snippet_of(embedding)


def listen(page: "Page") -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_a_site_that_is_named_shows_it_and_another_does_not(
    live: Live, page: "Page", host: Host
) -> None:
    named, other = host(), host()
    with live.app.app_context():
        make_event("Harbour forum")
    snippet = lines(live.app, address(named))
    named.page = other.page = snippet  # type: ignore[attr-defined]
    said = listen(page)

    page.goto(address(named))
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert frame.locator(".event-row__title").inner_text() == "Harbour forum"
    assert said == []
    assert page.context.cookies() == []

    page.goto(address(other))
    page.wait_for_timeout(300)
    assert page.frame_locator("iframe").locator(".event-row").count() == 0
    assert any("frame-ancestors" in each for each in said)


def test_no_other_page_of_ours_is_shown_there(live: Live, page: "Page", host: Host) -> None:
    people = cast(live.app)
    named = host()
    lines(live.app, address(named))
    paths = ("/", f"/events/{people.public}/", f"/events/{people.public}/register")
    frames = "".join(f'<iframe src="{live.url}{path}"></iframe>' for path in paths)
    named.page = frames  # type: ignore[attr-defined]
    said = listen(page)

    page.goto(address(named))
    page.wait_for_timeout(500)

    assert sum("frame-ancestors 'none'" in each for each in said) == len(paths)


def test_an_event_opens_in_the_whole_window(live: Live, page: "Page", host: Host) -> None:
    named = host()
    with live.app.app_context():
        code = make_event("Harbour forum").code
    named.page = lines(live.app, address(named))  # type: ignore[attr-defined]
    page.goto(address(named))

    frame = page.frame_locator("iframe")
    frame.locator(".event-row__title a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live.url}/events/{code}/?lang=en")

    assert page.locator("h1").inner_text() == "Harbour forum"


def test_months_are_leafed_through_inside_the_frame(live: Live, page: "Page", host: Host) -> None:
    named = host()
    named.page = lines(live.app, address(named), form="month")  # type: ignore[attr-defined]
    page.goto(address(named))
    frame = page.frame_locator("iframe")
    shown = frame.locator(".month caption")
    first = shown.inner_text()

    frame.locator("a[rel=next]").click()
    frame.locator(f".month caption:not(:text-is('{first}'))").wait_for()

    assert shown.inner_text() != first
    assert page.url == f"{address(named)}/"


@pytest.mark.parametrize("form", ["list", "month"])
@pytest.mark.parametrize("width", [280, 600, 1100])
def test_it_fits_into_frames_of_any_width(live: Live, page: "Page", form: str, width: int) -> None:
    with live.app.app_context(), write():
        organiser = make_organisation(
            "Partnership for Rural Areas and the Sea of the Northern Coast"
        )
        name = "Unabbreviatedtitleswithoutanyspaceforbreaking " * 2
        period = in_days(30)
        make_event(name, organiser=organiser, more_kinds=["survey", "pilot"], period=period)
        code = make_embedding(form=form).code

    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{live.url}/embed/{code}/?month={period.sorts_at:%Y-%m}")

    assert page.locator(".event-row:visible, .month:visible").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_colours_chosen_are_those_of_its_links(live: Live, page: "Page") -> None:
    with live.app.app_context(), write():
        values = {"accent": "#8a1538", "dark_accent": "#ffaa00"}
        codes = {
            background: make_embedding(background=background, **values).code
            for background in ("auto", "light", "dark")
        }
        assert db.session.query(Embedding).count() == 3
    red, yellow = "rgb(138, 21, 56)", "rgb(255, 170, 0)"

    for background, by_day, by_night in (
        ("auto", red, yellow),
        ("light", red, red),
        ("dark", yellow, yellow),
    ):
        for scheme, expected in (("light", by_day), ("dark", by_night)):
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            page.goto(f"{live.url}/embed/{codes[background]}/")
            link = page.locator("footer a").first
            assert link.evaluate("each => getComputedStyle(each).color") == expected
