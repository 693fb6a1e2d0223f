"""What staff find first: what is due, what comes next, their part."""

from datetime import timedelta

from flask import Flask

from tests.browsing import Sheet, look
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_registration,
)
from tests.people import cast
from webapp.core.database import write
from webapp.core.periods import Period
from webapp.core.times import now


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


def test_what_is_due_stands_in_the_order_of_its_haste(any_app: Flask) -> None:
    people = cast(any_app)
    with any_app.app_context(), write():
        lielmala, hall = make_organisation("Lielmala Municipality"), make_place("Forest hall")
        whole = {"organiser": lielmala, "host": lielmala, "places": [hall]}
        make_event("Draft", status="draft", **whole)
        make_event("Far away without a place", organiser=lielmala, period=in_days(200))
        make_event("Without a host", organiser=lielmala, places=[hall], period=in_days(12))
        make_event("Without anything", organiser=lielmala, period=in_days(13))
        make_event("Online", organiser=lielmala, host=lielmala, mode="online", period=in_days(14))
        make_event("Not fixed", status="tentative", period=in_days(15), **whole)
        make_event("Closing", closes_at=now() + timedelta(days=2, hours=3), **whole)
        make_event("Over", period=in_days(-2), **whole)
        make_event("Over and held", period=in_days(-2), status="held", **whole)
        asked = make_event("Asked for", registration_mode="approval", **whole)
        for number in range(2):
            make_registration(asked, f"P {number}", None, "awaiting-approval")

    page = look(people.stranger.client(any_app), "/manage/")

    assert due(page) == [
        ("Asked for", "2 people await your decision"),
        ("Over", "The date has passed: was it held?"),
        ("Closing", "Registration closes within 3 days"),
        ("Not fixed", "It is near and still tentative"),
        ("Without a host", "It has no host"),
        ("Without anything", "It has neither place nor host"),
        ("Draft", "It is a draft"),
    ]
    client = people.stranger.client(any_app)
    for link in page.soup.select(".due a"):
        assert look(client, str(link["href"])).status == 200


def test_nothing_due_says_so(app: Flask) -> None:
    people = cast(app)

    page = look(people.stranger.client(app), "/manage/")

    assert "Nothing is due." in page.words
    assert "No events are coming." in page.words


def test_who_may_change_nothing_has_nothing_due(app: Flask) -> None:
    people = cast(app)

    page = look(people.reader.client(app), "/manage/")

    assert due(page) == []
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


def test_projects_lead_to_their_page_their_events_and_a_new_one(app: Flask) -> None:
    people = cast(app)

    page = look(people.partner_coordinator.client(app), "/manage/projects/")

    links = [str(each["href"]) for each in page.soup.select(".project-list a")]
    assert links == [
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
