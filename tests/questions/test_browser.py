"""Questions in a browser: what is not asked is hidden; the order changes by keyboard alone."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import Live
from tests.factories import make_event
from tests.people import cast
from tests.questions.asking import ask, if_answered, name_of
from webapp.accounts.models import Account
from webapp.accounts.sign_in import make_link
from webapp.core.database import db, write
from webapp.events.models import Event
from webapp.questions.asking import Kind

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_conditional_question_appears_when_it_is_asked(live: Live, page: "Page") -> None:
    with live.app.app_context():
        event = make_event()
        overnight = ask(event, Kind.YES_NO, "Do you stay overnight?")
        hotel = ask(event, Kind.YES_NO, "In the hotel?", condition=if_answered(overnight, "yes"))
        room = ask(
            event,
            Kind.SHORT_TEXT,
            "Whose room?",
            condition=if_answered(hotel, "yes"),
            is_required=True,
        )
        address, names = (
            f"{live.url}/events/{event.code}/register",
            [*map(name_of, (overnight, hotel))],
        )
        field = page.locator(f"[name={name_of(room)}]")
    page.goto(address)

    expect(page.get_by_text("In the hotel?", exact=False).first).to_be_hidden()
    page.locator(f"[name={names[0]}][value=yes]").check()
    page.locator(f"[name={names[1]}][value=yes]").check()
    expect(field).to_be_visible()
    field.fill("Anna's")
    page.locator(f"[name={names[0]}][value=no]").check()
    expect(field).to_be_hidden()
    page.fill("#name", "Anna Ozola")
    page.fill("#email", "anna@example.org")
    page.get_by_role("button", name="Register").click()

    expect(page.locator(".registration-state[data-state=confirmed]")).to_be_visible()
    expect(page.get_by_text("Anna's")).to_have_count(0)


def test_the_order_changes_by_keyboard_and_the_focus_stays(live: Live, page: "Page") -> None:
    people = cast(live.app)
    with live.app.app_context():
        event = db.session.get_one(Event, people.event_ids["public"])
        for words in ("One", "Two", "Three"):
            last = ask(event, Kind.NUMBER, words)
        address, moved = f"/manage/events/{event.code}/questions/", last.public_id
        account = db.session.get_one(Account, people.partner_coordinator.account_id)
        with write():
            link = make_link(account)
    page.goto(link)
    page.locator("main form button").click()
    page.wait_for_url("**/manage/")
    page.goto(live.url + address)
    page.focus(f"#up-{moved}")

    page.keyboard.press("Enter")
    expect(page.locator(f"#up-{moved}")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(".question-item h2")).to_have_text(["Three", "One", "Two"])
    expect(page.locator(f"#down-{moved}")).to_be_focused()
