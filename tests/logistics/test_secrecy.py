"""What somebody needs is health data: here is looked everywhere whether it shows."""

import io
import logging
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browsing import look, send
from tests.conftest import Clock
from tests.logistics.making import make_guest, make_item, make_need
from tests.logistics.test_boards import SIDES, rows, visit_at
from tests.people import People, Who, cast
from webapp.core.changes import Change
from webapp.core.database import db, write
from webapp.core.permissions import acting_as
from webapp.events.models import Event
from webapp.logistics.access import step_free_warnings
from webapp.logistics.models import CatererLink
from webapp.projects.roles import RoleAssignment

#: What people ticked and wrote, in every form in which it could stand somewhere.
TRACES = (
    "vegan",
    "step-free",
    "without steps",
    "wheelchair",
    "Quinoa allergy",
    "Blue crutches",
    "further wishes",
)


@pytest.fixture(autouse=True)
def spring(clock: Clock) -> None:
    clock.set("2027-03-01T12:00+00:00")


@pytest.fixture
def people(app: Flask) -> People:
    return cast(app)


@pytest.fixture
def code(app: Flask, people: People) -> str:
    """A visit at which Anna needs much."""
    with app.app_context(), write():
        event = visit_at(people)
        anna = make_guest(event, "Anna")
        make_need(anna, "diet", "vegan", said="Quinoa allergy")
        make_need(anna, "access", "step-free", said="Blue crutches")
        make_item(event, "Lunch")
        make_item(event, "Walk up the tower", "walk", step_free=False)
        return event.code


def unzipped(content: bytes) -> str:
    """All that a workbook says."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())


def addresses(code: str) -> list[str]:
    board = f"/manage/events/{code}/logistics/"
    return [
        board,
        *(f"{board}{name}{end}" for name in SIDES for end in ("/", "/print", ".xlsx")),
        f"/events/{code}/",
        f"/events/{code}.ics",
        f"/events/{code}.json",
        f"/api/v1/events/{code}",
        "/calendars/all.ics",
        f"/manage/events/{code}/",
        f"/manage/events/{code}/history",
    ]


def test_needs_show_to_nobody_but_those_who_may_see_them(
    app: Flask, people: People, code: str
) -> None:
    for who in people:
        client = who.client(app)
        told = {
            address: [trace for trace in TRACES if trace in unzipped(client.get(address).data)]
            for address in addresses(code)
        }
        seen = {address for address, traces in told.items() if traces}

        if who.name != "partner_coordinator":
            assert seen == set(), who.name
        else:
            board = f"/manage/events/{code}/logistics/"
            sides = {
                f"{board}{name}{end}" for name in ("meals", "access") for end in ("/", ".xlsx")
            }
            sides |= {f"{board}meals/print", f"{board}access/print", board}
            assert seen == sides


def test_a_helper_who_sees_to_the_meals_sees_diets_and_access(
    app: Flask, people: People, code: str
) -> None:
    board = f"/manage/events/{code}/logistics/"
    client = people.helper.client(app)
    assert client.get(f"{board}access/").status_code == 403
    with app.app_context(), write():
        of_helper = RoleAssignment.account_id == people.helper.account_id
        db.session.scalars(select(RoleAssignment).where(of_helper)).one().sees_needs = True

    assert "vegan" in look(client, f"{board}meals/").words
    assert "Blue crutches" in look(client, f"{board}access/").words
    assert client.get(f"{board}access.xlsx").status_code == 403


def test_no_log_and_no_history_has_them(
    app: Flask, people: People, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = people.partner_coordinator.client(app)

    for address in addresses(code):
        client.get(address)

    assert [trace for trace in TRACES if trace in caplog.text] == []
    with app.app_context():
        stored = " ".join(str(vars(change)) for change in db.session.scalars(select(Change)))
    assert [trace for trace in TRACES if trace in stored] == []


def test_the_warning_for_other_pages_counts_and_names_nobody(
    app: Flask, people: People, code: str
) -> None:
    board = f"/manage/events/{code}/logistics/"
    page = look(people.partner_coordinator.client(app), board)

    (warning,) = (each.get_text(strip=True) for each in page.soup.select(".notice li"))
    assert warning == (
        "1 person needs a way without steps;"
        " “Tue 27 Apr, 13:00–14:00, Walk up the tower” has steps."
    )
    for who, number in ((people.partner_coordinator, 1), (people.helper, 0), (people.stranger, 0)):
        assert number_of_warnings(app, code, who) == number


def number_of_warnings(app: Flask, code: str, who: Who) -> int:
    """How many the template of another page would be given for this person."""
    with app.app_context(), acting_as(who.viewer()):
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        return len(step_free_warnings(event))


# The caterer


def make_link(app: Flask, people: People, code: str) -> str:
    client = people.partner_coordinator.client(app)
    page = look(client, f"/manage/events/{code}/logistics/meals/")
    page = send(client, page, button="Make the link")
    address = str(page.soup.select("#caterer-link")[0]["value"])
    return address.removeprefix("http://localhost")


def test_the_caterer_sees_numbers_and_nothing_else(app: Flask, people: People, code: str) -> None:
    address = make_link(app, people, code)

    page = look(app.test_client(), address)

    assert rows(page, "meals") == [["Tue 27 Apr, 13:00–14:00", "Lunch", "1", "1", "1", ""]]
    heads = [each.get_text(strip=True) for each in page.soup.select("#meals thead th")]
    assert heads[2:] == ["People", "vegan", "further wishes: ask the host", "Place"]
    for trace in ("Anna", "Quinoa", "crutches", "without steps", "tower"):
        assert trace not in page.response.get_data(as_text=True)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]


def test_the_link_is_renewed_and_withdrawn(app: Flask, people: People, code: str) -> None:
    first = make_link(app, people, code)
    client, visitor = people.partner_coordinator.client(app), app.test_client()
    meals = f"/manage/events/{code}/logistics/meals/"

    page = send(client, look(client, meals), button="Renew the link")
    second = str(page.soup.select("#caterer-link")[0]["value"]).removeprefix("http://localhost")
    assert (visitor.get(first).status_code, visitor.get(second).status_code) == (410, 200)

    page = send(client, page, button="Withdraw the link")
    assert visitor.get(second).status_code == 410
    assert page.soup.select("#caterer-link") == []

    third = make_link(app, people, code)
    assert visitor.get(third).status_code == 200
    assert visitor.get(second).status_code == 410
    with app.app_context():
        assert len(db.session.scalars(select(CatererLink)).all()) == 1


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2027-04-30T12:00+00:00", 200), ("2027-04-30T14:00+00:00", 410)],
)
def test_the_link_ends_a_day_after_the_event(
    app: Flask, people: People, code: str, clock: Clock, moment: str, status: int
) -> None:
    address = make_link(app, people, code)

    clock.set(moment)

    assert app.test_client().get(address).status_code == status
