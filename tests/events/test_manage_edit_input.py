"""What cannot be an event: told beside the field, and nothing is lost."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from tests.browsing import look, send
from tests.counting import count_statements
from tests.events.edit_desk import change, get, open_form, value
from tests.factories import (
    in_days,
    make_event,
    make_organisation,
    make_place,
    make_project,
    make_registration,
    make_target_group,
)
from tests.people import cast
from webapp.core.database import write
from webapp.core.periods import Period
from webapp.core.text import LocalText


def test_fewer_places_than_are_held_says_how_many_hold_and_wait(app: Flask) -> None:
    code, client, page = open_form(app, "registration", capacity=3)
    with app.app_context(), write():
        for number in range(3):
            make_registration(get(app, code), f"P {number}", f"p{number}@example.org")
        make_registration(get(app, code), "Waiting", "w@example.org", "waiting")

    answer = send(client, page, capacity="2")

    assert answer.status == 422
    assert answer.errors() == {
        "capacity": "Error: 3 seats are taken, so there cannot be fewer."
        " 1 person is on the waiting list."
    }
    assert value(answer, "capacity") == "2"
    shown = look(client, f"/manage/events/{code}/registration").words
    assert "3 people hold a place. 1 person is on the waiting list." in shown


SETTINGS = ("closes_at", "opens_at", "registration_", "capacity")


def side_of(typed: dict[str, str]) -> str:
    """The form that has these inputs."""
    return "registration" if next(iter(typed)).startswith(SETTINGS) else "edit"


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        (
            {"closes_at-date": "2020-01-01", "closes_at-time": "10:00"},
            "",
            "This moment has passed. Choose a later one.",
        ),
        (
            {"closes_at-date": "2037-01-01", "closes_at-time": "10:00"},
            "",
            "The event is over by then. Choose an earlier moment.",
        ),
        ({"closes_at-date": "2027-01-01", "closes_at-time": ""}, "closes_at-time", "Add the time."),
        (
            {"closes_at-date": "2027-03-28", "closes_at-time": "03:30"},
            "closes_at-time",
            "The clocks go forward",
        ),
        (
            {
                "opens_at-date": "2026-12-20",
                "opens_at-time": "10:00",
                "closes_at-date": "2026-12-19",
                "closes_at-time": "10:00",
            },
            "",
            "Registration must close after it opens.",
        ),
        (
            {"contact_email": "nobody"},
            "contact_email",
            "Write an e-mail address such as anna@example.org.",
        ),
        (
            {"registration_mode": "elsewhere"},
            "registration_url",
            "Give the address at which people register elsewhere.",
        ),
        (
            {"join_url": "javascript:alert(1)"},
            "join_url",
            "Write a full address such as https://example.org/page.",
        ),
        ({"capacity": "many"}, "capacity", "Write a whole number, for example 20."),
        ({"capacity": "0"}, "capacity", "Write a number from 1 to 1000000."),
        (
            {"place_latitude": "95", "place_longitude": "20", "place_name-en": "X"},
            "place_latitude",
            "Write degrees as a number from −90 to 90.",
        ),
        (
            {"place_latitude": "56", "place_name-en": "X"},
            "place_longitude",
            "Give both coordinates, or neither.",
        ),
        ({"place_address-en": "Quay 1"}, "", "Name the new place, or empty the rest of it."),
        (
            {"place_name-en": "X", "place_country": "L1"},
            "place_country",
            "Write the two letters of the country, for example LV.",
        ),
        (
            {"place_name-en": "X", "place_zone": "Mars/Phobos"},
            "place_zone",
            "Choose a time zone from the list, for example Europe/Riga.",
        ),
        (
            {"contributors-0-about-en": "Knots"},
            "contributors-0-name",
            "Write a name, or choose an organisation.",
        ),
        (
            {"follows": "zzzzzzzz"},
            "follows",
            "There is no event with this code. Copy it from its address.",
        ),
        (
            {"name-en": "x" * 10_000},
            "name-en",
            "Shorten this by 9800 characters: there is room for 200.",
        ),
        ({"kind": "party"}, "kind", "Choose one of the options listed."),
        ({"organiser": "lielmala-municipality"}, "organiser", "Choose one of the options listed."),
        ({"places-0-place": "nowhere"}, "places-0-place", "Choose one of the options listed."),
    ],
)
def test_bad_input_is_answered_beside_its_field(
    app: Flask, clock: Any, typed: dict[str, str], field: str, message: str
) -> None:
    clock.set("2026-11-22T12:00+00:00")
    period = Period.at(datetime(2027, 6, 1, 10), datetime(2027, 6, 1, 12), "Europe/Riga")
    code, client, page = open_form(app, side_of(typed), period=period)

    answer = send(client, page, **typed)

    assert answer.status == 422
    assert answer.summary()[0].startswith(message)
    if field:
        assert message in answer.errors()[field]
    for name, text in typed.items():
        if answer.soup.find("input", attrs={"name": name, "type": "text"}):
            assert value(answer, name) == text
    with app.app_context():
        assert get(app, code).revision == 1


def test_hostile_text_is_kept_as_text(app: Flask) -> None:
    code, client, page = open_form(app)
    title = "<b>Ne\u202ets</b>\u0000 e\u0301t\u0007 \u200fשלום"

    done = send(client, page, **{"name-en": title})

    assert done.status == 200
    with app.app_context():
        assert str(get(app, code).name) == "<b>Nets</b> ét \u200fשלום"
    heading = done.soup.h1
    assert heading is not None
    assert heading.b is None


def test_a_stale_form_shows_both_versions_and_overwrites_nothing(app: Flask) -> None:
    code, client, page = open_form(app, number="TNM 5")
    change(app, code, number="TNM 6", series_id="theirs")

    answer = send(client, page, number="TNM 7", **{"name-lv": "Mans"})

    assert answer.status == 409
    taken = answer.soup.select(".merge__taken > div")
    assert [each.get_text(" ", strip=True) for each in taken] == ["Series theirs"]
    asked = [each.get_text(" ", strip=True) for each in answer.soup.select(".merge")]
    assert asked == ["Number Keep what I wrote TNM 7 Take what they wrote TNM 6"]
    assert (value(answer, "number"), value(answer, "series_id")) == ("TNM 7", "theirs")
    with app.app_context():
        assert get(app, code).number == "TNM 6"

    undecided = send(client, answer)
    assert undecided.status == 422
    assert undecided.summary() == ["Choose which of the two versions to keep."]
    send(client, undecided, **{"keep-number": "theirs"})

    with app.app_context():
        event = get(app, code)
        assert (event.number, event.series_id) == ("TNM 6", "theirs")
        assert event.name == LocalText({"en": "Harbour workshop", "lv": "Mans"}, "en")


def test_two_who_wrote_different_things_keep_both_by_saving_again(app: Flask) -> None:
    code, client, page = open_form(app)
    change(app, code, contact_email="theirs@example.org")

    answer = send(client, page, number="TNM 7")
    assert "What you wrote does not touch it." in answer.words
    done = send(client, answer)

    assert "The changes are saved." in done.words
    with app.app_context():
        event = get(app, code)
        assert (event.number, event.contact_email) == ("TNM 7", "theirs@example.org")


def test_a_third_who_saves_meanwhile_is_asked_about_too(app: Flask) -> None:
    code, client, page = open_form(app)
    change(app, code, number="TNM 6")
    answer = send(client, page, number="TNM 7")
    change(app, code, number="TNM 8")

    again = send(client, answer, **{"keep-number": "mine"})

    assert again.status == 409
    assert "TNM 8" in again.words
    with app.app_context():
        assert get(app, code).number == "TNM 8"
    send(client, again, **{"keep-number": "mine"})
    with app.app_context():
        assert get(app, code).number == "TNM 7"


@pytest.mark.parametrize("seen", ["", "number=", "=" * 90, "number=zzzz name-en=\x00 " * 500])
def test_a_form_that_forgot_what_it_showed_asks_about_everything(app: Flask, seen: str) -> None:
    code, client, page = open_form(app)
    change(app, code, number="TNM 6")

    answer = send(client, page, seen=seen, series_id="mine")

    assert answer.status == 409
    labels = [each.get_text(strip=True) for each in answer.soup.select(".merge legend")]
    assert labels == ["Number", "Series"]


def test_the_organiser_stays_once_people_have_registered(app: Flask) -> None:
    people = cast(app)
    client = people.administrator.client(app)
    page = look(client, f"/manage/events/{people.public}/edit")

    answer = send(client, page, organiser="otava-town")

    assert answer.status == 422
    assert answer.summary() == [
        "People have registered with this organiser, so it cannot be changed any more."
    ]


def test_nobody_gives_an_event_away_to_a_project_not_theirs(app: Flask) -> None:
    people = cast(app)
    client = people.project_coordinator.client(app)
    page = look(client, f"/manage/events/{people.internal}/edit")

    foreign = send(client, page, main_project="forest-schools")
    nowhere = send(client, page, main_project="")

    assert foreign.summary() == ["Choose one of the options listed."]
    assert nowhere.summary() == [
        "Choose a project you coordinate, or an organisation you work for."
    ]


def test_an_event_follows_only_what_one_may_know_of(app: Flask) -> None:
    people = cast(app)
    with app.app_context():
        lielmala = make_organisation("Lielmala Municipality")
        own = make_event("Own", organiser=lielmala, period=in_days(9)).code
    client = people.stranger.client(app)
    page = look(client, f"/manage/events/{own}/edit")

    hidden = send(client, page, follows=people.draft)
    itself = send(client, page, follows=own)

    assert hidden.summary() == ["There is no event with this code. Copy it from its address."]
    assert itself.summary() == ["An event cannot follow itself."]


def test_the_form_costs_a_fixed_number_of_statements(app: Flask) -> None:
    code, client, _page = open_form(app)
    with count_statements() as few:
        look(client, f"/manage/events/{code}/edit")
    with app.app_context(), write():
        for number in range(10):
            make_place(f"Place {number}")
            make_project(f"Project {number}", partners=[make_organisation("Brasla Municipality")])
            make_organisation(f"Organisation {number}")
            make_target_group(f"Group {number}")

    with count_statements() as many:
        look(client, f"/manage/events/{code}/edit")

    assert len(many) == len(few), f"{many}"
