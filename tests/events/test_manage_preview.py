"""What an event will look like, for its staff and for nobody else."""

import pytest
from flask import Flask

from tests.browsing import look
from tests.events.edit_desk import open_form
from tests.factories import in_days, make_event, make_organisation
from tests.people import cast
from webapp.core.database import write
from webapp.core.text import LocalText


def previewed(app: Flask, query: str = "", **values: object) -> tuple[str, object]:
    both = LocalText({"en": "Nets", "lv": "Tīkli"})
    values = {"title": both, "registration_mode": "open"} | values
    code, client, _page = open_form(app, status="draft", **values)
    return code, look(client, f"/manage/events/{code}/preview{query}")


def test_a_draft_is_shown_as_it_will_be_once_published(app: Flask) -> None:
    code, page = previewed(app, summary="All about nets", period=in_days(30))

    assert "This is a preview." in page.words
    assert "This is a draft." not in page.words
    assert page.soup.select(".event-head [data-state=draft]") == []
    assert "All about nets" in page.words
    register = page.soup.select_one("#registration .action-bar a")
    assert register.get_text(strip=True) == "Register"
    assert register["href"] == f"/manage/events/{code}/preview/form?in=en"


def test_each_language_is_shown_without_becoming_the_reader_s(app: Flask) -> None:
    _code, page = previewed(app, "?in=lv")

    assert page.soup.html["lang"] == "lv"
    assert page.soup.h1.get_text(strip=True) == "Tīkli"
    assert "lang=" not in str(page.response.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("query", ["?in=xx", "?in=%00", "?in="])
def test_a_language_nobody_reads_here_is_the_reader_s(app: Flask, query: str) -> None:
    _code, page = previewed(app, query)

    assert (page.status, page.soup.html["lang"]) == (200, "en")


def test_the_form_is_there_to_be_looked_at(app: Flask) -> None:
    code, client, _page = open_form(app, status="draft", registration_mode="approval")

    page = look(client, f"/manage/events/{code}/preview/form")

    assert page.soup.find(id="email") is not None
    assert page.soup.select("main form.form button.is-primary") == []
    assert "In the preview nothing is sent." in page.words
    assert client.post(f"/manage/events/{code}/preview/form").status_code in (400, 405)


def test_nothing_keeps_a_preview_and_strangers_find_no_trace_of_it(app: Flask) -> None:
    code, page = previewed(app)
    assert page.response.headers["Cache-Control"] == "no-store"
    stranger = app.test_client()

    assert stranger.get(f"/events/{code}/").status_code == 404
    assert stranger.get(f"/manage/events/{code}/preview").status_code == 303
    assert "Nets" not in stranger.get("/events/").get_data(as_text=True)


def test_a_preview_shows_what_strangers_see_and_not_what_staff_may(app: Flask) -> None:
    with app.app_context(), write():
        brasla = make_organisation("Brasla Municipality")
        make_event("Secret sequel", organiser=brasla, visibility="internal", series_id="nets")
        make_event("Open sequel", organiser=brasla, series_id="nets")
    _code, page = previewed(app, series_id="nets")

    assert "Open sequel" in page.words
    assert "Secret sequel" not in page.words


def test_only_its_staff_preview_an_event(app: Flask) -> None:
    people = cast(app)

    for side in ("preview", "preview/form"):
        for who, expected in ((people.reader, 200), (people.stranger, 404), (people.visitor, 303)):
            answer = who.client(app).get(f"/manage/events/{people.draft}/{side}")
            assert answer.status_code == expected
