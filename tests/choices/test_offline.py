"""One's agenda on a phone without a network, in a real browser."""

from typing import TYPE_CHECKING

import pytest

from tests.agenda.making import make_visit
from tests.conftest import Live
from tests.factories import make_registration
from tests.visit_factories import make_agenda_version, make_item
from webapp.core.database import db, write
from webapp.registrations import rules
from webapp.registrations.models import Registration

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(request.url);
    return found;
}"""


@pytest.fixture
def token(live: Live) -> str:
    with live.app.app_context(), write():
        event = make_visit()
        make_item(event, "Opening")
        make_agenda_version(event)
        make_registration(event, "Bert", "bert@example.org")
        return make_registration(event).token()


def opened(live: Live, page: "Page", token: str) -> str:
    """Open the agenda and wait until the browser has kept it."""
    address = f"{live.url}/registrations/{token}/agenda/"
    page.goto(address)
    wanted = f"kept.length > 3 && kept.includes('{address}')"
    page.wait_for_function(f"({KEPT})().then((kept) => {wanted})")
    return address


def test_once_opened_it_is_there_without_a_network_and_says_from_when(
    live: Live, page: "Page", token: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    address = opened(live, page, token)
    assert not page.locator("[data-offline]").is_visible()
    assert complaints == []

    page.context.set_offline(True)
    page.goto(address)

    assert page.locator("h1").inner_text() == "Your agenda"
    assert page.get_by_text("Opening").is_visible()
    assert "You are offline. This is as of" in page.locator("[data-offline]").inner_text()
    # Drawn as always: the style sheet was kept too.
    assert page.evaluate("getComputedStyle(document.querySelector('.item')).display") == "grid"


def test_nothing_else_is_kept(live: Live, page: "Page", token: str) -> None:
    address = opened(live, page, token)
    page.goto(f"{live.url}/registrations/{token}/")
    page.goto(f"{live.url}/events/")

    kept = page.evaluate(KEPT)

    pages = [each for each in kept if "/static/" not in each]
    assert pages == [address]


def test_the_language_can_still_be_changed(live: Live, page: "Page", token: str) -> None:
    address = opened(live, page, token)

    page.goto(f"{address}?lang=lv")

    assert page.locator("html").get_attribute("lang") == "lv"


def test_it_is_thrown_away_when_the_link_is_gone(live: Live, page: "Page", token: str) -> None:
    address = opened(live, page, token)
    with live.app.app_context(), write():
        rules.cancel(Registration.find_by_token(token), quietly=True)
        db.session.flush()

    page.goto(address)

    assert page.url == f"{live.url}/registrations/{token}/"
    assert page.evaluate(KEPT) == []
