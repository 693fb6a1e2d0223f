"""Hours, kinds, states, themes and files as pages show them."""

import gzip
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask, abort

from webapp.core import assets, look
from webapp.core.periods import Period
from webapp.core.permissions import public


def line(period: Period, reader_zone: str | None = None) -> tuple[str, str, str]:
    """Hours, city and the reader's hours."""
    found = look.time_line_of(period, "en", reader_zone)
    assert found is not None
    return look.join_hours(found.begins, found.stops), found.city, found.yours


MEETING = Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 27, 12, 30), "Europe/Sofia")


def test_the_time_of_the_place_stands_first_and_the_readers_only_if_it_differs() -> None:
    assert line(MEETING) == ("10:00–12:30", "Sofia", "")
    assert line(MEETING, "Europe/Riga") == ("10:00–12:30", "Sofia", "")
    assert line(MEETING, "Europe/Lisbon") == ("10:00–12:30", "Sofia", "08:00–10:30")


def test_another_day_for_the_reader_is_said() -> None:
    late = Period.at(datetime(2027, 4, 27, 23), datetime(2027, 4, 27, 23, 30), "Europe/Lisbon")

    assert line(late, "Europe/Riga")[2] == "Wed 01:00 – 01:30"


def test_a_ferry_names_both_ports_and_several_days_their_weekdays() -> None:
    ferry = Period.at(
        datetime(2027, 4, 27, 19), datetime(2027, 4, 28, 8), "Europe/Riga", "Europe/Stockholm"
    )
    days = Period.at(datetime(2027, 4, 27, 10), datetime(2027, 4, 29, 15), "Europe/Sofia")

    assert line(ferry) == ("19:00 Riga – 08:00", "Stockholm", "")
    assert line(days) == ("Tue 10:00 – Thu 15:00", "Sofia", "")


def test_the_machine_readable_time_carries_its_distance_from_utc() -> None:
    found = look.time_line_of(MEETING, "en", None)

    assert found is not None
    assert (found.starts, found.ends) == ("2027-04-27T10:00+03:00", "2027-04-27T12:30+03:00")


def test_there_is_no_line_without_hours() -> None:
    assert look.time_line_of(Period.month(2027, 5), "en", "Europe/Riga") is None


@pytest.mark.parametrize(
    ("taken", "capacity", "tone"),
    [(0, 50, "info"), (44, 50, "info"), (45, 50, "warn"), (50, 50, "bad"), (9, None, "info")],
)
def test_the_last_places_are_pressing(taken: int, capacity: int | None, tone: str) -> None:
    assert look.seat_tone(taken, capacity) == tone


def test_every_kind_and_state_has_an_icon_that_exists(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        looks = [look.kind_look(name) for name in look._KINDS]
        looks += [look.state_look(name, "event") for name in look._EVENT_STATES]
        looks += [look.state_look(name, "registration") for name in look._REGISTRATION_STATES]

        assert all(str(look.icon(each.icon)).startswith("<svg") for each in looks)
        assert all(each.word for each in looks)


def test_a_theme_is_chosen_by_a_link_and_remembered(app: Flask) -> None:
    client = app.test_client()

    first = client.get("/nowhere?theme=dark&page=2")
    second = client.get("/nowhere")
    wrong = client.get("/nowhere?theme=pink")

    assert 'data-theme="dark"' in first.text
    assert "/nowhere?theme=light&amp;page=2" in first.text
    assert 'data-theme="dark"' in second.text
    assert 'data-theme="dark"' in wrong.text
    client.get("/nowhere?theme=auto")
    assert "data-theme" not in client.get("/nowhere").text


def test_too_many_tries_give_a_page_that_keeps_what_was_typed(app: Flask) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    too_often = public(lambda: abort(429))
    app.add_url_rule("/somewhere", "somewhere", too_often, methods=["POST"])

    answer = app.test_client().post("/somewhere?lang=en", data={"name": "<Anna>"})

    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    form = page.select_one("main form")
    assert form is not None
    assert form["action"] == "/somewhere?lang=en"
    kept = form.select_one("[name=name]")
    assert kept is not None
    assert kept.get_text().strip() == "<Anna>"
    assert form.select_one("[name=csrf_token]") is not None


def test_style_sheets_come_as_one_file_to_keep_for_ever(app: Flask) -> None:
    with app.test_request_context():
        address = assets.static_url("app.css")
    client = app.test_client()

    zipped = client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = client.get("/static/app.css")

    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["Cache-Control"] == assets.FOREVER
    assert plain.headers["Cache-Control"] == assets.A_MINUTE
    assert len(zipped.data) < 15_000
    again = client.get(
        address, headers={"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]}
    )
    assert again.status_code == 304
    of_frames = {"embed"}  # a page in a frame has few others, and this one
    stems = {path.stem for path in (assets.STATIC / "css").glob("*.css")}
    assert stems - of_frames == set(assets.STYLES)
    assert b"/*" not in plain.data
    assert plain.data.count(b"{") == plain.data.count(b"}")
