"""With the keyboard alone: every step has a visible focus and nothing needs a mouse."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeReader, Site
from tests.factories import make_event
from tools.page_kinds import COORDINATOR
from webapp.core.database import write

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: A ring around the element, or around the whole row whose link it is.
FOCUSED = """() => [null, "::after"]
  .map(part => getComputedStyle(document.activeElement, part))
  .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)"""


def tab_to(page: "Page", selector: str, most: int = 120) -> None:
    """Press Tab until the element has the focus; each stop on the way must be seen."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(FOCUSED), f"no visible focus: {selector}"
            return
    raise AssertionError(f"the keyboard does not get to {selector}")


def press(page: "Page", selector: str) -> None:
    """Go there and press Enter; the page that follows has loaded."""
    tab_to(page, selector)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def write_into(page: "Page", selector: str, text: str) -> None:
    """Go there and type."""
    tab_to(page, selector)
    page.keyboard.type(text)


def event_code(site: Site, title: str, **values: object) -> str:
    with site.app.app_context(), write():
        return make_event(title, **values).code  # type: ignore[arg-type]


def active_id(page: "Page") -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_the_first_stop_leads_past_the_navigation(open_browser: MakeReader) -> None:
    page = open_browser().page
    page.goto("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")

    assert active_id(page) == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("address", ["/", "/events/?kind=workshop", "/calendars/", "/preferences"])
def test_wherever_the_focus_is_one_sees_it(open_browser: MakeReader, address: str) -> None:
    page = open_browser().page
    page.goto(address)
    unseen = []

    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not page.evaluate(FOCUSED):
            unseen.append(page.evaluate("document.activeElement.outerHTML")[:120])

    assert unseen == []


def test_somebody_registers_and_cancels(site: Site, open_browser: MakeReader) -> None:
    reader = open_browser()
    page, code = reader.page, event_code(site, "Knots", capacity=3)
    page.goto(f"/events/{code}/")

    press(page, f"a[href='/events/{code}/register']")
    write_into(page, "#name", "Kārlis Klaviatūra")
    write_into(page, "#email", "karlis@example.org")
    press(page, "main form .is-primary")
    assert page.locator(".registration-state").get_attribute("data-state") == "confirmed"
    press(page, "a[href$='/cancellation']")
    press(page, "main form .is-danger")

    assert page.locator(".registration-state").get_attribute("data-state") == "cancelled"
    assert reader.complaints == []


def test_the_young_register_with_a_guardian_and_have_themselves_erased(
    site: Site, open_browser: MakeReader
) -> None:
    code = event_code(site, "Youth workshop", guardian_age=16, takes_photos=True)
    page = open_browser().page
    page.goto(f"/events/{code}/register")
    write_into(page, "#name", "Zane Paraugs")
    write_into(page, "#email", "zane.keys@example.org")

    tab_to(page, "[name=age]")
    page.keyboard.press("Space")
    expect(page.locator("#guardian_name")).to_be_hidden()  # older: nothing more is asked
    page.keyboard.press("ArrowDown")
    expect(page.locator("#guardian_name")).to_be_visible()
    write_into(page, "#guardian_name", "Gita Paraugs")
    write_into(page, "#guardian_email", "gita.keys@example.org")
    tab_to(page, "#guardian_knows")
    page.keyboard.press("Space")
    tab_to(page, "#not_in_photos")
    page.keyboard.press("Space")
    press(page, "main form .is-primary")
    expect(page.locator(".registration-state")).to_have_attribute("data-state", "confirmed")
    expect(page.locator("#guardian")).to_contain_text("has not answered yet")

    press(page, "a[href$='/data']")
    expect(page.locator("main")).to_contain_text("Gita Paraugs")
    press(page, "a[href$='/erasure']")
    press(page, "main form button.is-danger")
    expect(page.locator(".registration-state")).to_contain_text("were erased on")
    expect(page.locator("main")).not_to_contain_text("Zane")


def test_the_list_of_errors_takes_the_focus_and_leads_to_the_fields(
    site: Site, open_browser: MakeReader
) -> None:
    reader = open_browser()
    page, code = reader.page, event_code(site, "Splices")
    page.goto(f"/events/{code}/register")
    write_into(page, "#email", "nobody")
    press(page, "main form .is-primary")

    expect(page.locator(".error-summary")).to_be_focused()
    for field in ("name", "email"):
        tab_to(page, f".error-summary a[href='#{field}']")
        page.keyboard.press("Enter")
        assert active_id(page) == field
        page.locator(".error-summary").focus()
    assert page.locator("#email").input_value() == "nobody"
    assert reader.complaints == []


def test_a_coordinator_plans_and_publishes(open_browser: MakeReader) -> None:
    reader = open_browser(COORDINATOR)
    page = reader.page
    page.goto("/manage/")

    press(page, "a[href='/manage/events/new']")
    tab_to(page, "#organiser")
    page.keyboard.type("Smiltene")
    press(page, "main form.form .is-primary")
    write_into(page, "#name-en", "Evening by the fire")
    tab_to(page, "input[name=kind]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    tab_to(page, "#main_project")
    page.keyboard.type("3I")
    # The same in whatever order and with whichever clock this browser asks.
    write_into(page, "#period-starts_date", "11112027")
    write_into(page, "#period-starts_time", "1111AM")
    write_into(page, "#period-ends_time", "1150AM")
    press(page, "main form.form .is-primary")
    assert page.locator(".error-summary").all_inner_texts() == []
    assert page.locator("h1").inner_text() == "Evening by the fire"
    assert page.locator(".page-head .chip").first.inner_text() == "draft"
    press(page, "a[href$='/publication']")
    press(page, "main form.form .is-primary")

    assert "The event is published." in page.inner_text("main")
    assert page.locator(".page-head .chip").first.inner_text() == "confirmed"
    assert "11 November 2027, 11:11–11:50" in page.inner_text("main")
    assert reader.complaints == []
