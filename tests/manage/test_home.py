"""What staff find first: what is due, what comes next, their part."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import Sheet, look, send, sheet
from tests.conftest import Clock
from tests.factories import (
    in_days,
    make_account,
    make_event,
    make_organisation,
    make_role,
    make_session,
)
from tests.people import Who, cast
from webapp.accounts.models import PutOff
from webapp.core.database import db, write
from webapp.core.periods import Period
from webapp.core.permissions import Role
from webapp.core.text import LocalText


def due(page: Sheet) -> list[tuple[str, str]]:
    """(event, what) of each line."""
    lines = page.soup.select(".due > li")
    return [
        (
            line.select_one(".due__event").get_text(strip=True),  # type: ignore[union-attr]
            line.select_one(".due__what").get_text(strip=True),  # type: ignore[union-attr]
        )
        for line in lines
    ]


def drafts(app: Flask, *titles: str) -> None:
    """Drafts of the stranger's municipality, a week apart."""
    with app.app_context(), write():
        lielmala = make_organisation("Lielmala Municipality")
        for number, title in enumerate(titles):
            make_event(title, organiser=lielmala, status="draft", period=in_days(70 + 7 * number))


def test_a_new_coordinator_is_told_the_first_steps(app: Flask) -> None:
    people = cast(app)

    page = look(people.stranger.client(app), "/manage/")

    assert "First steps" in page.words
    assert "Nothing is due." not in page.words
    client = people.stranger.client(app)
    for link in page.soup.select(".first-steps a"):
        assert look(client, str(link["href"])).status == 200


def test_who_may_change_nothing_has_nothing_due(app: Flask) -> None:
    people = cast(app)

    page = look(people.reader.client(app), "/manage/")

    assert due(page) == []
    assert "Nothing is due." in page.words
    assert "Open harbour day" in page.words
    assert page.soup.select_one("a[href='/manage/events/new']") is None


def test_one_s_part_is_told_in_words(app: Flask) -> None:
    people = cast(app)

    words = look(people.project_coordinator.client(app), "/manage/").words
    assert "Otava Town project coordinator of Living Harbours" in words
    words = look(people.helper.client(app), "/manage/").words
    assert "Brasla Municipality helper for all its projects" in words
    assert "You are an administrator" in look(people.administrator.client(app), "/manage/").words


