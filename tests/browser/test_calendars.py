"""Making a calendar to measure in a browser: as one ticks, without scripts, by keyboard alone."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeReader, Site
from tests.browser.test_keyboard import active_id, tab_to
from tests.factories import make_event, make_organisation, make_project
from webapp.core.database import write

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser


WORD = "wide-waters"


@pytest.fixture(scope="module")
def wide(site: Site) -> None:
    """A project with two events of two kinds."""
    with site.app.app_context(), write():
        project = make_project("Wide waters")
        organiser = make_organisation("Wide town")
        make_event("Wide workshop", projects=[project], organiser=organiser)
        make_event("Wide training", projects=[project], organiser=organiser, kind="training")


def box(page: "Page", name: str, word: str) -> "Locator":
    return page.locator(f'input[name="{name}"][value="{word}"]')


def address(page: "Page") -> str:
    return page.locator("#subscribe-address").input_value()


@pytest.mark.usefixtures("wide")
def test_every_tick_shows_what_the_calendar_would_hold(
    site: Site, open_browser: MakeReader
) -> None:
    reader = open_browser()
    page = reader.page
    page.goto("/calendars/")
    page.wait_for_load_state("networkidle")

    box(page, "project", WORD).check()
    expect(page.locator("#made-bar")).to_contain_text("2 events")
    page.locator("summary", has_text="Kinds").click()
    box(page, "kind", "training").check()
    expect(page.locator("#made .event-row__title")).to_have_text(["Wide training"])

    expect(page.locator("[role=status]").first).to_have_text("1 event")
    asked = f"project={WORD}&kind=training"
    assert address(page) == f"{site.url}/calendars/all.ics?{asked}"
    assert urlsplit(page.url).query == asked
    page.reload()
    assert address(page) == f"{site.url}/calendars/all.ics?{asked}"
    assert reader.complaints == []


def test_the_copy_button_copies_what_is_ticked_now(site: Site, open_browser: MakeReader) -> None:
    reader = open_browser(permissions=["clipboard-read", "clipboard-write"])
    page = reader.page
    page.goto("/calendars/")
    page.wait_for_load_state("networkidle")

    page.locator("#tentative").check()
    expect(page.locator("#subscribe-address")).to_have_value(
        f"{site.url}/calendars/all.ics?tentative=0"
    )
    page.locator("#subscribe .copy button").click()

    expect(page.locator("#subscribe .copy button")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site.url}/calendars/all.ics?tentative=0"


@pytest.mark.usefixtures("wide")
def test_a_calendar_is_made_without_scripts(site: Site, open_browser: MakeReader) -> None:
    page = open_browser(java_script_enabled=False).page
    page.goto("/calendars/")

    box(page, "project", WORD).check()
    page.locator("#made-bar button").click()

    assert address(page) == f"{site.url}/calendars/projects/{WORD}.ics"
    assert box(page, "project", WORD).is_checked()
    assert urlsplit(page.url).fragment == "made"
    page.locator("summary", has_text="QR code").click()
    assert page.locator("#subscribe svg.qr").is_visible()


@pytest.mark.usefixtures("wide")
def test_a_calendar_is_made_by_keyboard_alone(site: Site, open_browser: MakeReader) -> None:
    reader = open_browser()
    page = reader.page
    page.goto("/calendars/")
    page.wait_for_load_state("networkidle")

    tab_to(page, f'input[name="project"][value="{WORD}"]')
    page.keyboard.press("Space")
    expect(page.locator("#made-bar")).to_contain_text("2 events")
    stays = active_id(page)
    assert page.locator(f"#{stays}").get_attribute("value") == WORD
    tab_to(page, "#subscribe-address")
    assert page.locator("#subscribe-address").input_value().endswith(f"/projects/{WORD}.ics")
    tab_to(page, ".subscribe__code > summary")
    page.keyboard.press("Enter")

    assert page.locator("#subscribe svg.qr").is_visible()
    assert reader.complaints == []


def test_an_event_is_added_by_keyboard_alone(site: Site, open_browser: MakeReader) -> None:
    with site.app.app_context(), write():
        code = make_event("Harbour day").code
    page = open_browser(viewport={"width": 390, "height": 800}, has_touch=True).page
    page.goto(f"/events/{code}/")

    tab_to(page, ".add-once > summary")
    page.keyboard.press("Enter")
    tab_to(page, '.add-once a[href*="calendar.google.com"]')

    heights = [each.bounding_box() for each in page.locator(".add-once a, .add-once summary").all()]
    assert min(each["height"] for each in heights if each) >= 44
