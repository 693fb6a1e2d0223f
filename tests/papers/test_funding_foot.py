"""Who pays stands at the foot of each page of a visit that is shown or printed outside the desk."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.papers.making import event_of, make_meeting
from webapp.agenda.queries import items_of
from webapp.core.database import db, write
from webapp.delegations import host_rules
from webapp.delegations.models import Delegate
from webapp.logistics.models import CatererLink

STATEMENT = "Co-funded by the European Union"
SIDES = ("arrivals", "rooms", "meals", "buses", "access", "travel")


@pytest.fixture
def pages(app: Flask) -> dict[str, BeautifulSoup]:
    """Every such page of one meeting, by what it is."""
    meeting = make_meeting(app)
    own, desk = f"/registrations/{meeting.tokens[0]}", f"/manage/events/{meeting.code}/logistics"
    with app.app_context(), write():
        event = event_of(meeting)
        caterer = CatererLink(event_id=event.id)
        db.session.add(caterer)
        host = host_rules.name(items_of(event)[0], 0, contact_email="gate@example.org")
        host_rules.ask(host)
        db.session.flush()
        leader = db.session.query(Delegate).first().delegation.token()  # type: ignore[union-attr]
        addresses = {
            "agenda": f"/events/{meeting.code}/agenda/",
            "own agenda": f"{own}/agenda/",
            "choosing": f"{own}/choices/",
            "papers": f"{own}/papers/",
            "delegate": f"{own}/delegate",
            "leader": f"/delegations/{leader}/",
            "host": f"/hosts/{host.token()}/",
            "caterer": f"/caterers/{caterer.token()}/",
        }
    found = {what: app.test_client().get(address) for what, address in addresses.items()}
    found |= {side: meeting.staff.get(f"{desk}/{side}/print") for side in SIDES}
    return {what: BeautifulSoup(each.data, "html.parser") for what, each in found.items()}


def test_every_page_says_who_pays(pages: dict[str, BeautifulSoup]) -> None:
    feet = {what: page.select_one("footer .funding p") for what, page in pages.items()}

    assert {
        what: foot and foot.get_text(strip=True) for what, foot in feet.items()
    } == dict.fromkeys(pages, STATEMENT)


def test_a_board_on_paper_names_the_event_and_its_days(pages: dict[str, BeautifulSoup]) -> None:
    heads = {side: pages[side].select_one(".page-head") for side in SIDES}

    words = {side: head.get_text(" ", strip=True) for side, head in heads.items() if head}
    assert list(words) == list(SIDES)
    assert all("Partner meeting" in each for each in words.values())
    assert all("10–12 May 2027" in each for each in words.values())
