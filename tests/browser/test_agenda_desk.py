"""An agenda planned in a real browser: by keyboard alone, without JavaScript, by dragging."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import MakeReader, Site
from tests.browser.test_keyboard import press, tab_to, write_into
from tests.factories import make_event
from tools.page_kinds import COORDINATOR
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.projects.organisations import Organisation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DAY = date(2027, 9, 14)
LINE = f"line-{DAY.isoformat()}"


@pytest.fixture
def desk(site: Site) -> str:
    """The address of the agenda of a new event of two days."""
    with site.app.app_context(), write():
        organiser = db.session.scalars(
            select(Organisation).where(Organisation.slug == "jelgava-novads")
        ).one()
        period = Period.days(DAY, DAY + timedelta(days=1), zone="Europe/Riga")
        event = make_event("Meeting to plan", organiser=organiser, period=period)
        return f"/manage/events/{event.code}/agenda/"


def slots(page: "Page") -> list[str]:
    """The timetable as one reads it."""
    return [
        " ".join(slot.locator(".slot__hours, h3").all_inner_texts())
        for slot in page.locator(".slot").all()
    ]


def type_line(page: "Page", starts: str | None, ends: str, title: str) -> None:
    """Write a line where the cursor stands and press Enter; without a start it stays as offered."""
    if starts is not None:
        page.keyboard.type(starts)
    write_into(page, f"#{LINE}-hours-ends".replace(":", "\\:"), ends)
    tab_to(page, f"#{LINE}-kind")
    page.keyboard.type("peer")
    write_into(page, f"#{LINE}-title", title)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def test_a_day_is_planned_by_keyboard_alone(open_browser: MakeReader, desk: str) -> None:
    reader = open_browser(COORDINATOR)
    page = reader.page
    page.goto(desk)
    tab_to(page, f"#{LINE}-hours-starts")
    type_line(page, "1000AM", "1130AM", "First review")
    focused = page.evaluate("document.activeElement.id")
    assert focused == f"{LINE}-hours-starts"
    expect(page.locator(f"#{LINE}-hours-starts")).to_have_value("11:30")
    type_line(page, None, "0100PM", "Second review")
    assert slots(page) == ["10:00–11:30 First review", "11:30–13:00 Second review"]

    # Everything from the first item on a quarter of an hour later.
    press(page, ".slot:first-child .slot__acts a")
    tab_to(page, "#minutes")
    press(page, "#shift .actions .button")
    expect(page.get_by_role("status").last).to_contain_text("2 items would move")
    press(page, "#shift .actions .is-primary")

    assert slots(page) == ["10:15–11:45 First review", "11:45–13:15 Second review"]
    assert reader.complaints == []


def test_an_agenda_is_planned_without_javascript(open_browser: MakeReader, desk: str) -> None:
    page = open_browser(COORDINATOR, java_script_enabled=False).page
    page.goto(desk)
    for starts, ends, title in (("09:00", "10:00", "Welcome"), ("10:00", "12:00", "Works")):
        page.fill(f"#{LINE}-hours-starts", starts)
        page.fill(f"#{LINE}-hours-ends", ends)
        page.fill(f"#{LINE}-title", title)
        page.press(f"#{LINE}-title", "Enter")
    page.locator(".slot h3").get_by_role("link", name="Works").click()
    page.fill("#place_note-en", "Gate 2")
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator(".slot").nth(1)).to_contain_text("Gate 2")

    page.locator(".slot").first.locator(".slot__acts a").first.click()
    page.fill("#hours-day", (DAY + timedelta(days=1)).isoformat())
    page.fill("#hours-ends", "")
    page.get_by_role("button", name="Move", exact=True).click()
    assert slots(page) == ["10:00–12:00 Works", "09:00–10:00 Welcome"]
    page.get_by_role("link", name="Remove: Welcome").click()
    page.get_by_role("button", name="Delete it").click()

    assert slots(page) == ["10:00–12:00 Works"]


def test_an_item_is_dragged_to_another_day(open_browser: MakeReader, desk: str) -> None:
    reader = open_browser(COORDINATOR)
    page = reader.page
    page.goto(desk)
    for title in ("Welcome", "Works"):
        page.fill(f"#{LINE}-hours-ends", "10:00" if title == "Welcome" else "11:30")
        page.fill(f"#{LINE}-title", title)
        with page.expect_navigation(wait_until="load"):
            page.press(f"#{LINE}-title", "Enter")
    works = page.locator(".slot").nth(1)
    expect(works).to_have_attribute("draggable", "true")

    with page.expect_navigation(wait_until="load"):
        works.drag_to(page.locator(".slot").first, target_position={"x": 300, "y": 5})
    assert slots(page) == ["09:00–10:00 Welcome", "09:00–10:30 Works"]
    with page.expect_navigation(wait_until="load"):
        page.locator(".slot").nth(1).drag_to(page.locator(".desk-day").nth(1))

    next_day = page.locator(".desk-day").nth(1)
    expect(next_day.locator(".slot")).to_have_count(1)
    expect(next_day.locator(".slot")).to_contain_text("09:00–10:30")
    assert reader.complaints == []
