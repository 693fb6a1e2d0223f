"""The coordinator's board: who sees it, what each row says, and that it costs the same for many."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from tests.browsing import Sheet, look
from tests.counting import count_statements
from tests.delegations.scenes import make_network, partnership
from tests.people import People, Who, cast
from tests.registrations.desk import set_event
from tests.visit_factories import make_delegate, make_delegation, make_plan
from webapp.core.database import db, write
from webapp.core.text import LocalText
from webapp.core.times import now
from webapp.delegations.board import delegations_of
from webapp.delegations.models import Standing
from webapp.events.models import Event
from webapp.needs.models import Need
from webapp.questions.asking import Kind
from webapp.questions.rules import Draft, add


@pytest.fixture
def people(app: Flask) -> People:
    found = cast(app)
    set_event(app, found, capacity=200)
    return found


def event_of(people: People) -> Event:
    return db.session.get_one(Event, people.event_ids["public"])


def board(app: Flask, people: People, who: Who | None = None, query: str = "") -> Sheet:
    client = (who or people.partner_coordinator).client(app)
    return look(client, f"/manage/events/{people.public}/delegations/{query}")


def rows(page: Sheet) -> list[list[str]]:
    """The cells of each row, spaces folded."""
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in page.soup.select("#delegations tbody tr")
    ]


def test_a_row_says_who_is_named_and_what_is_missing(app: Flask, people: People) -> None:
    with app.app_context(), write():
        event = event_of(people)
        make_plan(event, names_due_at=now() - timedelta(hours=1))
        delegation = make_delegation(event, "Nevers")
        make_delegate(delegation, "Jean Martin")
        make_delegate(delegation, "Rose Reserve", Standing.RESERVE)
        make_delegate(delegation, "Will Wish", Standing.WISH)
        make_delegate(delegation, "Out Goer", Standing.OUT)

    page = board(app, people)

    (row,) = rows(page)
    assert row[:4] == [
        "Nevers France",
        "Claire Moulin claire @example.org",
        "answering",
        "1 of 4 named · 1 reserve · 1 wish",
    ]
    assert row[4].startswith("3 names")
    assert page.soup.select("#delegations svg[aria-label='late:']")


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "planned"),
        ({"invited_at": now()}, "invited"),
        ({"invited_at": now(), "opened_at": now()}, "answering"),
        ({"completed_at": now()}, "complete"),
        ({"declined_at": now()}, "declined"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_delegation_stands_somewhere(
    app: Flask, people: People, values: dict[str, Any], state: str
) -> None:
    with app.app_context(), write():
        make_delegation(event_of(people), **values)

    page = board(app, people)

    row = page.soup.select_one("#delegations tbody tr")
    assert row is not None
    assert row["data-state"] == state


def test_one_state_can_be_looked_at_alone(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_delegation(event_of(people), "Nevers")
        make_delegation(event_of(people), "Razlog", declined_at=now())

    assert [row[0] for row in rows(board(app, people, query="?state=declined"))] == [
        "Razlog Bulgaria"
    ]
    assert len(rows(board(app, people, query="?state=nonsense"))) == 2


def test_totals_leave_out_who_does_not_come(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_delegate(make_delegation(event_of(people), "Nevers"))
        make_delegation(event_of(people), "Razlog", declined_at=now())

    total = board(app, people).soup.select_one(".people-head .seats__words")

    assert total is not None
    assert total.get_text(strip=True) == "1 of 4 named"


def test_nobody_reads_what_anybody_needs(app: Flask, people: People) -> None:
    with app.app_context(), write():
        event = event_of(people)
        question = add(event, Kind.DIET, Draft(LocalText({"en": "What do you eat?"})))
        delegation = make_delegation(event)
        vegan = make_delegate(delegation, "Vera Vegan")
        make_delegate(delegation, "Olga Other", confirmed_at=now())
        db.session.flush()
        version = db.session.execute(
            db.text("SELECT id FROM question_versions WHERE question_id = :id"), {"id": question.id}
        ).scalar_one()
        db.session.execute(
            insert(Need).values(
                registration_id=vegan.registration_id,
                event_id=event.id,
                version_id=version,
                kind="diet",
                options=["vegan"],
                words="no traces",
            )
        )
        address = f"/manage/events/{people.public}/delegations/{delegation.public_id}/"

    page = board(app, people)
    one = look(people.partner_coordinator.client(app), address)

    assert "1 answer about diet and access" in page.words
    for each in (page, one):
        assert "no traces" not in each.words
        assert "vegan" not in each.words.replace("Vera Vegan", "")


def test_the_board_costs_the_same_for_sixty_delegates(app: Flask, people: People) -> None:
    with app.app_context(), write():
        make_network(event_of(people), [1, 0, 0, 0, 0, 0, 0, 0])
    client = people.partner_coordinator.client(app)
    address = f"/manage/events/{people.public}/delegations/"
    client.get(address)
    with count_statements() as few:
        client.get(address)
    with app.app_context(), write():
        event = event_of(people)
        for number, delegation in enumerate(delegations_of(event.id)):
            for each in range(8 if number else 7):
                make_delegate(delegation, f"More{number} Person{each}")

    with count_statements() as many:
        page = look(client, address)

    assert "64 of 160 named" in page.words
    assert len(many) == len(few)


def test_without_delegations_the_partners_are_offered(app: Flask, people: People) -> None:
    with app.app_context(), write():
        event = event_of(people)
        event.project_links.clear()
        db.session.flush()
        partnership(event)

    page = board(app, people)

    assert "No delegations yet" in page.words
    link = page.soup.select_one("main .empty a.is-primary")
    assert link is not None
    assert link.get_text(strip=True) == "One delegation for each of the 8 partners of IoTXchange"


def test_a_helper_reads_and_does_not_act(app: Flask, people: People) -> None:
    with app.app_context(), write():
        public_id = make_delegation(event_of(people)).public_id
    one = f"/manage/events/{people.public}/delegations/{public_id}/"

    page = board(app, people, people.helper)
    client = people.helper.client(app)

    assert len(rows(page)) == 1
    assert not page.soup.select(".workspace__content form[method=post]")
    assert "Leaders" not in page.words
    shown = look(client, one)
    assert not shown.soup.select(".workspace__content form[method=post]")
    assert "The leader's link" not in shown.words
    for part in ("plan", "new", "leaders", "invitations", f"{public_id}/edit"):
        assert client.get(f"/manage/events/{people.public}/delegations/{part}").status_code == 403


@pytest.mark.parametrize("name", ["reader", "project_coordinator"])
def test_who_may_not_see_people_sees_no_names(app: Flask, people: People, name: str) -> None:
    with app.app_context(), write():
        make_delegate(make_delegation(event_of(people)))

    page = board(app, people, getattr(people, name))

    assert page.status == 403
    assert "Claire" not in page.words


def test_a_stranger_learns_of_no_delegation(app: Flask, people: People) -> None:
    with app.app_context(), write():
        delegation = make_delegation(event_of(people))
        public_id = delegation.public_id
    client = people.stranger.client(app)

    for part in ("", f"{public_id}/", "plan"):
        answer = client.get(f"/manage/events/{people.public}/delegations/{part}")
        assert answer.status_code == 403
        assert "Claire" not in answer.text
    other = f"/manage/events/{people.draft}/delegations/"
    assert client.get(other).status_code == 404
