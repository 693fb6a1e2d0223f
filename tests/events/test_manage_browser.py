"""The pages of staff in a real browser: nobody is shut out, nothing sticks out of a phone."""

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import Live
from tests.factories import make_event, make_organisation, make_place, make_registration
from tests.people import cast
from webapp.accounts.models import Account
from webapp.accounts.sign_in import make_link
from webapp.core.database import db, write
from webapp.core.text import LocalText

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def prepared(live: Live) -> tuple[str, dict[str, str]]:
    """A link that signs the coordinator in, and the codes of a busy event and a draft."""
    people = cast(live.app)
    with live.app.app_context(), write():
        event = make_event(
            LocalText({"en": "Nets", "lv": "Tīkli"}),
            organiser=make_organisation("Brasla Municipality"),
            places=[make_place()],
            capacity=4,
            contributors=[{"role": "speaker", "name": "Ada Lind"}],
            languages=["en", "lv"],
        )
        make_registration(event)
        account = db.session.get(Account, people.partner_coordinator.account_id)
        assert account is not None
        return make_link(account), {"busy": event.code, "draft": people.draft}


def faults(page: "Page") -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found = Axe().run(page, options=RULES).response["violations"]
    return [*(each["id"] for each in found), *(["sticks out"] if wide else [])]


def press(page: "Page", button: str) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation(wait_until="load"):
        page.click(button)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_desk_is_open_to_everyone(
    live: Live, browser: "Browser", width: int, scheme: str
) -> None:
    link, codes = prepared(live)
    context = browser.new_context(
        bypass_csp=True,  # axe is put into the page
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    page.goto(link)
    press(page, "main button")
    busy, draft = (f"/manage/events/{codes[name]}" for name in ("busy", "draft"))
    found = {}

    for address in (
        "/manage/",
        "/manage/projects/",
        "/manage/events/",
        "/manage/events/new",
        f"{busy}/",
        f"{busy}/edit",
        f"{busy}/history",
        f"{busy}/move",
        f"{draft}/",
        f"{draft}/edit",
        f"{draft}/publication",
    ):
        page.goto(live.url + address)
        found[address] = faults(page)
    page.goto(f"{live.url}{busy}/cancellation")
    page.fill("#reason-en", "The quay is closed.")
    press(page, "text=Continue to the letter")
    found["letter"] = faults(page)
    press(page, "text=Cancel the event and write to 1 person")
    assert "The event is cancelled. 1 person gets a letter." in page.inner_text("main")
    context.close()

    assert {address: wrong for address, wrong in found.items() if wrong} == {}
