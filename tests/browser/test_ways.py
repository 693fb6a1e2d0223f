"""Whole ways through the site: without a script, with the scripts, and two people at once."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeReader, Reader, Site
from tests.browser.test_keyboard import event_code
from tests.factories import make_event, make_organisation
from tools.page_kinds import COORDINATOR
from webapp.core.database import db, write
from webapp.events.models import Event

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def register(page: "Page", code: str, name: str) -> str:
    """Fill in the form; the state it led to."""
    page.goto(f"/events/{code}/register")
    page.fill("#name", name)
    page.fill("#email", f"{name.split()[0].lower()}@example.org")
    page.click("main form .is-primary")
    return state(page)


def state(page: "Page") -> str:
    return page.locator(".registration-state").get_attribute("data-state") or ""


def test_a_participant_needs_no_script(site: Site, open_browser: MakeReader) -> None:
    code = event_code(site, "One bench", capacity=1)
    first = open_browser(java_script_enabled=False)
    second = open_browser(java_script_enabled=False)

    assert register(first.page, code, "Anna Pirmā") == "confirmed"
    assert register(second.page, code, "Beate Otrā") == "waiting"
    assert "You are number 1 on the waiting list." in second.page.inner_text("main")
    first.page.click("main a[href$='/cancellation']")
    first.page.click("main form .is-danger")
    assert state(first.page) == "cancelled"
    second.page.reload()
    assert state(second.page) == "offered"
    second.page.click("main form .is-primary")
    assert state(second.page) == "confirmed"
    second.page.click("main a[href$='/change']")
    second.page.fill("#name", "Beate Trešā")
    second.page.click("main form .is-primary")
    assert "Beate Trešā" in second.page.inner_text(".facts")
    second.page.click("main a[href$='/cancellation']")
    second.page.click("main form .is-danger")

    assert state(second.page) == "cancelled"
    assert first.complaints + second.complaints == []


def test_a_form_with_errors_needs_no_script(site: Site, open_browser: MakeReader) -> None:
    page = open_browser(java_script_enabled=False).page
    page.goto(f"/events/{event_code(site, 'Two benches')}/register")

    page.fill("#name", "Anna")
    page.click("main form .is-primary")

    assert page.locator(".error-summary a").get_attribute("href") == "#email"
    assert page.locator("#name").input_value() == "Anna"


def test_scripts_preset_the_zone_of_the_device(open_browser: MakeReader) -> None:
    reader = open_browser(timezone_id="Europe/Lisbon")
    page = reader.page
    page.goto("/preferences")
    expect(page.locator("#zone")).to_have_value("Europe/Lisbon")

    page.select_option("#zone", "Europe/Athens")
    page.click("main form .is-primary")
    page.goto("/preferences")
    page.wait_for_load_state("networkidle")

    assert page.locator("#zone").input_value() == "Europe/Athens"
    assert reader.complaints == []


def test_scripts_copy_an_address(site: Site, open_browser: MakeReader) -> None:
    reader = open_browser(permissions=["clipboard-read", "clipboard-write"])
    page = reader.page
    page.goto("/calendars/")

    page.locator(".copy button").first.click()
    expect(page.locator(".copy button").first).to_have_text("Copied")

    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}/calendars/all.ics"
    assert reader.complaints == []


def test_scripts_search_a_long_table(site: Site, open_browser: MakeReader) -> None:
    with site.app.app_context(), write():
        for number in range(14):
            make_event(f"Stop {number}", organiser=make_organisation(f"Liepāja Harbour {number}"))
    reader = open_browser()
    page = reader.page
    page.goto("/calendars/")

    page.fill("#feeds-partner-search", "liepaja harb 13")

    rows = page.locator("#feeds-partner tbody tr")
    shown = [row for row in rows.all() if row.is_visible()]
    assert [row.locator("th").inner_text() for row in shown] == ["Liepāja Harbour 13"]
    page.fill("#feeds-partner-search", "nowhere")
    assert page.locator(".table-tools [role=status]").last.inner_text() == "Nothing matches."
    assert reader.complaints == []


def test_an_impatient_second_click_sends_nothing(site: Site, open_browser: MakeReader) -> None:
    reader = open_browser()
    page, code = reader.page, event_code(site, "Three benches")
    page.goto(f"/events/{code}/register")
    page.wait_for_load_state("networkidle")
    page.fill("#name", "Ilze Ātrā")
    page.fill("#email", "ilze.atra@example.org")
    sent = []
    page.on("request", lambda request: sent.append(request.method))

    page.locator("main form .is-primary").dblclick()
    page.wait_for_url("**/registrations/**")

    assert sent.count("POST") == 1
    assert state(page) == "confirmed"
    assert reader.complaints == []


def fill_title(reader: Reader, code: str, title: str) -> None:
    reader.page.goto(f"/manage/events/{code}/edit")
    reader.page.fill("#name-en", title)


def save(reader: Reader) -> None:
    reader.page.locator("main form.form .is-primary").click()


def test_who_saves_second_chooses_between_both_versions(
    site: Site, open_browser: MakeReader
) -> None:
    with site.app.app_context():
        found = db.session.scalars(
            db.select(Event).where(Event.slug == "example-innovation-course")
        ).one()
        code = found.code
    first, second = open_browser(COORDINATOR), open_browser(COORDINATOR)
    fill_title(first, code, "Four days of innovation")
    fill_title(second, code, "Innovation for everyone")

    save(first)
    save(second)

    assert "Four days of innovation" in first.page.inner_text("h1")
    versions = second.page.locator(".merge__versions").inner_text()
    assert "Four days of innovation" in versions
    assert "Innovation for everyone" in versions
    second.page.locator(".merge__version input[value=mine]").check()
    save(second)
    assert second.page.locator("h1").inner_text() == "Innovation for everyone"
    assert first.complaints + second.complaints == []
