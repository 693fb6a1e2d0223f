"""The whole life of an event by keyboard, in both languages: from the draft to its copy."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakeReader, Site
from tests.browser.test_keyboard import press, tab_to, write_into
from tools.page_kinds import COORDINATOR
from webapp.core.database import db
from webapp.core.times import now
from webapp.events.models import Event
from webapp.mail.models import Letter
from webapp.mail.words import words_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TITLES = {"en": "Mending nets together", "lv": "Kopā lāpām tīklus"}
SAVE = "main form.form .actions .is-primary"


def choose(page: "Page", selector: str) -> None:
    """Go to the radio buttons of a name and walk to the one wanted with the arrows."""
    name = page.locator(selector).get_attribute("name")
    tab_to(page, f"[name='{name}']")
    for _step in range(12):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not get to {selector}")


def write_date(page: "Page", selector: str, days: int) -> None:
    """Type a day as this browser's own field takes it (day and month are the same number)."""
    tab_to(page, selector)
    # A month and a day of one number: right in whatever order this browser asks.
    page.keyboard.type(twin_day(days))


def twin_day(days: int) -> str:
    """The first day from then on whose day and month are one number: "09092027"."""
    day = (now() + timedelta(days=days)).date()
    while day.day != day.month:
        day += timedelta(days=1)
    return f"{day:%d%m%Y}"


def draft(page: "Page") -> str:
    """A new workshop of Smiltene with a day and hours; its address on the desk."""
    page.goto("/manage/events/new?organiser=smiltene")
    write_into(page, "#name-en", TITLES["en"])
    choose(page, "input[name=kind][value=workshop]")
    tab_to(page, "#main_project")
    page.keyboard.type("3I")
    write_date(page, "#period-starts_date", 120)
    write_into(page, "#period-starts_time", "1111AM")
    write_into(page, "#period-ends_time", "1150AM")
    save(page)
    expect(page.locator("h1")).to_have_text(TITLES["en"])
    return page.url


def save(page: "Page") -> None:
    """Press the main button; nothing is to put right on the page that follows."""
    press(page, SAVE)
    assert page.locator(".error-summary").all_inner_texts() == []


def registered(open_browser: MakeReader, code: str, language: str) -> "Page":
    """Somebody who has just applied, reading their own page."""
    page = open_browser(locale=language).page
    page.goto(f"/events/{code}/")
    press(page, f"a[href='/events/{code}/register']")
    write_into(page, "#name", "Dzīve Dzīvotāja")
    write_into(page, "#email", f"dzive-{language}@example.org")
    save(page)
    return page


def state_of(page: "Page") -> str:
    page.reload()
    found = page.locator(".registration-state").get_attribute("data-state")
    return found or ""


def newest_letter(site: Site, to: str) -> tuple[str, str]:
    """The last letter to an address: its kind and its words."""
    with site.app.app_context():
        query = db.select(Letter).where(Letter.recipient == to).order_by(Letter.id.desc())
        letter = db.session.scalars(query).first()
        assert letter is not None
        return letter.kind.rpartition("/")[2], words_of(letter).text


@pytest.mark.parametrize("language", ["en", "lv"])
def test_an_event_lives_from_its_draft_to_its_copy(
    site: Site, open_browser: MakeReader, language: str
) -> None:
    reader = open_browser(COORDINATOR, locale=language)
    page, address = reader.page, f"dzive-{language}@example.org"
    desk = draft(page)
    code = desk.rstrip("/").rpartition("/")[2]

    # What it is, in both languages; who gets in.
    page.goto(f"{desk}texts")
    write_into(page, "#name-lv", TITLES["lv"])
    write_into(page, "#summary-en", "Bring a net.")
    write_into(page, "#summary-lv", "Paņemiet tīklu.")
    save(page)
    page.goto(f"{desk}registration")
    choose(page, "input[name=registration_mode][value=approval]")
    write_into(page, "#capacity", "5")
    save(page)

    # As the public will see it.
    page.goto(f"{desk}preview")
    press(page, ".preview-banner a[hreflang=lv]")
    expect(page.locator("h1")).to_have_text(TITLES["lv"])
    press(page, "#registration .action-bar a")
    expect(page.locator("#email")).to_be_visible()

    page.goto(f"{desk}publication")
    save(page)
    expect(page.locator(".page-head [data-state=confirmed]")).to_have_count(1)

    # Somebody applies and is let in.
    theirs = registered(open_browser, code, language)
    assert state_of(theirs) == "awaiting-approval"
    page.goto(f"{desk}people/")
    press(page, "tbody th a")
    press(page, "form[action$='/approval'] button")
    assert state_of(theirs) == "confirmed"

    # Moved, and asked whether they still come.
    page.goto(f"{desk}move")
    write_date(page, "#period-starts_date", 160)
    write_into(page, f"#reason-{language}", "Plosts.")
    choose(page, "input[name=registrations][value=ask]")
    write_date(page, "#until-date", 30)
    write_into(page, "#until-time", "1111AM")
    save(page)
    expect(page.locator("details.letter")).to_have_count(1)
    press(page, "button[value=send]")
    kind, words = newest_letter(site, address)
    assert kind == "event-moved"
    assert "/reconfirmation" in words
    theirs.goto(f"{theirs.url}reconfirmation")
    press(theirs, "main form button.is-primary")
    assert state_of(theirs) == "confirmed"

    # Online now.
    page.goto(f"{desk}mode")
    choose(page, "input[name=mode][value=online]")
    write_into(page, "#join_url", "https://meet.example.org/nets")
    write_into(page, f"#reason-{language}", "Plosts.")
    save(page)
    press(page, "button[value=send]")
    kind, words = newest_letter(site, address)
    assert kind == "event-changed"
    assert "https://meet.example.org/nets" in words

    # Called off, and begun anew.
    page.goto(f"{desk}cancellation")
    write_into(page, f"#reason-{language}", "Plosts.")
    save(page)
    press(page, "button[value=send]")
    assert newest_letter(site, address)[0] == "event-cancelled"
    page.goto(f"{desk}copy")
    save(page)
    assert page.url != desk
    with site.app.app_context():
        query = db.select(Event).where(Event.code == page.url.rstrip("/").rpartition("/")[2])
        copy = db.session.scalars(query).one()
        assert (copy.status, copy.mode, copy.registration_mode) == ("draft", "online", "approval")
    assert reader.complaints == []


def test_two_coordinators_at_one_form_keep_both_versions(open_browser: MakeReader) -> None:
    first, second = open_browser(COORDINATOR).page, open_browser(COORDINATOR).page
    desk = draft(first)
    first.goto(f"{desk}edit")
    second.goto(f"{desk}edit")

    write_into(first, "#number", "TNM 6")
    write_into(first, "#series_id", "nets")
    save(first)
    write_into(second, "#number", "TNM 7")
    write_into(second, "#name-lv", TITLES["lv"])
    press(second, SAVE)

    expect(second.locator(".merge__taken")).to_have_text("Series nets", use_inner_text=True)
    expect(second.locator(".merge__words")).to_have_text(["TNM 7", "TNM 6"])
    choose(second, "input[name=keep-number][value=theirs]")
    save(second)
    second.goto(f"{desk}edit")
    expect(second.locator("#number")).to_have_value("TNM 6")
    expect(second.locator("#series_id")).to_have_value("nets")
    expect(second.locator("#name-lv")).to_have_value(TITLES["lv"])