def test_undated_events_are_coming_and_not_due(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        lielmala = make_organisation("Lielmala Municipality")
        make_event("Some day", organiser=lielmala, status="tentative", period=Period.undated())

    page = look(people.stranger.client(app), "/manage/")

    assert due(page) == []
    assert "Some day" in page.words


def test_so_many_lines_are_shown_and_the_rest_on_request(app: Flask) -> None:
    people = cast(app)
    with app.app_context(), write():
        lielmala = make_organisation("Lielmala Municipality")
        title = LocalText({"en": "Event", "lv": "Pasākums"}, "en")
        for number in range(10):
            when = in_days(10 + number)
            make_event(title, status="tentative", organiser=lielmala, period=when)
    client = people.stranger.client(app)

    page = look(client, "/manage/")

    assert len(due(page)) == 8
    more = page.soup.find("a", string="Show 8 more")
    assert more is not None
    assert len(due(look(client, str(more.get("href"))))) == 16


# Putting off


def test_something_is_put_off_and_comes_back(any_app: Flask, clock: Clock) -> None:
    people = cast(any_app)
    drafts(any_app, "First", "Second")
    client = people.stranger.client(any_app)

    page = later(client, "First", "7")

    assert [title for title, _ in due(page)] == ["Second"]
    assert "Put off. It comes back:" in page.soup.get_text(" ")
    assert "1 put off" in page.words
    clock.forward(days=6)
    assert [title for title, _ in due(look(client, "/manage/"))] == ["Second"]
    clock.forward(days=1)
    assert [title for title, _ in due(look(client, "/manage/"))] == ["First", "Second"]


def later(client: FlaskClient, title: str, days: str) -> Sheet:
    """Put off the line of this title."""
    page = look(client, "/manage/")
    line = next(li for li in page.soup.select(".due > li") if title in li.get_text())
    data = {str(each["name"]): str(each["value"]) for each in line.select("form input")}
    answer = client.post("/manage/put-offs/", data={**data, "days": days})
    assert answer.status_code == 303
    return look(client, answer.headers["Location"])


def test_what_is_put_off_can_be_shown_again(any_app: Flask) -> None:
    people = cast(any_app)
    drafts(any_app, "First")
    client = people.stranger.client(any_app)
    later(client, "First", "3650")
    assert due(look(client, "/manage/")) == []

    page = look(client, "/manage/put-offs/")
    assert [title for title, _ in due(page)] == ["First"]
    page = send(client, page)

    assert "Nothing that is still due was put off" in page.words
    assert [title for title, _ in due(look(client, "/manage/"))] == ["First"]


def test_what_one_puts_off_is_still_due_for_others(any_app: Flask) -> None:
    people = cast(any_app)
    drafts(any_app, "First")
    with any_app.app_context(), write():
        account = make_account("otto@example.org", "Otto")
        make_role(account, Role.PARTNER_COORDINATOR, make_organisation("Lielmala Municipality"))
        otto = Who("otto", account.email, account.id, make_session(account))

    later(people.stranger.client(any_app), "First", "30")

    assert [title for title, _ in due(look(otto.client(any_app), "/manage/"))] == ["First"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"key": "draft:event:1"},
        {"key": "draft:event:1", "days": "8"},
        {"key": "draft:event:1", "days": "-1"},
        {"key": "x" * 100, "days": "7"},
        {"key": "<b>:event:1", "days": "7"},
        {"key": "draft:event:1\x00", "days": "x"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused(app: Flask, data: dict[str, str]) -> None:
    people = cast(app)
    client = people.stranger.client(app)
    token = look(client, "/manage/account/").soup.select_one("input[name=csrf_token]")
    assert token is not None

    answer = client.post("/manage/put-offs/", data={**data, "csrf_token": token["value"]})

    assert sheet(answer).status == 400
    with app.app_context():
        assert db.session.query(PutOff).count() == 0


def test_putting_off_twice_keeps_the_later_choice(app: Flask) -> None:
    people = cast(app)
    drafts(app, "First")
    client = people.stranger.client(app)
    later(client, "First", "30")
    with app.app_context():
        before = db.session.query(PutOff).one().until_on

    page = look(client, "/manage/put-offs/")
    data = {str(each["name"]): str(each["value"]) for each in page.soup.select(".due form input")}
    client.post("/manage/put-offs/", data={**data, "days": "1"})

    with app.app_context():
        assert db.session.query(PutOff).one().until_on == before - timedelta(days=29)


# The page of projects


def test_projects_lead_to_their_page_their_events_and_a_new_one(app: Flask) -> None:
    people = cast(app)

    page = look(people.partner_coordinator.client(app), "/manage/projects/")

    links = [str(each["href"]) for each in page.soup.select(".project-list a")]
    assert links == [
        "/manage/projects/living-harbours/",
        "/projects/living-harbours/",
        "/manage/events/?project=living-harbours",
        "/manage/events/new?project=living-harbours",
    ]


def test_the_stranger_sees_nothing_of_others(app: Flask) -> None:
    people = cast(app)
    client = people.stranger.client(app)

    home, projects = look(client, "/manage/"), look(client, "/manage/projects/")

    assert "harbour" not in home.words.casefold()
    assert "Living Harbours" not in projects.words
    assert "Forest Schools" in projects.words
    assert people.visitor.client(app).get("/manage/").status_code == 303
    assert people.visitor.client(app).get("/manage/projects/").status_code == 303
